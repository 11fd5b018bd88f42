"""Requests for legal assistance and police co-operation, received and sent."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.releases.links import (
    agreed_clock,
    ask_case,
    begin_in_case,
    refuse_future,
)
from zhanlian.docket.stated import demand_text
from zhanlian.docket.timers import set_clock
from zhanlian.errors import InputError
from zhanlian.model.docket.assistance import (
    Assistance,
    Outcome,
    Property,
    RefusalGround,
    RequestType,
    Subject,
)
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.meeting import Direction
from zhanlian.model.docket.record import AnyRecord, ClockState, RunningClock

ASSISTANCE: Final = "assistance"
OPEN: Final = "open"
REPLY: Final = "reply"  # name of its clock
_RULES: Final = {
    RequestType.EVIDENCE: "assistance.evidence",
    RequestType.SERVICE: "assistance.service",
}
_WAITING: Final = (Outcome.CONDITIONAL, Outcome.MORE, Outcome.POSTPONED)


@dataclass(frozen=True, slots=True)
class RequestAssistance:
    """A request with what the law wants in it."""

    number: str
    request_type: RequestType
    requester: str
    requested: str
    nature: str
    matter: str
    relevance: str
    basis: str
    at: datetime
    facts: str = identifier(Identifier.FREE_TEXT, "")
    applicable_law: str = ""
    special_needs: str = ""
    reciprocity: bool = False
    translated: bool = False
    subjects: tuple[Subject, ...] = ()
    properties: tuple[Property, ...] = ()
    questions: tuple[str, ...] = identifier(Identifier.FREE_TEXT, ())
    materials: tuple[str, ...] = ()
    examined: str = ""
    own_officers: bool = False
    wanted_by: date | None = None
    source: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True)
class Settle:
    """What became of a request."""

    request_outcome: Outcome
    at: datetime
    ground: RefusalGround | None = None
    conditions: str = ""
    result_told: str = identifier(Identifier.FREE_TEXT, "")
    source: str = ""


@dataclass(frozen=True, slots=True)
class Resume:
    """What was asked for, promised or waited for has come: the request goes on."""

    at: datetime
    source: str


def list_missing(asked: RequestAssistance) -> tuple[str, ...]:
    """Return the names of contents that the law wants in such a request and that are missing."""
    wanted = ["number", "requester", "requested", "nature", "matter", "relevance", "basis"]
    wanted += ["facts", "applicable_law", "translated"]
    asks_for = asked.questions or asked.properties or asked.materials or asked.examined
    if asked.request_type is RequestType.EVIDENCE and not asks_for:
        wanted.append("questions")
    if asked.request_type is RequestType.LOCATING:
        wanted.append("subjects")
    if asked.request_type in (RequestType.FREEZING, RequestType.CONFISCATION):
        wanted.append("properties")
    return tuple(name for name in wanted if not getattr(asked, name))


def _receive(situation: Situation, asked: RequestAssistance) -> tuple[AnyRecord, ...]:
    return (_begin(situation, asked, Direction.INCOMING),)


def _send(situation: Situation, asked: RequestAssistance) -> tuple[AnyRecord, ...]:
    missing = list_missing(asked)
    if missing:
        raise InputError("error.docket-assistance-missing", fields=", ".join(missing))
    return (_begin(situation, asked, Direction.OUTGOING),)


def _begin(situation: Situation, asked: RequestAssistance, direction: Direction) -> AnyRecord:
    refuse_future(situation, asked.at)
    demand_text(number=asked.number)
    told = {
        one.name: getattr(asked, one.name)
        for one in fields(asked)
        if one.name not in ("at", "case")
    }
    body = Assistance(direction=direction, received_at=asked.at, **told)
    made = begin_in_case(situation, ASSISTANCE, OPEN, body, asked.case)
    return replace(made, clocks=_set_reply(situation, body, asked.at))


def _set_reply(situation: Situation, body: Assistance, start: datetime) -> tuple[RunningClock, ...]:
    """Return the clock until the reply: by the request's own term, else by the rule."""
    if body.wanted_by is not None:
        return (agreed_clock(situation, REPLY, body.wanted_by),)
    # The rule binds the own side; nothing binds the other one but what it was asked.
    if body.direction is Direction.OUTGOING or body.request_type not in _RULES:
        return ()
    return (set_clock(situation, _RULES[body.request_type], start, name=REPLY),)


def _settle(situation: Situation, asked: Settle) -> tuple[AnyRecord, ...]:
    situation.demand_state(OPEN, *(one.value for one in _WAITING))
    refuse_future(situation, asked.at)
    request: Assistance = situation.on.body
    if asked.at < request.received_at:
        raise InputError(
            "error.docket-event-order",
            first=request.received_at,
            second=asked.at,
        )
    if (asked.request_outcome is Outcome.REFUSED) != (asked.ground is not None):
        raise InputError("error.docket-assistance-ground")
    if asked.request_outcome is Outcome.CONDITIONAL and not asked.conditions.strip():
        raise InputError("error.docket-assistance-conditions")
    body = replace(
        request,
        request_outcome=asked.request_outcome,
        ground=asked.ground,
        conditions=asked.conditions,
        result_told=asked.result_told,
        source=asked.source or request.source,
    )
    ended = ClockState.VOID if asked.request_outcome in _WAITING else ClockState.MET
    clocks = situation.on.stop_clock(REPLY, ended)
    return (situation.on.change(state=asked.request_outcome.value, body=body, clocks=clocks),)


def _resume(situation: Situation, asked: Resume) -> tuple[AnyRecord, ...]:
    situation.demand_state(*(one.value for one in _WAITING))
    refuse_future(situation, asked.at)
    body = replace(situation.on.body, source=asked.source)
    kept = tuple(clock for clock in situation.on.clocks if clock.name != REPLY)
    clocks = (*kept, *_set_reply(situation, body, asked.at))
    return (situation.on.change(state=OPEN, body=body, clocks=clocks),)


def _ask(asked: RequestAssistance, _target: AnyRecord | None) -> tuple[Ask, ...]:
    return ask_case(asked.case)


_STATES: Final = (OPEN, *(outcome.value for outcome in Outcome))
KINDS: Final = (Kind(ASSISTANCE, Assistance, _STATES, "operation"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act(
        "assistance.receive",
        ("operation", "receive-request"),
        RequestAssistance,
        _receive,
        asks=_ask,
    ),
    Act(
        "assistance.send",
        ("operation", "send-request"),
        RequestAssistance,
        _send,
        asks=_ask,
        condition=lambda _situation, _asked: "",
    ),
    Act("assistance.settle", ("operation", "settle-request"), Settle, _settle, ASSISTANCE),
    Act("assistance.resume", ("operation", "resume-request"), Resume, _resume, ASSISTANCE),
)
