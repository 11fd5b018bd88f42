"""A synthetic ledger for benchmarks: a power law of accounts, from a fixed seed."""

from typing import Final

import numpy as np
import numpy.typing as npt

from zhanlian.kernels.flow import FlowArrays

SEED: Final = 20_260_101
_CHUNK: Final = 5_000_000  # transfers drawn at once: the draws need less memory than the ledger


def make_ledger(transfers: int, accounts: int, victims: int) -> FlowArrays:
    """Return a ledger in order of time, everything in it synthetic.

    An end of a transfer is account number accounts·u³: the busiest has 1 % of all ends (about
    200,000 of 10 M transfers with 1 M accounts). Amounts are log-normal around 400 yuan in fen.
    Victims pay five times each in the first three fifths; half of the opening moneys are known;
    1 % of the accounts are cash-out points.
    """
    draw = np.random.default_rng(SEED)
    names = draw.permutation(accounts).astype(np.int32)
    payer, payee = np.empty(transfers, np.int32), np.empty(transfers, np.int32)
    amount = np.empty(transfers, np.int64)
    for begin in range(0, transfers, _CHUNK):
        part = slice(begin, min(begin + _CHUNK, transfers))
        count = part.stop - begin
        payer[part] = names[_draw_ranks(draw, count, accounts)]
        payee[part] = names[_draw_ranks(draw, count, accounts)]
        amount[part] = np.exp(draw.normal(10.6, 1.6, count)).astype(np.int64) + 1
    victim = np.full(transfers, -1, np.int32)
    paid = draw.choice(max(1, transfers * 3 // 5), min(5 * victims, transfers // 5), replace=False)
    victim[paid] = np.arange(len(paid)) % victims
    opening = np.exp(draw.normal(12, 2, accounts)).astype(np.int64)
    opening[draw.random(accounts) < 0.5] = 0
    return FlowArrays(payer, payee, amount, victim, opening, draw.random(accounts) < 0.01)


def _draw_ranks(draw: np.random.Generator, count: int, accounts: int) -> npt.NDArray[np.int64]:
    return (draw.random(count) ** 3 * accounts).astype(np.int64)
