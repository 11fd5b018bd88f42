"""Find the payments that victims state among the transfers of the ledger, each at most once.

A statement names account, amount and time as a person remembers them. The account paid and the
amount must agree; the time may differ by what people and banks differ by.
"""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import product
from typing import Final

import numpy as np
import pyarrow as pa

from zhanlian.model.answers import UnmatchedPayment
from zhanlian.model.asset import show_grouped
from zhanlian.model.loss import VictimPayment
from zhanlian.model.message import Message
from zhanlian.model.statement import Precision
from zhanlian.model.transfer import PurseKind
from zhanlian.model.zone import SHANGHAI
from zhanlian.money.shelf import Shelf
from zhanlian.money.victims.masks import is_masked

# Receipts and memory differ from the bank's clock by minutes; a bank may book a day's payment on
# the next one. Both are choices, printed with the answer.
CLOCK: Final = timedelta(minutes=10)
DAY: Final = timedelta(days=2)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_US: Final = timedelta(microseconds=1)
_HALF_DAY: Final = timedelta(hours=12) // _US
# Shelves beside those of one payer ("=" and the account or holder): those of one ending, whole or
# masked, payers whose number is not told, and all.
_WHOLE: Final = "whole "
_MASKED: Final = "masked "
_ENDING: Final = 4  # what a receipt shows of a card
_VAGUE: Final = "vague"
_ANYBODY: Final = "anybody"
_SIGNS: Final = {Precision.SECOND: 19, Precision.MINUTE: 16, Precision.DAY: 10}

_Key = tuple[str, str, int]


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
    found = _take_nearest(payments, _LedgerIndex(payments, transfers, purses, canonical))
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


def _take_nearest(payments: Sequence[VictimPayment], ledger: "_LedgerIndex") -> list[int]:
    """Return for each payment the row that it takes, or -1."""
    found = [-1] * len(payments)
    taken: set[int] = set()
    waiting: list[tuple[int, int, int, int]] = []

    def wait(place: int) -> None:
        best = ledger.find_best(payments[place], taken)
        if best is not None:
            doubt, away, row = best
            heappush(waiting, (doubt, away, place, row))

    for place in range(len(payments)):
        wait(place)
    while waiting:
        _, _, place, row = heappop(waiting)
        if row in taken:
            wait(place)
        else:
            found[place] = row
            taken.add(row)
    return found


class _LedgerIndex:
    """Transfers that may be victims' payments, by payee, asset, amount, payer and precision."""

    def __init__(
        self,
        payments: Sequence[VictimPayment],
        transfers: pa.Table,
        purses: pa.Table,
        canonical: Mapping[str, str],
    ) -> None:
        self._canonical = canonical
        self._accounts: list[str] = purses["account"].to_pylist()
        self._holders: list[str | None] = purses["holder"].to_pylist()
        self._kinds: list[int] = purses["kind"].to_pylist()
        self._assets: list[str] = purses["asset"].to_pylist()
        wanted = {self._key(one) for one in payments}
        booked: dict[tuple[_Key, str, bool], list[tuple[int, int]]] = defaultdict(list)
        for row, payer, key, time, by_day in self._list_paid(transfers, wanted):
            for shelf in {*self._list_shelves(payer), _ANYBODY}:
                booked[key, shelf, by_day].append((time, row))
        self._shelves = {name: Shelf(sorted(told)) for name, told in booked.items()}

    def find_best(
        self, payment: VictimPayment, taken: Container[int]
    ) -> tuple[int, int, int] | None:
        """Return (doubt, µs away, row) of the free transfer that a payment fits best, or None.

        The doubt is 0 where the payers agree, and 1 where one of them is not told.
        """
        key, instant = self._key(payment), (payment.time - _EPOCH) // _US
        payer = self._canonical.get(payment.payer, payment.payer)
        for doubt, shelves in _name_shelves(payer):
            near = []
            for shelf, by_day in product(shelves, (False, True)):
                told = self._shelves.get((key, shelf, by_day))
                since, until = _find_window(payment.precision, by_day)
                # A day is measured from its middle: its own is nearer than the next one.
                shift = _HALF_DAY if by_day and payment.precision is not Precision.DAY else 0
                if told is not None:
                    window = (instant + since, instant + until)
                    near.append(told.find_nearest(instant - shift, *window, taken))
            best = min((one for one in near if one is not None), default=None)
            if best is not None:
                return doubt, *best
        return None

    def _key(self, payment: VictimPayment) -> _Key:
        payee = self._canonical.get(payment.payee, payment.payee)
        return payee, payment.asset, payment.amount

    def _list_paid(
        self, transfers: pa.Table, wanted: Set[_Key]
    ) -> Iterator[tuple[int, int, _Key, int, bool]]:
        """Yield (row, payer, key, instant in µs, told by the day) of what may be a payment."""
        amounts = np.array(sorted({amount for _, _, amount in wanted}), dtype=np.int64)
        parties = {(payee, asset) for payee, asset, _ in wanted}
        names = zip(self._accounts, self._assets, strict=True)
        paid = np.array([name in parties for name in names] or [False], dtype=bool)
        payee, amount = transfers["payee"].to_numpy(), transfers["amount"].to_numpy()
        rows = np.flatnonzero(paid[payee] & np.isin(amount, amounts))
        taken = transfers.take(pa.array(rows))
        columns = ("payee", "payer", "amount", "time", "precision")
        told = [
            taken["time"].cast(pa.int64()) if name == "time" else taken[name] for name in columns
        ]
        for row, to, by, units, time, precision in zip(
            rows.tolist(), *(one.to_pylist() for one in told), strict=True
        ):
            key = (self._accounts[to], self._assets[to], units)
            if key in wanted:
                yield row, by, key, time, precision == Precision.DAY

    def _list_shelves(self, payer: int) -> tuple[str, ...]:
        if self._kinds[payer] == PurseKind.UNTOLD:
            return (_VAGUE,)
        account, holder = self._accounts[payer], self._holders[payer]
        shelves = [f"={account}"]
        # An export without a number of its own goes by a nickname, and so does the victim.
        if holder:
            shelves.append(f"={holder}")
        if is_masked(account):
            shelves.append(_MASKED + account[-_ENDING:])
        elif ":" in account:  # the payee's bank may know the payer by name only
            shelves.append(_VAGUE)
        else:
            shelves.append(_WHOLE + account[-_ENDING:])
        return tuple(shelves)


def _name_shelves(payer: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return the shelves on which a payer's payments may lie, with the doubt of each."""
    if not payer:
        return ((1, (_ANYBODY,)),)
    ending = payer[-_ENDING:]
    whole = (_WHOLE + ending,) if is_masked(payer) else ()
    return (0, (f"={payer}",)), (1, (_VAGUE, _MASKED + ending, *whole))


def _find_window(told: Precision, by_day: bool) -> tuple[int, int]:
    """Return from how many µs after the payment's instant until which a transfer may be it."""
    if told is Precision.DAY:
        return 0, DAY // _US - 1
    if by_day:
        # Booked on the payment's day, whose first instant lies before it, or on the next one.
        half = DAY // _US // 2 - 1
        return -half, half
    return -(CLOCK // _US), CLOCK // _US


def _tell(payment: VictimPayment) -> UnmatchedPayment:
    amount = f"{show_grouped(payment.amount, payment.asset)} {payment.asset}"
    time = payment.time.astimezone(SHANGHAI).isoformat(" ", "seconds")
    told = f"{time[: _SIGNS[payment.precision]]} → {payment.payee}: {amount}"
    return UnmatchedPayment(payment.victim, told, Message("payments.not-in-records"))
