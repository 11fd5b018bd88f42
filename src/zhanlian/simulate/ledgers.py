"""Ledgers of any size as arrays, with the heavy tails of real ones: for benchmarks, no files."""

from typing import Final

import numpy as np

from zhanlian.kernels.flow import FlowArrays, Int32s, Int64s

# With 10 M transfers between 1 M purses, the busiest purse then has about 199 thousand of them:
# the first rank is drawn with probability purses^-(1 - heaviness).
_HEAVINESS: Final = 0.7165
_CHUNK: Final = 1_000_000
_MEDIAN_FEN: Final = 50_000
_SIGMA: Final = 1.4


def draw_ledger(
    transfers: int, purses: int, victims: int, seed: int, *, absorbing: float = 0.02
) -> FlowArrays:
    """Return a power-law ledger in the order of time.

    Purses are drawn by u^a with weights that fall as a power of their rank; partners are spread by
    a fixed permutation, so that a busy payer is not a busy payee by its number alone. Payments of
    victims lie among the first tenth of all, from purses that do nothing else.

    Args:
        transfers: how many, above 0.
        purses: how many, at least twice the victims and 16.
        victims: how many; each pays three times, as far as there are transfers.
        seed: the same one gives the same arrays.
        absorbing: share of the purses where money stays.

    Raises:
        ValueError: too few purses or transfers.
    """
    if transfers < 1 or purses < max(16, 2 * victims):
        raise ValueError("a ledger has transfers, and at least twice as many purses as victims")
    rng = np.random.Generator(np.random.PCG64(seed))
    spread = rng.permutation(purses - victims).astype(np.int32)
    payer = _draw_purses(transfers, spread, rng)
    payee = _draw_purses(transfers, spread[::-1].copy(), rng)
    same = np.flatnonzero(payer == payee)
    payee[same] = (payee[same] + 1) % (purses - victims)
    amount = _draw_amounts(transfers, rng)
    victim = np.full(transfers, -1, dtype=np.int32)
    count = min(3 * victims, max(1, transfers // 10)) if victims else 0
    places = np.sort(rng.choice(max(count, transfers // 10), count, replace=False))
    who = rng.permutation(np.arange(count, dtype=np.int32) % max(1, victims))
    victim[places] = who
    payer[places] = purses - victims + who
    stays = rng.random(purses) < absorbing
    stays[purses - victims :] = False
    opening = np.zeros(purses, dtype=np.int64)
    return FlowArrays(payer, payee, amount, victim, opening, stays)


def _draw_purses(count: int, spread: Int32s, rng: np.random.Generator) -> Int32s:
    """Return purses whose frequency falls as a power of their rank."""
    drawn = np.empty(count, dtype=np.int32)
    size = len(spread)
    for start in range(0, count, _CHUNK):
        part = rng.random(min(_CHUNK, count - start))
        rank = (size * part ** (1 / (1 - _HEAVINESS))).astype(np.int64)
        drawn[start : start + len(part)] = spread[np.minimum(rank, size - 1)]
    return drawn


def _draw_amounts(count: int, rng: np.random.Generator) -> Int64s:
    amount = np.empty(count, dtype=np.int64)
    for start in range(0, count, _CHUNK):
        part = _MEDIAN_FEN * np.exp(
            _SIGMA * rng.standard_normal(min(_CHUNK, count - start), dtype=np.float32)
        )
        amount[start : start + len(part)] = np.maximum(part, 1).astype(np.int64)
    return amount
