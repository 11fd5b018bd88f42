"""Objections of others to a return: until one is decided, what it concerns is not paid."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.orders.demands import demand_past
from zhanlian.docket.orders.freezes import FREEZE
from zhanlian.docket.returns.losses import LOSS, LOSSES_OF
from zhanlian.docket.stated import demand_text
from zhanlian.errors import InputError, NotFoundError
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.record import AnyRecord, Mark, Record
from zhanlian.model.docket.restitution import Objection

OBJECTION: Final = "objection"
RAISED: Final = "raised"
UPHELD: Final = "upheld"
DISMISSED: Final = "dismissed"
WITHDRAWN: Final = "withdrawn"
AGAINST: Final = "objection-against"  # mark: id of the freeze


@dataclass(frozen=True, slots=True)
class RaiseObjection:
    """Somebody else claims frozen money.

    Attributes:
        concerns: ids of losses whose return it is against; none for all of the account.
    """

    source: str
    claimed_at: datetime
    objector: str = identifier(Identifier.NAME)
    facts: str = identifier(Identifier.FREE_TEXT)
    amount: Amount | None = None
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecideObjection:
    """An objection is upheld or dismissed, with reasons."""

    upheld: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class WithdrawObjection:
    """Whoever objected takes it back."""

    reason: str


def find_objections(
    objections: Iterable[Record[Objection]], state: str, loss: str
) -> list[Record[Objection]]:
    """Return the objections in a state that concern the return of one loss."""
    return [
        one
        for one in objections
        if one.state == state and (not one.body.concerns or loss in one.body.concerns)
    ]


def tell_upheld(objections: Iterable[Record[Objection]]) -> int | None:
    """Return the whole units that belong to others by upheld objections; None for everything."""
    whole = [one for one in objections if one.state == UPHELD and not one.body.concerns]
    if any(one.body.amount is None for one in whole):
        return None
    return sum(one.body.amount.units for one in whole if one.body.amount is not None)


def ask_objections(freeze: str) -> Ask:
    """Return the question for all objections against a frozen account."""
    return Ask("objections", OBJECTION, (AGAINST, freeze))


def _raise(situation: Situation, asked: RaiseObjection) -> tuple[AnyRecord, ...]:
    demand_text(source=asked.source, objector=asked.objector, facts=asked.facts)
    demand_past(situation, asked.claimed_at)
    frozen = situation.on.body.frozen or situation.on.body.amount
    if asked.amount is not None and frozen is not None and asked.amount.asset != frozen.asset:
        raise InputError("error.loss-asset", asset=frozen.asset)
    known = {loss.id for loss in situation.answers("losses")}
    for loss in asked.concerns:
        if loss not in known:
            raise NotFoundError("error.record-missing", id=loss)
    body = Objection(
        source=asked.source,
        claimed_at=asked.claimed_at,
        objector=asked.objector,
        facts=asked.facts,
        amount=asked.amount,
        concerns=tuple(sorted(set(asked.concerns))),
    )
    made = situation.begin(OBJECTION, RAISED, body)
    return (replace(made, marks=(Mark(AGAINST, situation.on.id),)),)


def _decide(situation: Situation, asked: DecideObjection) -> tuple[AnyRecord, ...]:
    situation.demand_state(RAISED)
    demand_text(outcome=asked.outcome)
    objection: Record[Objection] = situation.on
    body = replace(objection.body, outcome=asked.outcome, decided_at=situation.now)
    return (objection.change(state=UPHELD if asked.upheld else DISMISSED, body=body),)


def _withdraw(situation: Situation, _asked: WithdrawObjection) -> tuple[AnyRecord, ...]:
    situation.demand_state(RAISED)
    return (situation.on.change(state=WITHDRAWN),)


def _ask_losses(_asked: RaiseObjection, target: AnyRecord | None) -> tuple[Ask, ...]:
    if target is None or target.case is None:
        return ()
    return (Ask("losses", LOSS, (LOSSES_OF, target.case)),)


KINDS: Final = (Kind(OBJECTION, Objection, (RAISED, UPHELD, DISMISSED, WITHDRAWN), "order"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act(
        "objection.raise",
        ("order", "object"),
        RaiseObjection,
        _raise,
        on=FREEZE,
        adds=True,
        asks=_ask_losses,
    ),
    Act(
        "objection.decide",
        ("order", "objection-decide"),
        DecideObjection,
        _decide,
        OBJECTION,
        condition=lambda _situation, _asked: "",
    ),
    Act(
        "objection.withdraw",
        ("order", "objection-withdraw"),
        WithdrawObjection,
        _withdraw,
        OBJECTION,
    ),
)
