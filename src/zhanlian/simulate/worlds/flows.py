"""Transfers as arrays while a world is being made."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.model.asset import USDT_ON_TRON
from zhanlian.model.transfer import TransferKind

ASSETS: Final = ("CNY", USDT_ON_TRON)
CNY: Final = 0
COIN: Final = 1


class Purpose(IntEnum):
    """Why a transfer was made: what nobody but the simulator knows."""

    PAYMENT = 0  # a victim's
    PASS_ON = 1
    ROUND_TRIP = 2
    SIDEWAYS = 3
    CASH_OUT = 4
    PAYBACK = 5  # the small reward that makes a victim pay more
    SALARY = 6
    SHOPPING = 7
    FRIENDS = 8
    FEE = 9
    INTEREST = 10
    COIN_SALE = 11  # a dealer's coins for the yuan that came


@dataclass(frozen=True, slots=True)
class Flows:
    """n transfers.

    Attributes:
        time: (n,) seconds since 1970, UTC.
        payer, payee: (n,) places of accounts.
        amount: (n,) whole units of the asset, above 0.
        kind: (n,) `TransferKind`.
        purpose: (n,) `Purpose`.
        asset: (n,) place in `ASSETS`.
        victim: (n,) victim whose payment it is, or -1.
    """

    time: Int64s
    payer: Int32s
    payee: Int32s
    amount: Int64s
    kind: Int32s
    purpose: Int32s
    asset: Int32s
    victim: Int32s

    def __len__(self) -> int:
        return len(self.time)

    def take(self, places: Int64s | Flags) -> "Flows":
        """Return some of them, in the order of the places."""
        return Flows(*(getattr(self, name)[places] for name in self.__slots__))


def make_flows(
    time: Int64s,
    payer: Int64s | Int32s,
    payee: Int64s | Int32s,
    amount: Int64s,
    purpose: Purpose | Int64s,
    kind: TransferKind | Int64s = TransferKind.TRANSFER,
    asset: int = CNY,
    victim: Int64s | None = None,
) -> Flows:
    """Return transfers; a purpose or kind told once is that of all of them."""
    n = len(time)

    def fill(value: int | Int64s) -> Int32s:
        return np.broadcast_to(np.asarray(value, dtype=np.int32), (n,)).copy()

    return Flows(
        np.asarray(time, dtype=np.int64),
        np.asarray(payer, dtype=np.int32),
        np.asarray(payee, dtype=np.int32),
        np.asarray(amount, dtype=np.int64),
        fill(kind),
        fill(purpose),
        fill(asset),
        fill(-1 if victim is None else victim),
    )


def join_flows(parts: Sequence[Flows]) -> Flows:
    """Return all transfers of the parts, one part behind the other."""
    return Flows(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in Flows.__slots__)
    )


def order_flows(flows: Flows) -> Flows:
    """Return the transfers in the order of time; those of one second keep theirs."""
    return flows.take(np.argsort(flows.time, kind="stable"))
