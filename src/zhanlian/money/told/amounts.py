"""Decimal texts to whole units of their asset, a column at a time, nothing rounded."""

from decimal import Decimal, InvalidOperation
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.errors import SchemaError
from zhanlian.kernels.flow import Flags, Int64s
from zhanlian.model.asset import find_exponent, is_token

_MOST_DIGITS: Final = 18  # of a whole number of units: int64 holds all of them


def parse_amounts(
    cells: Any, assets: tuple[str, ...], asset: np.ndarray[Any, Any], *, balance: bool
) -> tuple[Int64s, Flags]:
    """Return (n,) whole units, and (n,) whether a cell was filled.

    A money amount of more digits than its asset has is refused, zeros at the end too: ``10.000``
    is ten thousand to half of Europe. Tokens are often told with all the 18 digits of their
    contract, so there zeros behind the last digit are taken.

    Args:
        cells: (n,) texts, decimals or whole numbers (of whole currency); never floats.
        assets: texts of the assets.
        asset: (n,) number of the asset in `assets`.
        balance: may be empty or below 0; an amount may not.

    Raises:
        SchemaError: with the row (from 0) and the cell that cannot be taken.
    """
    cells = _as_texts(cells, "balance" if balance else "amount")
    units = np.zeros(len(cells), dtype=np.int64)
    filled = pc.greater(pc.binary_length(cells), 0).to_numpy(zero_copy_only=False)
    if not balance and not filled.all():
        raise SchemaError("error.trace-amount", row=int(np.argmin(filled)), cell="")
    kinds = np.array([(find_exponent(one), is_token(one)) for one in assets])
    for digits, token in sorted({(int(one[0]), bool(one[1])) for one in kinds}):
        mine = filled & ((kinds[:, 0] == digits) & (kinds[:, 1] == token))[asset]
        rows = None if mine.all() else np.flatnonzero(mine)
        taken = cells if rows is None else cells.take(pa.array(rows))
        try:
            units[mine] = _to_units(taken, digits, token, balance)
        except _BadCell as bad:
            row = bad.row if rows is None else int(rows[bad.row])
            which = assets[int(asset[row])]
            raise SchemaError(bad.key, row=row, cell=bad.cell, asset=which, digits=digits) from bad
    return units, filled


def parse_amount_reference(text: str, asset: str, *, balance: bool) -> int | None:
    """Return what `parse_amounts` gives for one filled cell, or None where it refuses it."""
    digits, text = find_exponent(asset), text.strip(" \t")
    if not set(text) <= set("0123456789.-") or text[:1] == "." or text[-1:] == ".":
        return None
    try:
        told = Decimal(text)
    except InvalidOperation:
        return None
    if text.startswith("-") and (not balance or text[1:2] in ("", ".")):
        return None
    fraction = text.partition(".")[2]
    if is_token(asset):
        fraction = fraction[:digits] + fraction[digits:].rstrip("0")
    whole = text.partition(".")[0].lstrip("-")
    if len(fraction) > digits or len(whole) > _MOST_DIGITS - digits:
        return None
    return int(told.scaleb(digits))


class _BadCell(Exception):
    def __init__(self, key: str, row: int, cell: str) -> None:
        super().__init__(key)
        self.key, self.row, self.cell = key, row, cell


def _as_texts(cells: Any, what: str) -> Any:
    """Return cells as one array of trimmed texts, "" where there is none."""
    if isinstance(cells, pa.ChunkedArray):
        cells = cells.combine_chunks()
    if pa.types.is_floating(cells.type):
        raise SchemaError("error.trace-float", row=0, column=what)
    if pa.types.is_decimal(cells.type) or pa.types.is_integer(cells.type):
        cells = pc.cast(cells, pa.string())
    if not (pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type)):
        raise SchemaError("error.trace-type", row=0, column=what, type=str(cells.type))
    return pc.ascii_trim(pc.fill_null(cells, ""), " \t")


def _to_units(cells: Any, digits: int, token: bool, balance: bool) -> Int64s:
    whole = _MOST_DIGITS - digits
    sign = "-?" if balance else ""
    rest = "0*" if token else ""
    fraction = rf"(\.[0-9]{{1,{digits}}}{rest})?" if digits else ""
    fits = pc.match_substring_regex(cells, rf"^{sign}[0-9]{{1,{whole}}}{fraction}$")
    good = fits.to_numpy(zero_copy_only=False)
    if not good.all():
        row = int(np.argmin(good))
        raise _BadCell(_tell_fault(cells[row].as_py(), whole), row, cells[row].as_py())
    if token:
        pattern = rf"^([^.]*\.[0-9]{{{digits}}})0+$"
        cells = pc.replace_substring_regex(cells, pattern=pattern, replacement=r"\1")
    decimals = pc.cast(cells, pa.decimal128(38, digits))
    # 128 bits, the low half first; 18 digits stand in the low half alone.
    halves = np.frombuffer(decimals.buffers()[1], dtype="<i8")[2 * decimals.offset :]
    return halves[: 2 * len(decimals) : 2].copy()


def _tell_fault(cell: str, whole: int) -> str:
    try:
        told = Decimal(cell)
    except InvalidOperation:
        return "error.trace-amount"
    if "e" in cell.lower() or not told.is_finite():
        return "error.trace-amount"
    if told < 0:
        return "error.trace-negative"
    if len(cell.partition(".")[0].lstrip("+-")) > whole:
        return "error.trace-large"
    return "error.trace-digits" if "." in cell.strip(".") else "error.trace-amount"
