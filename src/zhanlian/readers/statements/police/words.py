"""What words and codes of a row say: its kind, and whether it took place."""

import re
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.model.statement import RowKind, RowStatus
from zhanlian.readers.statements.police.cells import Cells
from zhanlian.readers.statements.police.kernels.numbers import Int8s
from zhanlian.readers.statements.police.kernels.split import Int64s
from zhanlian.readers.statements.police.kernels.texts import Flags
from zhanlian.readers.statements.police.layouts import load_codes
from zhanlian.readers.statements.terms.kinds import load_patterns
from zhanlian.readers.statements.terms.statuses import find_coded_status, find_status

_BY_CODE: Final = " by a code"


def find_statuses(cells: Cells) -> Int8s:
    """Return whether each row took place; a word that is not known makes a row a reject.

    How many failed by a bare code alone is noted in `cells`.
    """
    told = cells.find_text("status")
    found = cells.map_words(told, _name_status, RowStatus.UNTOLD.name, "row-status")
    names = [name.removesuffix(_BY_CODE) for name in found.dictionary.to_pylist()]
    values = np.array([RowStatus[name] for name in names], np.int8)
    statuses: Int8s = values[found.indices.to_numpy()]
    coded = np.array([name.endswith(_BY_CODE) for name in found.dictionary.to_pylist()])
    failed = coded[found.indices.to_numpy()] & (statuses == RowStatus.FAILED)
    cells.failed_by_code = int((failed & cells.takes).sum())
    return statuses


def _name_status(word: str) -> str:
    coded = find_coded_status(word)
    return find_status(word).name if coded is None else coded.name + _BY_CODE


def find_kinds(cells: Cells, units: Int64s, there: Flags, timed: Flags) -> Int8s:
    """Return what each row is by the bank's own words.

    What the payer wrote (附言) tells nothing but a reversal: victims are made to write 手续费 or
    充值 into it. For the same reason a fee or an interest that has another account is none.

    Args:
        cells: of the batch.
        units: (n,) amounts.
        there: (n,) which rows have one.
        timed: (n,) which rows have a time.
    """
    found = _match_kinds(cells, load_patterns(), "summary", "words")
    taken_back = _match_kinds(cells, load_patterns()[:1], "remark")
    found[taken_back == RowKind.REVERSAL] = RowKind.REVERSAL
    paid = pc.or_(cells.has_text("other_account"), cells.has_text("payee"))
    own_costs = (found == RowKind.FEE) | (found == RowKind.INTEREST)
    found[own_costs & paid.to_numpy(zero_copy_only=False)] = RowKind.UNTOLD
    found[(found == RowKind.QUERY) & there & (units != 0)] = RowKind.UNTOLD
    _mark_cash(cells, found)
    told, filled = _find_reports(cells)
    found[~there & (told | (filled & ~timed))] = RowKind.QUERY
    return found


def _match_kinds(cells: Cells, patterns: tuple[tuple[RowKind, str], ...], *fields: str) -> Int8s:
    """Return the first kind of each row whose words stand in the texts of some fields."""
    said = pc.binary_join_element_wise(
        *(cells.find_text(field) for field in fields), " ",
        null_handling="replace", null_replacement="",
    )  # fmt: skip
    words = pc.dictionary_encode(said)
    kinds = np.zeros(len(words.dictionary), np.int8)
    for kind, pattern in reversed(patterns):
        hit = pc.match_substring_regex(words.dictionary, pattern)
        kinds[hit.to_numpy(zero_copy_only=False)] = kind
    found: Int8s = kinds[words.indices.to_numpy()]
    return found


def _mark_cash(cells: Cells, kinds: Int8s) -> None:
    """Give rows whose words say nothing the kind that their cash mark tells."""
    told = cells.find_text("cash")
    if told.null_count == cells.count:
        return
    codes = load_codes()["cash"]
    for name, kind in (("cash", RowKind.CASH), ("transfer", RowKind.TRANSFER)):
        marked = pc.fill_null(pc.is_in(told, value_set=pa.array(codes[name])), False)
        kinds[marked.to_numpy(zero_copy_only=False) & (kinds == RowKind.UNTOLD)] = kind


def _find_reports(cells: Cells) -> tuple[Flags, Flags]:
    """Return which rows tell in words how a query ended, and which fill the column for that."""
    pattern = "|".join(map(re.escape, load_codes()["feedback"]["nothing"]))
    feedback = cells.find_text("feedback")
    said = pc.coalesce(feedback, *(cells.find_text(one) for one in ("summary", "remark", "status")))
    found = pc.fill_null(pc.match_substring_regex(said, pattern), False)
    return (
        found.to_numpy(zero_copy_only=False),
        feedback.is_valid().to_numpy(zero_copy_only=False),
    )
