"""How records of this area hang together: found by marks, seen through the actor's eyes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from zhanlian.docket.act import Ask, Situation
from zhanlian.docket.cases.opening import CASE, NAME
from zhanlian.docket.stated import find_own_case
from zhanlian.docket.timers import set_clock
from zhanlian.errors import InputError, NotFoundError
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.record import (
    READER,
    RELEASED,
    WHOLE,
    AnyRecord,
    Mark,
    Record,
    RunningClock,
)
from zhanlian.model.zone import SHANGHAI, local_day

BESIDE: Final = "beside"  # mark: id of the record that this one was put beside
_SLACK: Final = timedelta(minutes=1)  # by which clocks of two machines may differ
_AGREED_DAY: Final = "agreed.day"
_FIRST_YEAR: Final = 2016  # the first year for which the tables hold
_LAST_YEAR: Final = 2199


def name_itself(record: Record[Any], *more: Mark) -> AnyRecord:
    """Return a new record that is found by its own id under the name of its kind."""
    return replace(record, marks=(*record.marks, Mark(record.kind, record.id), *more))


def ask_for(kind: str, ids: Iterable[str]) -> tuple[Ask, ...]:
    """Return the asks for records of a kind by their ids."""
    return tuple(Ask(f"{kind} {one}", kind, (kind, one)) for one in ids if one)


def load_link(situation: Situation, kind: str, record_id: str) -> AnyRecord:
    """Return a record that the request names.

    Raises:
        NotFoundError: there is none, or the actor may not see it.
    """
    for found in situation.answers(f"{kind} {record_id}"):
        return found
    raise NotFoundError("error.record-missing", id=record_id)


def ask_case(name: str) -> tuple[Ask, ...]:
    """Return the ask for the case of a name, if one is told."""
    return (Ask("case", CASE, (NAME, name)),) if name else ()


def begin_in_case(
    situation: Situation, kind: str, state: str, body: object, case: str
) -> AnyRecord:
    """Return a new record, in the case of a name where one is told.

    Raises:
        NotFoundError: the actor sees no such case.
    """
    found = find_own_case(situation, case)
    return name_itself(replace(situation.begin(kind, state, body, in_case=False), case=found))


def begin_beside(
    situation: Situation, kind: str, state: str, body: object, *marks: Mark
) -> AnyRecord:
    """Return a new record in the file of the target, whoever adds it.

    What another party adds belongs to the file of the party whose record it was put beside; that
    other party sees it, and nobody else's.
    """
    on, actor = situation.on, situation.actor
    made: AnyRecord = replace(situation.begin(kind, state, body), party=on.party)
    kept = [Mark(BESIDE, on.id), *(Mark(READER, name) for name in on.values(READER)), *marks]
    if actor.party != on.party:
        kept += (Mark(RELEASED, actor.party), Mark(WHOLE, actor.party))
    return name_itself(made, *kept)


def refuse_future(situation: Situation, *moments: datetime | date | PartialDate | None) -> None:
    """Return when no event lies in the future.

    Raises:
        InputError: one does.
    """
    for moment in moments:
        if moment is None:
            continue
        if isinstance(moment, datetime):
            ahead = moment > situation.now + _SLACK
        else:
            day = moment.first_day if isinstance(moment, PartialDate) else moment
            ahead = day > local_day(situation.now)
        if ahead:
            raise InputError("error.docket-event-future", at=str(moment))


def agreed_clock(situation: Situation, name: str, day: date) -> RunningClock:
    """Return a clock to the end of a day that people agreed on; the table tells when to warn.

    Raises:
        InputError: the day lies so far off that it must be a slip.
    """
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise InputError("error.docket-day-far", day=day.isoformat())
    reminder = set_clock(situation, _AGREED_DAY, datetime.combine(day, time(12), SHANGHAI))
    due = (datetime.combine(day, time(), SHANGHAI) + timedelta(days=1)).astimezone(UTC)
    return replace(reminder, name=name, started=situation.now, due=due, warn=min(reminder.due, due))
