"""What the first bytes of a file tell: encoding, delimiter, header, and which table it is."""

import codecs
import csv
from dataclasses import dataclass
from typing import Final

import numpy as np

from zhanlian.readers.statements.police.layouts import Layout, find_layout, is_header_like

HEAD: Final = 1 << 16  # bytes
_DELIMITERS: Final = (",", "\t", ";")
_LEAST_DELIMITERS: Final = 3
# Banks put a title, the account and the period above the table, wallets up to 24 lines.
_HEADER_WITHIN: Final = 40
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (b"\x84\x31\x95\x33", "gb18030"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Head:
    """How a CSV of a return is to be read.

    Attributes:
        encoding: ``utf-8``, ``gb18030``, ``utf-16-le`` or ``utf-16-be``.
        mark: bytes of the byte order mark.
        delimiter: byte between cells.
        layout: the table.
        header_end: byte of the file where the records begin, behind the header.
        lines: lines above the first record, the header's among them.
        header: bytes of the header's record, without its line end.
    """

    encoding: str
    mark: int
    delimiter: int
    layout: Layout
    header_end: int
    lines: int
    header: bytes

    @property
    def is_wide(self) -> bool:
        """Whether the file is UTF-16, which is turned to UTF-8 block by block."""
        return self.encoding.startswith("utf-16")


def find_head(head: bytes) -> Head | None:
    """Return how a file is to be read, if its first bytes hold the header of a return's table."""
    for encoding, mark in _find_encodings(head):
        told = head[mark:]
        if encoding.startswith("utf-16"):
            told = told[: len(told) // 2 * 2].decode(encoding, "replace").encode("utf-8")
        found = _find_header(told, "utf-8" if encoding.startswith("utf-16") else encoding)
        if found is None:
            continue
        delimiter, layout, place, end, lines = found
        header, behind = told[place[0] : place[1]], told[:end]
        if encoding.startswith("utf-16"):
            end = len(behind.decode("utf-8").encode(encoding))
        return Head(encoding, mark, delimiter, layout, mark + end, lines, header)
    return None


def _find_encodings(head: bytes) -> list[tuple[str, int]]:
    """Return the encodings that the bytes may be in, and the length of the mark.

    Names of columns are found in one of them only, so that the header decides.
    """
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return [(encoding, len(mark))]
    zeros = np.frombuffer(head, np.uint8) == 0
    wide = [("utf-16-le", 0), ("utf-16-be", 0)] if zeros.any() else []
    return [("utf-8", 0), ("gb18030", 0), *wide]


def _find_header(
    told: bytes, encoding: str
) -> tuple[int, Layout, tuple[int, int], int, int] | None:
    """Return delimiter, layout, place of the header, byte behind it and lines up to there."""
    for delimiter in _DELIMITERS:
        begin = 0
        for line in range(1, _HEADER_WITHIN + 1):
            end = told.find(b"\n", begin) + 1 or len(told)
            record = told[begin:end].rstrip(b"\r\n")
            # A header of a few names costs nothing to pass over where its first bytes have none.
            if record.count(delimiter.encode()) >= _LEAST_DELIMITERS:
                cells = split_record(record, delimiter, encoding)
                if is_header_like(cells) and (layout := find_layout(cells)) is not None:
                    return ord(delimiter), layout, (begin, begin + len(record)), end, line
            begin = end
            if begin >= len(told):
                break
    return None


def split_record(record: bytes, delimiter: str, encoding: str) -> list[str]:
    """Return the cells of one record; bytes that are none of the encoding become U+FFFD."""
    text = record.decode(encoding, "replace")
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:  # a cell longer than any header's
        return text.split(delimiter)
