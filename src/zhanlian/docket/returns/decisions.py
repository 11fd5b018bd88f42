"""The decision to return money (返还决定书), and its payments by the bank.

A return by proportion is decided when the notice is over. What somebody objects to waits; when
the objection is dismissed the rest is decided by a further decision on the same round.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Situation
from zhanlian.docket.orders.demands import canonical_account, demand_since
from zhanlian.docket.orders.freezes import stand
from zhanlian.docket.orders.standing import ACTIVE
from zhanlian.docket.returns.losses import CLAIMED, is_suspect
from zhanlian.docket.returns.objections import RAISED, UPHELD, find_objections, tell_upheld
from zhanlian.docket.returns.rounds import (
    DECIDED,
    NOTICE,
    NOTICED,
    OPEN,
    PAID,
    PROPOSED,
    ROUND,
    ask_of_round,
    tell_owed,
)
from zhanlian.docket.stated import demand_text
from zhanlian.docket.timers import set_clock
from zhanlian.errors import InputError, NotFoundError, StateError
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.record import AnyRecord, ClockState, Record
from zhanlian.model.docket.restitution import LineState, Loss, Round, RoundLine

EXECUTION: Final = "return.execution"  # clock: the bank pays
_UNPAID: Final = (LineState.PROPOSED, LineState.PAUSED, LineState.DECIDED)


@dataclass(frozen=True, slots=True)
class DecideReturn:
    """The return is decided, as far as nobody objects."""

    decision_no: str


@dataclass(frozen=True, slots=True)
class DeliverDecision:
    """The bank received the decision."""

    at: datetime


@dataclass(frozen=True, slots=True)
class PayReturn:
    """The bank paid one victim.

    Attributes:
        loss: id of the claim.
        payee_account: that the money went to; the victim's own, as recorded.
        receipt: SHA-256 of the receipt, or a reference to it.
    """

    loss: str
    amount: Amount
    at: datetime
    receipt: str
    payee_account: str = identifier(Identifier.ACCOUNT)


def _decide(situation: Situation, asked: DecideReturn) -> tuple[AnyRecord, ...]:
    situation.demand_state(PROPOSED, NOTICED, DECIDED)
    round_: Record[Round] = situation.on
    demand_text(decision_no=asked.decision_no)
    _check_notice(situation, round_)
    _check_freeze(situation, round_)
    lines = tuple(_settle(situation, line) for line in round_.body.lines)
    if not _is_decision(lines, round_.body.lines):
        raise StateError("error.return-nothing", id=round_.id)
    numbers = (*round_.body.decision_no, asked.decision_no)
    body = replace(round_.body, lines=lines, decided_at=situation.now, decision_no=numbers)
    _check_sum(situation, body)
    decided = replace(
        round_,
        clocks=round_.stop_clock(NOTICE, ClockState.MET),
        marks=round_.marks_without(OPEN),
    )
    return (_close(decided, body),)


def _is_decision(new: tuple[RoundLine, ...], old: tuple[RoundLine, ...]) -> bool:
    """Return whether a part is decided that was not, or what was decided is less or barred now."""
    return any(
        one != before and LineState.DECIDED in (one.line_state, before.line_state)
        for one, before in zip(new, old, strict=True)
    )


def _close(round_: Record[Round], body: Round) -> AnyRecord:
    """Return a round that was decided with its new lines; paid, when nothing of it waits."""
    if body.unpaid or body.reserved:
        return round_.change(state=DECIDED, body=body)
    clocks = round_.stop_clock(EXECUTION, ClockState.MET)
    return round_.change(state=PAID, body=body, clocks=clocks)


def _check_notice(situation: Situation, round_: Record[Round]) -> None:
    """Return when nobody need be told first, or the time to object is over."""
    if not round_.body.needs_notice or round_.state == DECIDED:
        return
    notice = round_.clock(NOTICE)
    if notice is None:
        raise StateError("error.return-unnoticed", id=round_.id)
    if notice.due > situation.now:
        raise StateError("error.return-notice-runs", id=round_.id, due=notice.due)


def _check_freeze(situation: Situation, round_: Record[Round]) -> None:
    for freeze in situation.answers("freezes"):
        if freeze.id == round_.body.freeze:
            if stand(situation, freeze, situation.now).state == ACTIVE:
                return
            raise StateError("error.return-unfrozen", freeze=freeze.id)
    raise NotFoundError("error.record-missing", id=round_.body.freeze)


def _settle(situation: Situation, line: RoundLine) -> RoundLine:
    """Return a line that nothing stands against as decided; others paused, or barred for good.

    What was decided and not paid is settled anew: the victim may be owed less by now.
    """
    if line.line_state not in _UNPAID:
        return line
    if _is_disputed(situation, line.loss):
        return replace(line, line_state=LineState.PAUSED)
    if _is_barred(situation, line.loss):
        return replace(line, line_state=LineState.BARRED)
    owed = _tell_owed(situation, line)
    # What came back in between counts: a victim gets no more than the loss.
    payment = Amount(min(line.payment.units, owed), line.payment.asset)
    state = LineState.DECIDED if payment.units else LineState.BARRED
    return replace(line, line_state=state, payment=payment if payment.units else line.payment)


def _tell_owed(situation: Situation, line: RoundLine) -> int:
    """Return what may be paid of a line: nothing to the accused, nor for a claim taken back."""
    loss = _find_loss(situation, line.loss)
    if loss is None or _is_accused(situation, loss):
        return 0
    others = [one for one in situation.answers("rounds") if one.id != situation.on.id]
    return tell_owed(loss, others)


def _check_sum(situation: Situation, body: Round) -> None:
    """Return when all that was decided on the account is no more than is frozen there."""
    freeze = next(one for one in situation.answers("freezes") if one.id == body.freeze)
    others = [
        one.body
        for one in situation.answers("rounds")
        if one.body.freeze == body.freeze and one.id != situation.on.id
    ]
    gone = sum(one.committed + one.reserved for one in (*others, body))
    gone += tell_upheld(situation.answers("objections")) or 0
    frozen = freeze.body.frozen
    if frozen is None or gone > frozen.units:
        raise StateError("error.return-total", id=situation.on.id)


def _find_loss(situation: Situation, loss_id: str) -> Record[Loss] | None:
    """Return a claim that stands, or None."""
    claimed = (loss for loss in situation.answers("losses") if loss.state == CLAIMED)
    return next((loss for loss in claimed if loss.id == loss_id), None)


def _is_accused(situation: Situation, loss: Record[Loss]) -> bool:
    """Return whether a victim stands on the side of the accused by now."""
    standings = situation.answers(f"standings {loss.body.person}")
    return loss.body.accused or is_suspect(standings, loss.case)


def _deliver(situation: Situation, asked: DeliverDecision) -> tuple[AnyRecord, ...]:
    situation.demand_state(DECIDED)
    round_: Record[Round] = situation.on
    demand_since(situation, round_.body.decided_at, asked.at)
    clocks = (
        *(clock for clock in round_.clocks if clock.name != EXECUTION),
        set_clock(situation, EXECUTION, asked.at),
    )
    return (round_.change(clocks=clocks),)


def _pay(situation: Situation, asked: PayReturn) -> tuple[AnyRecord, ...]:
    situation.demand_state(DECIDED)
    round_: Record[Round] = situation.on
    demand_text(receipt=asked.receipt)
    demand_since(situation, round_.body.decided_at, asked.at)
    _check_freeze(situation, round_)
    line = _load_line(round_, asked)
    loss = _find_loss(situation, asked.loss)
    if loss is None:
        raise NotFoundError("error.record-missing", id=asked.loss)
    if _is_accused(situation, loss):
        raise StateError("error.return-accused", loss=loss.id)
    # Nobody collects for a victim: neither an officer nor anybody else.
    own = canonical_account(loss.body.victim_account)
    if canonical_account(asked.payee_account) != own:
        raise StateError("error.return-payee", loss=loss.id)
    if _is_barred(situation, loss.id) or _is_disputed(situation, loss.id):
        raise StateError("error.return-objection", loss=loss.id)
    if line.payment.units > _tell_owed(situation, line):
        raise StateError("error.return-owed", loss=loss.id)
    _check_sum(situation, round_.body)
    paid = replace(line, line_state=LineState.PAID, paid_at=asked.at, receipt=asked.receipt)
    lines = tuple(paid if one.loss == line.loss else one for one in round_.body.lines)
    return (_close(round_, replace(round_.body, lines=lines)),)


def _is_disputed(situation: Situation, loss: str) -> bool:
    """Return whether an objection to the return of a loss waits to be decided."""
    return bool(find_objections(situation.answers("objections"), RAISED, loss))


def _is_barred(situation: Situation, loss: str) -> bool:
    """Return whether an upheld objection takes all that a loss could get."""
    upheld = find_objections(situation.answers("objections"), UPHELD, loss)
    return any(one.body.concerns or one.body.amount is None for one in upheld)


def _load_line(round_: Record[Round], asked: PayReturn) -> RoundLine:
    for line in round_.body.lines:
        if line.loss == asked.loss:
            if line.line_state is not LineState.DECIDED:
                raise StateError("error.return-line", loss=asked.loss, state=line.line_state.value)
            if line.payment != asked.amount:
                raise InputError("error.return-amount", decided=line.payment.show())
            return line
    raise NotFoundError("error.record-missing", id=asked.loss)


ACTS: Final[tuple[AnyAct, ...]] = (
    Act(
        "return.decide",
        ("order", "decide"),
        DecideReturn,
        _decide,
        ROUND,
        asks=ask_of_round,
        condition=lambda _situation, _asked: "",
    ),
    Act("return.deliver", ("order", "decision-delivered"), DeliverDecision, _deliver, ROUND),
    Act("return.pay", ("order", "pay"), PayReturn, _pay, ROUND, asks=ask_of_round),
)
