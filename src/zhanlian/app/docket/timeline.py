"""The timeline of a case: what happened to it, to its money and to its people, by date.

Whatever the reader sees in the case and has a date is in it: events of tracks, times of other
records, and deadlines. Nothing that he does not see leaves a trace in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Final

from zhanlian.access.masks import mask_plain
from zhanlian.app.docket.desk import Surroundings, load_kind, open_desk, see
from zhanlian.app.docket.perform import Docket
from zhanlian.app.docket.stored import to_record
from zhanlian.docket.cases.opening import CASE
from zhanlian.docket.drafts import DRAFT
from zhanlian.docket.registry import KINDS
from zhanlian.model.docket.fields import find_mask
from zhanlian.model.docket.record import AnyRecord
from zhanlian.model.zone import SHANGHAI

TIMELINE: Final = "case.timeline"
_TITLES: Final = ("title", "name", "subject", "about", "account", "number")


class TrackName(StrEnum):
    """The three tracks."""

    CASE = "case"
    MONEY = "money"
    PERSON = "person"


_BY_COMMAND: Final = {"order": TrackName.MONEY, "person": TrackName.PERSON}


class Sort(StrEnum):
    """What a row tells."""

    EVENT = "event"
    DATE = "date"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One dated thing.

    Attributes:
        at: aware; a day without a time begins it.
        track: to which it belongs.
        sort: event, time of a record, or deadline.
        code: name of the event, of the field, or of the deadline's rule.
        record, kind: id and kind of the record that tells it.
        about: what the record is called, masked.
        source: of an event.
        note: of an event, masked; why it was superseded, and the state of a deadline.
        stands: whether it was not superseded, and of a deadline whether it still runs.
        overdue: of a deadline, whether it ran out.
    """

    at: datetime
    track: TrackName
    sort: Sort
    code: str
    record: str
    kind: str
    about: str
    source: str = ""
    note: str = ""
    stands: bool = True
    overdue: bool = False


def list_timeline(
    docket: Docket, who: str, case: str, surroundings: Surroundings
) -> tuple[TimelineRow, ...]:
    """Return everything dated that a reader sees of a case, the earliest first.

    Raises:
        NotFoundError: there is no such case, or not for this reader.
    """
    now = surroundings.now()
    with open_desk(docket, surroundings.attempt(who, TIMELINE, case)) as (desk, actor):
        found = load_kind(desk, case, actor, CASE, named=True)
        kinds = KINDS.keys() - {DRAFT}
        records = [to_record(one) for one in desk.list(see(actor), kinds=kinds, case=found.id)]
    rows = [row for record in records for row in _list_rows(record, now)]
    return tuple(sorted(rows, key=lambda row: (row.at, row.track, row.record, row.code)))


def _list_rows(record: AnyRecord, now: datetime) -> Iterator[TimelineRow]:
    masked: Mapping[str, Any] = mask_plain(record.body)
    about = next((str(masked[name]) for name in _TITLES if masked.get(name)), "")
    track = _BY_COMMAND.get(KINDS[record.kind].command, TrackName.CASE)
    if hasattr(record.body, "events"):
        yield from _list_events(record, track, masked, about)
    else:
        yield from _list_dates(record, track, about)
    for clock in record.clocks:
        yield TimelineRow(
            clock.due,
            track,
            Sort.DEADLINE,
            clock.rule,
            record.id,
            record.kind,
            about,
            note=clock.state.value,
            stands=clock.state.value == "running",
            overdue=clock.has_run_out(now),
        )


def _list_events(
    record: AnyRecord, track: TrackName, masked: Mapping[str, Any], about: str
) -> Iterator[TimelineRow]:
    for event, shown in zip(record.body.events, masked["events"], strict=True):
        yield TimelineRow(
            event.at,
            track,
            Sort.EVENT,
            event.event,
            record.id,
            record.kind,
            about,
            source=event.source,
            note=event.superseded or str(shown["note"]),
            stands=event.stands,
        )


def _list_dates(record: AnyRecord, track: TrackName, about: str) -> Iterator[TimelineRow]:
    source = str(getattr(record.body, "source", "") or "")
    for declared in fields(record.body):
        value = getattr(record.body, declared.name)
        if isinstance(value, date) and find_mask(declared) is None:
            at = value if isinstance(value, datetime) else datetime.combine(value, time(), SHANGHAI)
            yield TimelineRow(
                at,
                track,
                Sort.DATE,
                declared.name,
                record.id,
                record.kind,
                about,
                source=source,
            )
