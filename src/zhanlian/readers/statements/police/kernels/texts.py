"""Cells to Arrow texts in UTF-8, trimmed, without the interpreter's lock.

Python's own codec for GB18030 holds the lock and makes one object a call; here the two-byte
characters come from a table of 23,940 entries that is made of that codec, so both agree.
"""

import functools
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhanlian.kernels.compile import compiled
from zhanlian.readers.statements.police.kernels.split import Bytes, Int32s

Codes = npt.NDArray[np.uint16]
Flags = npt.NDArray[np.bool_]

UTF8, GB18030 = 0, 1
_BAD: Final = 0xFFFD
_QUOTE: Final = 34
_TWO, _FOUR_BMP, _FOUR_REST = 23940, 39420, 189000


@dataclass(frozen=True, slots=True)
class Texts:
    """One column of cells as text.

    Attributes:
        array: (n,) Arrow strings in UTF-8, null where the cell is empty.
        broken: (n,) whether bytes of the cell are none of the encoding; each stands as U+FFFD.
        plain: (n,) whether the cell begins with a digit and has digits, letters and ``_`` only.
    """

    array: Any
    broken: Flags
    plain: Flags


@functools.cache
def _load_characters() -> tuple[Codes, Codes]:
    """Return the characters of the two-byte and the lower four-byte sequences of GB18030."""
    two, four = np.full(_TWO, _BAD, np.uint16), np.full(_FOUR_BMP, _BAD, np.uint16)
    for point in range(0x80, 0x10000):
        if 0xD800 <= point <= 0xDFFF:
            continue
        told = chr(point).encode("gb18030")
        if len(told) == 2:
            two[(told[0] - 0x81) * 190 + told[1] - (0x40 if told[1] < 0x7F else 0x41)] = point
        else:
            a, b, c, d = told
            four[((a - 0x81) * 10 + b - 0x30) * 1260 + (c - 0x81) * 10 + d - 0x30] = point
    return two, four


@compiled
def _take_gb18030(raw: Bytes, k: int, end: int, two: Codes, four: Codes) -> tuple[int, int]:
    """Return one character that is no ASCII, and its length in bytes."""
    lead = raw[k]
    if lead < 0x81 or lead == 0xFF or k + 1 >= end:
        return _BAD, 1
    trail = raw[k + 1]
    if 0x40 <= trail <= 0xFE and trail != 0x7F:
        place = (int(lead) - 0x81) * 190 + trail - (0x40 if trail < 0x7F else 0x41)
        return int(two[place]), 2
    if 0x30 <= trail <= 0x39 and k + 3 < end:
        third, last = raw[k + 2], raw[k + 3]
        if 0x81 <= third <= 0xFE and 0x30 <= last <= 0x39:
            place = (int(lead) - 0x81) * 10 + trail - 0x30
            place = place * 1260 + (int(third) - 0x81) * 10 + last - 0x30
            if place < _FOUR_BMP:
                return int(four[place]), 4
            if _FOUR_REST <= place < _FOUR_REST + 0x100000:
                return place - _FOUR_REST + 0x10000, 4
    return _BAD, 1


@compiled
def _take_utf8(raw: Bytes, k: int, end: int) -> tuple[int, int]:
    """Return one character that is no ASCII, and its length in bytes (Unicode, table 3-7)."""
    lead = int(raw[k])
    size = 2 if 0xC2 <= lead <= 0xDF else 3 if 0xE0 <= lead <= 0xEF else 4
    if lead < 0xC2 or lead > 0xF4 or k + size > end:
        return _BAD, 1
    point = lead & (0x1F if size == 2 else 0x0F if size == 3 else 0x07)
    for m in range(k + 1, k + size):
        if raw[m] & 0xC0 != 0x80:
            return _BAD, 1
        point = point << 6 | int(raw[m]) & 0x3F
    least = 0x80 if size == 2 else 0x800 if size == 3 else 0x10000
    if point < least or point > 0x10FFFF or 0xD800 <= point <= 0xDFFF:
        return _BAD, 1
    return point, size


@compiled
def _put(out: Bytes, at: int, point: int) -> int:
    """Write one character as UTF-8 and return the place behind it."""
    if point < 0x800:
        out[at], out[at + 1] = 0xC0 | point >> 6, 0x80 | point & 0x3F
        return at + 2
    if point < 0x10000:
        out[at], out[at + 1] = 0xE0 | point >> 12, 0x80 | point >> 6 & 0x3F
        out[at + 2] = 0x80 | point & 0x3F
        return at + 3
    out[at], out[at + 1] = 0xF0 | point >> 18, 0x80 | point >> 12 & 0x3F
    out[at + 2], out[at + 3] = 0x80 | point >> 6 & 0x3F, 0x80 | point & 0x3F
    return at + 4


@compiled
def _is_around(point: int) -> bool:
    """Return whether a character only surrounds what a cell says: blanks, marks without width."""
    if point <= 0x20:
        return True
    if point < 0xA0:
        return False
    return point == 0x3000 or point == 0xA0 or point == 0xFEFF or point == 0x200B or point == 0x2060


@compiled
def _write_texts(
    raw: Bytes, starts: Int32s, ends: Int32s, encoding: int, two: Codes, four: Codes, out: Bytes,
    offsets: Int32s, valid: Bytes, broken: Flags, plain: Flags,
) -> int:  # fmt: skip
    at = 0
    for r in range(len(starts)):
        k, end = int(starts[r]), int(ends[r])
        quoted = end < 0
        if quoted:
            end = ~end
        while k < end and raw[k] <= 0x20:
            k += 1
        while end > k and raw[end - 1] <= 0x20:
            end -= 1
        # ="6222…" makes a spreadsheet keep a number as text.
        if end - k >= 3 and raw[k] == 61 and raw[k + 1] == _QUOTE and raw[end - 1] == _QUOTE:
            k, end = k + 2, end - 1
            if quoted and end - k >= 2 and raw[k] == _QUOTE and raw[end - 1] == _QUOTE:
                k, end = k + 1, end - 1
        begin = kept = at
        plainly = True
        while k < end:
            sign = raw[k]
            if sign < 0x80:
                if sign == _QUOTE and quoted and k + 1 < end and raw[k + 1] == _QUOTE:
                    k += 1
                out[at] = sign
                if not (48 <= sign <= 57):
                    letter = 65 <= sign & 0xDF <= 90 or sign == 95
                    # 6222E17 may be a number that was rounded, so it is no plain one.
                    if not letter or sign & 0xDF == 69:
                        plainly = False
                if sign <= 0x20 and at == begin:
                    k += 1
                    continue
                at += 1
                k += 1
                if sign > 0x20:
                    kept = at
                continue
            if encoding == GB18030:
                point, size = _take_gb18030(raw, k, end, two, four)
            else:
                point, size = _take_utf8(raw, k, end)
            plainly = False
            if point == _BAD and size == 1:
                broken[r] = True
            k += size
            around = _is_around(point)
            if around and at == begin:
                continue
            at = _put(out, at, point)
            if not around:
                kept = at
        at = kept
        # A word at the beginning may say that there is none: null, none, nan.
        plain[r] = plainly and at > begin and 48 <= out[begin] <= 57
        if at > begin:
            valid[r >> 3] |= 1 << (r & 7)
        offsets[r + 1] = at
    return at


def gather_texts(raw: Bytes, starts: Int32s, ends: Int32s, encoding: int) -> Texts:
    """Return one column of cells as Arrow texts.

    Args:
        raw: bytes of the block.
        starts: (n,) first byte of each cell.
        ends: (n,) byte behind it, or its complement where the cell was quoted.
        encoding: `UTF8` or `GB18030`.
    """
    count = len(starts)
    # One byte that is none of the encoding becomes three (U+FFFD); nothing else grows as much.
    size = int(np.where(ends < 0, ~ends, ends).astype(np.int64).sum() - starts.sum(dtype=np.int64))
    out = np.empty(3 * size + 4, np.uint8)
    offsets = np.zeros(count + 1, np.int32)
    valid = np.zeros(-(-count // 8), np.uint8)
    broken, plain = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    used = _write_texts(
        raw, starts, ends, encoding, *_load_characters(), out, offsets, valid, broken, plain
    )
    buffers = [pa.py_buffer(valid), pa.py_buffer(offsets), pa.py_buffer(out[:used].copy())]
    return Texts(pa.Array.from_buffers(pa.string(), count, buffers), broken, plain)


def find_bytes(array: Any) -> tuple[Bytes, Int32s, Int32s]:
    """Return the bytes of an Arrow text array with the begin and the end of each of its texts."""
    _, offsets, data = array.buffers()
    places = np.frombuffer(offsets, np.int32)[array.offset : array.offset + len(array) + 1]
    raw = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    return raw, places[:-1], places[1:]
