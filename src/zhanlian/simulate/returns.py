"""What the returns tell of a world: the rows of every account, with their true fates.

Balances of these rows run over everything a bank books, payments that were taken back included.
"""

from dataclasses import dataclass

import numpy as np

from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.model.transfer import TransferKind
from zhanlian.simulate.bookings import Bookings, book
from zhanlian.simulate.fates import RowFate
from zhanlian.simulate.formats.manners import load_manners
from zhanlian.simulate.parameters import Trap
from zhanlian.simulate.worlds.accounts import BANKS, CHAIN, PROVIDER_NAMES, TENPAY
from zhanlian.simulate.worlds.flows import Purpose
from zhanlian.simulate.worlds.world import World


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
    events = book(world, traps, rng)
    rows = _see_both_sides(events, world, traps)
    rows = _join_fees(rows, world, traps)
    rows = _add_trouble(rows, world, traps, rng)
    return _order_rows(rows, world, traps, rng)


def _see_both_sides(events: Bookings, world: World, traps: frozenset[Trap]) -> Rows:
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


def _side(events: Bookings, of_payer: bool, back: Flags, fate: Int32s) -> Rows:
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
        events.number(),
    )  # fmt: skip


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
