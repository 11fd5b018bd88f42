"""What the returns tell of a world: the rows of every account, with their true fates.

Balances of these rows run over everything a bank books, payments that were taken back included.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.model.transfer import TransferKind
from zhanlian.simulate.formats.manners import load_manners
from zhanlian.simulate.parameters import Trap
from zhanlian.simulate.worlds.accounts import BANKS, CHAIN, PROVIDER_NAMES, TENPAY
from zhanlian.simulate.worlds.flows import CNY, Flows, Purpose
from zhanlian.simulate.worlds.world import World

_QUIET: Final = 6  # seconds before a transfer in which neither party did anything else
_ATTEMPT: Final = 3  # seconds before it at which the one to be taken back was booked
_LAGS: Final = (0, 0, 1, 2, 3)  # seconds


class RowFate(IntEnum):
    """What a row of a return is, seen from the truth."""

    GENUINE = 0  # the first row of a transfer, in the payer's return where there is one
    MIRROR = 1  # the same transfer in the other party's return
    REVERSED = 2  # a payment that was taken back
    REVERSAL = 3  # what takes it back
    FAILED = 4
    QUERY = 5  # no money: a balance query, or "no transfers"
    REPEAT = 6  # a row that an earlier delivery told
    SPOOF = 7  # a worthless token made to look like a genuine one
    POISONING = 8  # dust or nothing from an address made to look like a partner's
    SECOND_VIEW = 9  # the same money told again by another table or sheet of the same source


@dataclass(frozen=True, slots=True)
class Rows:
    """k rows, account by account, each account's in the order of what they show.

    Attributes:
        owner, other: (k,) places of accounts.
        time: (k,) as shown, seconds since 1970.
        out: (k,) money leaves the owner; of a reversal: the direction of what it takes back.
        amount: (k,) whole units, below 0 for a reversal.
        balance: (k,) after the row.
        other_balance: (k,) of the other party.
        fate: (k,) `RowFate`.
        transfer: (k,) place in the world's flows; -1 for none.
        fee: (k,) included in the amount.
        fee_transfer: (k,) place in the flows of the fee that the row includes, or -1.
        kind, purpose: (k,) of the transfer, or of what was tried.
        serial: (k,) number of the booking; the same for both parties.
    """

    owner: Int32s
    other: Int32s
    time: Int64s
    out: Flags
    amount: Int64s
    balance: Int64s
    other_balance: Int64s
    fate: Int32s
    transfer: Int64s
    fee: Int64s
    fee_transfer: Int64s
    kind: Int32s
    purpose: Int32s
    serial: Int64s

    def __len__(self) -> int:
        return len(self.owner)

    def take(self, places: Int64s | Flags) -> "Rows":
        """Return some of them, in the order of the places."""
        return Rows(*(getattr(self, name)[places] for name in self.__slots__))


def tell_rows(world: World, traps: frozenset[Trap], rng: np.random.Generator) -> Rows:
    """Return all rows of banks and wallets and the account abroad; the chain is told apart.

    Args:
        world: everything that took place.
        traps: what makes the returns hard to read.
        rng: seeded, of the stage ``returns``.
    """
    events = _book(world, traps, rng)
    rows = _see_both_sides(events, world, traps)
    rows = _join_fees(rows, world, traps)
    rows = _add_trouble(rows, world, traps, rng)
    return _order_rows(rows, world, traps, rng)


@dataclass(frozen=True, slots=True)
class _Events:
    flows: Flows
    source: Int64s  # place in the world's flows, -1 for what was taken back
    fate: Int32s
    payer_after: Int64s
    payee_after: Int64s
    lag: Int64s  # seconds by which the payee's side is shown later


def _book(world: World, traps: frozenset[Trap], rng: np.random.Generator) -> _Events:
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
    joined = _join(flows, first, second)
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
    return _Events(ordered, told, fate[order], *settled, lag[order])


def _join(*parts: Flows) -> Flows:
    return Flows(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in Flows.__slots__)
    )


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


def _see_both_sides(events: _Events, world: World, traps: frozenset[Trap]) -> Rows:
    """Return a row for each party whose records are in the folder."""
    flows = events.flows
    present = world.present & (world.columns.provider != CHAIN)
    back = events.fate == RowFate.REVERSAL
    payer_told, payee_told = present[flows.payer], present[flows.payee]
    if Trap.MIRRORS not in traps:
        payee_told = payee_told & ~payer_told
    second = payer_told & payee_told
    # A reversal is told in the direction of what it takes back.
    outs = _side(events, True, back, events.fate)
    mirrored = second & (events.fate == RowFate.GENUINE)
    ins = _side(events, False, back, np.where(mirrored, RowFate.MIRROR, events.fate))
    return _join_rows(outs.take(payer_told), ins.take(payee_told))


def _side(events: _Events, of_payer: bool, back: Flags, fate: Int32s) -> Rows:
    flows, n = events.flows, len(events.flows)
    owner, other = (flows.payer, flows.payee) if of_payer else (flows.payee, flows.payer)
    after = events.payer_after if of_payer else events.payee_after
    others = events.payee_after if of_payer else events.payer_after
    out = np.full(n, of_payer)
    out[back] = not of_payer
    none = np.zeros(n, dtype=np.int64)
    return Rows(
        owner, other, flows.time + (0 if of_payer else events.lag), out,
        np.where(back, -flows.amount, flows.amount), after, others, fate.astype(np.int32),
        events.source, none, none - 1, flows.kind, flows.purpose,
        _number(events),
    )  # fmt: skip


def _number(events: _Events) -> Int64s:
    """Return serial numbers; a reversal bears that of what it takes back."""
    serial = np.arange(len(events.flows))
    back = np.flatnonzero(events.fate == RowFate.REVERSAL)
    serial[back] = back - 1
    return serial


def _join_rows(*parts: Rows) -> Rows:
    return Rows(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in Rows.__slots__)
    )


def _join_fees(rows: Rows, world: World, traps: frozenset[Trap]) -> Rows:
    """Return the rows with each withdrawal's fee inside the wallet's row, as Tenpay tells it."""
    if Trap.WALLET_FEES not in traps:
        return rows
    wallet = (world.columns.provider[rows.owner] == TENPAY) & rows.out
    # The fee is the transfer right behind the withdrawal, of the same payer and second.
    fees = wallet & (rows.kind == TransferKind.FEE) & (rows.purpose == Purpose.FEE)
    paid = wallet & (rows.kind == TransferKind.WITHDRAWAL)
    place = np.full(len(world.flows) + 1, -1, dtype=np.int64)
    place[rows.transfer[paid]] = np.flatnonzero(paid)
    before = rows.transfer[fees] - 1
    into = place[before]
    known = (into >= 0) & (rows.owner[into] == rows.owner[fees])
    known &= rows.time[into] == rows.time[fees]
    into, taken = into[known], np.flatnonzero(fees)[known]
    amount, balance = rows.amount.copy(), rows.balance.copy()
    fee, fee_transfer = rows.fee.copy(), rows.fee_transfer.copy()
    amount[into] += rows.amount[taken]
    balance[into] = rows.balance[taken]
    fee[into], fee_transfer[into] = rows.amount[taken], rows.transfer[taken]
    kept = np.ones(len(rows), dtype=np.bool_)
    kept[taken] = False
    joined = Rows(
        rows.owner, rows.other, rows.time, rows.out, amount, balance, rows.other_balance,
        rows.fate, rows.transfer, fee, fee_transfer, rows.kind, rows.purpose, rows.serial,
    )  # fmt: skip
    return joined.take(kept)


def _add_trouble(
    rows: Rows, world: World, traps: frozenset[Trap], rng: np.random.Generator
) -> Rows:
    """Return the rows with failed attempts and balance queries among them."""
    banked = world.columns.provider[rows.owner] < BANKS
    fit = np.flatnonzero(banked & rows.out & (rows.amount > 0) & (rows.fate == RowFate.GENUINE))
    parts = [rows]
    if Trap.FAILED in traps:
        count = max(2, round(world.parameters["trouble.failed"] * len(rows)))
        parts.append(_attempt(rows.take(np.sort(rng.permutation(fit)[:count])), RowFate.FAILED))
    if Trap.IDLE in traps:
        count = max(1, round(world.parameters["trouble.queries"] * len(rows)))
        parts.append(_attempt(rows.take(np.sort(rng.permutation(fit)[:count])), RowFate.QUERY))
    return _join_rows(*parts)


def _attempt(after: Rows, fate: RowFate) -> Rows:
    """Return rows that moved nothing, in the second of the rows they came before."""
    n = len(after)
    failed = fate == RowFate.FAILED
    none = np.full(n, -1, dtype=np.int64)
    return Rows(
        after.owner, after.other, after.time, after.out,
        after.amount if failed else np.zeros(n, dtype=np.int64),
        after.balance + after.amount, after.other_balance, np.full(n, fate, dtype=np.int32),
        none, none + 1, none, after.kind, after.purpose, 10**9 + after.serial * 10 + int(fate),
    )  # fmt: skip


def _order_rows(rows: Rows, world: World, traps: frozenset[Trap], rng: np.random.Generator) -> Rows:
    """Return the rows account by account and by what is shown; ties in any order if scrambled."""
    order = np.arange(len(rows))
    if Trap.SCRAMBLED in traps:
        order = rng.permutation(len(rows))
    shown = rows.time
    dated = day_only(world, traps)[rows.owner]
    # Shanghai is 8 hours ahead: its days begin at 16 o'clock UTC.
    shown = np.where(dated, (shown + 8 * 3600) // 86400 * 86400, shown)
    rank = np.empty(len(rows), dtype=np.int64)
    rank[order] = np.arange(len(rows))
    if Trap.SCRAMBLED not in traps:
        rank = rows.serial
    return rows.take(np.lexsort((rank, shown, rows.owner)))


def day_only(world: World, traps: frozenset[Trap]) -> Flags:
    """Return the accounts whose bank tells days only."""
    dated = [("%H" not in manner.time) for manner in load_manners(traps)]
    # One more for those who keep no records: place -1.
    flags = np.zeros(len(PROVIDER_NAMES) + 1, dtype=np.bool_)
    flags[: len(dated)] = dated
    return flags[world.columns.provider]
