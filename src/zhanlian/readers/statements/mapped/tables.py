"""The records of a table of any kind, and where its header may be."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from zhanlian.errors import FormatError
from zhanlian.model.statement import ByteSource
from zhanlian.readers.statements.mapped.header_words import find_field
from zhanlian.readers.statements.mapped.mapping import DELIMITERS, WORKBOOK
from zhanlian.readers.statements.records import Record, read_records
from zhanlian.readers.statements.text_encoding import TextEncoding, find_encoding
from zhanlian.readers.statements.workbooks.sheets import is_archive, is_workbook, open_sheets

_HEAD: Final = 1 << 16  # bytes
_SAMPLE: Final = 300  # records
_HEADER_WITHIN: Final = 60
_MOST_COLUMNS: Final = 500
_LEAST_NAMED: Final = 2


@dataclass(frozen=True, slots=True)
class FoundTable:
    """The first records of a table whose header was found.

    Attributes:
        delimiter: a key of `DELIMITERS`.
        before: records above the header.
        header: the header.
        rows: records below it, without blank and broken ones.
        score: named cells, and rows of its width; the greater is the likelier header.
    """

    delimiter: str
    before: tuple[Record, ...]
    header: Record
    rows: tuple[Record, ...]
    score: tuple[int, int]


def find_table_encoding(source: ByteSource) -> str:
    """Return how a table is written: a codec's name, or that it is a workbook.

    Raises:
        FormatError: the bytes are neither text nor a workbook.
    """
    head = source.read_at(0, _HEAD)
    if is_workbook(head):
        return WORKBOOK
    if is_archive(head):
        raise FormatError("reject.kind-archive", media_type="application/zip")
    return find_encoding(source).name


def read_tables(source: ByteSource, encoding: str, delimiter: str) -> Iterator[Iterator[Record]]:
    """Yield the records of each table of a file: of a text one, of a workbook one a sheet.

    Args:
        source: the file.
        encoding: one of `ENCODINGS`.
        delimiter: a key of `DELIMITERS`.

    Raises:
        FormatError: the file is not what the encoding says.
    """
    if encoding == WORKBOOK:
        for sheet in open_sheets(source):
            yield sheet.read_records()
        return
    found = find_encoding(source)
    # What the person says counts, the mark at the beginning is skipped where it fits.
    known = found if found.name == encoding else TextEncoding(encoding)
    yield read_records(source, DELIMITERS[delimiter], known)


def find_table(source: ByteSource, encoding: str) -> FoundTable:
    """Return the table of a file whose header is named best, by any delimiter, on any sheet.

    Raises:
        FormatError: no line names two columns with rows below it.
    """
    found: list[FoundTable] = []
    for delimiter in ("comma",) if encoding == WORKBOOK else DELIMITERS:
        for records in read_tables(source, encoding, delimiter):
            told = _find_header(tuple(islice(records, _SAMPLE)), delimiter)
            if told is not None:
                found.append(told)
    best = max(found, key=lambda one: one.score, default=None)
    if best is None:
        raise FormatError("reject.mapping-no-table")
    return best


def _find_header(records: tuple[Record, ...], delimiter: str) -> FoundTable | None:
    """Return the table below the record whose cells are named best, None if none is a header."""
    best: FoundTable | None = None
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
            best = FoundTable(delimiter, records[:place], record, below, score)
    return best


def _is_number(cell: str) -> bool:
    return any(sign.isdigit() for sign in cell) and not any(sign.isalpha() for sign in cell)
