"""A simulated case brought through the readers into the clean ledger, beside its truth."""

import functools
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
from simulated import make_case, read_dicts

from zhanlian.model.asset import find_exponent
from zhanlian.model.statement import ROWS, SCHEMAS
from zhanlian.model.transfer import Fate
from zhanlian.money.ledger.build import build_ledger
from zhanlian.money.ledger.ledger import ITEM, CleaningPolicy, CleanLedger, Told
from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.face import find_format, read_statement
from zhanlian.simulate.parameters import ALL_TRAPS, Trap

_NO_STATEMENTS = ("truth/", "文书/", "victims.csv", "parameters.toml", "README")
_FIRST_SHEET = "微信支付账单"


@dataclass(frozen=True)
class Imported:
    """One simulated case.

    Attributes:
        files: by path.
        tables: of all statements, as gathered for a case.
        rows: all rows of all files, as records.
        ledger: built from them.
        truth: what each row is, in the order of the rows: a line of ``row_fates.csv``.
        transfers: the true transfers by id.
        numbers: the truth's name of an account, by every number it has.
        rejects: what readers did not take.
        unread: rows of the truth that no reader gave.
    """

    files: dict[str, bytes]
    tables: dict[str, pa.Table]
    rows: list[dict[str, Any]]
    ledger: CleanLedger
    truth: list[dict[str, str]]
    transfers: dict[str, dict[str, str]]
    numbers: dict[str, str]
    rejects: list[str]
    unread: int

    def fates(self) -> list[Fate]:
        """Return what the ledger says of each row."""
        return [Fate(one) for one in self.ledger.fates["fate"].to_pylist()]

    def find_true(self, place: int, rows: list[int]) -> str | None:
        """Return the one true transfer that all rows of a transfer tell of; a fee by its amount.

        Args:
            place: of the ledger's transfer.
            rows: that tell of it.
        """
        amount = self.ledger.transfers["amount"][place].as_py()
        told = [
            {self.truth[row]["transfer_id"], self.truth[row]["fee_transfer_id"]} - {""}
            for row in rows
        ]
        for name in sorted(set.intersection(*told)):
            true = self.transfers[name]
            if Decimal(true["amount"]).scaleb(find_exponent(true["asset"])) == amount:
                return name
        return None

    def sources(self) -> dict[int, list[int]]:
        """Return the rows that tell of each transfer."""
        found: dict[int, list[int]] = defaultdict(list)
        for one in self.ledger.sources.to_pylist():
            found[one["transfer"]].append(one["row"])
        return found


@functools.cache
def import_case(
    scale: str, seed: int = 1, missing: float = 0.0, traps: frozenset[Trap] = ALL_TRAPS
) -> Imported:
    """Return a case, imported once a test run."""
    files = make_case(scale, seed, missing, traps)
    paths = sorted(path for path in files if not path.startswith(_NO_STATEMENTS))
    tables: dict[str, list[pa.Table]] = defaultdict(list)
    rejects: list[str] = []
    for item, path in enumerate(paths):
        source = MemorySource(files[path], path)
        form = find_format(source)
        if form is None:
            rejects.append(path)
            continue
        for part in read_statement(source, form):
            rejects += [f"{path}: {one['reason']}" for one in part.row_rejects.to_pylist()]
            column = pa.array(np.full(part.table.num_rows, item), pa.int32())
            tables[part.told].append(part.table.append_column(ITEM, column))
    return _hold_against_truth(files, paths, _join(tables), rejects)


def _join(tables: dict[str, list[pa.Table]]) -> dict[str, pa.Table]:
    return {
        told: pa.concat_tables([SCHEMAS[told].append(ITEM).empty_table(), *tables[told]])
        for told in ("rows", "accounts", "freezes", "tasks", "persons")
    }


def _hold_against_truth(
    files: dict[str, bytes], paths: list[str], told: dict[str, pa.Table], rejects: list[str]
) -> Imported:
    assert told["rows"].schema.equals(ROWS.append(ITEM))
    tables, rows = dict(told), told.pop("rows")
    ledger = build_ledger(rows, Told(**told), CleaningPolicy())
    fates = {
        (one["file"], int(one["line"])): one for one in read_dicts(files["truth/row_fates.csv"])
    }
    records = rows.to_pylist()
    truth = []
    for row in records:
        sheet = row["sheet"]
        path = paths[row["item"]] + (f"#{sheet}" if sheet and sheet != _FIRST_SHEET else "")
        truth.append(fates.pop((path, row["line"])))
    numbers = {}
    for one in read_dicts(files["truth/identities.csv"]):
        numbers[one["account"]] = one["account"]
        if one["account_number"]:
            numbers[one["account_number"]] = one["account"]
    transfers = {one["transfer_id"]: one for one in read_dicts(files["truth/transfers.csv"])}
    return Imported(files, tables, records, ledger, truth, transfers, numbers, rejects, len(fates))
