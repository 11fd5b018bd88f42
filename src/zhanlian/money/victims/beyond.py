"""Payments to accounts without records, added to the ledger on the victim's word.

They are where following the money begins when no return is there yet: the account goes to the
head of the query list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from zhanlian.model.asset import is_token
from zhanlian.model.loss import VictimPayment
from zhanlian.model.transfer import PURSES, TRANSFERS, Ordering, PurseKind, TransferKind


@dataclass(frozen=True, slots=True)
class Extended:
    """A ledger with the added payments, in order again.

    Attributes:
        transfers, purses: of `TRANSFERS` and `PURSES`.
        former: (n,) for each transfer its row in the former ledger, or -1 for an added one.
        added: for each transfer the place of its payment in the list, or -1.
    """

    transfers: pa.Table
    purses: pa.Table
    former: np.ndarray
    added: np.ndarray


def add_payments(
    payments: Sequence[VictimPayment],
    places: Sequence[int],
    transfers: pa.Table,
    purses: pa.Table,
    canonical: Mapping[str, str],
) -> Extended:
    """Return the ledger with some payments of the list as transfers of their own.

    Their ids begin with ``V``; among transfers of one instant they come first, since the money must
    have come before it went.

    Args:
        payments: as listed.
        places: which of them to add.
        transfers: of `TRANSFERS`.
        purses: of `PURSES`.
        canonical: written account numbers to the ledger's.
    """
    count = transfers.num_rows
    if not places:
        whole = np.arange(count)
        return Extended(transfers, purses, whole, np.full(count, -1))
    book = _Purses(purses)
    rows = []
    for place in places:
        payment = payments[place]
        payee = canonical.get(payment.payee, payment.payee)
        kind = PurseKind.ADDRESS if is_token(payment.asset) else PurseKind.ACCOUNT
        payer, paying = canonical.get(payment.payer, payment.payer), kind
        if not payer:
            payer, paying = f"untold::{payment.victim}", PurseKind.UNTOLD
        rows.append(
            {
                "transfer_id": f"V{place + 1:08d}",
                "time": payment.time,
                "precision": int(payment.precision),
                "payer": book.number(payer, payment.asset, paying),
                "payee": book.number(payee, payment.asset, kind),
                "amount": payment.amount,
                "payer_balance_after": None,
                "payee_balance_after": None,
                "kind": int(TransferKind.TRANSFER),
                "ordering": int(Ordering.OPEN),
            }
        )
    joined = pa.concat_tables([pa.Table.from_pylist(rows, schema=TRANSFERS), transfers])
    instants = joined["time"].cast(pa.int64()).to_numpy()
    order = np.argsort(instants, kind="stable")
    former = np.concatenate((np.full(len(places), -1), np.arange(count)))[order]
    added = np.concatenate((np.array(places), np.full(count, -1)))[order]
    return Extended(joined.take(pa.array(order)), book.table(), former, added)


class _Purses:
    """The purses, to which new ones are added at the end."""

    def __init__(self, purses: pa.Table) -> None:
        self._purses = purses
        keys = zip(purses["account"].to_pylist(), purses["asset"].to_pylist(), strict=True)
        self._numbers = {key: place for place, key in enumerate(keys)}
        self._new: list[dict[str, object]] = []

    def number(self, account: str, asset: str, kind: PurseKind) -> int:
        """Return the row of a purse, made where it is new."""
        key = (account, asset)
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers)
            self._new.append(
                {"account": account, "asset": asset, "kind": int(kind), "known": False}
            )
        return self._numbers[key]

    def table(self) -> pa.Table:
        """Return all purses."""
        return pa.concat_tables([self._purses, pa.Table.from_pylist(self._new, schema=PURSES)])
