"""Whose money purses hold under pari passu: the steady state, for no order is told."""

from typing import Final

import numpy as np

from zhanlian.errors import LimitError
from zhanlian.kernels.adjoint import Matrix, Moves
from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import Floats, Int32s, Int64s

_SETTLED: Final = 1e-14
_MOST_SWEEPS: Final = 100_000


def find_steady_backward(moves: Moves, block: Int32s, victims: int) -> Matrix:
    """Return (victims, block) what each purse of the block holds of each victim's money.

    With X = all victims' money that ever came into a purse, a unit of it in purse j ends in the
    purse of interest z by the part y(j) = [j = z]·held / X, and tainted / X · y(payee) for each
    payment of j; iterated until nothing moves by more than 1e-14.
    """
    came = _sum_came(moves)
    base = np.zeros((len(moves.held), len(block)))
    base[block, np.arange(len(block))] = moves.held[block] / came[block]
    weight = _settle(moves.payer, moves.payee, moves, came, base)
    paid = moves.victim >= 0
    shares = np.zeros((victims, len(block)))
    np.add.at(shares, moves.victim[paid], moves.amount[paid, None] * weight[moves.payee[paid]])
    return shares


def find_steady_forward(moves: Moves, first: int, width: int) -> Matrix:
    """Return (block, purses) what purses hold of the money of victims from `first` on.

    The same state seen from the victims: what came of a victim into purse j is what he paid there
    and tainted / X of what came of his into each payer; held / X of it stays.
    """
    came = _sum_came(moves)
    mine = (moves.victim >= first) & (moves.victim < first + width)
    base = np.zeros((len(moves.held), width))
    np.add.at(base, (moves.payee[mine], moves.victim[mine] - first), moves.amount[mine])
    scale = max(float(base.max(initial=0)), 1.0)
    theirs = _settle(moves.payee, moves.payer, moves, came, base / scale) * scale
    return np.ascontiguousarray((theirs * (moves.held / np.maximum(came, 1.0))[:, None]).T)


def _sum_came(moves: Moves) -> Floats:
    came = np.zeros(len(moves.held), np.int64)
    np.add.at(came, moves.payee, moves.tainted)
    return came.astype(np.float64)


def _settle(own: Int32s, other: Int32s, moves: Moves, came: Floats, base: Matrix) -> Matrix:
    kept = np.flatnonzero(moves.victim < 0)
    order = kept[np.argsort(own[kept], kind="stable")]
    start = np.searchsorted(own[order], np.arange(len(came) + 1)).astype(np.int64)
    weight = moves.tainted[order] / came[moves.payer[order]]
    # Late purses depend on early ones, or the other way round: sweep the way the money went.
    last = np.zeros(len(came), np.int64)
    np.maximum.at(last, own, np.arange(len(own)))
    sweep = np.argsort(last, kind="stable")
    if own is moves.payer:
        sweep = sweep[::-1].copy()
    state = base.copy()
    if not _iterate(start, other[order], weight, sweep, base, state):
        raise LimitError("error.trace-sweeps", rule="pari-passu", limit=_MOST_SWEEPS)
    return state


@compiled
def _iterate(
    start: Int64s, other: Int32s, weight: Floats, sweep: Int64s, base: Matrix, state: Matrix
) -> bool:
    width = base.shape[1]
    fresh = np.empty(width, np.float64)
    for _ in range(_MOST_SWEEPS):
        moved = 0.0
        for purse in sweep:
            if start[purse] == start[purse + 1]:
                continue
            fresh[:] = base[purse]
            for line in range(start[purse], start[purse + 1]):
                for place in range(width):
                    fresh[place] += weight[line] * state[other[line], place]
            for place in range(width):
                moved = max(moved, abs(fresh[place] - state[purse, place]))
                state[purse, place] = fresh[place]
        if moved <= _SETTLED:
            return True
    return False
