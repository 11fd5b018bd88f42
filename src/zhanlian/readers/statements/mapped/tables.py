"""The records of a table of any kind, and where its header may be."""

from collections.abc import Iterator

from zhanlian.model.statement import ByteSource
from zhanlian.readers.statements.mapped.mapping import DELIMITERS, WORKBOOK
from zhanlian.readers.statements.records import Record, read_records
from zhanlian.readers.statements.text_encoding import TextEncoding, find_encoding
from zhanlian.readers.statements.workbook import is_workbook, open_sheets

_HEAD = 1 << 16


def find_table_encoding(source: ByteSource) -> str:
    """Return how a table is written: a codec's name, or that it is a workbook.

    Raises:
        FormatError: the bytes are neither text nor a workbook.
    """
    return WORKBOOK if is_workbook(source.read_at(0, _HEAD)) else find_encoding(source).name


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
