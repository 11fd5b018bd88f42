"""Cells to whole units and to instants, without the interpreter's lock.

Only the usual forms are read here; a cell of any other form is left to the single-cell functions
of `cells` and `times`, which decide alone what is a number. So the two cannot disagree on more
than these forms, and a test holds them against each other there.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from zhanlian.kernels.compile import compiled
from zhanlian.readers.statements.police.kernels.split import Bytes, Int32s, Int64s

Int8s = npt.NDArray[np.int8]

EMPTY, READ, UNUSUAL = 0, 1, 2
SECOND, MINUTE, DAY = 0, 1, 2  # as `Precision`

_EAST_EIGHT: Final = 8 * 3600
_FIRST_YEAR, _LAST_YEAR = 1992, 2099  # Asia/Shanghai had summer time until 1991


@compiled
def _trim(raw: Bytes, k: int, end: int) -> tuple[int, int]:
    if end < 0:
        end = ~end
    while k < end and raw[k] <= 0x20:
        k += 1
    while end > k and raw[end - 1] <= 0x20:
        end -= 1
    return k, end


@compiled
def _read_amount(raw: Bytes, k: int, end: int, digits: int) -> tuple[int, bool]:
    """Return the units of one trimmed amount, and whether it has the usual form."""
    negative = raw[k] == 45
    if negative or raw[k] == 43:
        k += 1
    value, whole, since_comma = 0, 0, -1
    while k < end and raw[k] != 46:
        if raw[k] == 44:
            if whole == 0 or (since_comma < 0 and whole > 3):
                return 0, False
            if since_comma >= 0 and since_comma != 3:
                return 0, False
            since_comma = 0
        elif 48 <= raw[k] <= 57:
            value = value * 10 + raw[k] - 48
            whole += 1
            if since_comma >= 0:
                since_comma += 1
        else:
            return 0, False
        k += 1
    if whole == 0 or whole + digits > 17 or (since_comma >= 0 and since_comma != 3):
        return 0, False
    k += 1  # the point
    for _ in range(digits):
        value *= 10
        if k < end:
            if raw[k] < 48 or raw[k] > 57:
                return 0, False
            value += raw[k] - 48
            k += 1
    while k < end:
        if raw[k] != 48:  # digits finer than the units
            return 0, False
        k += 1
    return (-value if negative else value), True


@compiled
def read_amounts(raw: Bytes, starts: Int32s, ends: Int32s, digits: Int8s, units: Int64s) -> Int8s:
    """Fill `units` with amounts as written and return the state of each cell.

    Args:
        raw: bytes.
        starts: (n,) first byte of each cell.
        ends: (n,) byte behind it, or its complement where the cell was quoted.
        digits: (n,) decimal digits of the asset's units.
        units: (n,) int64, whole units; 0 where the state is not `READ`.

    Returns:
        (n,) `EMPTY`, `READ`, or `UNUSUAL`: a form for the single-cell function.
    """
    states = np.zeros(len(starts), np.int8)
    for r in range(len(starts)):
        units[r] = 0
        k, end = _trim(raw, int(starts[r]), int(ends[r]))
        if k == end:
            continue
        value, usual = _read_amount(raw, k, end, int(digits[r]))
        states[r] = READ if usual else UNUSUAL
        if usual:
            units[r] = value
    return states


@compiled
def _take_number(raw: Bytes, k: int, end: int, most: int) -> tuple[int, int]:
    """Return the number of up to so many digits at a place, and the place behind it."""
    value, begin = 0, k
    while k < end and k - begin < most and 48 <= raw[k] <= 57:
        value = value * 10 + int(raw[k]) - 48
        k += 1
    return value, k


@compiled
def _count_days(year: int, month: int, day: int) -> int:
    """Return days since 1970-01-01 (Hinnant, days_from_civil), or -1 for no such day."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if month < 1 or month > 12 or day < 1:
        return -1
    longest = 30 if month in (4, 6, 9, 11) else 31 if month != 2 else 29 if leap else 28
    if day > longest:
        return -1
    if month <= 2:
        year -= 1
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


@compiled
def _read_clock(raw: Bytes, k: int, end: int, signs: bool) -> tuple[int, int]:
    """Return the seconds of a clock and its precision; -1 for one of an unusual form."""
    hour, behind = _take_number(raw, k, end, 2)
    if behind == k or (not signs and behind - k != 2):
        return -1, DAY
    k = behind
    if signs:
        if k >= end or raw[k] != 58:
            return -1, DAY
        k += 1
    minute, behind = _take_number(raw, k, end, 2)
    if behind == k or (not signs and behind - k != 2) or hour > 23 or minute > 59:
        return -1, DAY
    if behind == end:
        return hour * 3600 + minute * 60, MINUTE
    k = behind
    if signs:
        if raw[k] != 58:
            return -1, DAY
        k += 1
    second, behind = _take_number(raw, k, end, 2)
    if behind == k or behind != end or (not signs and behind - k != 2) or second > 59:
        return -1, DAY
    return hour * 3600 + minute * 60 + second, SECOND


@compiled
def _read_time(raw: Bytes, k: int, end: int) -> tuple[int, int]:
    """Return seconds since 1970 UTC of one trimmed time, and its precision; -1 if unusual."""
    year, at = _take_number(raw, k, end, 4)
    if at - k != 4 or at == end or year < _FIRST_YEAR or year > _LAST_YEAR:
        return -1, DAY
    mark = raw[at]
    compact = 48 <= mark <= 57
    if not compact and mark != 45 and mark != 47 and mark != 46:
        return -1, DAY
    k = at if compact else at + 1
    month, at = _take_number(raw, k, end, 2)
    if at == k or (compact and at - k != 2) or at >= end or (not compact and raw[at] != mark):
        return -1, DAY
    k = at if compact else at + 1
    day, at = _take_number(raw, k, end, 2)
    if at == k or (compact and at - k != 2):
        return -1, DAY
    days = _count_days(year, month, day)
    if days < 0:
        return -1, DAY
    begin = days * 86400 - _EAST_EIGHT
    if at == end:
        return begin, DAY
    k = at
    while k < end and (raw[k] == 32 or (raw[k] == 84 and raw[at] != 32)):
        k += 1
    if k == at and not compact:
        return -1, DAY
    if k - at > 1 and raw[at] == 84:
        return -1, DAY
    signs = k + 2 < end and (raw[k + 1] == 58 or raw[k + 2] == 58)
    clock, precision = _read_clock(raw, k, end, signs)
    return (begin + clock, precision) if clock >= 0 else (-1, DAY)


@compiled
def read_times(
    raw: Bytes, starts: Int32s, ends: Int32s, micros: Int64s, precisions: Int8s
) -> Int8s:
    """Fill `micros` (since 1970 UTC, told in Asia/Shanghai) and `precisions`; return the states.

    Args:
        raw: bytes.
        starts: (n,) first byte of each cell.
        ends: (n,) byte behind it, or its complement where the cell was quoted.
        micros: (n,) int64; 0 where the state is not `READ`.
        precisions: (n,) values of `Precision`; `SECOND` where the state is not `READ`.

    Returns:
        (n,) `EMPTY`, `READ`, or `UNUSUAL`: a form for the single-cell function.
    """
    states = np.zeros(len(starts), np.int8)
    for r in range(len(starts)):
        micros[r], precisions[r] = 0, SECOND
        k, end = _trim(raw, int(starts[r]), int(ends[r]))
        if k == end:
            continue
        seconds, precision = _read_time(raw, k, end)
        states[r] = READ if seconds >= 0 else UNUSUAL
        if seconds >= 0:
            micros[r], precisions[r] = seconds * 1_000_000, precision
    return states
