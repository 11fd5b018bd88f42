"""A proposal of how an unknown table may be read; what is unclear is left to the person."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from zhanlian.errors import FormatError
from zhanlian.model.statement import ByteSource
from zhanlian.readers.statements.cells import find_asset, find_direction, parse_amount
from zhanlian.readers.statements.mapped.header_words import (
    Confidence,
    find_field,
    tells_fen,
    tells_utc,
    tells_yuan,
)
from zhanlian.readers.statements.mapped.mapping import (
    DELIMITERS,
    OPEN,
    UNUSED,
    WORKBOOK,
    Mapping,
    check_values,
    fold_asset,
    label_columns,
    list_missing,
)
from zhanlian.readers.statements.mapped.tables import find_table_encoding, read_tables
from zhanlian.readers.statements.records import Record
from zhanlian.readers.statements.signs import narrow_cell, trim_cell
from zhanlian.readers.statements.times import parse_time

_SAMPLE: Final = 300  # records
_HEADER_WITHIN: Final = 60
_EXAMPLES: Final = 3
_MOST_COLUMNS: Final = 500
_PART: Final = 0.8  # of the filled cells of a column that must fit a shape
_HALF: Final = 0.5  # a header is believed until most of its cells deny it
_LEAST_NAMED: Final = 2
_JOINED: Final = "summary"
_MONEY: Final = ("amount", "in_amount", "out_amount", "balance", "fee")
_NUMBERED_DAY: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}\b.*", re.ASCII)
_UNIX: Final = re.compile(r"1[0-9]{9}(?:[0-9]{3})?", re.ASCII)
_CLOCK: Final = re.compile(r"[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?|[0-2][0-9][0-5][0-9][0-5][0-9]")
_NOTHING: Final = re.compile(r"[-—–/\\_.*]*")
_DAYS: Final = ("time", "date", "clock")
_ACCOUNT: Final = re.compile(r"[0-9*]{12,25}|0x[0-9a-fA-F*.…]{8,42}|T[1-9A-HJ-NP-Za-km-z]{33}")
_OWN: Final = re.compile(
    r"(?:账号|帐号|卡号|账户|account(?: no\.?| number)?)[^0-9]{0,12}([0-9][0-9*]{7,24})", re.I
)


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """What one column may mean.

    Attributes:
        label: its name in the mapping.
        field: one of `FIELDS`, or ``-``.
        confidence: how it was found.
        examples: up to three cells that differ.
    """

    label: str
    field: str
    confidence: Confidence
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping to be confirmed.

    Attributes:
        mapping: with ``?`` for what a person must decide.
        columns: of the table, in its order.
        missing: what must still be filled in (`list_missing`).
    """

    mapping: Mapping
    columns: tuple[ProposedColumn, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    delimiter: str
    before: tuple[Record, ...]
    header: Record
    rows: tuple[Record, ...]
    score: tuple[int, int]


def propose_mapping(source: ByteSource, own_account: str = "", asset: str = "") -> Proposal:
    """Return how a table may be read, from the words of its header and the shapes of its cells.

    The direction is proposed only where a column of known words or two columns of amounts tell
    it; the meaning of a sign is never guessed.

    Args:
        source: the file; its first 300 records are looked at.
        own_account: the account that the whole file is about, if the person says so.
        asset: of all rows, if the person says so.

    Raises:
        FormatError: the file is no table.
        SchemaError: what the person says is no asset.
    """
    encoding = find_table_encoding(source)
    table = _find_table(source, encoding)
    labels = label_columns(table.header.cells)
    cells = [_list_cells(table.rows, place) for place in range(len(labels))]
    found = _name_columns(table.header.cells, cells)
    mapping = Mapping(
        columns=tuple(zip(labels, (field for field, _ in found), strict=True)),
        header_line=table.header.place.line,
        encoding=encoding,
        delimiter=table.delimiter,
        own_account=own_account or _find_own(table.before),
        asset=fold_asset(asset),
    )
    mapping = _add_rules(mapping, table.header.cells, cells)
    check_values(mapping)
    columns = tuple(
        ProposedColumn(label, field, confidence, tuple(dict.fromkeys(told))[:_EXAMPLES])
        for label, (field, confidence), told in zip(labels, found, cells, strict=True)
    )
    return Proposal(mapping, columns, list_missing(mapping))


def _find_table(source: ByteSource, encoding: str) -> _Table:
    found: list[_Table] = []
    for delimiter in ("comma",) if encoding == WORKBOOK else DELIMITERS:
        for records in read_tables(source, encoding, delimiter):
            told = _find_header(tuple(islice(records, _SAMPLE)), delimiter)
            if told is not None:
                found.append(told)
    best = max(found, key=lambda one: one.score, default=None)
    if best is None:
        raise FormatError("reject.mapping-no-table")
    return best


def _find_header(records: tuple[Record, ...], delimiter: str) -> _Table | None:
    """Return the table below the record whose cells are named best, None if none is a header."""
    best: _Table | None = None
    for place, record in enumerate(records[:_HEADER_WITHIN]):
        width = len(record.cells)
        if record.reason or not 2 <= width <= _MOST_COLUMNS:
            continue
        below = tuple(one for one in records[place + 1 :] if not one.is_blank and not one.reason)
        # Cells of a header are words: a row of amounts and times is none.
        named = sum(bool(find_field(cell)[0]) and not _is_number(cell) for cell in record.cells)
        alike = sum(abs(len(one.cells) - width) <= 1 for one in below)
        if named < _LEAST_NAMED or not alike:
            continue
        score = (named, alike)
        if best is None or score > best.score:
            best = _Table(delimiter, records[:place], record, below, score)
    return best


def _is_number(cell: str) -> bool:
    return any(sign.isdigit() for sign in cell) and not any(sign.isalpha() for sign in cell)


def _list_cells(rows: Sequence[Record], place: int) -> list[str]:
    told = (trim_cell(row.cells[place]) for row in rows if place < len(row.cells))
    return [cell for cell in told if cell]


def _name_columns(
    header: Sequence[str], cells: Sequence[list[str]]
) -> list[tuple[str, Confidence]]:
    """Return field and confidence of each column; the surest column takes a field, once."""
    found = [find_field(name) for name in header]
    for place, (field, _) in enumerate(found):
        if not field:
            found[place] = _name_by_shape(cells[place])
        elif field in _DAYS and _most(cells[place], lambda cell: bool(_CLOCK.fullmatch(cell))):
            found[place] = ("clock", Confidence.LIKELY)
        elif field in _SHAPES and cells[place] and not _most(cells[place], _SHAPES[field], _HALF):
            found[place] = ("", Confidence.NONE)
    taken: set[str] = set()
    for place in _order_columns(found, cells):
        field = found[place][0]
        if field in taken and field != _JOINED:
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
    filled = [sum(not _NOTHING.fullmatch(cell) for cell in told) for told in cells]
    return sorted(
        range(len(found)),
        key=lambda one: (not filled[one], order.index(found[one][1]), -filled[one], one),
    )


def _name_by_shape(cells: Sequence[str]) -> tuple[str, Confidence]:
    if _most(cells, _is_moment) and any(len(cell) >= 8 for cell in cells):
        return "time", Confidence.GUESS
    if _most(cells, lambda cell: bool(_ACCOUNT.fullmatch(cell))):
        return "other_account", Confidence.GUESS
    return "", Confidence.NONE


def _most(cells: Sequence[str], fits: Callable[[str], bool], part: float = _PART) -> bool:
    return bool(cells) and sum(map(fits, cells)) >= part * len(cells)


def _is_moment(cell: str) -> bool:
    if _UNIX.fullmatch(narrow_cell(cell)) or _NUMBERED_DAY.fullmatch(narrow_cell(cell)):
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


def _add_rules(mapping: Mapping, header: Sequence[str], cells: Sequence[list[str]]) -> Mapping:
    told = {field: cells[place] for place, (_, field) in enumerate(mapping.columns)}
    direction = OPEN
    if _all(told.get("direction", []), find_direction):
        direction = "column"
    elif "in_amount" in told and "out_amount" in told:
        direction = "split"
    asset = mapping.asset
    has_column = _all(told.get("asset", []), find_asset)
    if not asset and not has_column:
        yuan = any(
            tells_yuan(name)
            for name, (_, field) in zip(header, mapping.columns, strict=True)
            if field in _MONEY
        )
        asset = "CNY" if yuan else ""
    fen = any(
        tells_fen(name)
        for name, (_, field) in zip(header, mapping.columns, strict=True)
        if field in _MONEY
    )
    utc = any(
        tells_utc(name)
        for name, (_, field) in zip(header, mapping.columns, strict=True)
        if field in _DAYS
    )
    days = told.get("time") or told.get("date") or []
    return replace(
        mapping,
        direction=direction,
        asset=asset or ("CNY" if fen and not has_column else ""),
        dates=_find_dates(days),
        zone="UTC" if utc else mapping.zone,
        units="smallest" if fen else mapping.units,
    )


def _all(cells: Sequence[str], read: Callable[[str], object]) -> bool:
    try:
        for cell in cells:
            read(cell)
    except ValueError:
        return False
    return bool(cells)


def _find_dates(cells: Sequence[str]) -> str:
    """Return the form of some days; ``?`` where day and month could change places."""
    narrow = [narrow_cell(cell) for cell in cells]
    if narrow and all(_UNIX.fullmatch(cell) for cell in narrow):
        return "unix"
    numbered = [found for cell in narrow if (found := _NUMBERED_DAY.fullmatch(cell))]
    if not numbered:
        return "year-first"
    day_first = any(int(found[1]) > 12 for found in numbered)
    month_first = any(int(found[2]) > 12 for found in numbered)
    if day_first == month_first:
        return OPEN
    return "day-first" if day_first else "month-first"


def _find_own(before: Sequence[Record]) -> str:
    """Return the account that stands above the table, where exactly one does."""
    found = {
        told[1] for record in before for told in _OWN.finditer(narrow_cell(" ".join(record.cells)))
    }
    return found.pop() if len(found) == 1 else ""
