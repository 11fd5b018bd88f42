"""Single cells that tell a time, in every form that statements are known to use."""

import functools
import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from zhanlian.model.statement import Precision
from zhanlian.readers.statements.signs import narrow_cell

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EXCEL_EPOCH: Final = date(1899, 12, 30)  # day 0 of the 1900 system, after its false leap day
_FIRST_YEAR, _LAST_YEAR = 1970, 2099
# Without summer time since 1992: arithmetic there needs no database of zones on the machine.
_EAST_EIGHT: Final = frozenset(
    {"Asia/Shanghai", "Asia/Hong_Kong", "Asia/Macau", "Asia/Taipei", "Asia/Singapore"}
)
# The date, and whether what follows must stand apart from it.
_DATES: Final = (
    (re.compile(r"(?P<y>\d{4})(?P<p>[-/.])(?P<mo>\d{1,2})(?P=p)(?P<d>\d{1,2})", re.ASCII), True),
    (re.compile(r"(?P<y>\d{4})年(?P<mo>\d{1,2})月(?P<d>\d{1,2})日?", re.ASCII), False),
    (re.compile(r"(?P<y>\d{4})(?P<mo>\d{2})(?P<d>\d{2})", re.ASCII), False),
)
_DAY_FIRST: Final = (
    re.compile(r"(?P<d>\d{1,2})(?P<p>[-/.])(?P<mo>\d{1,2})(?P=p)(?P<y>\d{4})", re.ASCII),
    True,
)
_ZONE: Final = re.compile(r" ?(?P<z>Z|UTC|[+-]\d{2}(?::?\d{2})?)", re.ASCII)
_CLOCKS: Final = (
    re.compile(r"(?P<h>\d{1,2})[:时](?P<m>\d{1,2})分?", re.ASCII),
    re.compile(
        r"(?P<h>\d{1,2})(?P<q>[:.时])(?P<m>\d{1,2})[:.分](?P<s>\d{1,2})秒?(?:[.,:](?P<f>\d{1,9}))?",
        re.ASCII,
    ),
    re.compile(r"(?P<h>\d{2})(?P<m>\d{2})(?P<s>\d{2})(?:\.?(?P<f>\d{1,9}))?", re.ASCII),
)
# Four digits stand for hours and minutes only right behind the date: alone in a cell they may be
# minutes and seconds whose zeros a spreadsheet took, as five are H:MM:SS.
_JOINED_CLOCK: Final = re.compile(r"(?P<h>\d{2})(?P<m>\d{2})", re.ASCII)
_SHORT_CLOCK: Final = re.compile(r"(?P<h>\d)(?P<m>\d{2})(?P<s>\d{2})", re.ASCII)
_SERIAL: Final = re.compile(r"\d{5}(?:\.\d{1,20})?", re.ASCII)
_LONGEST: Final = 60  # characters


def parse_time(
    text: str, zone: str = "Asia/Shanghai", day_first: bool = False
) -> tuple[int, Precision]:
    """Return microseconds since 1970-01-01 UTC, and how much of the time was told.

    Args:
        text: ``2026-03-01 10:05:10``, ``2026/3/1 9:05``, ``20260301100510``, ``20260301``,
            ``2026年3月1日``, ``2026-03-01-10.05.10.123456``, ISO 8601 with ``Z`` or an offset, a
            spreadsheet's serial (``45717.4375``, 1900 system).
        zone: IANA name for times that tell none.
        day_first: whether ``DD/MM/YYYY`` is the format's form; elsewhere it is refused, because
            01/02/2026 has two readings.

    Raises:
        ValueError: no such form, no such day, or not within 1970 to 2099.
    """
    told = narrow_cell(text).removeprefix("=")
    if len(told) > _LONGEST:
        raise ValueError("no time: too long")
    for form, apart in (*_DATES, _DAY_FIRST) if day_first else _DATES:
        found = form.match(told)
        if found is not None:
            return _read_parts(found, told[found.end() :], apart, zone)
    if _SERIAL.fullmatch(told):
        return _read_serial(told, zone)
    raise ValueError(f"no time: {text!r}")


def _read_parts(found: re.Match[str], rest: str, apart: bool, zone: str) -> tuple[int, Precision]:
    day = date(int(found["y"]), int(found["mo"]), int(found["d"]))
    if not rest:
        return _to_utc(day, 0, _load_zone(zone, day.year)), Precision.DAY
    clock = rest.lstrip(" T") if rest[0] in " T" else rest.removeprefix("-")
    if apart and clock == rest:
        raise ValueError(f"no time: {found.string!r}")
    known: tzinfo = _load_zone(zone, day.year)
    ending = _find_ending(clock)
    if ending is not None:
        clock, known = clock[: ending.start()], _read_offset(ending["z"])
    micros, precision = _read_clock(clock, joined=clock == rest)
    return _to_utc(day, micros, known), precision


def _find_ending(clock: str) -> re.Match[str] | None:
    """Return the place of a zone at the end of a clock's text."""
    for place in range(len(clock) - 1, max(len(clock) - 8, 0), -1):
        found = _ZONE.fullmatch(clock, place)
        if found is not None and (clock[place] in " ZU+-"):
            return found
    return None


def _read_clock(clock: str, joined: bool) -> tuple[int, Precision]:
    """Return microseconds since midnight."""
    for form in (*_CLOCKS, _JOINED_CLOCK if joined else _SHORT_CLOCK):
        found = form.fullmatch(clock)
        if found is not None:
            break
    else:
        raise ValueError(f"no clock: {clock!r}")
    told = found.groupdict()
    minute, second = int(told["m"]), int(told.get("s") or 0)
    within = (int(told["h"]) * 60 + minute) * 60 + second
    # 24:00:00 is written for the end of a day.
    if minute > 59 or second > 59 or within > 86_400:
        raise ValueError(f"no clock: {clock!r}")
    micros = int((told.get("f") or "")[:6].ljust(6, "0"))
    return within * 1_000_000 + micros, Precision.SECOND if told.get("s") else Precision.MINUTE


def _read_serial(told: str, zone: str) -> tuple[int, Precision]:
    """Return the instant of a spreadsheet's day number; its clock is rounded to the second."""
    days, part = divmod(Decimal(told), 1)
    # 15 digits leave about ten after the point: some microseconds of a day.
    seconds = int((part * 86_400).to_integral_value())
    day = _EXCEL_EPOCH + timedelta(days=int(days))
    precision = Precision.SECOND if part else Precision.DAY
    return _to_utc(day, seconds * 1_000_000, _load_zone(zone, day.year)), precision


def _read_offset(told: str) -> tzinfo:
    if told in ("Z", "UTC"):
        return UTC
    hours, minutes = int(told[1:3]), int(told[3:].lstrip(":") or 0)
    if hours > 14 or minutes > 59:
        raise ValueError(f"no offset: {told!r}")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if told[0] == "-" else offset)


def _to_utc(day: date, micros: int, zone: tzinfo) -> int:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(f"no year of a statement: {day.year}")
    local = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(microseconds=micros)
    return (local - _EPOCH) // timedelta(microseconds=1)


@functools.cache
def _load_zone(zone: str, year: int) -> tzinfo:
    if zone in _EAST_EIGHT and year >= 1992:
        return timezone(timedelta(hours=8))
    if zone == "UTC":
        return UTC
    try:
        return ZoneInfo(zone)
    except ZoneInfoNotFoundError as error:
        # A machine without a database of zones must not stop a file at a date of 1988.
        raise ValueError(f"no zone: {zone!r}") from error
