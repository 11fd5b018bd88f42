"""The side on the chain: dealers' coins for yuan, victims who pay in coin, and where both go."""

from typing import Final

import numpy as np

from zhanlian.kernels.flow import Int64s
from zhanlian.simulate.parameters import Parameters
from zhanlian.simulate.worlds.accounts import Cells
from zhanlian.simulate.worlds.flows import COIN, Flows, Purpose, join_flows, make_flows
from zhanlian.simulate.worlds.losses import Losses
from zhanlian.simulate.worlds.population import Crowd

_MICRO_A_FEN: Final = 10_000  # 6 digits against 2
_CENT: Final = 10_000  # micro-USDT: amounts are sent in cents mostly
BLOCK: Final = 3  # seconds of a TRON block


def to_coin(fen: Int64s, rate: float) -> Int64s:
    """Return micro-USDT for fen at a rate of yuan a coin, in whole cents."""
    return np.maximum((fen * (_MICRO_A_FEN / rate)).astype(np.int64) // _CENT * _CENT, _CENT)


def pay_victims_coins(losses: Losses, cells: Cells, crowd: Crowd, parameters: Parameters) -> Flows:
    """Return the payments that victims made in coin, to the collecting address of their cell."""
    which = np.flatnonzero(losses.in_coin)
    victim = losses.victim[which]
    return make_flows(
        losses.time[which] // BLOCK * BLOCK,
        crowd.victim_addresses[victim],
        cells.address[losses.cell[victim], 0],
        to_coin(losses.amount[which], parameters["coin.yuan_a_coin"]),
        Purpose.PAYMENT,
        asset=COIN,
        victim=victim,
    )


def sell_coins(
    sales: Flows, cell: Int64s, cells: Cells, crowd: Crowd, parameters: Parameters,
    rng: np.random.Generator,
) -> Flows:  # fmt: skip
    """Return the dealers' transfers for the yuan they got, of cells whose addresses are known.

    Args:
        sales: payments in yuan to dealers.
        cell: of each payer.
        cells: their addresses.
        crowd: dealers' addresses.
        parameters: of the world.
        rng: seeded.
    """
    seen = (cells.address[cell, 0] >= 0) & (rng.random(len(sales)) < parameters["coin.visible"])
    which = np.flatnonzero(seen)
    delay = rng.integers(300, 2400, len(which))
    dealers = crowd.dealer_addresses
    return make_flows(
        (sales.time[which] + delay) // BLOCK * BLOCK,
        dealers[sales.payee[which] % len(dealers)],
        cells.address[cell[which], 0],
        to_coin(sales.amount[which], parameters["coin.yuan_a_coin"]),
        Purpose.COIN_SALE,
        asset=COIN,
    )


def pass_coins(arrived: Flows, cells: Cells, crowd: Crowd, rng: np.random.Generator) -> Flows:
    """Return how coins go on: collecting address, passing address, exchange."""
    place = {int(a): cell for cell, a in enumerate(cells.address[:, 0]) if a >= 0}
    cell = np.array([place[int(a)] for a in arrived.payee], dtype=np.int64)
    first = _forward(arrived, cells.address[cell, 1], Purpose.PASS_ON, rng)
    exchanges = crowd.exchanges
    to = exchanges[np.asarray(first.payee, dtype=np.int64) % len(exchanges)]
    second = _forward(first, to, Purpose.CASH_OUT, rng)
    return join_flows((first, second))


def _forward(arrived: Flows, payee: Int64s, why: Purpose, rng: np.random.Generator) -> Flows:
    """Return what is sent on of each arrival; a twentieth of them stays."""
    goes = np.flatnonzero(rng.random(len(arrived)) >= 0.05)
    part = rng.uniform(0.94, 1.0, len(goes))
    amount = np.maximum((arrived.amount[goes] * part).astype(np.int64) // _CENT * _CENT, 1)
    time = (arrived.time[goes] + rng.integers(60, 7200, len(goes))) // BLOCK * BLOCK
    return make_flows(
        time, arrived.payee[goes].astype(np.int64), payee[goes], amount, why, asset=COIN
    )
