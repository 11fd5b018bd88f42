"""ISO 8601 texts to instants, a column at a time, with how much of the time was told."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.errors import SchemaError
from zhanlian.kernels.flow import Int64s
from zhanlian.model.statement import Precision
from zhanlian.model.zone import SHANGHAI

_SHANGHAI_US: Final = 8 * 3600 * 1_000_000
_DAY: Final = r"^\d{4}-\d{2}-\d{2}$"
_LOCAL: Final = r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$"
_ZONED: Final = r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})$"
_MINUTE: Final = r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(Z|[+-]\d{2}:?\d{2})?$"
# What lies outside is a slip, and no page could show the first and the last instants of a calendar.
_FIRST: Final = datetime(1900, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(2200, 1, 1, tzinfo=UTC)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_US: Final = timedelta(microseconds=1)
_INSTANT: Final = pa.timestamp("us", tz="UTC")


def parse_instants(cells: Any) -> tuple[Int64s, np.ndarray[Any, np.dtype[np.int8]]]:
    """Return (n,) microseconds since 1970 in UTC, and (n,) `Precision`.

    A time without a zone is one of Asia/Shanghai; a day is its first instant there.

    Args:
        cells: (n,) ISO 8601 texts, timestamps or days.

    Raises:
        SchemaError: with the row (from 0) and the cell that is no time.
    """
    if isinstance(cells, pa.ChunkedArray):
        cells = cells.combine_chunks()
    if pa.types.is_timestamp(cells.type) or pa.types.is_date(cells.type):
        typed, finest = _from_typed(cells)
        return _check_range(typed, cells), finest
    if not (pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type)):
        raise SchemaError("error.trace-type", row=0, column="time", type=str(cells.type))
    cells = pc.ascii_trim(pc.fill_null(cells, ""), " \t")
    instants = np.zeros(len(cells), dtype=np.int64)
    precision = np.full(len(cells), Precision.SECOND, dtype=np.int8)
    todo = np.ones(len(cells), dtype=np.bool_)
    for pattern, zoned in ((_LOCAL, False), (_ZONED, True), (_DAY, False)):
        rows = np.flatnonzero(todo)
        if not len(rows):
            break
        left = cells if len(rows) == len(cells) else cells.take(pa.array(rows))
        fits = pc.match_substring_regex(left, pattern)
        mine = rows[fits.to_numpy(zero_copy_only=False)]
        found = _cast(left.filter(fits), zoned)
        if found is not None:
            instants[mine] = found
            todo[mine] = False
    for row in np.flatnonzero(todo):
        instants[row] = _parse_rare(cells[int(row)].as_py(), int(row))
    for pattern, known in ((_DAY, Precision.DAY), (_MINUTE, Precision.MINUTE)):
        precision[pc.match_substring_regex(cells, pattern).to_numpy(zero_copy_only=False)] = known
    return _check_range(instants, cells), precision


def _check_range(instants: Int64s, cells: Any) -> Int64s:
    """Return the instants when all of them lie between 1900 and 2200."""
    low, high = ((one - _EPOCH) // _US for one in (_FIRST, _LAST))
    outside = (instants < low) | (instants >= high)
    if outside.any():
        row = int(np.argmax(outside))
        raise SchemaError("error.trace-time", row=row, cell=str(pc.cast(cells, pa.string())[row]))
    return instants


def parse_instant(text: str) -> datetime | None:
    """Return the instant of one ISO 8601 text in UTC, or None where it is none of 1900 to 2199."""
    try:
        told = datetime.fromisoformat(text.strip())
        found = (told if told.tzinfo else told.replace(tzinfo=SHANGHAI)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if _FIRST <= found < _LAST else None


def _cast(cells: Any, zoned: bool) -> Int64s | None:
    """Return microseconds, or None where a cell only looks like a time (February the 30th)."""
    try:
        times = pc.cast(cells, _INSTANT if zoned else pa.timestamp("us"))
    except pa.ArrowInvalid:
        return None
    found: Int64s = pc.cast(times, pa.int64()).to_numpy(zero_copy_only=False)
    return found if zoned else found - _SHANGHAI_US


def _parse_rare(text: str, row: int) -> int:
    found = parse_instant(text)
    if found is None:
        raise SchemaError("error.trace-time", row=row, cell=text)
    return (found - _EPOCH) // _US


def _from_typed(cells: Any) -> tuple[Int64s, np.ndarray[Any, np.dtype[np.int8]]]:
    if cells.null_count:
        row = int(np.argmax(cells.is_null().to_numpy(zero_copy_only=False)))
        raise SchemaError("error.trace-time", row=row, cell="")
    is_day = pa.types.is_date(cells.type)
    zone = None if is_day else cells.type.tz
    try:
        # Nanoseconds are cut; coarser units may not wrap around.
        finer = not is_day and cells.type.unit == "ns"
        times = pc.cast(cells, pa.timestamp("us", tz=zone), safe=not finer)
    except pa.ArrowInvalid as error:
        raise SchemaError("error.trace-type", row=0, column="time", type=str(cells.type)) from error
    instants: Int64s = pc.cast(times, pa.int64()).to_numpy(zero_copy_only=False)
    known = Precision.DAY if is_day else Precision.SECOND
    precision = np.full(len(cells), known, dtype=np.int8)
    return (instants if zone else instants - _SHANGHAI_US), precision
