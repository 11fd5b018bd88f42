"""The way of a lead to one receiver and back: issue, receipt, check, feedback."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Kind, Situation
from zhanlian.docket.operations.campaigns import CAMPAIGN
from zhanlian.docket.releases.links import agreed_clock, begin_beside, refuse_future
from zhanlian.docket.timers import set_clock
from zhanlian.errors import InputError
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.lead import CheckResult, Dispatch, Score
from zhanlian.model.docket.record import AnyRecord, ClockState, Mark

DISPATCH: Final = "dispatch"
ISSUED: Final = "issued"
RECEIVED: Final = "received"
CHECKED: Final = "checked"
ANSWERED: Final = "answered"
RECALLED: Final = "recalled"
RECEIPT: Final = "lead.receipt"  # rule and name of the clock until it is received
FEEDBACK: Final = "lead.feedback"  # rule of the clock until it is answered
ANSWER: Final = "answer"  # its name


@dataclass(frozen=True, slots=True)
class Receive:
    """The receiver confirms that it has the lead."""

    at: datetime
    received_by: str = identifier(Identifier.NAME, "")


@dataclass(frozen=True, slots=True)
class Check:
    """What the check of the lead found."""

    at: datetime
    result: CheckResult
    feedback: str = identifier(Identifier.FREE_TEXT, "")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of the lead: the loop is closed."""

    at: datetime
    feedback: str = identifier(Identifier.FREE_TEXT)
    arrested: int | None = None
    further: tuple[str, ...] = ()
    source: str = ""

    def __post_init__(self) -> None:
        if self.arrested is not None and self.arrested < 0:
            raise ValueError("a count is not negative")


@dataclass(frozen=True, slots=True)
class Recall:
    """A lead is taken back from a unit that has not answered."""

    reason: str


def begin_dispatch(
    situation: Situation, told: Dispatch, answer_by: date | None, *marks: Mark
) -> AnyRecord:
    """Return a lead on its way, with clocks for its receipt and its answer.

    Args:
        situation: on the lead.
        told: to whom, for what.
        answer_by: last day that was agreed on; the table's where None.
        marks: beside those that it is found by.
    """
    linked = [Mark("lead", told.lead), *marks]
    if told.campaign:
        linked.append(Mark(CAMPAIGN, told.campaign))
    answer = (
        set_clock(situation, FEEDBACK, told.issued_at, name=ANSWER)
        if answer_by is None
        else agreed_clock(situation, ANSWER, answer_by)
    )
    receipt = set_clock(situation, RECEIPT, told.issued_at)
    made = begin_beside(situation, DISPATCH, ISSUED, told, *linked)
    return replace(made, clocks=(receipt, answer))


def score_dispatches(dispatches: Iterable[AnyRecord]) -> tuple[Score, ...]:
    """Return what came back from each receiver, by its name."""
    by_receiver: dict[str, list[AnyRecord]] = {}
    for one in dispatches:
        if one.state != RECALLED:
            by_receiver.setdefault(one.body.issued_to or one.body.to_party, []).append(one)
    return tuple(_score(receiver, by_receiver[receiver]) for receiver in sorted(by_receiver))


def _score(receiver: str, records: list[AnyRecord]) -> Score:
    told: list[Dispatch] = [one.body for one in records]
    arrested = [one.arrested for one in told if one.arrested is not None]
    return Score(
        receiver=receiver,
        issued=len(told),
        received=sum(one.received_at is not None for one in told),
        checked=sum(one.checked_at is not None for one in told),
        answered=sum(one.replied_at is not None for one in told),
        confirmed=sum(one.result in (CheckResult.CONFIRMED, CheckResult.PARTLY) for one in told),
        arrested=sum(arrested) if arrested else None,
    )


def _receive(situation: Situation, asked: Receive) -> tuple[AnyRecord, ...]:
    situation.demand_state(ISSUED)
    _check_order(situation, situation.on.body.issued_at, asked.at)
    body = replace(situation.on.body, received_at=asked.at, received_by=asked.received_by)
    clocks = situation.on.stop_clock(RECEIPT, ClockState.MET)
    return (situation.on.change(state=RECEIVED, body=body, clocks=clocks),)


def _check(situation: Situation, asked: Check) -> tuple[AnyRecord, ...]:
    situation.demand_state(RECEIVED, CHECKED)
    _check_order(situation, situation.on.body.received_at, asked.at)
    body = replace(
        situation.on.body, checked_at=asked.at, result=asked.result, feedback=asked.feedback
    )
    return (situation.on.change(state=CHECKED, body=body),)


def _answer(situation: Situation, asked: Answer) -> tuple[AnyRecord, ...]:
    situation.demand_state(CHECKED)
    _check_order(situation, situation.on.body.checked_at, asked.at)
    body = replace(
        situation.on.body,
        replied_at=asked.at,
        feedback=asked.feedback,
        arrested=asked.arrested,
        further=asked.further,
        source=asked.source,
    )
    clocks = situation.on.stop_clock(ANSWER, ClockState.MET)
    return (situation.on.change(state=ANSWERED, body=body, clocks=clocks),)


def _recall(situation: Situation, asked: Recall) -> tuple[AnyRecord, ...]:
    situation.demand_state(ISSUED, RECEIVED, CHECKED)
    if situation.on.body.to_party:
        # Another party must not go on seeing what it no longer has to answer.
        raise InputError("error.docket-recall-party", id=situation.on.body.lead)
    clocks = tuple(
        replace(clock, state=ClockState.VOID) if clock.state is ClockState.RUNNING else clock
        for clock in situation.on.clocks
    )
    body = replace(situation.on.body, reason=asked.reason)
    return (situation.on.change(state=RECALLED, body=body, clocks=clocks),)


def _check_order(situation: Situation, before: datetime, at: datetime) -> None:
    refuse_future(situation, at)
    if at < before:
        raise InputError("error.docket-event-order", first=before, second=at)


_STATES: Final = (ISSUED, RECEIVED, CHECKED, ANSWERED, RECALLED)
KINDS: Final = (Kind(DISPATCH, Dispatch, _STATES, "operation"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("dispatch.receive", ("operation", "receive"), Receive, _receive, DISPATCH),
    Act("dispatch.check", ("operation", "check"), Check, _check, DISPATCH),
    Act("dispatch.answer", ("operation", "answer"), Answer, _answer, DISPATCH),
    Act("dispatch.recall", ("operation", "recall"), Recall, _recall, DISPATCH),
)
