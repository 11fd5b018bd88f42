"""Rounds of return: who is to get what of one frozen sum, and its public notice.

The schedule is worked out by the money room; what is put on record here is checked against the
docket's own losses, payments and objections, whoever worked it out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.orders.demands import canonical_account, demand_since
from zhanlian.docket.orders.freezes import FREEZE, ask_freezes, load_holding
from zhanlian.docket.people.standing import PERSON_ID, STANDING
from zhanlian.docket.returns.losses import CLAIMED, LOSS, LOSSES_OF
from zhanlian.docket.returns.objections import (
    RAISED,
    ask_objections,
    find_objections,
    tell_upheld,
)
from zhanlian.docket.stated import demand_text
from zhanlian.docket.timers import set_clock
from zhanlian.errors import InputError, NotFoundError, StateError
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.order import Freeze
from zhanlian.model.docket.record import AnyRecord, ClockState, Mark, Record
from zhanlian.model.docket.restitution import (
    LineState,
    Loss,
    Objection,
    ReturnWay,
    Round,
    RoundLine,
)
from zhanlian.model.flow import ReturnReading
from zhanlian.model.message import Message

ROUND: Final = "round"
PROPOSED: Final = "proposed"
NOTICED: Final = "noticed"
DECIDED: Final = "decided"
PAID: Final = "paid"
WITHDRAWN: Final = "withdrawn"
FROM: Final = "round-from"  # mark: id of the freeze
IN: Final = "rounds-in"  # mark: id of the case
OPEN: Final = "round-open"  # mark: id of the freeze; unique: one round at a time is worked out
NOTICE: Final = "notice"  # clock: until when the public may object


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """One victim's part: id of the loss, how it was found, and the sum."""

    loss: str
    way: ReturnWay
    payment: Amount
    transfers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposeRound:
    """A schedule of return from a frozen account."""

    lines: tuple[ProposedLine, ...]
    reading: ReturnReading = ReturnReading.USUAL
    disclosed: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishNotice:
    """The public was told of a return by proportion, and of the time to object."""

    at: datetime
    published: str


@dataclass(frozen=True, slots=True)
class WithdrawRound:
    """A round that was not decided is taken back."""

    reason: str


def tell_owed(loss: Record[Loss], rounds: Iterable[Record[Round]]) -> int:
    """Return the whole units that may still be returned of a loss, after all rounds of its case."""
    return max(0, loss.body.unrecovered - sum(one.body.committed_to(loss.id) for one in rounds))


def tell_left(
    freeze: Record[Freeze],
    rounds: Iterable[Record[Round]],
    objections: Iterable[Record[Objection]],
) -> Amount:
    """Return what a new round could share out of a frozen sum.

    What was decided, what waits for an objection to be settled, and what belongs to others by
    upheld objections is not in it.
    """
    frozen = freeze.body.frozen
    if frozen is None:
        return Amount(0)
    others = tell_upheld(objections)
    if others is None:
        return Amount(0, frozen.asset)
    own = (one.body for one in rounds if one.body.freeze == freeze.id)
    gone = sum(one.committed + one.reserved for one in own)
    return Amount(max(0, frozen.units - gone - others), frozen.asset)


def _propose(situation: Situation, asked: ProposeRound) -> tuple[AnyRecord, ...]:
    freeze = load_holding(situation, situation.now)
    rounds, objections = situation.answers("rounds"), situation.answers("objections")
    left = tell_left(freeze, rounds, objections)
    lines = tuple(_check_line(situation, line, left.asset) for line in asked.lines)
    total = sum(line.payment.units for line in lines)
    if not total or len({line.loss for line in lines}) != len(lines):
        raise InputError("error.round-lines")
    if total > left.units:
        raise StateError("error.round-sum", left=left.show())
    own = [one for one in rounds if one.body.freeze == freeze.id and one.state != WITHDRAWN]
    body = Round(
        freeze=freeze.id,
        round_no=len(own) + 1,
        frozen=left,
        residue=Amount(left.units - total, left.asset),
        reading=asked.reading,
        lines=lines,
        account=freeze.body.account,
        disclosed=asked.disclosed,
    )
    made = situation.begin(ROUND, PROPOSED, body)
    marks = (
        Mark(FROM, freeze.id),
        Mark(IN, freeze.case or freeze.id),
        Mark(OPEN, freeze.id, unique=True),
    )
    return (replace(made, marks=marks),)


def _check_line(situation: Situation, line: ProposedLine, asset: str) -> RoundLine:
    """Return a line as it goes on record, paused where somebody objects.

    Raises:
        NotFoundError: there is no such loss in the case.
        StateError: nothing may be paid to this victim, or not so much.
    """
    found = [one for one in situation.answers("losses") if one.id == line.loss]
    if not found or found[0].state != CLAIMED:
        raise NotFoundError("error.record-missing", id=line.loss)
    loss: Record[Loss] = found[0]
    if loss.body.accused:
        raise StateError("error.return-accused", loss=loss.id)
    if {line.payment.asset, loss.body.amount.asset} != {asset}:
        raise InputError("error.loss-asset", asset=asset)
    owed = tell_owed(loss, situation.answers("rounds"))
    if line.payment.units > owed:
        raise StateError("error.round-owed", loss=loss.id, owed=Amount(owed, asset).show())
    paused = find_objections(situation.answers("objections"), RAISED, loss.id)
    return RoundLine(
        loss=line.loss,
        way=line.way,
        payment=line.payment,
        unrecovered=Amount(owed, asset),
        transfers=line.transfers,
        person=loss.body.person,
        line_state=LineState.PAUSED if paused else LineState.PROPOSED,
    )


def _notice(situation: Situation, asked: PublishNotice) -> tuple[AnyRecord, ...]:
    situation.demand_state(PROPOSED)
    round_: Record[Round] = situation.on
    if not round_.body.needs_notice:
        raise StateError("error.round-no-notice", id=round_.id)
    demand_text(published=asked.published)
    # Told to have been published long ago, it would be over on the day it is put on record.
    demand_since(situation, round_.at, asked.at)
    body = replace(round_.body, published=asked.published, noticed_at=asked.at)
    clock = set_clock(situation, "return.notice", asked.at, name=NOTICE)
    return (round_.change(state=NOTICED, body=body, clocks=(*round_.clocks, clock)),)


def _withdraw(situation: Situation, _asked: WithdrawRound) -> tuple[AnyRecord, ...]:
    situation.demand_state(PROPOSED, NOTICED)
    round_: Record[Round] = situation.on
    clocks = round_.stop_clock(NOTICE, ClockState.VOID)
    return (round_.change(state=WITHDRAWN, marks=round_.marks_without(OPEN), clocks=clocks),)


def ask_returns(freeze: str, case: str | None) -> tuple[Ask, ...]:
    """Return the questions for losses and rounds of a case, and objections against a freeze."""
    if case is None:
        return ()
    return (
        Ask("losses", LOSS, (LOSSES_OF, case)),
        Ask("rounds", ROUND, (IN, case)),
        ask_objections(freeze),
    )


def ask_of_round(_asked: object, target: AnyRecord | None) -> tuple[Ask, ...]:
    """Return the questions for all that a round hangs on: its freeze, losses, objections."""
    if target is None:
        return ()
    account = canonical_account(target.body.account)
    people = {line.person for line in target.body.lines} - {""}
    return (
        *(Ask(f"standings {one}", STANDING, (PERSON_ID, one)) for one in sorted(people)),
        Ask("freezes", FREEZE, ("account", account), everywhere=True),
        *ask_returns(target.body.freeze, target.case),
    )


def _ask_propose(asked: ProposeRound, target: AnyRecord | None) -> tuple[Ask, ...]:
    if target is None:
        return ()
    return (*ask_freezes(asked, target), *ask_returns(target.id, target.case))


KINDS: Final = (Kind(ROUND, Round, (PROPOSED, NOTICED, DECIDED, PAID, WITHDRAWN), "order"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act(
        "round.propose",
        ("order", "round-lines"),
        ProposeRound,
        _propose,
        on=FREEZE,
        adds=True,
        asks=_ask_propose,
    ),
    Act("round.notice", ("order", "notice"), PublishNotice, _notice, ROUND),
    Act("round.withdraw", ("order", "round-withdraw"), WithdrawRound, _withdraw, ROUND),
)
