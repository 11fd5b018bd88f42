"""Whose money came into a purse, by whatever way."""

import numpy as np

from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import Flags, FlowArrays, Int32s, Int64s


def find_sources(flow: FlowArrays, tainted: Int64s, purse: int) -> Int32s:
    """Return (k,) numbers of the victims whose money came into a purse, ascending.

    Money flows on in time only: a victim is one of them if transfers that carry victims' money
    lead there, each later than the one before, from one of the victim's payments.

    Args:
        flow: the ledger.
        tainted: (n,) victims' part of each transfer.
        purse: 0 to m - 1.
    """
    victims = int(flow.victim.max(initial=-1)) + 1
    wanted = np.zeros(len(flow.opening), dtype=np.bool_)
    wanted[purse] = True
    found = np.zeros(victims, dtype=np.bool_)
    _walk_back(flow.payer, flow.payee, flow.victim, tainted, wanted, found)
    return np.flatnonzero(found).astype(np.int32)


def find_sources_reference(flow: FlowArrays, tainted: Int64s, purse: int) -> Int32s:
    """Return the same by sets, one transfer after the other, backwards."""
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
def _walk_back(
    payer: Int32s, payee: Int32s, victim: Int32s, tainted: Int64s, wanted: Flags, found: Flags
) -> None:
    for place in range(len(tainted) - 1, -1, -1):
        if tainted[place] and wanted[payee[place]]:
            if victim[place] >= 0:
                found[victim[place]] = True
            else:
                wanted[payer[place]] = True
