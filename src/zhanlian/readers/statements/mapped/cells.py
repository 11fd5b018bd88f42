"""One row of a mapped table: its cells by their fields, or why it cannot be taken."""

import re
from collections.abc import Sequence
from typing import Final

from zhanlian.model.asset import find_exponent, fold_asset, is_token
from zhanlian.model.statement import Direction, Precision, RowKind, RowStatus
from zhanlian.readers.statements.cells import (
    clean_account,
    find_asset,
    find_direction,
    parse_amount,
)
from zhanlian.readers.statements.chain.quantities import find_address, read_quantity
from zhanlian.readers.statements.mapped.mapping import NOTHING, Mapping
from zhanlian.readers.statements.refusals import CellError
from zhanlian.readers.statements.rows import Value
from zhanlian.readers.statements.signs import narrow_cell, trim_cell
from zhanlian.readers.statements.terms.statuses import find_status
from zhanlian.readers.statements.times import parse_time

_MONTH_FIRST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(.*)", re.ASCII | re.DOTALL)
_UNIX: Final = re.compile(r"(\d{9,10})(?:\.0*)?|(\d{12,13})", re.ASCII)
_TOKEN: Final = re.compile(r"[a-z][a-z0-9-]{1,20}:[A-Za-z0-9*.…]{2,80}")
_FINE: Final = "any:token"  # nine digits: what is told in 万 has up to six
_NO_DIGITS: Final = "JPY"  # a currency without decimals: amounts in smallest units read like it
_TEXTS: Final = ("own_name", "own_bank", "other_name", "other_bank", "reference", "log_number")


def read_row(mapping: Mapping, cells: Sequence[str]) -> tuple[dict[str, Value], int]:
    """Return one row by the columns of `ROWS`, and the dust that was cut off its amount.

    Raises:
        CellError: a cell that the row needs cannot be read.
    """
    row = _Row(mapping, cells)
    asset = row.read_asset()
    time, precision = row.read_time()
    amount, direction, dust = row.read_money(asset)
    own_card, own_account = row.read_account("own_card"), row.read_account("own_account")
    if own_card is None and own_account is None:
        own_account = mapping.own_account or None
    if own_card is None and own_account is None:
        raise CellError("mapping-account")
    told: dict[str, Value] = {
        "own_card": own_card,
        "own_account": own_account,
        "other_account": row.read_account("other_account"),
        "time": time,
        "precision": precision,
        "amount": amount,
        "asset": asset,
        "direction": direction,
        "balance": row.read_side_amount("balance", asset),
        "fee": row.read_side_amount("fee", asset),
        "status": row.read_status(),
        "kind": RowKind.TRANSFER if is_token(asset) else RowKind.UNTOLD,
        "summary": row.join("summary"),
    }
    return told | {name: row.join(name) for name in _TEXTS}, dust


class _Row:
    """The cells of one record, asked by field."""

    def __init__(self, mapping: Mapping, cells: Sequence[str]) -> None:
        self._mapping, self._cells = mapping, cells

    def _get(self, field: str) -> str:
        places = self._mapping.list_places(field)
        if places and places[0] >= len(self._cells):
            raise CellError("row-ragged", " ".join(self._cells))
        return trim_cell(self._cells[places[0]]) if places else ""

    def join(self, field: str) -> str | None:
        """Return the texts of a field's columns, None where they say nothing."""
        places = self._mapping.list_places(field)
        told = (trim_cell(self._cells[place]) for place in places if place < len(self._cells))
        return " ".join(one for one in told if one) or None

    def read_asset(self) -> str:
        """Return the asset of the row, or of all rows."""
        told = self._get("asset")
        if not told:
            if not self._mapping.asset:
                raise CellError("mapping-asset")
            return self._mapping.asset
        if _TOKEN.fullmatch(told):
            return fold_asset(told)
        try:
            return find_asset(told)
        except ValueError:
            raise CellError("mapping-asset", told) from None

    def read_time(self) -> tuple[int, Precision]:
        """Return the moment of the row, by the mapping's form of dates."""
        told = self._get("time") or f"{self._get('date')} {self._get('clock')}".strip()
        try:
            return _read_time(told, self._mapping)
        except ValueError:
            raise CellError("mapping-time", told) from None

    def read_money(self, asset: str) -> tuple[int, Direction, int]:
        """Return amount, direction and dust by the mapping's rule."""
        rule = self._mapping.direction
        if rule == "split":
            return self._read_split(asset)
        amount, dust = self._read_amount(self._get("amount"), asset)
        if rule in ("minus-is-out", "minus-is-in"):
            if not amount:
                return 0, Direction.UNKNOWN, dust
            goes_out = (amount < 0) == (rule == "minus-is-out")
            return abs(amount), Direction.OUT if goes_out else Direction.IN, dust
        if rule == "column":
            return amount, self._read_direction(), dust
        return amount, Direction.IN if rule == "all-in" else Direction.OUT, dust

    def _read_direction(self) -> Direction:
        told = self._get("direction")
        if told in self._mapping.in_words:
            return Direction.IN
        if told in self._mapping.out_words:
            return Direction.OUT
        try:
            return find_direction(told)
        except ValueError:
            raise CellError("mapping-direction", told) from None

    def _read_split(self, asset: str) -> tuple[int, Direction, int]:
        told = (self._get("in_amount"), self._get("out_amount"))
        sides = [
            None if NOTHING.fullmatch(narrow_cell(cell)) else self._read_amount(cell, asset)
            for cell in told
        ]
        both = f"{told[0]} / {told[1]}"
        if sides == [None, None]:
            raise CellError("mapping-amount", both)
        moved = [
            (side, way)
            for side, way in zip(sides, (Direction.IN, Direction.OUT), strict=True)
            if side is not None and side != (0, 0)
        ]
        if len(moved) > 1:
            raise CellError("mapping-direction", both)
        if not moved:
            return 0, Direction.UNKNOWN, 0
        (amount, dust), direction = moved[0]
        return amount, direction, dust

    def _read_amount(self, cell: str, asset: str) -> tuple[int, int]:
        try:
            if self._mapping.units == "smallest":
                return parse_amount(cell, _NO_DIGITS), 0
            if self._mapping.units == "ten-thousand":
                return _count_ten_thousands(cell, asset), 0
            if is_token(asset) and not narrow_cell(cell).startswith("-"):
                return read_quantity(narrow_cell(cell).removeprefix("+"), asset)
            return parse_amount(cell, asset), 0
        except ValueError:
            raise CellError("mapping-amount", cell) from None

    def read_side_amount(self, field: str, asset: str) -> int | None:
        """Return a balance or a fee, None where the cell says there is none."""
        told = self._get(field)
        if NOTHING.fullmatch(narrow_cell(told)):
            return None
        return self._read_amount(told, asset)[0]

    def read_account(self, field: str) -> str | None:
        """Return an account number or an address, None where the cell says there is none."""
        told = self._get(field)
        try:
            return find_address(told) if told.startswith("0x") else clean_account(told)
        except ValueError:
            raise CellError("mapping-account", told) from None

    def read_status(self) -> RowStatus:
        """Return what the status column says; done where there is none."""
        if not self._mapping.has("status"):
            return RowStatus.DONE
        told = self._get("status")
        try:
            return find_status(narrow_cell(told))
        except ValueError:
            raise CellError("mapping-status", told) from None


def _count_ten_thousands(cell: str, asset: str) -> int:
    """Return whole units of an amount in 万.

    Raises:
        ValueError: no number, or finer than the asset's units.
    """
    scale: int = 10 ** (find_exponent(_FINE) - find_exponent(asset))
    units, lost = divmod(parse_amount(cell, _FINE) * 10_000, scale)
    if lost:
        raise ValueError(cell)
    return units


def _read_time(told: str, mapping: Mapping) -> tuple[int, Precision]:
    if mapping.dates == "unix":
        found = _UNIX.fullmatch(narrow_cell(told))
        if found is None:
            raise ValueError(told)
        seconds, millis = found.groups()
        moment = int(seconds) * 1_000_000 if seconds else int(millis) * 1_000
        return moment, Precision.SECOND
    if mapping.dates == "month-first":
        found = _MONTH_FIRST.fullmatch(narrow_cell(told))
        if found is not None:
            told = f"{found[3]}-{found[1]}-{found[2]}{found[4]}"
    return parse_time(told, mapping.zone, day_first=mapping.dates == "day-first")
