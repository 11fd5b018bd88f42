"""What becomes of a freeze that holds: renewed in time, released, sold under it, or lapsed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from zhanlian.docket.act import Act, AnyAct, Ask, Situation
from zhanlian.docket.orders.demands import demand_filed, demand_order, demand_since, demand_sum
from zhanlian.docket.orders.freezes import (
    FREEZE,
    ask_freezes,
    load_holding,
    make_active,
    set_term,
    stand,
    tell_condition,
)
from zhanlian.docket.orders.standing import ACTIVE, LAPSED, QUEUED, RELEASED, TERM
from zhanlian.docket.stated import demand_text
from zhanlian.docket.timers import set_clock
from zhanlian.errors import InputError, StateError
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.order import Freeze, PropertyClass, Renewal, Sale
from zhanlian.model.docket.record import AnyRecord, ClockState, Record

UNRELATED: Final = "freeze.unrelated-release"  # clock: release what has nothing to do with the case


@dataclass(frozen=True, slots=True)
class RenewFreeze:
    """The freeze is to hold for one more term."""

    reason: str


@dataclass(frozen=True, slots=True)
class ConfirmRenewal:
    """The bank entered the renewal."""

    at: datetime


@dataclass(frozen=True, slots=True)
class ActivateFreeze:
    """The bank says since when a freeze from the queue holds."""

    at: datetime


@dataclass(frozen=True, slots=True)
class FindUnrelated:
    """What is frozen was found to have nothing to do with the case."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ReleaseFreeze:
    """The freeze ends, or a part of the sum is let go."""

    reason: str
    amount: Amount | None = None


@dataclass(frozen=True, slots=True)
class TellOwner:
    """The owner was told of the release."""

    at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class SellFrozen:
    """Frozen securities were sold on the owner's application; the proceeds are frozen."""

    sold_at: datetime
    proceeds: Amount
    application: str
    proceeds_account: str = identifier(Identifier.ACCOUNT)


@dataclass(frozen=True, slots=True)
class NoteLapse:
    """It is put on record that a freeze lapsed by itself."""


def _renew(situation: Situation, _asked: RenewFreeze) -> tuple[AnyRecord, ...]:
    freeze = load_holding(situation, situation.now)
    demand_filed(situation, situation.now)
    if any(one.effective_at is None for one in freeze.body.renewals):
        raise StateError("error.freeze-renewal-waits", id=freeze.id)
    renewals = (*freeze.body.renewals, Renewal(situation.now))
    return (freeze.change(body=replace(freeze.body, renewals=renewals)),)


def _confirm_renewal(situation: Situation, asked: ConfirmRenewal) -> tuple[AnyRecord, ...]:
    situation.demand_state(ACTIVE)
    waiting = [one for one in situation.on.body.renewals if one.effective_at is None]
    if not waiting:
        raise StateError("error.freeze-no-renewal", id=situation.on.id)
    demand_since(situation, waiting[-1].decided_at, asked.at)
    # What counts is that it reached the bank in time, not when that is put on record here.
    freeze = load_holding(situation, asked.at)
    if _find_holding(situation, situation.now) is not None:
        raise StateError("error.freeze-taken")
    done = tuple(
        one if one.effective_at else replace(one, effective_at=asked.at)
        for one in freeze.body.renewals
    )
    clocks = (
        *(clock for clock in freeze.clocks if clock.name != TERM),
        set_term(situation, freeze.body, asked.at, renewal=True),
    )
    return (freeze.change(body=replace(freeze.body, renewals=done), clocks=clocks),)


def _find_holding(situation: Situation, at: datetime) -> Record[Freeze] | None:
    """Return the other freeze that is on record as holding the account at a time."""
    others = (one for one in situation.answers("freezes") if one.id != situation.on.id)
    holding = (one for one in others if one.state == ACTIVE)
    return next((one for one in holding if stand(situation, one, at).state == ACTIVE), None)


def _activate(situation: Situation, asked: ActivateFreeze) -> tuple[AnyRecord, ...]:
    situation.demand_state(QUEUED)
    freeze: Record[Freeze] = situation.on
    demand_order(situation, freeze.body.executed_at, asked.at)
    standing = stand(situation, freeze, asked.at)
    since = standing.since
    if freeze.body.outside and standing.position == 1 and not _find_holding(situation, asked.at):
        since = asked.at  # no end that this docket knows tells it, only the bank
    elif standing.state != ACTIVE or since is None:
        raise StateError("error.freeze-waits", id=freeze.id, position=standing.position)
    return (make_active(situation, freeze, since).change(),)


def _find_unrelated(situation: Situation, asked: FindUnrelated) -> tuple[AnyRecord, ...]:
    freeze = load_holding(situation, situation.now)
    if freeze.body.unrelated_at is not None:
        raise StateError("error.freeze-unrelated", id=freeze.id)
    demand_order(situation, freeze.body.effective_at, asked.at)
    clocks = (*freeze.clocks, set_clock(situation, UNRELATED, asked.at))
    body = replace(freeze.body, unrelated_at=asked.at)
    return (freeze.change(body=body, clocks=clocks),)


def _release(situation: Situation, asked: ReleaseFreeze) -> tuple[AnyRecord, ...]:
    freeze = load_holding(situation, situation.now)
    rounds = [one.body for one in situation.answers("rounds")]
    if asked.amount is not None:
        kept = sum(one.committed + one.reserved for one in rounds)
        return (_release_part(freeze, asked.amount, kept),)
    if any(one.unpaid for one in rounds):
        raise StateError("error.freeze-committed", id=freeze.id)
    clocks = freeze.stop_clock(TERM, ClockState.VOID)
    # Told of unrelated property, the owner is still to be told; that clock goes on for it.
    body = replace(freeze.body, ended_at=situation.now)
    return (freeze.change(state=RELEASED, body=body, clocks=clocks),)


def _release_part(freeze: Record[Freeze], part: Amount, kept: int) -> AnyRecord:
    """Return a freeze without a part of its sum; what is returned to victims is not free to go."""
    demand_sum(part)
    held = freeze.body.frozen
    if held is None or part.asset != held.asset or part.units >= held.units:
        shown = "0" if held is None else held.show()
        raise InputError("error.freeze-part", held=shown)
    if part.units > held.units - kept:
        raise StateError("error.freeze-committed", id=freeze.id)
    left = Amount(held.units - part.units, held.asset)
    return freeze.change(body=replace(freeze.body, frozen=left))


def _tell_owner(situation: Situation, asked: TellOwner) -> tuple[AnyRecord, ...]:
    situation.demand_state(RELEASED)
    freeze: Record[Freeze] = situation.on
    demand_text(source=asked.source)
    demand_order(situation, freeze.body.ended_at, asked.at)
    body = replace(freeze.body, owner_told_at=asked.at)
    return (freeze.change(body=body, clocks=freeze.stop_clock(UNRELATED, ClockState.MET)),)


def _sell(situation: Situation, asked: SellFrozen) -> tuple[AnyRecord, ...]:
    freeze = load_holding(situation, situation.now)
    if freeze.body.property_class is not PropertyClass.SECURITIES:
        raise StateError("error.freeze-sale")
    demand_text(application=asked.application)
    demand_sum(asked.proceeds)
    demand_order(situation, freeze.body.effective_at, asked.sold_at)
    sale = Sale(asked.sold_at, asked.proceeds, asked.application, asked.proceeds_account)
    return (freeze.change(body=replace(freeze.body, sales=(*freeze.body.sales, sale))),)


def _note_lapse(situation: Situation, _asked: NoteLapse) -> tuple[AnyRecord, ...]:
    situation.demand_state(ACTIVE, QUEUED)
    freeze: Record[Freeze] = situation.on
    standing = stand(situation, freeze, situation.now)
    if standing.state != LAPSED or standing.since is None:
        raise StateError("error.order-runs", id=freeze.id)
    held = freeze
    if freeze.state == QUEUED:  # it held and lapsed without anybody noting either
        held = make_active(situation, freeze, standing.since)
    body = replace(held.body, ended_at=standing.until)
    return (held.change(state=LAPSED, body=body, clocks=held.stop_clock(TERM, ClockState.VOID)),)


def _condition(situation: Situation, _asked: object) -> str:
    return tell_condition(situation.on.body.property_class)


def _ask(asked: object, target: AnyRecord | None) -> tuple[Ask, ...]:
    """Return the questions for all freezes of the account, and the returns from this one."""
    rounds = () if target is None else (Ask("rounds", "round", ("round-from", target.id)),)
    return (*ask_freezes(asked, target), *rounds)


def _act(
    name: str,
    command: str,
    request: type[Any],
    decide: Callable[[Situation, Any], tuple[AnyRecord, ...]],
    *,
    coercive: bool = False,
) -> AnyAct:
    condition = _condition if coercive else None
    place = ("order", command)
    return Act(name, place, request, decide, FREEZE, asks=_ask, condition=condition)


ACTS: Final[tuple[AnyAct, ...]] = (
    _act("freeze.renew", "freeze-renew", RenewFreeze, _renew, coercive=True),
    _act("freeze.confirm-renewal", "freeze-renewed", ConfirmRenewal, _confirm_renewal),
    _act("freeze.activate", "freeze-activated", ActivateFreeze, _activate),
    _act("freeze.find-unrelated", "freeze-unrelated", FindUnrelated, _find_unrelated),
    _act("freeze.release", "freeze-release", ReleaseFreeze, _release, coercive=True),
    _act("freeze.tell-owner", "freeze-owner-told", TellOwner, _tell_owner),
    _act("freeze.sell", "freeze-sold", SellFrozen, _sell, coercive=True),
    _act("freeze.lapse", "freeze-lapsed", NoteLapse, _note_lapse),
)
