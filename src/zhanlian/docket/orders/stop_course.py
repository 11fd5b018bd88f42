"""What becomes of a stop after its approval: sent, executed or not matched, lifted, run out."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Situation
from zhanlian.docket.orders.demands import (
    ask_account,
    canonical_account,
    demand_approved,
    demand_order,
    demand_sum,
)
from zhanlian.docket.orders.stops import (
    APPROVED,
    ENTRY,
    EXECUTED,
    LAPSED,
    LIFTED,
    MISMATCHED,
    SENT,
    STOP,
    TERM,
    WITHDRAWN,
    find_stop_state,
    find_turn,
    mark_stop,
)
from zhanlian.docket.stated import demand_text
from zhanlian.docket.timers import set_clock
from zhanlian.errors import InputError, StateError
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.order import Stop, StopField
from zhanlian.model.docket.record import AnyRecord, ClockState, Record
from zhanlian.model.zone import local_day

MATCH: Final = "stop.match"  # threshold: names of the fields that must agree


@dataclass(frozen=True, slots=True)
class SendStop:
    """The request went out to the bank."""

    at: datetime


@dataclass(frozen=True, slots=True)
class ExecuteStop:
    """The bank stopped payments from the account."""

    at: datetime


@dataclass(frozen=True, slots=True)
class MismatchStop:
    """The bank did not stop, because something does not agree."""

    at: datetime
    mismatched: tuple[StopField, ...]
    mismatch_reason: str


@dataclass(frozen=True, slots=True)
class CorrectStop:
    """What did not agree is put right; what is not told stays as it was."""

    reason: str
    amount: Amount | None = None
    transferred_at: datetime | None = None
    holder: str = identifier(Identifier.NAME, "")
    account: str = identifier(Identifier.ACCOUNT, "")


@dataclass(frozen=True, slots=True)
class LiftStop:
    """A stop ends before its time."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class NoteLapse:
    """It is put on record that a measure ended by itself."""


@dataclass(frozen=True, slots=True)
class WithdrawStop:
    """A request that no bank executed is taken back; it no longer counts."""

    reason: str


def _send(situation: Situation, asked: SendStop) -> tuple[AnyRecord, ...]:
    situation.demand_state(APPROVED)
    stop: Record[Stop] = situation.on
    demand_order(situation, stop.body.alarm_at, asked.at)
    demand_approved(situation, asked.at)
    clocks = stop.stop_clock(ENTRY, ClockState.MET)
    body = replace(stop.body, sent_at=asked.at, mismatched=(), mismatch_reason="")
    return (stop.change(state=SENT, body=body, clocks=clocks),)


def _execute(situation: Situation, asked: ExecuteStop) -> tuple[AnyRecord, ...]:
    situation.demand_state(SENT)
    stop: Record[Stop] = situation.on
    demand_order(situation, stop.body.sent_at, asked.at)
    # The rule runs from the moment of execution, whenever that is put on record here.
    clocks = (*stop.clocks, set_clock(situation, TERM, asked.at))
    body = replace(stop.body, executed_at=asked.at)
    return (stop.change(state=EXECUTED, body=body, clocks=clocks),)


def _mismatch(situation: Situation, asked: MismatchStop) -> tuple[AnyRecord, ...]:
    situation.demand_state(SENT)
    stop: Record[Stop] = situation.on
    demand_order(situation, stop.body.sent_at, asked.at)
    demand_text(mismatch_reason=asked.mismatch_reason)
    known = situation.rules.threshold(MATCH, local_day(situation.now)).fields
    if not asked.mismatched or not {one.value for one in asked.mismatched} <= set(known):
        raise InputError("error.stop-mismatch", known=", ".join(known))
    body = replace(
        stop.body,
        mismatched=tuple(sorted(set(asked.mismatched))),
        mismatch_reason=asked.mismatch_reason,
    )
    return (stop.change(state=MISMATCHED, body=body),)


def _correct(situation: Situation, asked: CorrectStop) -> tuple[AnyRecord, ...]:
    situation.demand_state(MISMATCHED)
    stop: Record[Stop] = situation.on
    told = {
        name: value
        for name in ("amount", "transferred_at", "holder", "account")
        if (value := getattr(asked, name))
    }
    body = replace(stop.body, **told)
    if body == stop.body:
        raise InputError("error.stop-correction")
    demand_sum(body.amount)
    demand_order(situation, None, body.transferred_at)
    changed = stop.change(state=APPROVED, body=body)
    if canonical_account(body.account) == canonical_account(stop.body.account):
        return (changed,)
    # Another account: it must be free to be stopped, and no list named it.
    body = replace(body, repeat_no=find_turn(situation, body, but=stop.id), source=())
    changed = replace(changed, body=body)
    return (replace(changed, marks=mark_stop(changed)),)


def _lift(situation: Situation, asked: LiftStop) -> tuple[AnyRecord, ...]:
    situation.demand_state(EXECUTED)
    stop: Record[Stop] = situation.on
    if find_stop_state(stop, asked.at) == LAPSED:
        raise StateError("error.stop-over", id=stop.id)
    demand_order(situation, stop.body.executed_at, asked.at)
    body = replace(stop.body, ended_at=asked.at)
    return (stop.change(state=LIFTED, body=body, clocks=stop.stop_clock(TERM, ClockState.VOID)),)


def _note_lapse(situation: Situation, _asked: NoteLapse) -> tuple[AnyRecord, ...]:
    situation.demand_state(EXECUTED)
    stop: Record[Stop] = situation.on
    term = stop.clock(TERM)
    if term is None or find_stop_state(stop, situation.now) != LAPSED:
        raise StateError("error.order-runs", id=stop.id)
    body = replace(stop.body, ended_at=term.due)
    return (stop.change(state=LAPSED, body=body, clocks=stop.stop_clock(TERM, ClockState.VOID)),)


def _withdraw(situation: Situation, _asked: WithdrawStop) -> tuple[AnyRecord, ...]:
    situation.demand_state(APPROVED, SENT, MISMATCHED)
    stop: Record[Stop] = situation.on
    clocks = stop.stop_clock(ENTRY, ClockState.VOID)
    marks = [mark for mark in stop.marks if mark.name in ("account", "order", "follows")]
    return (stop.change(state=WITHDRAWN, clocks=clocks, marks=marks),)


def _ask_correct(asked: CorrectStop, target: AnyRecord | None) -> tuple[Ask, ...]:
    if target is None:
        return ()
    return (ask_account(STOP, asked.account or target.body.account),)


ACTS: Final[tuple[AnyAct, ...]] = (
    Act("stop.send", ("order", "stop-sent"), SendStop, _send, STOP),
    Act("stop.execute", ("order", "stop-executed"), ExecuteStop, _execute, STOP),
    Act("stop.mismatch", ("order", "stop-mismatch"), MismatchStop, _mismatch, STOP),
    Act(
        "stop.correct",
        ("order", "stop-correct"),
        CorrectStop,
        _correct,
        STOP,
        asks=_ask_correct,
        condition=lambda _situation, _asked: "",
    ),
    Act(
        "stop.lift",
        ("order", "stop-lift"),
        LiftStop,
        _lift,
        STOP,
        condition=lambda _situation, _asked: "",
    ),
    Act("stop.lapse", ("order", "stop-lapsed"), NoteLapse, _note_lapse, STOP),
    Act("stop.withdraw", ("order", "stop-withdraw"), WithdrawStop, _withdraw, STOP),
)
