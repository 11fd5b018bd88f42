"""What all exports of private customers share: a preamble, a header, rows, and totals.

The file is read twice: once for what stands before, between and behind the rows (own account,
totals, which orders were refunded), once for the rows themselves. Each line that is no row is
counted, each row becomes one row or one row reject.
"""

import hashlib
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from zhanlian.errors import FormatError
from zhanlian.model.evidence import Reject
from zhanlian.model.message import Message
from zhanlian.model.statement import ByteSource, StatementPart
from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.consumer.sheet_reader import Cells, SheetReader
from zhanlian.readers.statements.records import Record, read_records
from zhanlian.readers.statements.refusals import CellError, refuse_file
from zhanlian.readers.statements.rows import RowBuilder
from zhanlian.readers.statements.signs import narrow_cell, trim_cell
from zhanlian.readers.statements.text_encoding import find_encoding
from zhanlian.readers.statements.workbooks.sheets import is_workbook, open_sheets

_HEADER_WITHIN: Final = 200  # records; the longest preamble known has 24 lines
_LONGEST_ABOVE: Final = 10_000  # characters of one of them
_HEAD: Final = 64 * 1024  # bytes
_LEFT: Final = re.compile(r"[+-]?[0-9]{1,3}", re.ASCII)
_RIGHT: Final = re.compile(r"[0-9]{3}(?:\.[0-9]*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Layout:
    """One format of exports.

    Attributes:
        key: name of the format, under ``statement.`` of the words.
        headers: variants; the columns that a header must have, all of one variant.
        reader: makes the reader of one sheet or text, from the names of its columns.
        ragged: whether cells at the end of a row may be missing, and the last one hold commas.
    """

    key: str
    headers: tuple[frozenset[str], ...]
    reader: Callable[[tuple[str, ...]], SheetReader]
    ragged: bool = False

    def find_names(self, record: Record) -> tuple[str, ...] | None:
        """Return the names of the columns if a record is the header."""
        names = _read_names(record)
        return names if self.is_header(frozenset(names)) else None

    def is_header(self, names: frozenset[str]) -> bool:
        """Return whether names of columns are those of one of the variants, perhaps among more."""
        return any(header <= names for header in self.headers)


def _read_names(record: Record) -> tuple[str, ...]:
    """Return the cells of a record as names of columns; none where it can be no header."""
    if record.reason or len(record.cells) < 3:
        return ()
    return tuple("".join(narrow_cell(cell).split()) for cell in record.cells)


def name_columns(told: str) -> frozenset[str]:
    """Return names that stand apart by blanks."""
    return frozenset(told.split())


def fits_layout(head: bytes, layout: Layout) -> bool:
    """Return whether the first bytes of a file are of a layout; a workbook needs all of them."""
    return any(layout.is_header(names) for names in _FIRST.read(head))


class _FirstNames:
    """What the first records of the file asked about last hold: formats ask one after another.

    Only its digest and these cells are kept, not its bytes: workbooks come whole.
    """

    def __init__(self) -> None:
        self._known: tuple[bytes, tuple[frozenset[str], ...]] = (b"", ())

    def read(self, head: bytes) -> tuple[frozenset[str], ...]:
        """Return the first records of all sheets as names; none where they cannot be read."""
        digest = hashlib.sha256(head).digest()
        known, names = self._known
        if known != digest:
            names = _read_first(head)
            self._known = digest, names
        return names


_FIRST: Final = _FirstNames()


def _read_first(head: bytes) -> tuple[frozenset[str], ...]:
    try:
        return tuple(
            frozenset(_read_names(record))
            for read in _open(MemorySource(head))
            for record in itertools.islice(read(), _HEADER_WITHIN)
        )
    except FormatError:
        return ()


def _open(source: ByteSource) -> tuple[Callable[[], Iterator[Record]], ...]:
    """Return for each sheet what reads its records from the first on; a text is one.

    Raises:
        FormatError: neither a text nor a workbook that can be read.
    """
    if is_workbook(source.read_at(0, _HEAD)):
        return tuple(sheet.read_records for sheet in open_sheets(source))
    encoding = find_encoding(source)
    return (lambda: read_records(source, encoding=encoding),)


def read_layout(source: ByteSource, layout: Layout) -> Iterator[StatementPart]:
    """Yield the rows of a file, told in one of a layout's headers; never raises for its bytes."""
    builder = RowBuilder()
    rejects: list[Reject] = []

    def say(message: Message) -> None:
        rejects.append(Reject(source.name, "", message))

    try:
        sheets = _open(source)
        readers = [_survey(read(), layout) for read in sheets]
        if not any(readers):
            say(Message("reject.statement-no-header", {"format": layout.key}))
        seen: list[SheetReader] = []
        for reader, read in zip(readers, sheets, strict=True):
            if reader is None:
                for message in _skip_sheet(read(), builder, bool(any(readers))):
                    say(message)
                continue
            reader.follow(seen)
            for record in read():
                _take(record, reader, layout, builder)
                if builder.is_full:
                    yield builder.take()
            seen.append(reader)
            for message in reader.close():
                say(message)
    except FormatError as error:
        rejects.append(refuse_file(source.name, error))
    yield builder.take(rejects=tuple(rejects))


def _skip_sheet(records: Iterator[Record], builder: RowBuilder, told: bool) -> Iterator[Message]:
    """Count the lines of a sheet without header; say so where another sheet has one."""
    filled, name = 0, ""
    for record in records:
        builder.skip(record.lines)
        filled += not record.is_blank
        name = record.place.sheet or ""
    if told and filled:
        yield Message("reject.statement-sheet-unread", {"sheet": name, "lines": filled})


def _survey(records: Iterator[Record], layout: Layout) -> SheetReader | None:
    """Return the reader of a sheet that has seen all of it once; None without a header."""
    before: list[tuple[str, ...]] = []
    reader: SheetReader | None = None
    for record in records:
        if reader is None:
            names = layout.find_names(record)
            if names is not None:
                reader = layout.reader(names)
                reader.title = trim_cell(record.cells[0])
                for cells in before:
                    reader.note(cells)
            elif len(before) < _HEADER_WITHIN and sum(map(len, record.cells)) < _LONGEST_ABOVE:
                before.append(record.cells)
            continue
        trimmed = [trim_cell(cell) for cell in record.cells]
        if _is_other(record, trimmed, reader, layout):
            reader.note(record.cells)
        elif (row := _fit(trimmed, reader.names, layout)) is not None:
            reader.look(row)
    if reader is not None:
        reader.begin()
    return reader


def _is_other(record: Record, cells: list[str], reader: SheetReader, layout: Layout) -> bool:
    """Return whether a record behind the header is no row: blank, a note, a total, a header."""
    if record.reason:
        return False
    filled = len(cells) - cells.count("")
    return (
        not filled
        or (filled == 1 and bool(cells[0]) and not cells[0][:4].isdigit())
        or (cells[0] == reader.title and layout.find_names(record) is not None)
        or reader.is_total(record.cells)
    )


def _fit(cells: list[str], names: tuple[str, ...], layout: Layout) -> Cells | None:
    """Return the cells by the names of their columns; None where they do not fit."""
    # Where rows end anywhere, the number of cells does not tell that they were shifted.
    if layout.ragged and any(map(_are_thousands, cells, cells[1:])):
        return None
    if len(cells) > len(names) and not any(cells[len(names) :]):
        cells = cells[: len(names)]
    if len(cells) > len(names):
        if not layout.ragged:
            return None
        last = len(names) - 1
        cells = [*cells[:last], ",".join(cells[last:])]
    missing = len(names) - len(cells)
    if missing > (len(names) // 2 if layout.ragged else names[len(cells) :].count("")):
        return None
    # Of two columns of one name the first is meant.
    return dict(zip(reversed(names), reversed([*cells, *[""] * missing]), strict=True))


def _are_thousands(left: str, right: str) -> bool:
    """Return whether two cells may be one amount that a comma of thousands took apart."""
    return bool(_LEFT.fullmatch(left) and _RIGHT.fullmatch(right))


def _take(record: Record, reader: SheetReader, layout: Layout, builder: RowBuilder) -> None:
    """Put one record into the builder: a row, a row reject, or other lines."""
    if not reader.is_begun:
        # The header was seen in the survey; up to it everything is preamble.
        reader.is_begun = layout.find_names(record) is not None
        builder.skip(record.lines)
        return
    trimmed = [trim_cell(cell) for cell in record.cells]
    if _is_other(record, trimmed, reader, layout):
        builder.skip(record.lines)
        return
    if record.reason:
        builder.refuse(record.place, record.reason, record.cells[0])
        return
    cells = _fit(trimmed, reader.names, layout)
    if cells is None:
        builder.refuse(record.place, "row-ragged", ",".join(record.cells))
        return
    try:
        reader.line = record.place.line
        builder.add(record.place, reader.read_row(cells))
    except CellError as error:
        builder.refuse(record.place, error.reason, error.detail)
