"""Whose money came into purses, by whatever way."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import FlowArrays, Int32s, Int64s

Marks = npt.NDArray[np.uint64]

_AT_ONCE: Final = 64  # purses in one walk: a bit of a word for each


def find_sources(flow: FlowArrays, tainted: Int64s, purses: Sequence[int]) -> list[Int32s]:
    """Return for each purse (k,) numbers of the victims whose money came into it, ascending.

    Money flows on in time only: a victim is one of them if transfers that carry victims' money
    lead there, each later than the one before, from one of the victim's payments.

    Args:
        flow: the ledger.
        tainted: (n,) victims' part of each transfer.
        purses: each 0 to m - 1.
    """
    victims = int(flow.victim.max(initial=-1)) + 1
    carrying = np.flatnonzero(tainted)
    payer, payee, victim = (side[carrying] for side in (flow.payer, flow.payee, flow.victim))
    found: list[Int32s] = []
    for start in range(0, len(purses), _AT_ONCE):
        some = purses[start : start + _AT_ONCE]
        wanted = np.zeros(len(flow.opening), dtype=np.uint64)
        for bit, purse in enumerate(some):
            wanted[purse] |= np.uint64(1 << bit)
        marks = np.zeros(victims, dtype=np.uint64)
        _walk_back(payer, payee, victim, wanted, marks)
        for bit in range(len(some)):
            found.append(np.flatnonzero(marks & np.uint64(1 << bit)).astype(np.int32))
    return found


def find_sources_reference(flow: FlowArrays, tainted: Int64s, purse: int) -> Int32s:
    """Return the same of one purse by sets, one transfer after the other, backwards."""
    wanted, found = {purse}, set()
    for place in range(len(tainted) - 1, -1, -1):
        if not tainted[place] or int(flow.payee[place]) not in wanted:
            continue
        if flow.victim[place] >= 0:
            found.add(int(flow.victim[place]))
        else:
            wanted.add(int(flow.payer[place]))
    return np.array(sorted(found), dtype=np.int32)


@compiled
def _walk_back(payer: Int32s, payee: Int32s, victim: Int32s, wanted: Marks, found: Marks) -> None:
    for place in range(len(payee) - 1, -1, -1):
        if victim[place] >= 0:
            found[victim[place]] |= wanted[payee[place]]
        else:
            wanted[payer[place]] |= wanted[payee[place]]
