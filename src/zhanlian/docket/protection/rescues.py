"""Requests for rescue: taken in, traced, handed off to a consulate, and how they ended."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Kind, Situation
from zhanlian.docket.releases.links import ask_case, refuse_future
from zhanlian.docket.stated import demand_text, find_own_case
from zhanlian.docket.timers import set_clock
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.protection import ContactTrace, Rescue, RescueEnd, Urgency
from zhanlian.model.docket.record import AnyRecord, ClockState

RESCUE: Final = "rescue"
RECEIVED: Final = "received"
TRACED: Final = "traced"
HANDED_OFF: Final = "handed-off"
ENDED: Final = "ended"

ACT_BY: Final = "act-by"  # clock: by when somebody must have done something
_CLOCKS: Final = {
    Urgency.LIFE: "rescue.life",
    Urgency.VIOLENCE: "rescue.violence",
    Urgency.HELD: "rescue.held",
}


@dataclass(frozen=True, slots=True)
class TakeRequest:
    """A request for rescue comes in; how urgent it is sets the clock.

    Attributes:
        case: name of the case it belongs to, or empty.
    """

    urgency: Urgency
    reported_at: datetime
    source: str
    name: str = identifier(Identifier.NAME)
    case: str = ""
    birth: PartialDate | None = identifier(Identifier.DOCUMENT, None)  # noqa: RUF009
    nationality: str = ""
    document: str = identifier(Identifier.DOCUMENT, "")
    kin: str = identifier(Identifier.HIDDEN, "")
    kin_contact: str = identifier(Identifier.HIDDEN, "")
    held_at: str = identifier(Identifier.FREE_TEXT, "")
    lure: str = identifier(Identifier.FREE_TEXT, "")
    captor: str = identifier(Identifier.FREE_TEXT, "")
    ransom: Amount | None = None
    health: str = identifier(Identifier.FREE_TEXT, "")


@dataclass(frozen=True, slots=True)
class NoteTrace:
    """A sign of life, or an attempt to reach the person.

    Attributes:
        urgency: how urgent it is now, where that changed; the clock begins anew.
    """

    seen_at: datetime
    channel: str
    source: str
    told: str = identifier(Identifier.HIDDEN)
    urgency: Urgency | None = None


@dataclass(frozen=True, slots=True)
class HandOff:
    """The request goes to a consulate or another authority outside."""

    consulate: str
    paper: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EndRequest:
    """How it ended, and what says so."""

    ended_as: RescueEnd
    end_source: str


def _take(situation: Situation, asked: TakeRequest) -> tuple[AnyRecord, ...]:
    demand_text(name=asked.name, source=asked.source)
    refuse_future(situation, asked.reported_at)
    told = {one.name: getattr(asked, one.name) for one in fields(TakeRequest) if one.name != "case"}
    made = situation.begin(RESCUE, RECEIVED, Rescue(**told))
    clock = set_clock(situation, _CLOCKS[asked.urgency], asked.reported_at, name=ACT_BY)
    return (replace(made, case=find_own_case(situation, asked.case), clocks=(clock,)),)


def _trace(situation: Situation, asked: NoteTrace) -> tuple[AnyRecord, ...]:
    situation.demand_state(RECEIVED, TRACED, HANDED_OFF)
    demand_text(channel=asked.channel, told=asked.told, source=asked.source)
    refuse_future(situation, asked.seen_at)
    body: Rescue = situation.on.body
    trace = ContactTrace(asked.seen_at, asked.channel, asked.told, asked.source)
    body = replace(body, traces=(*body.traces, trace), urgency=asked.urgency or body.urgency)
    clocks = situation.on.clocks
    if asked.urgency is not None:
        voided = situation.on.stop_clock(ACT_BY, ClockState.VOID)
        begun = set_clock(situation, _CLOCKS[asked.urgency], situation.now, name=ACT_BY)
        clocks = (*(one for one in voided if one.name != ACT_BY), begun)
    state = situation.on.state if situation.on.state == HANDED_OFF else TRACED
    return (situation.on.change(state=state, body=body, clocks=clocks),)


def _hand_off(situation: Situation, asked: HandOff) -> tuple[AnyRecord, ...]:
    situation.demand_state(RECEIVED, TRACED)
    demand_text(consulate=asked.consulate, paper=asked.paper)
    body = replace(
        situation.on.body,
        consulate=asked.consulate,
        paper=asked.paper,
        handed_off_at=situation.now,
    )
    met = situation.on.stop_clock(ACT_BY, ClockState.MET)
    return (situation.on.change(state=HANDED_OFF, body=body, clocks=met),)


def _end(situation: Situation, asked: EndRequest) -> tuple[AnyRecord, ...]:
    situation.demand_state(RECEIVED, TRACED, HANDED_OFF)
    demand_text(end_source=asked.end_source)
    body = replace(situation.on.body, ended_as=asked.ended_as, end_source=asked.end_source)
    met = situation.on.stop_clock(ACT_BY, ClockState.MET)
    return (situation.on.change(state=ENDED, body=body, clocks=met),)


KINDS: Final = (Kind(RESCUE, Rescue, (RECEIVED, TRACED, HANDED_OFF, ENDED), "person"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act(
        "rescue.take",
        ("person", "rescue"),
        TakeRequest,
        _take,
        asks=lambda asked, _target: ask_case(asked.case),
    ),
    Act("rescue.trace", ("person", "trace-rescue"), NoteTrace, _trace, RESCUE),
    Act(
        "rescue.handoff",
        ("person", "hand-off"),
        HandOff,
        _hand_off,
        RESCUE,
        condition=lambda _situation, _asked: "",
    ),
    Act("rescue.end", ("person", "end-rescue"), EndRequest, _end, RESCUE),
)
