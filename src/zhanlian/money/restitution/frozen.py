"""The frozen sums of a case, and whose claims each of them answers for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.kernels.sources import find_sources
from zhanlian.model.answers import ExistingFreeze, FreezeState, RestitutionSchedule, ReturnReading
from zhanlian.model.loss import LossClaim
from zhanlian.model.message import Message
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
    counts as recovered in the next, so that nobody is due more than the loss over all of them; the
    schedule discloses it.

    Args:
        trail: the trace; whose money came into an account is told by its transfers.
        measures: told of accounts, by account.
        claims: of the victims, by asset.
        reading: of the words on proportion.
        stop_hours: how long a stop lasts that tells no end.
    """
    told = {(asset, claim.victim): claim for asset, each in claims.items() for claim in each}
    book = dict(told)
    schedules = []
    purses = _find_frozen(trail, measures, stop_hours)
    moves = _find_moves(trail, purses)
    sources = find_sources(trail.flow, trail.traced.tainted, purses)
    for purse, numbers in zip(purses, sources, strict=True):
        frozen = _tell_sum(trail, moves, purse, measures, stop_hours)
        # Also whose money has gone on since.
        reached = {trail.victims[number] for number in numbers.tolist()}
        own = [
            book[frozen.asset, claim.victim]
            for claim in claims.get(frozen.asset, ())
            if claim.victim in reached
        ]
        if not (own and frozen.amount):
            continue
        schedule = schedule_return(frozen, own, reading)
        counted = sum(claim != told[frozen.asset, claim.victim] for claim in own)
        schedules.append(_disclose_counted(schedule, counted))
        for line in schedule.lines:
            claim = book[frozen.asset, line.victim]
            book[frozen.asset, line.victim] = replace(
                claim, recovered=claim.recovered + line.payment
            )
    return tuple(schedules)


def _disclose_counted(schedule: RestitutionSchedule, counted: int) -> RestitutionSchedule:
    """Return a schedule that says how many victims get a part of other sums of the case."""
    if not counted:
        return schedule
    note = Message("restitution.other-sums", {"count": counted})
    return replace(schedule, disclosed=(*schedule.disclosed, note))


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


@dataclass(frozen=True, slots=True)
class _Moves:
    """Transfers that move money into or out of frozen purses, in their order.

    Attributes:
        payer, payee, amount, victim: (k,) as in the flow.
        ids: (k,) of the transfers.
        empties_payer, empties_payee: (k,) whether the balance told after it is nought.
    """

    payer: Int32s
    payee: Int32s
    amount: Int64s
    victim: Int32s
    ids: Sequence[str]
    empties_payer: Flags
    empties_payee: Flags


def _find_moves(trail: Trail, purses: Sequence[int]) -> _Moves:
    """Return the transfers of the named purses: the ledger is gone through once for all of them."""
    flow = trail.flow
    asked = np.zeros(trail.purses.num_rows, dtype=np.bool_)
    asked[list(purses)] = True
    places = np.flatnonzero((asked[flow.payer] | asked[flow.payee]) & (flow.amount > 0))
    names = ("transfer_id", "payer_balance_after", "payee_balance_after")
    ids, *balances = (trail.transfers[name].take(pa.array(places)) for name in names)
    emptied = [
        np.asarray(pc.fill_null(pc.equal(balance, 0), False), dtype=np.bool_)
        for balance in balances
    ]
    sides = (flow.payer[places], flow.payee[places], flow.amount[places], flow.victim[places])
    return _Moves(*sides, ids.to_pylist(), *emptied)


def _tell_sum(
    trail: Trail,
    moves: _Moves,
    purse: int,
    measures: Mapping[str, Sequence[ExistingFreeze]],
    stop_hours: int,
) -> FrozenSum:
    """Return the sum that a freeze holds: its amount, but no more than the account has."""
    balance, told = trail.last_balance
    there = max(int(balance[purse]), 0) if told[purse] else int(trail.traced.held[purse])
    freezes = pick_measures(measures, trail.account(purse), trail.asset(purse))
    standing = find_standing(freezes, trail.as_of, stop_hours)
    amount = there if standing.frozen is None else min(standing.frozen, there)
    inflows = tuple(_list_inflows(trail, moves, purse))
    return FrozenSum(trail.account(purse), trail.asset(purse), amount, inflows)


def _list_inflows(trail: Trail, moves: _Moves, purse: int) -> list[Inflow]:
    """Return what came into a purse since it was last empty; a victim's own payment is named.

    Where the balance before the first transfer is not known to be nought, what lay there is an
    inflow of nobody's.
    """
    came = moves.payee == purse
    own = np.flatnonzero(came | (moves.payer == purse))
    empty = np.where(came[own], moves.empties_payee[own], moves.empties_payer[own])
    begin = int(np.flatnonzero(empty)[-1]) + 1 if empty.any() else 0
    opening = trail.purses.column("opening")[purse].as_py()
    inflows = [] if begin or opening == 0 else [Inflow("", int(opening or 0), None)]
    since = own[begin:]
    for place in since[came[since]].tolist():
        number = int(moves.victim[place])
        victim = trail.victims[number] if number >= 0 else None
        inflows.append(Inflow(str(moves.ids[place]), int(moves.amount[place]), victim))
    return inflows
