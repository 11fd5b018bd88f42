"""Deadlines as an iCalendar file: kinds, ids and rules only, for it leaves the machine."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event

from zhanlian.words import say

_PRODUCT: Final = "-//Zhanlian//Docket//"
_HOST: Final = "docket.zhanlian.invalid"


@dataclass(frozen=True, slots=True)
class Entry:
    """One deadline.

    Attributes:
        record, clock: ids that together stay the same for as long as the deadline does.
        version: of the record; a later one takes the place of an earlier one in a calendar.
        due: the instant at which it ends, aware.
        warn_at: instants of warning, aware.
        title, about: texts without a name, a number or an account.
    """

    record: str
    clock: str
    version: int
    due: datetime
    warn_at: tuple[datetime, ...]
    title: str
    about: str


def render_calendar(entries: Iterable[Entry], stamp: datetime, language: str) -> bytes:
    """Return an iCalendar file (RFC 5545), the same bytes for the same deadlines and stamp.

    Args:
        entries: in the order in which they stand in the file.
        stamp: when it was made, aware.
        language: of the reader.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT + language.upper())
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", say("cli.task.calendar-name", language))
    for entry in entries:
        calendar.add_component(_make_event(entry, stamp))
    return bytes(calendar.to_ical())


def _make_event(entry: Entry, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.record}.{entry.clock}@{_HOST}")
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("sequence", entry.version)
    # A clock of days ends at 24:00; the minute before it keeps the entry on its own day.
    begins = entry.due - timedelta(minutes=1)
    event.add("dtstart", begins.astimezone(UTC))
    event.add("dtend", entry.due.astimezone(UTC))
    event.add("summary", entry.title)
    event.add("description", entry.about)
    event.add("class", "CONFIDENTIAL")
    event.add("transp", "TRANSPARENT")
    for at in entry.warn_at:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        # So long before the beginning: some calendars pass over alarms with a time of their own.
        alarm.add("trigger", at - begins)
        event.add_component(alarm)
    return event
