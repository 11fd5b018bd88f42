"""Which field each column of an unknown table is, from its header and the shapes of its cells."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from zhanlian.model.statement import Direction
from zhanlian.readers.statements.cells import find_direction, parse_amount
from zhanlian.readers.statements.mapped.header_words import Confidence, find_field, tells_side
from zhanlian.readers.statements.mapped.mapping import JOINED, NOTHING, UNUSED
from zhanlian.readers.statements.signs import narrow_cell
from zhanlian.readers.statements.times import parse_time

DAYS: Final = ("time", "date", "clock")
UNIX: Final = re.compile(r"1[0-9]{9}(?:[0-9]{3})?", re.ASCII)
NUMBERED_DAY: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}\b.*", re.ASCII)
_PART: Final = 0.8  # of the filled cells of a column that must fit a shape
_HALF: Final = 0.5  # a header is believed until most of its cells deny it
_CLOCK: Final = re.compile(r"[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?|[0-2][0-9][0-5][0-9][0-5][0-9]")
_ACCOUNT: Final = re.compile(r"[0-9*]{12,25}|0x[0-9a-fA-F*.…]{8,42}|T[1-9A-HJ-NP-Za-km-z]{33}")
# Where the header names the side, a shorter number is an account too.
_NUMBER: Final = re.compile(r"(?=.*[0-9])[0-9A-Za-z*_-]{4,64}", re.ASCII)


def name_columns(header: Sequence[str], cells: Sequence[list[str]]) -> list[tuple[str, Confidence]]:
    """Return field and confidence of each column; the surest column takes a field, once."""
    found = [find_field(name) for name in header]
    for place, (field, _) in enumerate(found):
        if not field:
            found[place] = _name_by_shape(header[place], cells[place])
        elif field in DAYS and fits_most(cells[place], lambda cell: bool(_CLOCK.fullmatch(cell))):
            found[place] = ("clock", Confidence.LIKELY)
        elif (
            field in _SHAPES and cells[place] and not fits_most(cells[place], _SHAPES[field], _HALF)
        ):
            found[place] = ("", Confidence.NONE)
    taken: set[str] = set()
    for place in _order_columns(found, cells):
        field = found[place][0]
        if field in taken and field != JOINED:
            found[place] = ("", Confidence.NONE)
        taken.add(field)
    # One amount is told by its own column or by two sides, and a day beside a time is spare.
    if {"in_amount", "out_amount"} <= taken:
        found = [("", Confidence.NONE) if one[0] == "amount" else one for one in found]
    if "time" in taken:
        spare = ("date", "clock")
        found = [("", Confidence.NONE) if one[0] in spare else one for one in found]
    return [(field or UNUSED, confidence) for field, confidence in found]


def _order_columns(
    found: Sequence[tuple[str, Confidence]], cells: Sequence[list[str]]
) -> list[int]:
    """Return the columns, the one first that shall have a field: it says something, and surely."""
    order = list(Confidence)
    filled = [sum(not NOTHING.fullmatch(cell) for cell in told) for told in cells]
    return sorted(
        range(len(found)),
        key=lambda one: (not filled[one], order.index(found[one][1]), -filled[one], one),
    )


def _name_by_shape(header: str, cells: Sequence[str]) -> tuple[str, Confidence]:
    if fits_most(cells, _is_moment) and any(len(cell) >= 8 for cell in cells):
        return "time", Confidence.GUESS
    side = tells_side(header)
    if side and fits_most(cells, lambda cell: bool(_NUMBER.fullmatch(cell))):
        return f"{side}_account", Confidence.LIKELY
    if fits_most(cells, lambda cell: bool(_ACCOUNT.fullmatch(cell))):
        return "other_account", Confidence.GUESS
    if cells and all(map(_is_direction, cells)):
        return "direction", Confidence.GUESS
    return "", Confidence.NONE


def _is_direction(cell: str) -> bool:
    """Return whether a cell is a word for in or out; a letter may be a code of anything."""
    if len(cell) == 1 and cell.isascii():
        return False
    try:
        return find_direction(cell) in (Direction.IN, Direction.OUT)
    except ValueError:
        return False


def fits_most(cells: Sequence[str], fits: Callable[[str], bool], part: float = _PART) -> bool:
    """Return whether most of some cells fit a shape; no cells fit none."""
    return bool(cells) and sum(map(fits, cells)) >= part * len(cells)


def _is_moment(cell: str) -> bool:
    if UNIX.fullmatch(narrow_cell(cell)) or NUMBERED_DAY.fullmatch(narrow_cell(cell)):
        return True
    try:
        parse_time(cell)
    except ValueError:
        return False
    # A spreadsheet's day number looks like any amount.
    return not re.fullmatch(r"[0-9.]+", cell) or len(cell) in (8, 12, 14)


def _is_amount(cell: str) -> bool:
    if not narrow_cell(cell).strip("-—–/"):
        return True
    for asset in ("CNY", "ethereum:token", "USD"):
        try:
            parse_amount(cell, asset)
        except ValueError:
            continue
        return True
    return False


_SHAPES: Final[dict[str, Callable[[str], bool]]] = {
    "time": _is_moment,
    "date": _is_moment,
    **dict.fromkeys(("amount", "in_amount", "out_amount", "balance"), _is_amount),
}
