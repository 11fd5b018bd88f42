"""The records of an .xls without their content: enough to know how large its sheets are.

An .xls is a small file system (MS-CFB: header, allocation table, directory) with one stream of
records (MS-XLS, BIFF5 and BIFF8: kind and length in two bytes each).
"""

import struct
from collections.abc import Iterator
from typing import Final

from zhanlian.errors import FormatError
from zhanlian.readers.statements.workbooks.biff_strings import SharedTexts

_FREE_FROM: Final = 0xFFFFFFFA  # sector numbers above are marks: free, end of chain, table
_HEADER_TABLES: Final = 109  # sectors of the allocation table that the header names itself
_WORKBOOKS: Final = ("Workbook", "Book")
_BOF: Final = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_FILEPASS: Final = 0x002F
_SST, _CONTINUE, _LABEL_SST = 0x00FC, 0x003C, 0x00FD
# Kinds of records that begin with a row and a column.
_CELLS: Final = frozenset(
    {0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x0207, 0x027E, 0x00BD, 0x00BE, 0x00D6, 0x00FD,
     0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0206, 0x0406}
)  # fmt: skip
_MANY: Final = frozenset({0x00BD, 0x00BE})  # one record for several columns; the last is its end


def find_extents(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield for each part of an .xls the cells of its rectangle, and the characters they share.

    Raises:
        FormatError: it is encrypted, or no workbook.
    """
    try:
        stream = _read_workbook(data)
    except (struct.error, ValueError) as error:
        raise FormatError("reject.broken", detail="OLE2") from error
    rows = columns = text = 0
    texts, before = SharedTexts(), 0
    for kind, body in _read_records(stream):
        if kind == _SST or (kind == _CONTINUE and before == _SST):
            if texts.lengths:
                raise FormatError("reject.broken", detail="OLE2: two tables of texts")
            texts.add(body)
            before = _SST
            continue
        if before == _SST:
            texts.measure()
        before = kind
        if kind == _FILEPASS:
            raise FormatError("reject.encrypted")
        if kind in _BOF:
            yield rows * columns, text
            rows = columns = text = 0
        elif kind in _CELLS and len(body) >= 4:
            row, column = struct.unpack_from("<HH", body)
            last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind in _MANY else column
            rows, columns = max(rows, row + 1), max(columns, column + 1, last + 1)
            if kind == _LABEL_SST and len(body) >= 10:
                place = struct.unpack_from("<I", body, 6)[0]
                text += texts.lengths[place] if place < len(texts.lengths) else 0
    yield rows * columns, text


def _read_records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _read_workbook(data: bytes) -> bytes:
    """Return the stream of the workbook inside the file system."""
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    if shift not in (9, 12) or mini_shift != 6:
        raise ValueError("no such size of sectors")
    size = 1 << shift
    directory, _, cutoff, mini_table = struct.unpack_from("<IIII", data, 48)
    table = _read_table(data, size)
    entries = list(_read_entries(_follow(data, table, directory, size)))
    names = {name for name, *_ in entries}
    if "EncryptedPackage" in names:
        raise FormatError("reject.encrypted")
    for name, _, begin, length in entries:
        if name in _WORKBOOKS and length >= cutoff:
            return _follow(data, table, begin, size)[:length]
        if name in _WORKBOOKS:
            root = next(one for one in entries if one[1] == 5)
            small = _follow(data, table, root[2], size)
            links = _unpack(_follow(data, table, mini_table, size))
            return _follow(small, links, begin, 64, 0)[:length]
    raise FormatError("reject.broken", detail="OLE2: no workbook inside")


def _read_table(data: bytes, size: int) -> tuple[int, ...]:
    """Return the allocation table: for each sector the number of the next one."""
    sectors = list(struct.unpack_from(f"<{_HEADER_TABLES}I", data, 76))
    more, seen = struct.unpack_from("<I", data, 68)[0], 0
    while more < _FREE_FROM and seen <= len(data) // size:
        part = _unpack(data[(more + 1) * size : (more + 2) * size])
        sectors += part[:-1]
        more, seen = part[-1] if part else _FREE_FROM, seen + 1
    used = [sector for sector in sectors if sector < _FREE_FROM]
    return _unpack(b"".join(data[(one + 1) * size : (one + 2) * size] for one in used))


def _unpack(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _follow(data: bytes, table: tuple[int, ...], sector: int, size: int, ahead: int = 1) -> bytes:
    """Return the bytes of a chain of sectors.

    Raises:
        ValueError: the chain leads outside, or in a circle.
    """
    parts: list[bytes] = []
    while sector < _FREE_FROM:
        if sector >= len(table) or len(parts) > len(table):
            raise ValueError("a chain of sectors without end")
        parts.append(data[(sector + ahead) * size : (sector + ahead + 1) * size])
        sector = table[sector]
    return b"".join(parts)


def _read_entries(directory: bytes) -> Iterator[tuple[str, int, int, int]]:
    """Yield name, kind, first sector and length of the files inside."""
    for at in range(0, len(directory) - 127, 128):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        if kind:
            name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            begin, size = struct.unpack_from("<II", directory, at + 116)
            yield name, kind, begin, size
