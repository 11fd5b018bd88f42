"""Lowest intermediate balance: own money is deemed spent first."""

import numpy as np

from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import Flags, Floats, FlowArrays, Int32s, Int64s, Traced
from zhanlian.kernels.prefetch import AHEAD, fetch_row
from zhanlian.kernels.purses import PurseBook, empty_trace


def trace_libr(flow: FlowArrays) -> Traced:
    """Return where victims' money is when a purse spends its own money before theirs.

    Law and names: lowest intermediate balance rule, LIBR (James Roscoe (Bolton) Ltd v. Winder
    [1915] 1 Ch 62; Re Hallett's Estate (1880) 13 Ch D 696 for own money going first; Restatement
    (Third) of Restitution § 59). A payment a from a purse with untainted money c and victims' money
    t carries min(t, max(0, a - c)) units, so that a claim never exceeds the lowest balance since
    it was paid in: money paid in later does not fill it up again. Claims in one purse bear a
    payment in proportion to what each of them then is.

    Unknown opening money: a payment above c + t takes all there is, and the rest of it is
    untainted money that appears at that moment.

    Limits: the result changes with the order of payments within one instant.
    """
    trace = empty_trace(flow, "libr")
    purses = np.zeros((len(flow.opening), 2), np.int64)
    purses[:, 0] = flow.opening
    _run(
        flow.payer, flow.payee, flow.amount, flow.victim, flow.absorbing,
        purses, trace.tainted, trace.returned, trace.ratio,
    )  # fmt: skip
    np.add(purses[:, 1], trace.returned, out=trace.held)
    return trace


@compiled
def _run(
    payer: Int32s,
    payee: Int32s,
    amount: Int64s,
    victim: Int32s,
    absorbing: Flags,
    purses: Int64s,
    tainted: Int64s,
    returned: Int64s,
    ratio: Floats,
) -> None:
    for i in range(len(payer)):
        if i + AHEAD < len(payer):
            fetch_row(purses, payer[i + AHEAD])
            fetch_row(purses, payee[i + AHEAD])
        p, q, paid = payer[i], payee[i], amount[i]
        carried = 0
        if p != q and not absorbing[p]:
            clean = purses[p, 0]
            if paid <= clean:
                purses[p, 0] = clean - paid
            else:
                purses[p, 0] = 0
                dirty = purses[p, 1]
                if dirty > 0:
                    carried = min(dirty, paid - clean)
                    ratio[i] = carried / dirty
                    purses[p, 1] = dirty - carried
        if victim[i] >= 0:
            returned[p] += carried
            carried = paid
            purses[q, 1] += paid
        elif p != q:
            purses[q, 0] += paid - carried
            purses[q, 1] += carried
        tainted[i] = carried


def trace_libr_reference(flow: FlowArrays) -> Traced:
    """Return the same, payment by payment in Python's own whole numbers."""

    def charge(clean: int, dirty: int, paid: int) -> int:
        return min(dirty, max(0, paid - clean))

    return PurseBook(flow, "libr", charge).trace()
