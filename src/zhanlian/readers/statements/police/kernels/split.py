"""Records and cells of a block of CSV bytes, found without the interpreter's lock.

Works on the bytes as they came: in UTF-8 and in GB18030 no byte of a longer character is a comma,
a quote, a tab or a line end (the second byte of GB18030 is 0x30–0x39 or from 0x40 on), so that
places stay places of the original and nothing is decoded that is not used.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from zhanlian.kernels.compile import compiled

Bytes = npt.NDArray[np.uint8]
Int64s = npt.NDArray[np.int64]
Int32s = npt.NDArray[np.int32]

# A quote that does not close within this many bytes opened by mistake: its record ends with its
# line, and the file goes on behind it. No cell of a return is known to be longer than a page.
LONGEST_QUOTED: Final = 1 << 16

WHOLE, UNCLOSED, BLANK, RAGGED = 0, 1, 2, 3

_LF, _CR, _QUOTE, _BLANK, _TAB = 10, 13, 34, 32, 9


@compiled
def _close_quote(raw: Bytes, begin: int, size: int, delimiter: int) -> tuple[int, int]:
    """Return the place of the closing quote and of the first byte that counts behind it.

    The first is -1 where the quote opens nothing, -2 where the bytes end before that is known.
    """
    k = begin
    while k < size:
        if k - begin > LONGEST_QUOTED:
            return -1, k
        if raw[k] == _QUOTE:
            if k + 1 < size and raw[k + 1] == _QUOTE:
                k += 2
                continue
            behind = k + 1
            while behind < size and (raw[behind] == _BLANK or raw[behind] == _TAB != delimiter):
                behind += 1
            if behind >= size:
                return -2, k
            sign = raw[behind]
            if sign in (delimiter, _LF, _CR):
                return k, behind
            return -1, k
        k += 1
    return -2, size


@compiled
def find_records(
    raw: Bytes, begin: int, at_end: bool, delimiter: int, places: Int64s
) -> tuple[int, int, int, int]:
    """Fill `places` with records and return how many, where the next begins, lines, blank lines.

    Args:
        raw: bytes; a record that does not end in them is left for the next block.
        begin: where to begin.
        at_end: whether the file ends with these bytes.
        delimiter: byte between cells.
        places: (4, n) of each record: first byte, byte behind it (its line end left out), lines
            before it, `WHOLE` or `UNCLOSED`; at most n are found.
    """
    size, at, found, lines, blank = len(raw), begin, 0, 0, 0
    while at < size and found < places.shape[1]:
        k, inner, first_line, fresh, flag = at, 0, -1, True, WHOLE
        while k < size and raw[k] != _LF:
            sign = raw[k]
            if sign == _QUOTE and fresh and flag == WHOLE:
                closing, behind = _close_quote(raw, k + 1, size, delimiter)
                if closing == -2 and not at_end:
                    return found, at, lines, blank
                if closing == -2 and behind < size:  # the quote closes with the file
                    closing, behind = behind, size
                if closing < 0:
                    flag = UNCLOSED
                else:
                    for m in range(k, closing):
                        if raw[m] == _LF:
                            inner += 1
                            if first_line < 0:
                                first_line = m
                    k, fresh = behind, False
                    continue
            fresh = sign == delimiter or (fresh and sign in (_BLANK, _TAB))
            k += 1
        if k >= size and not at_end:
            return found, at, lines, blank
        if flag == UNCLOSED and first_line >= 0:
            k, inner = first_line, 0
        end = k
        while end > at and raw[end - 1] == _CR:
            end -= 1
        if end == at:
            blank += 1
        else:
            places[0, found], places[1, found] = at, end
            places[2, found], places[3, found] = lines, flag
            found += 1
        lines += inner + 1
        at = k + 1
    return found, min(at, size), lines, blank


@compiled
def find_cells(
    raw: Bytes, places: Int64s, delimiter: int, slots: Int32s, starts: Int32s, ends: Int32s
) -> Int64s:
    """Fill `starts` and `ends` with the cells that are wanted; return the shape of each record.

    Args:
        raw: bytes.
        places: (4, n) as `find_records` gives them.
        delimiter: byte between cells.
        slots: (columns of the header) where a column's cells go; -1 for those not wanted.
        starts: (slots, n), zeros: gets the first byte of the cell, quotes left out.
        ends: (slots, n), zeros: gets the byte behind it; its complement (``~``) where the cell
            was quoted.

    Returns:
        (n,) `WHOLE`, `UNCLOSED`, `BLANK` (no cell holds anything) or `RAGGED` (cells missing, or
        more of them than the header has and something in one of those).
    """
    columns = len(slots)
    shapes = np.empty(places.shape[1], np.int64)
    for r in range(places.shape[1]):
        k, end, column = places[0, r], places[1, r], 0
        blank, beyond = True, False
        if places[3, r] != WHOLE:
            shapes[r] = UNCLOSED
            continue
        while True:
            first = k
            while first < end and (raw[first] == _BLANK or raw[first] == _TAB != delimiter):
                first += 1
            if first < end and raw[first] == _QUOTE:
                start = first + 1
                closing, k = _close_quote(raw, start, end, delimiter)
                if closing < 0:  # the record ends behind the quote and some blanks
                    closing, k = k, end
                stop, filled = ~closing, closing > start
            else:
                start = k
                while k < end and raw[k] != delimiter:
                    k += 1
                while first < k and (raw[first] <= _BLANK):
                    first += 1
                stop, filled = k, first < k
            if filled:
                blank = False
                beyond = beyond or column >= columns
            if column < columns and slots[column] >= 0:
                starts[slots[column], r], ends[slots[column], r] = start, stop
            column += 1
            if k >= end:
                break
            k += 1
            if k == end:  # a delimiter ends the record: one more cell, and it is empty
                if column < columns and slots[column] >= 0:
                    starts[slots[column], r], ends[slots[column], r] = k, k
                column += 1
                break
        shapes[r] = BLANK if blank else RAGGED if beyond or column < columns else WHOLE
    return shapes
