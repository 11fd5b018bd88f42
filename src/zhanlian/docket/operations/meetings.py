"""Meetings: what was agreed, who does what by when, and what they led to."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.clocks.months import add_months
from zhanlian.docket.operations.planning import OPERATION
from zhanlian.docket.releases.links import (
    agreed_clock,
    ask_for,
    load_link,
    name_itself,
    refuse_future,
)
from zhanlian.docket.stated import demand_text
from zhanlian.errors import InputError, NotFoundError, StateError
from zhanlian.model.docket.agreement import AGREEMENT
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.meeting import ActionItem, Frequency, Meeting, MeetingType
from zhanlian.model.docket.record import AnyRecord, ClockState, Mark, RunningClock
from zhanlian.model.docket.rule import Level

MEETING: Final = "meeting"
HELD: Final = "held"
NEXT: Final = "next meeting"  # name of its clock
_MONTHS: Final = {
    Frequency.MONTHLY: 1,
    Frequency.QUARTERLY: 3,
    Frequency.HALF_YEARLY: 6,
    Frequency.YEARLY: 12,
}


@dataclass(frozen=True, slots=True)
class RecordMeeting:
    """A meeting that was held."""

    title: str
    held_on: date
    meeting_type: MeetingType = MeetingType.TALKS
    place: str = ""
    level: Level | None = None
    participants: tuple[str, ...] = identifier(Identifier.NAME, ())
    agenda: tuple[str, ...] = ()
    demand: str = ""
    reply: str = ""
    points: tuple[str, ...] = ()
    actions: tuple[ActionItem, ...] = ()
    operations: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()
    series: str = ""
    frequency: Frequency | None = None
    next_on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class LeadTo:
    """The meeting led to operations or agreements."""

    operations: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FinishAction:
    """An action item was done; `item` counts from 1."""

    item: int
    done_on: date
    note: str = ""


def _record(situation: Situation, asked: RecordMeeting) -> tuple[AnyRecord, ...]:
    demand_text(title=asked.title)
    refuse_future(situation, asked.held_on)
    if asked.frequency is not None and not asked.series:
        raise InputError("error.docket-series-none")
    told = {one.name: getattr(asked, one.name) for one in fields(asked)}
    body = replace(Meeting(**told), next_on=asked.next_on or _tell_next(asked))
    clocks = [
        agreed_clock(situation, _name(number), item.due_on)
        for number, item in enumerate(body.actions, start=1)
        if item.done_on is None
    ]
    if body.next_on is not None:
        clocks.append(agreed_clock(situation, NEXT, body.next_on))
    made = name_itself(situation.begin(MEETING, HELD, body), *_link(situation, asked))
    return (replace(made, clocks=tuple(clocks)),)


def _tell_next(asked: RecordMeeting) -> date | None:
    return None if asked.frequency is None else add_months(asked.held_on, _MONTHS[asked.frequency])


def _link(situation: Situation, asked: RecordMeeting | LeadTo) -> tuple[Mark, ...]:
    return (
        *(Mark(OPERATION, load_link(situation, OPERATION, one).id) for one in asked.operations),
        *(Mark(AGREEMENT, load_link(situation, AGREEMENT, one).id) for one in asked.agreements),
    )


def _lead(situation: Situation, asked: LeadTo) -> tuple[AnyRecord, ...]:
    meeting: Meeting = situation.on.body
    body = replace(
        meeting,
        operations=tuple(dict.fromkeys((*meeting.operations, *asked.operations))),
        agreements=tuple(dict.fromkeys((*meeting.agreements, *asked.agreements))),
    )
    marks = tuple(dict.fromkeys((*situation.on.marks, *_link(situation, asked))))
    return (situation.on.change(body=body, marks=marks),)


def _finish(situation: Situation, asked: FinishAction) -> tuple[AnyRecord, ...]:
    meeting: Meeting = situation.on.body
    if not 1 <= asked.item <= len(meeting.actions):
        raise NotFoundError("error.docket-action-none", item=asked.item)
    if meeting.actions[asked.item - 1].done_on is not None:
        raise StateError("error.docket-action-done", item=asked.item)
    refuse_future(situation, asked.done_on)
    if asked.done_on < meeting.held_on:
        raise InputError(
            "error.docket-event-order", first=str(meeting.held_on), second=str(asked.done_on)
        )
    actions = tuple(
        replace(one, done_on=asked.done_on, note=asked.note or one.note)
        if number == asked.item
        else one
        for number, one in enumerate(meeting.actions, start=1)
    )
    clocks: tuple[RunningClock, ...] = situation.on.stop_clock(_name(asked.item), ClockState.MET)
    return (situation.on.change(body=replace(meeting, actions=actions), clocks=clocks),)


def _name(item: int) -> str:
    return f"action {item}"


def _ask(asked: RecordMeeting | LeadTo, _target: AnyRecord | None) -> tuple[Ask, ...]:
    return (*ask_for(OPERATION, asked.operations), *ask_for(AGREEMENT, asked.agreements))


KINDS: Final = (Kind(MEETING, Meeting, (HELD,), "operation"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("meeting.record", ("operation", "meet"), RecordMeeting, _record, asks=_ask),
    Act("meeting.lead", ("operation", "meeting-led-to"), LeadTo, _lead, MEETING, asks=_ask),
    Act("meeting.finish", ("operation", "finish-action"), FinishAction, _finish, MEETING),
)
