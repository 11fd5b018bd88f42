"""The six ways in which money leaves the accounts."""

from enum import IntEnum
from typing import Final

import numpy as np

from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.model.transfer import TransferKind
from zhanlian.simulate.worlds.accounts import ALIPAY, BANKS, TENPAY
from zhanlian.simulate.worlds.scene import Scene

_HUNDRED_YUAN: Final = 10_000  # fen: the largest note
_ECNY_SUMS: Final = np.array([900_000, 1_000_000, 2_000_000])  # round sums to phones, fen


class Way(IntEnum):
    """How money is cashed out; the names are those of the parameters."""

    COIN = 0
    POS = 1
    CASH = 2
    GOODS = 3
    ECNY = 4
    ABROAD = 5


_KINDS: Final = np.array(
    [
        TransferKind.TRANSFER,
        TransferKind.POS,
        TransferKind.CASH,
        TransferKind.MERCHANT,
        TransferKind.TRANSFER,
        TransferKind.TRANSFER,
    ]
)


def cash_out(
    payer: Int64s, amount: Int64s, scene: Scene, rng: np.random.Generator
) -> tuple[Int64s, Int64s, Int64s]:
    """Return payees, kinds and amounts; an amount is never more than what was to be sent."""
    way = _choose_ways(payer, amount, scene, rng)
    cell, provider = scene.columns.cell[payer], scene.columns.provider[payer]
    crowd = scene.crowd
    pools = (crowd.dealers, crowd.terminals, crowd.atms, crowd.shops, crowd.ecny, crowd.abroad)
    payee = payer.copy()
    for one, pool in zip(Way, pools, strict=True):
        which = way == one
        payee[which] = _draw_near(pool, cell[which], rng)
    cash = way == Way.CASH
    payee[cash] = crowd.atms[np.minimum(provider[cash], BANKS - 1)]
    for company, wallet in zip((TENPAY, ALIPAY), crowd.dealer_wallets.tolist(), strict=True):
        payee[(way == Way.COIN) & (provider == company)] = wallet
    return payee, _KINDS[way], _limit(amount, way, scene)


def _choose_ways(payer: Int64s, amount: Int64s, scene: Scene, rng: np.random.Generator) -> Int64s:
    shares = np.array([scene.parameters[f"cash_out.{way.name.lower()}"] for way in Way])
    way: Int64s = rng.choice(len(Way), len(payer), p=shares / shares.sum()).astype(np.int64)
    from_wallet: Flags = scene.columns.provider[payer] >= BANKS
    # A wallet gives no notes and stays at home; a machine gives no sum below a note.
    way[from_wallet & ((way == Way.CASH) | (way == Way.ABROAD))] = Way.POS
    way[(way == Way.CASH) & (amount < _HUNDRED_YUAN)] = Way.POS
    return way


def _draw_near(pool: Int64s, cell: Int32s, rng: np.random.Generator) -> Int64s:
    """Return members of a pool: cells next to each other share some of them."""
    chosen: Int64s = pool[(cell * 2 + rng.integers(0, 4, len(cell))) % len(pool)]
    return chosen


def _limit(amount: Int64s, way: Int64s, scene: Scene) -> Int64s:
    """Return what really leaves: notes at a machine, round sums to phones, else all of it."""
    most = int(scene.parameters["cash_out.cash_yuan"]) * 100
    notes = np.minimum(amount, most) // _HUNDRED_YUAN * _HUNDRED_YUAN
    largest = np.searchsorted(_ECNY_SUMS, amount, side="right") - 1
    rounded = np.where(largest >= 0, _ECNY_SUMS[np.maximum(largest, 0)], amount)
    sent: Int64s = np.where(way == Way.CASH, notes, np.where(way == Way.ECNY, rounded, amount))
    return sent
