"""What banks and wallets book: transfers, and payments that they book and take back at once."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from zhanlian.kernels.flow import Int32s, Int64s
from zhanlian.simulate.fates import RowFate
from zhanlian.simulate.parameters import Trap
from zhanlian.simulate.worlds.accounts import BANKS
from zhanlian.simulate.worlds.flows import CNY, Flows, Purpose, join_flows
from zhanlian.simulate.worlds.world import World

_QUIET: Final = 6  # seconds before a transfer in which neither party did anything else
_ATTEMPT: Final = 3  # seconds before it at which the one to be taken back was booked
_LAGS: Final = (0, 0, 1, 2, 3)  # seconds


@dataclass(frozen=True, slots=True)
class Bookings:
    """Everything the banks booked in yuan, in its true order; also what was taken back.

    Attributes:
        flows: (k,) bookings; a reversal runs the other way than what it takes back.
        source: (k,) place in the world's flows, -1 for what was taken back.
        fate: (k,) `RowFate` of the payer's row.
        payer_after, payee_after: (k,) balances.
        lag: (k,) seconds by which the payee's side is shown later.
    """

    flows: Flows
    source: Int64s
    fate: Int32s
    payer_after: Int64s
    payee_after: Int64s
    lag: Int64s

    def number(self) -> Int64s:
        """Return (k,) serial numbers; a reversal bears that of what it takes back."""
        serial = np.arange(len(self.flows))
        back = np.flatnonzero(self.fate == RowFate.REVERSAL)
        serial[back] = back - 1
        return serial


def book(world: World, traps: frozenset[Trap], rng: np.random.Generator) -> Bookings:
    """Return all bookings of a world."""
    flows = world.flows.take(world.flows.asset == CNY)
    source = np.flatnonzero(world.flows.asset == CNY)
    n = len(flows)
    gap_before, gap_after = _measure_gaps(flows)
    tried = np.zeros(0, dtype=np.int64)
    if Trap.REVERSALS in traps:
        tried = _choose_reversed(flows, gap_before, world, rng)
    again = flows.take(tried)
    first = _shift(again, -_ATTEMPT, again.payer, again.payee)
    # Taken back: the money runs the other way, but both banks write the row of before, negative.
    second = _shift(again, -_ATTEMPT + 1, again.payee, again.payer)
    joined = join_flows((flows, first, second))
    rank = np.concatenate((np.arange(n) * 4 + 3, tried * 4, tried * 4 + 1))
    fate = np.zeros(n + 2 * len(tried), dtype=np.int32)
    fate[n : n + len(tried)], fate[n + len(tried) :] = RowFate.REVERSED, RowFate.REVERSAL
    lag = np.zeros(len(joined), dtype=np.int64)
    if Trap.CLOCK_LAG in traps:
        # Never later than the payee's next booking: a lag does not change a bank's own order.
        lag[:n] = np.minimum(rng.choice(_LAGS, n), gap_after)
    order = np.argsort(rank, kind="stable")
    ordered = joined.take(order)
    settled = _settle(ordered, world)
    told = np.concatenate((source, np.full(2 * len(tried), -1)))[order]
    return Bookings(ordered, told, fate[order], *settled, lag[order])


def _shift(flows: Flows, seconds: int, payer: Int32s, payee: Int32s) -> Flows:
    return Flows(
        flows.time + seconds, payer, payee, flows.amount, flows.kind, flows.purpose, flows.asset,
        flows.victim,
    )  # fmt: skip


def _measure_gaps(flows: Flows) -> tuple[Int64s, Int64s]:
    """Return seconds since either party's last booking, and until the payee's next one."""
    n = len(flows)
    account = np.concatenate((flows.payer, flows.payee))
    place = np.concatenate((np.arange(n), np.arange(n)))
    time = np.concatenate((flows.time, flows.time))
    order = np.lexsort((place, account))
    step = np.diff(time[order])
    same = np.diff(account[order]) == 0
    before = np.full(2 * n, 10**9)
    after = np.full(2 * n, 10**9)
    before[order[1:]] = np.where(same, step, 10**9)
    after[order[:-1]] = np.where(same, step, 10**9)
    return np.minimum(before[:n], before[n:]), after[n:]


def _choose_reversed(flows: Flows, gap: Int64s, world: World, rng: np.random.Generator) -> Int64s:
    """Return transfers that were booked, taken back, and then booked again for good."""
    banked = world.columns.provider[flows.payer] < BANKS
    banked &= world.columns.provider[flows.payee] < BANKS
    plain = np.isin(flows.purpose, (Purpose.PAYMENT, Purpose.PASS_ON, Purpose.SIDEWAYS))
    fit = np.flatnonzero(banked & plain & (gap > _QUIET) & world.columns.asked[flows.payee])
    wanted = round(world.parameters["trouble.reversals"] * len(flows))
    return np.sort(rng.permutation(fit)[: max(2, wanted)])


def _settle(flows: Flows, world: World) -> tuple[Int64s, Int64s]:
    n = len(flows)
    account = np.concatenate((flows.payer, flows.payee))
    change = np.concatenate((-flows.amount, flows.amount))
    place = np.concatenate((np.arange(n), np.arange(n)))
    order = np.lexsort((place, account))
    running = np.cumsum(change[order])
    first = np.flatnonzero(np.concatenate(([True], np.diff(account[order]) != 0)))
    before = running[first] - change[order][first]
    length = np.diff(np.concatenate((first, [2 * n])))
    running += np.repeat(world.opening[account[order][first]] - before, length)
    after = np.empty(2 * n, dtype=np.int64)
    after[order] = running
    return after[:n], after[n:]
