"""The two sums of a purse, untainted and victims' money, and the slow twin that moves them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from zhanlian.kernels.flow import FlowArrays, Traced
from zhanlian.kernels.flow_check import no_floats


def empty_trace(flow: FlowArrays, rule: str, *, with_ratio: bool = True) -> Traced:
    """Return a trace of the right shapes in which nothing has moved, without lots."""
    transfers, purses = len(flow.payer), len(flow.opening)
    return Traced(
        tainted=np.zeros(transfers, np.int64),
        held=np.zeros(purses, np.int64),
        returned=np.zeros(purses, np.int64),
        ratio=np.zeros(transfers, np.float64) if with_ratio else no_floats(),
        lot_purse=np.empty(0, np.int32),
        lot_victim=np.empty(0, np.int32),
        lot_amount=np.empty(0, np.int64),
        rule=rule,
    )


@dataclass(slots=True)
class PurseBook:
    """A ledger moved step by step under a rule that looks at two sums of the paying purse.

    Attributes:
        flow: the ledger.
        rule: its word.
        charge: victims' part of a payment, from (untainted, victims' money, payment).
    """

    flow: FlowArrays
    rule: str
    charge: Callable[[int, int, int], int]

    def trace(self) -> Traced:
        """Return where victims' money is."""
        trace = empty_trace(self.flow, self.rule)
        clean = [int(units) for units in self.flow.opening]
        dirty = [0] * len(clean)
        for i, (p, q, paid, victim) in enumerate(
            zip(
                self.flow.payer.tolist(),
                self.flow.payee.tolist(),
                self.flow.amount.tolist(),
                self.flow.victim.tolist(),
                strict=True,
            )
        ):
            carried = 0
            if p != q and not self.flow.absorbing[p]:
                carried = self.charge(clean[p], dirty[p], paid)
                trace.ratio[i] = carried / dirty[p] if dirty[p] else 0.0
                clean[p] = max(0, clean[p] - (paid - carried))
                dirty[p] -= carried
            if victim >= 0:
                trace.returned[p] += carried
                carried = paid
                dirty[q] += paid
            elif p != q:
                clean[q] += paid - carried
                dirty[q] += carried
            trace.tainted[i] = carried
        trace.held[:] = np.array(dirty, np.int64) + trace.returned
        return trace
