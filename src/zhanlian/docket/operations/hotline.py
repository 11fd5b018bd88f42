"""The hotline: every call with its urgency, and by when it is to be answered."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Kind, Situation
from zhanlian.docket.releases.links import name_itself, refuse_future
from zhanlian.docket.stated import demand_text
from zhanlian.docket.timers import set_clock
from zhanlian.errors import InputError
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.meeting import Direction, HotlineCall, Urgency
from zhanlian.model.docket.record import AnyRecord, ClockState

CALL: Final = "hotline"
WAITING: Final = "waiting"
ANSWERED: Final = "answered"
RESPONSE: Final = "response"  # name of its clock
_RULES: Final = {
    Urgency.ROUTINE: "hotline.response",
    Urgency.URGENT: "hotline.response-urgent",
    Urgency.LIFE: "hotline.response-life",
}


@dataclass(frozen=True, slots=True)
class LogCall:
    """A call came in, or was made."""

    agency: str
    called_at: datetime
    urgency: Urgency
    number: str
    direction: Direction = Direction.INCOMING
    country: str = ""
    caller: str = identifier(Identifier.NAME, "")
    request_told: str = identifier(Identifier.FREE_TEXT, "")


@dataclass(frozen=True, slots=True)
class AnswerCall:
    """What the call was answered."""

    at: datetime
    answer: str = identifier(Identifier.FREE_TEXT)


def _log(situation: Situation, asked: LogCall) -> tuple[AnyRecord, ...]:
    refuse_future(situation, asked.called_at)
    demand_text(agency=asked.agency, number=asked.number)
    body = HotlineCall(
        agency=asked.agency.strip(),
        called_at=asked.called_at,
        urgency=asked.urgency,
        number=asked.number.strip(),
        direction=asked.direction,
        country=asked.country,
        caller=asked.caller,
        request_told=asked.request_told,
    )
    made = name_itself(situation.begin(CALL, WAITING, body))
    clock = set_clock(situation, _RULES[asked.urgency], asked.called_at, name=RESPONSE)
    return (replace(made, clocks=(clock,)),)


def _answer(situation: Situation, asked: AnswerCall) -> tuple[AnyRecord, ...]:
    situation.demand_state(WAITING)
    refuse_future(situation, asked.at)
    call: HotlineCall = situation.on.body
    if asked.at < call.called_at:
        raise InputError(
            "error.docket-event-order",
            first=call.called_at,
            second=asked.at,
        )
    body = replace(call, answer=asked.answer, replied_at=asked.at)
    clocks = situation.on.stop_clock(RESPONSE, ClockState.MET)
    return (situation.on.change(state=ANSWERED, body=body, clocks=clocks),)


KINDS: Final = (Kind(CALL, HotlineCall, (WAITING, ANSWERED), "operation"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("hotline.log", ("operation", "log-call"), LogCall, _log),
    Act("hotline.answer", ("operation", "answer-call"), AnswerCall, _answer, CALL),
)
