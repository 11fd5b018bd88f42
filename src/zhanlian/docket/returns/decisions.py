"""The decision to return money (返还决定书), and its payments by the bank.

A return by proportion is decided when the notice is over. What somebody objects to waits; when
the objection is dismissed the rest is decided by a further decision on the same round.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Situation
from zhanlian.docket.orders.demands import canonical_account, demand_order
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
_UNSETTLED: Final = (LineState.PROPOSED, LineState.PAUSED)


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
    if not any(
        new.line_state is LineState.DECIDED and old.line_state is not LineState.DECIDED
        for new, old in zip(lines, round_.body.lines, strict=True)
    ):
        raise StateError("error.return-nothing", id=round_.id)
    numbers = (*round_.body.decision_no, asked.decision_no)
    body = replace(round_.body, lines=lines, decided_at=situation.now, decision_no=numbers)
    _check_sum(situation, body)
    clocks = round_.stop_clock(NOTICE, ClockState.MET)
    marks = round_.marks_without(OPEN)
    return (round_.change(state=DECIDED, body=body, clocks=clocks, marks=marks),)


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
    """Return a line that nothing stands against as decided; others paused, or barred for good."""
    if line.line_state not in _UNSETTLED:
        return line
    objections = situation.answers("objections")
    if find_objections(objections, RAISED, line.loss):
        return replace(line, line_state=LineState.PAUSED)
    upheld = find_objections(objections, UPHELD, line.loss)
    if any(one.body.concerns or one.body.amount is None for one in upheld):
        return replace(line, line_state=LineState.BARRED)
    loss = _load_loss(situation, line.loss)
    owed = 0 if _is_accused(situation, loss) else tell_owed(loss, situation.answers("rounds"))
    # What came back in between counts: a victim gets no more than the loss.
    payment = Amount(min(line.payment.units, owed), line.payment.asset)
    state = LineState.DECIDED if payment.units else LineState.BARRED
    return replace(line, line_state=state, payment=payment if payment.units else line.payment)


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


def _load_loss(situation: Situation, loss_id: str) -> Record[Loss]:
    for loss in situation.answers("losses"):
        if loss.id == loss_id and loss.state == CLAIMED:
            return loss
    raise NotFoundError("error.record-missing", id=loss_id)


def _is_accused(situation: Situation, loss: Record[Loss]) -> bool:
    """Return whether a victim stands on the side of the accused by now."""
    standings = situation.answers(f"standings {loss.body.person}")
    return loss.body.accused or is_suspect(standings, loss.case)


def _deliver(situation: Situation, asked: DeliverDecision) -> tuple[AnyRecord, ...]:
    situation.demand_state(DECIDED)
    round_: Record[Round] = situation.on
    demand_order(situation, round_.body.decided_at, asked.at)
    clocks = (
        *(clock for clock in round_.clocks if clock.name != EXECUTION),
        set_clock(situation, EXECUTION, asked.at),
    )
    return (round_.change(clocks=clocks),)


def _pay(situation: Situation, asked: PayReturn) -> tuple[AnyRecord, ...]:
    situation.demand_state(DECIDED)
    round_: Record[Round] = situation.on
    demand_text(receipt=asked.receipt)
    demand_order(situation, round_.body.decided_at, asked.at)
    _check_freeze(situation, round_)
    line = _load_line(round_, asked)
    loss = _load_loss(situation, asked.loss)
    if _is_accused(situation, loss):
        raise StateError("error.return-accused", loss=loss.id)
    # Nobody collects for a victim: neither an officer nor anybody else.
    own = canonical_account(loss.body.victim_account)
    if canonical_account(asked.payee_account) != own:
        raise StateError("error.return-payee", loss=loss.id)
    if find_objections(situation.answers("objections"), RAISED, loss.id):
        raise StateError("error.return-objection", loss=loss.id)
    paid = replace(line, line_state=LineState.PAID, paid_at=asked.at, receipt=asked.receipt)
    lines = tuple(paid if one.loss == line.loss else one for one in round_.body.lines)
    body = replace(round_.body, lines=lines)
    if body.unpaid or body.reserved:
        return (round_.change(body=body),)
    clocks = round_.stop_clock(EXECUTION, ClockState.MET)
    return (round_.change(state=PAID, body=body, clocks=clocks),)


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
