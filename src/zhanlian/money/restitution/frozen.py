"""The frozen sums of a case, and whose claims each of them answers for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from zhanlian.kernels.sources import find_sources
from zhanlian.model.answers import ExistingFreeze, FreezeState, RestitutionSchedule, ReturnReading
from zhanlian.model.loss import LossClaim
from zhanlian.money.restitution.matching import Inflow
from zhanlian.money.restitution.schedule import FrozenSum, schedule_return
from zhanlian.money.tracing.measures import STOP_HOURS, find_standing, pick_measures
from zhanlian.money.tracing.trail import Trail

Claims = Mapping[str, Sequence[LossClaim]]
"""Claims by asset, in the order of filing."""


def schedule_returns(
    trail: Trail,
    measures: Mapping[str, Sequence[ExistingFreeze]],
    claims: Claims,
    reading: ReturnReading = ReturnReading.USUAL,
    stop_hours: int = STOP_HOURS,
) -> tuple[RestitutionSchedule, ...]:
    """Return a schedule for each account under a freeze that victims' money reached.

    The sums are taken in the order of account and asset; what one of them would give a victim
    counts as recovered in the next, so that nobody is due more than the loss over all of them.

    Args:
        trail: the trace; whose money came into an account is told by its transfers.
        measures: told of accounts, by account.
        claims: of the victims, by asset.
        reading: of the words on proportion.
        stop_hours: how long a stop lasts that tells no end.
    """
    book = {(asset, claim.victim): claim for asset, told in claims.items() for claim in told}
    schedules = []
    for purse in _find_frozen(trail, measures, stop_hours):
        frozen = _tell_sum(trail, purse, measures, stop_hours)
        reached = _find_victims(trail, purse)
        own = [
            book[frozen.asset, claim.victim]
            for claim in claims.get(frozen.asset, ())
            if claim.victim in reached
        ]
        if not (own and frozen.amount):
            continue
        schedule = schedule_return(frozen, own, reading)
        schedules.append(schedule)
        for line in schedule.lines:
            claim = book[frozen.asset, line.victim]
            book[frozen.asset, line.victim] = replace(
                claim, recovered=claim.recovered + line.payment
            )
    return tuple(schedules)


def _find_frozen(
    trail: Trail, measures: Mapping[str, Sequence[ExistingFreeze]], stop_hours: int
) -> list[int]:
    purses = [
        (trail.account(purse), trail.asset(purse), purse)
        for purse in np.flatnonzero(trail.received > 0).tolist()
        if trail.account(purse) in measures
    ]
    return [
        purse
        for account, asset, purse in sorted(purses)
        if find_standing(pick_measures(measures, account, asset), trail.as_of, stop_hours).state
        is FreezeState.FROZEN
    ]


def _tell_sum(
    trail: Trail, purse: int, measures: Mapping[str, Sequence[ExistingFreeze]], stop_hours: int
) -> FrozenSum:
    """Return the sum that a freeze holds: its amount, but no more than the account has."""
    balance, told = trail.last_balance
    there = max(int(balance[purse]), 0) if told[purse] else int(trail.traced.held[purse])
    freezes = pick_measures(measures, trail.account(purse), trail.asset(purse))
    standing = find_standing(freezes, trail.as_of, stop_hours)
    amount = there if standing.frozen is None else min(standing.frozen, there)
    return FrozenSum(
        trail.account(purse), trail.asset(purse), amount, tuple(_list_inflows(trail, purse))
    )


def _list_inflows(trail: Trail, purse: int) -> list[Inflow]:
    """Return what came into a purse since it was last empty; a victim's own payment is named.

    Where the balance before the first transfer is not known to be nought, what lay there is an
    inflow of nobody's.
    """
    ledger = trail.transfers.select(["transfer_id", "payee_balance_after", "payer_balance_after"])
    came = trail.flow.payee == purse
    moves = np.flatnonzero((came | (trail.flow.payer == purse)) & (trail.flow.amount > 0))
    opening = trail.purses.column("opening")[purse].as_py()
    inflows = [] if opening == 0 else [Inflow("", int(opening or 0), None)]
    for place in moves.tolist():
        side = "payee_balance_after" if came[place] else "payer_balance_after"
        if came[place]:
            number = int(trail.flow.victim[place])
            inflows.append(
                Inflow(
                    str(ledger.column("transfer_id")[place].as_py()),
                    int(trail.flow.amount[place]),
                    trail.victims[number] if number >= 0 else None,
                )
            )
        if ledger.column(side)[place].as_py() == 0:
            inflows = []
    return inflows


def _find_victims(trail: Trail, purse: int) -> frozenset[str]:
    """Return the victims whose money came into a purse, also where it has gone since."""
    sources = find_sources(trail.flow, trail.traced.tainted, purse)
    return frozenset(trail.victims[number] for number in sources.tolist())
