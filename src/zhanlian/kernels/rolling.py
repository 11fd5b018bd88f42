"""Rolling charge: every payment carries the share of victims' money that the purse has then."""

import numpy as np

from zhanlian.kernels.compile import compiled
from zhanlian.kernels.exact import multiply_divide
from zhanlian.kernels.flow import Flags, Floats, FlowArrays, Int32s, Int64s, Traced
from zhanlian.kernels.prefetch import AHEAD, fetch_row
from zhanlian.kernels.purses import PurseBook, empty_trace


def trace_rolling(flow: FlowArrays) -> Traced:
    """Return where victims' money is when each payment takes its share of what the purse holds.

    Law and names: rolling charge, per-transfer haircut, rolling pro rata; the "North American"
    method (Law Society of Upper Canada v. Toronto-Dominion Bank (1998) 42 O.R. (3d) 257 declined
    it for the total of losses, but defines it; Boughner v. Greyhawk (2012 ONSC 3185)). A payment a
    from a purse with untainted money c and victims' money t carries floor(t·a / (c + t)) units.

    Unknown opening money: a payment above c + t takes all there is, and the rest of it is
    untainted money that appears at that moment.

    Limits: the result changes with the order of payments within one instant. Rounding down leaves
    up to one unit a payment in the payer's purse; nothing is lost.
    """
    trace = empty_trace(flow, "rolling")
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
            clean, dirty = purses[p, 0], purses[p, 1]
            if dirty == 0:
                purses[p, 0] = max(clean - paid, 0)
            elif paid >= clean + dirty:
                carried = dirty
                ratio[i] = 1.0
                purses[p, 0] = 0
                purses[p, 1] = 0
            else:
                carried = multiply_divide(dirty, paid, clean + dirty)
                ratio[i] = carried / dirty
                purses[p, 0] = clean - (paid - carried)
                purses[p, 1] = dirty - carried
        if victim[i] >= 0:
            returned[p] += carried
            carried = paid
            purses[q, 1] += paid
        elif p != q:
            purses[q, 0] += paid - carried
            purses[q, 1] += carried
        tainted[i] = carried


def trace_rolling_reference(flow: FlowArrays) -> Traced:
    """Return the same, payment by payment in Python's own whole numbers."""

    def charge(clean: int, dirty: int, paid: int) -> int:
        total = clean + dirty
        return dirty if paid >= total else dirty * paid // total

    return PurseBook(flow, "rolling", charge).trace()
