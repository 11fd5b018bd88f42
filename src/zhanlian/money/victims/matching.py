"""Find the payments that victims state among the transfers of the ledger, each at most once.

A statement names account, amount and time as a person remembers them. The account paid and the
amount must agree; the time may differ by what people and banks differ by.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
import pyarrow as pa

from zhanlian.model.answers import UnmatchedPayment
from zhanlian.model.asset import show_amount
from zhanlian.model.loss import VictimPayment
from zhanlian.model.message import Message
from zhanlian.model.statement import Precision
from zhanlian.model.transfer import PurseKind

# Receipts and memory differ from the bank's clock by minutes; a bank may book a day's payment on
# the next one. Both are choices, printed with the answer.
CLOCK: Final = timedelta(minutes=10)
DAY: Final = timedelta(days=2)
# Equal payments to one account within two days that are compared: a bound on time, met by nobody
# who pays by hand.
_MOST_ALIKE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Matches:
    """What became of each payment on the list.

    Attributes:
        transfer: row of the transfers for each payment, or -1.
        unmatched: payments to accounts whose records we have, and which are not in them.
        beyond: payments to accounts without records: nothing could have been found.
    """

    transfer: tuple[int, ...]
    unmatched: tuple[UnmatchedPayment, ...]
    beyond: tuple[int, ...]


def match_payments(
    payments: Sequence[VictimPayment],
    transfers: pa.Table,
    purses: pa.Table,
    canonical: Mapping[str, str],
) -> Matches:
    """Return for each payment the transfer it is.

    Pairs of the same payee, asset and amount within the tolerance are taken one after the other:
    those that agree on the payer before those whose payer is not told, then the nearest in time,
    then in the order of the list.

    Args:
        payments: as listed.
        transfers: of `TRANSFERS`.
        purses: of `PURSES`.
        canonical: written account numbers to the ledger's.
    """
    accounts = purses["account"].to_pylist()
    ledger = _LedgerIndex(payments, transfers, purses, canonical)
    found = [-1] * len(payments)
    used: set[int] = set()
    pairs = (
        (*fit, place, row)
        for place, payment in enumerate(payments)
        for fit, row in ledger.find_fitting(payment)
    )
    for _, _, place, row in sorted(pairs):
        if found[place] < 0 and row not in used:
            found[place] = row
            used.add(row)
    known = {
        (account, asset)
        for account, asset, has in zip(
            accounts, purses["asset"].to_pylist(), purses["known"].to_pylist(), strict=True
        )
        if has
    }
    unmatched, beyond = [], []
    for place, payment in enumerate(payments):
        if found[place] >= 0:
            continue
        payee = canonical.get(payment.payee, payment.payee)
        if (payee, payment.asset) in known:
            unmatched.append(_tell(payment))
        else:
            beyond.append(place)
    return Matches(tuple(found), tuple(unmatched), tuple(beyond))


class _LedgerIndex:
    """Transfers to the accounts that victims paid, by payee, asset and amount."""

    def __init__(
        self,
        payments: Sequence[VictimPayment],
        transfers: pa.Table,
        purses: pa.Table,
        canonical: Mapping[str, str],
    ) -> None:
        self._canonical = canonical
        self._accounts: list[str] = purses["account"].to_pylist()
        self._kinds: list[int] = purses["kind"].to_pylist()
        assets = purses["asset"].to_pylist()
        wanted = {(canonical.get(one.payee, one.payee), one.asset) for one in payments}
        paid = np.array(
            [key in wanted for key in zip(self._accounts, assets, strict=True)], dtype=bool
        )
        payee = transfers["payee"].to_numpy()
        rows = np.flatnonzero(paid[payee]) if len(paid) else np.empty(0, dtype=np.int64)
        taken = transfers.take(pa.array(rows))
        self._index: dict[tuple[str, str, int], list[tuple[int, int, int, int]]] = defaultdict(list)
        columns = (
            rows.tolist(),
            taken["payee"].to_pylist(),
            taken["payer"].to_pylist(),
            taken["amount"].to_pylist(),
            taken["time"].cast(pa.int64()).to_pylist(),
            taken["precision"].to_pylist(),
        )
        for row, to, by, amount, time, precision in zip(*columns, strict=True):
            told = (time, precision, row, by)
            self._index[self._accounts[to], assets[to], amount].append(told)
        for fitting in self._index.values():
            fitting.sort()

    def find_fitting(self, payment: VictimPayment) -> Iterator[tuple[tuple[int, float], int]]:
        """Yield (how well it fits, row) of the transfers that a payment may be; less is better."""
        payee = self._canonical.get(payment.payee, payment.payee)
        booked = self._index.get((payee, payment.asset, payment.amount), [])
        instant = payment.time.timestamp()
        start = bisect_left(booked, ((instant - DAY.total_seconds()) * 1e6,))
        for time, precision, row, payer in booked[start : start + _MOST_ALIKE]:
            away = time / 1e6 - instant
            if not _is_near(away, payment.precision, precision):
                continue
            doubt = self._doubt(payment.payer, payer)
            if doubt is not None:
                yield (doubt, abs(away)), row

    def _doubt(self, told: str, payer: int) -> int | None:
        """Return 0 where the payers agree, 1 where one of them is not told, None if they differ."""
        if not told or self._kinds[payer] == PurseKind.UNTOLD:
            return 1
        if self._accounts[payer] == self._canonical.get(told, told):
            return 0
        # The payee's bank may know the payer by name only.
        return 1 if self._accounts[payer].startswith("name:") else None


def _is_near(seconds: float, told: Precision, booked: int) -> bool:
    """Return whether a transfer so many seconds after the payment's instant may be it."""
    if told is Precision.DAY:
        return 0 <= seconds < DAY.total_seconds()
    if booked == Precision.DAY:
        # Booked on the payment's day, whose first instant lies before it, or on the next one.
        return abs(seconds) < DAY.total_seconds() / 2
    return abs(seconds) <= CLOCK.total_seconds()


def _tell(payment: VictimPayment) -> UnmatchedPayment:
    amount = f"{show_amount(payment.amount, payment.asset)} {payment.asset}"
    told = f"{payment.time.isoformat()} → {payment.payee}: {amount}"
    return UnmatchedPayment(payment.victim, told, Message("payments.not-in-records"))
