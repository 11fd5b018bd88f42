"""Transactions of one batch as `ROWS`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.model.statement import Direction
from zhanlian.readers.statements.cells import find_direction
from zhanlian.readers.statements.police.cells import Cells, Units
from zhanlian.readers.statements.police.kernels.numbers import Int8s
from zhanlian.readers.statements.police.kernels.texts import Flags
from zhanlian.readers.statements.police.layouts import Layout
from zhanlian.readers.statements.police.words import find_kinds, find_statuses
from zhanlian.readers.statements.terms.totals import TOTAL_PATTERN

TOTAL: Final = "total"
"""Why a row is no row: not a reject, but a line that sums up others."""
# Fields that are taken as they are written.
# A fee is no more than 1 % of what was paid (wallets take 0.1 %), or one yuan where that is more.
_FEE_PART: Final = 100
_LEAST_FEE: Final = 100
_TEXTS: Final = ("reference", "log_number", "terminal", "merchant", "town", "ip", "mac")


@dataclass(slots=True)
class RowsMade:
    """What a batch of transactions became.

    Attributes:
        columns: arrays by column of `ROWS`, all but the place.
        untold_words: words of the direction that are not known, and how often they stand there.
    """

    columns: dict[str, Any]
    untold_words: dict[str, int]


def make_rows(cells: Cells, layout: Layout, owner: Mapping[str, str]) -> RowsMade:
    """Return the transactions of a batch; rows that cannot be taken are noted in `cells`.

    Args:
        cells: of the batch.
        layout: which columns say what.
        owner: what stands above the table about the account it is of, by column of `ROWS`.
    """
    untold: dict[str, int] = {}
    columns = _find_parties(cells, layout, owner)
    assets, (units, there), balances = _find_money(cells, layout)
    directions = _find_directions(cells, layout, units, there, untold)
    if "payer" in layout.columns:
        directions = _turn_parties(columns, directions, balances)
    micros, precisions, timed = cells.find_times("time", "day")
    kinds = find_kinds(cells, units, there, timed)
    _check_owner(cells, columns)
    summary = pc.coalesce(*(cells.find_text(one) for one in ("summary", "words", "remark")))
    feedback = cells.find_text("feedback")
    columns |= {
        "time": pa.array(micros, pa.timestamp("us", tz="UTC"), mask=~timed),
        "precision": pa.array(precisions),
        "amount": pa.array(units, mask=~there),
        "asset": assets.cast(pa.string()),
        "direction": pa.array(directions),
        "balance": pa.array(balances[0], mask=~balances[1]),
        "other_balance": _find_other_balance(cells, layout, assets),
        "fee": _find_fees(cells, layout, assets, (units, there), directions),
        "status": pa.array(find_statuses(cells)),
        "kind": pa.array(kinds),
        "summary": pc.coalesce(summary, feedback),
        **{field: cells.find_text(field) for field in _TEXTS},
    }
    return RowsMade(columns, untold)


def _find_parties(cells: Cells, layout: Layout, owner: Mapping[str, str]) -> dict[str, Any]:
    """Return the columns of both sides."""
    found: dict[str, Any] = {}
    if "payer" in layout.columns:
        found["own_card"] = pa.nulls(cells.count, pa.string())
        found["own_account"] = cells.find_number("payer")
        found["own_bank"] = cells.find_text("payer_bank")
        found["own_name"] = cells.find_text("payer_name")
        found["other_account"] = cells.find_number("payee")
        found["other_bank"] = cells.find_text("payee_bank")
        found["other_name"] = cells.find_text("payee_name")
    else:
        found["own_card"] = cells.find_number("own_card")
        for side in ("own", "other"):
            _find_side(cells, layout, side, found)
    for side in ("own", "other"):
        found[f"{side}_id_number"] = cells.find_number(f"{side}_id_number")
    if owner and found["own_card"].null_count == cells.count == found["own_account"].null_count:
        for column, value in owner.items():
            found[column] = pc.fill_null(found[column], value)
    return found


def _find_side(cells: Cells, layout: Layout, side: str, found: dict[str, Any]) -> None:
    name = cells.find_text(f"{side}_name")
    if layout.table.named:
        bare, told = cells.split_named(cells.find_number(f"{side}_account"))
        account = cells.clean(bare, np.ones(cells.count, np.bool_))
        name = pc.coalesce(cells.split_named(name)[1], name, told)
    else:
        account = cells.find_number(f"{side}_account")
    found[f"{side}_account"], found[f"{side}_name"] = account, name
    found[f"{side}_bank"] = cells.find_text(f"{side}_bank")


def _find_money(cells: Cells, layout: Layout) -> tuple[Any, Units, Units]:
    """Return the assets, the amounts and the balances."""
    fen = layout.table.fen
    assets = cells.find_assets("asset")
    if "posted" in layout.columns:
        # What a card bill posts moves the account; the amount abroad is told beside it.
        assets = cells.find_assets("posted_asset")
        amounts = cells.find_amounts("posted", assets)
    elif "amount" in layout.columns:
        amounts = cells.find_amounts("amount", assets, fen)
    else:
        income = cells.find_amounts("income", assets)
        expense = cells.find_amounts("expense", assets)
        both = income[1] & expense[1] & (income[0] != 0) & (expense[0] != 0)
        cells.refuse(np.flatnonzero(both), "row-two-amounts")
        takes_income = income[1] & ((income[0] != 0) | ~expense[1])
        units = np.where(takes_income, income[0], expense[0])
        amounts = units, income[1] | expense[1]
    return assets, amounts, cells.find_amounts("balance", assets, fen)


def _find_fees(cells: Cells, layout: Layout, assets: Any, paid: Units, directions: Int8s) -> Any:
    """Return the fees within what was paid: what did not arrive on the other side."""
    if "arrived" not in layout.columns:
        return pa.nulls(cells.count, pa.int64())
    (units, there), (arrived, told) = paid, cells.find_amounts("arrived", assets, layout.table.fen)
    fee = units - arrived
    # More than a fee can be went elsewhere: a part that was paid back, or another payment.
    most = np.maximum(units // _FEE_PART, _LEAST_FEE)
    taken = there & told & (directions == Direction.OUT) & (arrived > 0)
    return pa.array(fee, mask=~(taken & (fee > 0) & (fee <= most)))


def _find_directions(
    cells: Cells, layout: Layout, units: Any, there: Flags, untold: dict[str, int]
) -> Int8s:
    """Return the direction that is told, or that follows from the column of the amount."""
    words = pc.dictionary_encode(cells.find_text("direction"))
    meanings = [_find_direction(word) for word in words.dictionary.to_pylist()]
    codes = pc.fill_null(words.indices, len(meanings)).to_numpy()
    known = np.array([*(0 if one is None else one for one in meanings), 0], np.int8)
    for place, meaning in enumerate(meanings):
        if meaning is None:
            count = int(((codes == place) & cells.takes).sum())
            untold[words.dictionary[place].as_py()] = count
    directions: Int8s = known[codes]
    if "income" in layout.columns and "amount" not in layout.columns:
        income, has_income = cells.find_amounts("income", cells.find_assets("asset"))
        is_income = has_income & (income != 0)
        told = there & (units != 0)
        directions = np.where(
            told, np.where(is_income, Direction.IN, Direction.OUT), directions
        ).astype(np.int8)
    return directions


def _find_direction(word: str) -> int | None:
    try:
        return int(find_direction(word))
    except ValueError:
        return None


def _turn_parties(columns: dict[str, Any], directions: Int8s, balances: Units) -> Int8s:
    """Turn rows that tell payer and payee to the side they are told from; return directions.

    Such a row says by itself who pays whom. The balance is of the side that the mark names; where
    no mark is known, whose balance it is stays open, and it is not taken.
    """
    unsaid = pc.and_(columns["own_account"].is_null(), columns["other_account"].is_valid())
    received = (directions == Direction.IN) | unsaid.to_numpy(zero_copy_only=False)
    balances[1][directions == Direction.UNKNOWN] = False
    mask = pa.array(received)
    for field in ("account", "bank", "name"):
        own, other = columns[f"own_{field}"], columns[f"other_{field}"]
        columns[f"own_{field}"] = pc.if_else(mask, other, own)
        columns[f"other_{field}"] = pc.if_else(mask, own, other)
    return np.where(received, Direction.IN, Direction.OUT).astype(np.int8)


def _find_other_balance(cells: Cells, layout: Layout, assets: Any) -> Any:
    units, there = cells.find_amounts("other_balance", assets, layout.table.fen)
    return pa.array(units, mask=~there)


def _check_owner(cells: Cells, columns: dict[str, Any]) -> None:
    """Note rows that tell no account of their own, and lines of totals among them."""
    nobody = pc.and_(columns["own_card"].is_null(), columns["own_account"].is_null())
    cells.refuse(np.flatnonzero(nobody.to_numpy(zero_copy_only=False)), "row-no-account")
    for field in ("own_card", "own_account"):
        if columns[field].null_count < cells.count:
            found = pc.fill_null(pc.match_substring_regex(columns[field], TOTAL_PATTERN), False)
            cells.refuse(np.flatnonzero(found.to_numpy(zero_copy_only=False)), TOTAL)
