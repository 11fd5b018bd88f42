"""Corrections of what was recorded of the execution of a stop or freeze: its time, or the sum.

A clock of the law runs from the real moment. So a wrong one is put right, with reason, source and
approval, the terms are computed anew, and what was recorded later must still have been possible.
What stood before stays in the record.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Situation
from zhanlian.docket.orders.demands import demand_filed, demand_order, demand_sum
from zhanlian.docket.orders.freezes import (
    FREEZE,
    QUEUE_CHECK,
    ask_freezes,
    set_term,
    tell_condition,
)
from zhanlian.docket.orders.standing import ACTIVE, LAPSED, QUEUED, RELEASED, TERM
from zhanlian.docket.orders.stops import EXECUTED, LIFTED, STOP
from zhanlian.docket.orders.stops import LAPSED as STOP_LAPSED
from zhanlian.docket.orders.stops import TERM as STOP_TERM
from zhanlian.docket.stated import demand_text
from zhanlian.docket.timers import set_clock
from zhanlian.errors import InputError, StateError
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.order import Freeze, OrderCorrection, Stop
from zhanlian.model.docket.record import AnyRecord, ClockState, Record, RunningClock

_NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CorrectStopTime:
    """The time at which the bank stopped payments was recorded wrongly."""

    at: datetime
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class CorrectFreeze:
    """What the bank entered was recorded wrongly.

    Attributes:
        at: when it really entered the freeze; the recorded time stays where it is not told.
        frozen: sum that is really held now, after all that was released of it; likewise.
    """

    reason: str
    source: str
    at: datetime | None = None
    frozen: Amount | None = None


def _correct_stop(situation: Situation, asked: CorrectStopTime) -> tuple[AnyRecord, ...]:
    situation.demand_state(EXECUTED, LIFTED, STOP_LAPSED)
    demand_text(reason=asked.reason, source=asked.source)
    stop: Record[Stop] = situation.on
    if asked.at == stop.body.executed_at:
        raise InputError("error.order-correction")
    demand_order(situation, stop.body.sent_at, asked.at)
    told = _note(situation, asked, was_executed_at=stop.body.executed_at)
    body = replace(stop.body, executed_at=asked.at, corrections=(*stop.body.corrections, told))
    term = set_clock(situation, STOP_TERM, asked.at)
    kept = tuple(clock for clock in stop.clocks if clock.name != STOP_TERM)
    if stop.state == LIFTED:
        _check_lifted(stop, asked.at, term)
        void = replace(term, state=ClockState.VOID)
        return (stop.change(body=body, clocks=(*kept, void)),)
    if stop.state == STOP_LAPSED and term.has_run_out(situation.now):
        body, void = replace(body, ended_at=term.due), replace(term, state=ClockState.VOID)
        return (stop.change(body=body, clocks=(*kept, void)),)
    # One that was noted as over goes on, where by the right time it is not.
    return (stop.change(state=EXECUTED, body=replace(body, ended_at=None), clocks=(*kept, term)),)


def _check_lifted(stop: Record[Stop], at: datetime, term: RunningClock) -> None:
    ended = stop.body.ended_at
    if ended is not None and not at <= ended < term.due:
        raise StateError(
            "error.stop-correction-later", id=stop.id, at=at, due=term.due, ended=ended
        )


def _correct_freeze(situation: Situation, asked: CorrectFreeze) -> tuple[AnyRecord, ...]:
    situation.demand_state(ACTIVE, QUEUED, RELEASED, LAPSED)
    demand_text(reason=asked.reason, source=asked.source)
    freeze: Record[Freeze] = situation.on
    former = freeze.body
    at = None if asked.at == former.executed_at else asked.at
    frozen = None if asked.frozen == former.frozen else asked.frozen
    if at is None and frozen is None:
        raise InputError("error.order-correction")
    told = _note(
        situation,
        asked,
        was_executed_at=None if at is None else former.executed_at,
        was_frozen=None if frozen is None else former.frozen,
    )
    body = replace(former, corrections=(*former.corrections, told))
    if frozen is not None:
        _check_sum(situation, former, frozen)
        body = replace(body, frozen=frozen)
    changed = freeze.change(body=body)
    return (changed if at is None else _move(situation, changed, at),)


def _note(
    situation: Situation,
    asked: CorrectFreeze | CorrectStopTime,
    *,
    was_executed_at: datetime | None = None,
    was_frozen: Amount | None = None,
) -> OrderCorrection:
    return OrderCorrection(situation.now, asked.reason, asked.source, was_executed_at, was_frozen)


def _check_sum(situation: Situation, freeze: Freeze, frozen: Amount) -> None:
    """Return when a sum fits the order, and what is returned to victims out of it."""
    demand_sum(frozen)
    most = freeze.amount or freeze.frozen
    if most is not None and frozen.asset != most.asset:
        raise InputError("error.freeze-sum", most=most.show())
    if freeze.amount is not None and frozen.units > freeze.amount.units:
        raise InputError("error.freeze-sum", most=freeze.amount.show())
    rounds = [one.body for one in situation.answers("rounds")]
    if frozen.units < sum(one.committed + one.reserved for one in rounds):
        raise StateError("error.freeze-committed", id=situation.on.id)


def _move(situation: Situation, freeze: Record[Freeze], at: datetime) -> Record[Freeze]:
    """Return a freeze as it stands when the bank entered it at another time."""
    former = freeze.body
    demand_order(situation, former.decided_at, at)
    demand_filed(situation, at)
    moved = replace(former, executed_at=at)
    if former.effective_at is None:
        check = set_clock(situation, QUEUE_CHECK, at)
        clocks = (*(one for one in freeze.clocks if one.name != QUEUE_CHECK), check)
        changed = replace(freeze, body=moved, clocks=clocks)
        _check_queue(situation, changed)
        return changed
    if former.effective_at == former.executed_at:
        moved = replace(moved, effective_at=at)
    elif at > former.effective_at:  # it moved up from the queue, which it had not entered yet
        raise StateError(
            "error.freeze-correction-later", id=freeze.id, at=at, later=former.effective_at
        )
    changed = _recount(situation, replace(freeze, body=moved))
    _check_queue(situation, changed)
    return changed


def _recount(situation: Situation, freeze: Record[Freeze]) -> Record[Freeze]:
    """Return a freeze with its term counted anew, over all renewals, and what came later checked.

    Raises:
        StateError: a renewal, sale, finding or release does not lie within the term any more.
    """
    body, start = freeze.body, freeze.body.effective_at
    if start is None:
        raise LookupError("a freeze that never held has no term")
    term = set_term(situation, body, start)
    for renewal in body.renewals:
        told = renewal.effective_at
        _demand_within(freeze, start, term, renewal.decided_at if told is None else told)
        if told is not None:
            term = set_term(situation, body, told, renewal=True)
    later = (*(one.sold_at for one in body.sales), body.unrelated_at)
    for moment in (*later, body.ended_at if freeze.state == RELEASED else None):
        if moment is not None:
            _demand_within(freeze, start, term, moment)
    kept = tuple(clock for clock in freeze.clocks if clock.name != TERM)
    if freeze.state == RELEASED:
        return replace(freeze, clocks=(*kept, replace(term, state=ClockState.VOID)))
    if freeze.state == LAPSED and term.has_run_out(situation.now):
        lapsed = replace(freeze, body=replace(body, ended_at=term.due))
        return replace(lapsed, clocks=(*kept, replace(term, state=ClockState.VOID)))
    # One that was noted as lapsed holds again, where by the right time it has not ended.
    active = replace(freeze, state=ACTIVE, body=replace(body, ended_at=None))
    return replace(active, clocks=(*kept, term))


def _demand_within(
    freeze: Record[Freeze], start: datetime, term: RunningClock, moment: datetime
) -> None:
    if not start <= moment < term.due:
        raise StateError("error.freeze-correction-later", id=freeze.id, at=start, later=moment)


def _check_queue(situation: Situation, freeze: Record[Freeze]) -> None:
    """Return when no two freezes of the account held at once, and none out of its turn.

    Raises:
        StateError: they would have; of the other freeze nothing is told.
    """
    for other in situation.answers("freezes"):
        if other.id == freeze.id or other.body.executed_at is None:
            continue
        if _overlap(freeze, other) or _jumps(freeze, other) or _jumps(other, freeze):
            raise StateError("error.freeze-overlap", id=freeze.id)


def _overlap(one: Record[Freeze], other: Record[Freeze]) -> bool:
    return any(
        first[0] < second[1] and second[0] < first[1]
        for first in _held(one)
        for second in _held(other)
    )


def _held(freeze: Record[Freeze]) -> Iterator[tuple[datetime, datetime]]:
    """Yield from when until when a freeze held, if it is on record that it did."""
    since, term = freeze.body.effective_at, freeze.clock(TERM)
    if since is not None:
        yield since, freeze.body.ended_at or (_NEVER if term is None else term.due)


def _jumps(one: Record[Freeze], other: Record[Freeze]) -> bool:
    """Return whether one took hold while the other, entered before it, waited."""
    since, entered = one.body.effective_at, other.body.executed_at
    if since is None or entered is None or other.body.outside:
        return False
    first = (entered, other.id) < (one.body.executed_at or _NEVER, one.id)
    waited_until = other.body.effective_at or other.body.ended_at or _NEVER
    return first and entered < since < waited_until


def _ask(asked: CorrectFreeze, target: AnyRecord | None) -> tuple[Ask, ...]:
    rounds = () if target is None else (Ask("rounds", "round", ("round-from", target.id)),)
    return (*ask_freezes(asked, target), *rounds)


STOP_ACT: Final[AnyAct] = Act(
    "stop.correct-time",
    ("order", "stop-time-correct"),
    CorrectStopTime,
    _correct_stop,
    STOP,
    condition=lambda _situation, _asked: "",
)
FREEZE_ACT: Final[AnyAct] = Act(
    "freeze.correct",
    ("order", "freeze-correct"),
    CorrectFreeze,
    _correct_freeze,
    FREEZE,
    asks=_ask,
    condition=lambda situation, _asked: tell_condition(situation.on.body.property_class),
)
