"""The same payment in both parties' returns becomes one transfer with two sources.

Two rows are mirrors if one says that its account paid and the other that its account received, the
same amount (less a fee that it includes) of the same asset, not further apart in time than the
policy's seconds, a row told by the minute or the day standing for all of it. Besides, one of:

1. each names the other's account;
2. the references are equal, and no account that is told contradicts;
3. one names the other's account, and the other names its holder, or the institution that keeps it
   (a bank names 财付通 where the wallet's return names the card);
4. neither names an account, and each names the other's holder or keeper.

A side that names nobody is never paired by amount alone. Pairs are one-to-one: those whose
references are equal first, then as many as can be, the nearest in time first.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.kernels.pairing import find_first_equal, gather_groups, pair_in_time

_BY_REFERENCE: Final = 0
_BY_ACCOUNT: Final = 1
_BY_NAMES: Final = 2


@dataclass(frozen=True, slots=True)
class Payments:
    """What rows say as payments, all (k,), in order of time.

    Attributes:
        paid: the row's own account is the payer.
        own, other: accounts; -1 where the other is not told.
        asset: code.
        amount: whole units above 0, without a fee.
        since, until: first and last instant at which it may have been.
        reference: code of the reference, -1 for none.
        own_name, other_name: codes of one list of names.
        own_keeper, other_keeper: institutions that keep wallets, -1 for none.
        wallet: 1 for a wallet's own row: a top-up from an account or a withdrawal to one.
    """

    paid: Flags
    own: Int32s
    other: Int32s
    asset: Int32s
    amount: Int64s
    since: Int64s
    until: Int64s
    reference: Int32s
    own_name: Int32s
    other_name: Int32s
    own_keeper: Int32s
    other_keeper: Int32s
    wallet: Int32s

    @property
    def payer(self) -> Int32s:
        """Account that pays, -1 where not told."""
        return np.where(self.paid, self.own, self.other)

    @property
    def payee(self) -> Int32s:
        """Account that receives, -1 where not told."""
        return np.where(self.paid, self.other, self.own)


def find_mirrors(payments: Payments, reach: int) -> Int64s:
    """Return (k,) the other party's row of the same payment, or -1.

    Args:
        payments: rows that give transfers.
        reach: µs that the two rows may lie apart.
    """
    partner = np.full(len(payments.own), -1, dtype=np.int64)
    # Of equal payments between the same two, a side told by the day would be paired in any order.
    _pair_by_accounts(payments, reach, partner, payments.reference >= 0, (payments.reference,))
    _pair_by_accounts(payments, reach, partner, partner < 0)
    columns: tuple[Int32s | Int64s, ...] = (payments.reference, payments.asset, payments.amount)
    _pair_loosely(payments, reach, partner, columns, payments.reference >= 0, _BY_REFERENCE)
    named = (payments.other >= 0) | (payments.other_name >= 0)
    for account in (payments.payee, payments.payer):
        columns = (account, payments.asset, payments.amount)
        _pair_loosely(payments, reach, partner, columns, named & (account >= 0), _BY_ACCOUNT)
    blank = (payments.other < 0) & (payments.other_name >= 0) & (payments.own_name >= 0)
    for named_by_payer in (True, False):
        outwards = payments.paid == named_by_payer
        name = np.where(outwards, payments.other_name, payments.own_name)
        columns = (name, payments.asset, payments.amount)
        _pair_loosely(payments, reach, partner, columns, blank, _BY_NAMES)
    return partner


def _pair_by_accounts(
    payments: Payments, reach: int, partner: Int64s, wanted: Flags, besides: tuple[Int32s, ...] = ()
) -> None:
    at = np.flatnonzero(wanted & (payments.other >= 0))
    columns: tuple[Int32s | Int64s, ...]
    columns = (payments.payer, payments.payee, payments.asset, payments.amount, *besides)
    keys = np.empty((len(at), len(columns)), dtype=np.int64)
    for place in range(len(columns)):
        keys[:, place] = columns[place][at]
    order, ends = _gather_both_sides(find_first_equal(keys), payments.paid[at])
    rows = at[order]
    found, _ = pair_in_time(
        ends, (~payments.paid[rows]).astype(np.int64), payments.since[rows], payments.until[rows],
        reach,
    )  # fmt: skip
    paired = np.flatnonzero(found >= 0)
    partner[rows[paired]] = rows[found[paired]]


def _gather_both_sides(group: Int64s, paid: Flags) -> tuple[Int64s, Int64s]:
    """Return the rows of the groups that have rows of both sides, group by group, and the ends."""
    count = len(group)
    both = np.bincount(group[paid], minlength=count) > 0
    both &= np.bincount(group[~paid], minlength=count) > 0
    kept = np.flatnonzero(both[group])
    place = np.cumsum(both) - 1  # groups without both sides leave no hole
    order, ends = gather_groups(place[group[kept]].astype(np.int64))
    return kept[order], ends


def _pair_loosely(
    payments: Payments, reach: int, partner: Int64s, columns: tuple[Int32s | Int64s, ...],
    wanted: Flags, mode: int,
) -> None:  # fmt: skip
    at = np.flatnonzero(wanted & (partner < 0))
    if not len(at):
        return
    keys = np.stack([column[at] for column in columns], axis=1).astype(np.int64)
    order, ends = _gather_both_sides(find_first_equal(keys), payments.paid[at])
    rows = at[order]
    told = np.stack(
        [
            column[rows]
            for column in (
                payments.own, payments.other, payments.own_name, payments.other_name,
                payments.own_keeper, payments.other_keeper, payments.wallet,
            )
        ],
        axis=1,
    )  # fmt: skip
    since, until = payments.since[rows], payments.until[rows]
    found = _pair_fitting(ends, payments.paid[rows], since, until, told, reach, mode)
    paired = np.flatnonzero(found >= 0)
    partner[rows[paired]] = rows[found[paired]]


@compiled
def _fit_accounts(told: Int32s, one: int, two: int) -> bool:
    """Return whether two rows' accounts differ and contradict nowhere."""
    own, other = told[:, 0], told[:, 1]
    return bool(
        own[one] != own[two]
        and (other[one] < 0 or other[one] == own[two])
        and (other[two] < 0 or other[two] == own[one])
    )


@compiled
def _fit_names(told: Int32s, one: int, two: int) -> bool:
    """Return whether one row names the account of the other, and that one its holder or keeper."""
    own, other = told[:, 0], told[:, 1]
    if own[one] == own[two]:
        return False
    if other[one] != own[two]:
        one, two = two, one
    if other[one] != own[two] or other[two] >= 0:
        return False
    named = told[two, 3] >= 0 and told[two, 3] == told[one, 2]
    kept = told[two, 5] >= 0 and (
        told[two, 5] == told[one, 4] or (told[one, 4] < 0 and told[one, 6] > 0)
    )
    return bool(named or kept)


@compiled
def _fit_both_names(told: Int32s, one: int, two: int) -> bool:
    """Return whether each row names the holder or the keeper of the other."""
    if told[one, 0] == told[two, 0] or told[one, 1] >= 0 or told[two, 1] >= 0:
        return False
    return _names(told, one, two) and _names(told, two, one)


@compiled
def _names(told: Int32s, one: int, two: int) -> bool:
    named = told[one, 3] >= 0 and told[one, 3] == told[two, 2]
    return bool(named or (told[one, 5] >= 0 and told[one, 5] == told[two, 4]))


@compiled
def _pair_fitting(
    ends: Int64s, paid: Flags, since: Int64s, until: Int64s, told: Int32s, reach: int,
    mode: int,
) -> Int64s:  # fmt: skip
    partner = np.full(len(paid), -1, dtype=np.int64)
    start = 0
    for end in ends:
        low = start
        for one in range(start, end):
            if not paid[one]:
                continue
            while low < end and (paid[low] or partner[low] >= 0 or since[one] - until[low] > reach):
                low += 1
            best, nearest = -1, np.int64(0)
            for two in range(low, end):
                if paid[two] or partner[two] >= 0:
                    continue
                if since[two] - until[one] > reach:
                    break
                if since[one] - until[two] > reach:
                    continue
                drift = abs(since[one] - since[two])
                if best >= 0 and drift >= nearest:
                    continue
                if (
                    (mode == _BY_REFERENCE and _fit_accounts(told, one, two))
                    or (mode == _BY_ACCOUNT and _fit_names(told, one, two))
                    or (mode == _BY_NAMES and _fit_both_names(told, one, two))
                ):
                    best, nearest = two, drift
            if best >= 0:
                partner[one], partner[best] = best, one
        start = end
    return partner
