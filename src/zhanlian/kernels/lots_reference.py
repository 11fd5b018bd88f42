"""Lots of money in Python lists: the slow twin of FIFO and LIFO."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from zhanlian.kernels.flow import FlowArrays, Traced

Lot = tuple[int, int]
"""Victim (-1: untainted) and amount."""


@dataclass(slots=True)
class LotBook:
    """A ledger moved lot by lot; the oldest lot of a purse stands first in its list."""

    flow: FlowArrays
    rule: str
    lots: list[list[Lot]] = field(default_factory=list)
    kept: Counter[tuple[int, int]] = field(default_factory=Counter)
    returned: Counter[int] = field(default_factory=Counter)

    def trace(self) -> Traced:
        """Return where victims' money is."""
        flow = self.flow
        self.lots = [[(-1, int(units))] if units else [] for units in flow.opening]
        tainted = []
        for p, q, paid, victim in zip(
            flow.payer.tolist(),
            flow.payee.tolist(),
            flow.amount.tolist(),
            flow.victim.tolist(),
            strict=True,
        ):
            moved: list[Lot] = []
            if p != q:
                moved = [(-1, paid)] if flow.absorbing[p] else self._take(p, paid)
            theirs = [(whose, units) for whose, units in moved if whose >= 0]
            if victim >= 0:
                self.kept.update({(p, whose): 0 for whose, _ in theirs})
                for whose, units in theirs:
                    self.kept[p, whose] += units
                    self.returned[p] += units
                moved = theirs = [(victim, paid)]
            self.lots[q] += moved
            tainted.append(sum(units for _, units in theirs))
        return self._close(tainted)

    def _take(self, purse: int, paid: int) -> list[Lot]:
        lots = self.lots[purse]
        oldest = self.rule == "fifo"
        moved: list[Lot] = []
        while paid and lots:
            whose, units = lots.pop(0 if oldest else -1)
            part = min(units, paid)
            moved.append((whose, part))
            paid -= part
            if part < units:
                lots.insert(0 if oldest else len(lots), (whose, units - part))
        if not oldest:
            moved.reverse()
        return [*moved, (-1, paid)] if paid else moved

    def _close(self, tainted: list[int]) -> Traced:
        held = self.kept
        for purse, lots in enumerate(self.lots):
            for whose, units in lots:
                if whose >= 0:
                    held[purse, whose] += units
        lines = sorted((purse, whose, units) for (purse, whose), units in held.items() if units)
        sums, returned = (np.zeros(len(self.lots), np.int64) for _ in range(2))
        for purse, _, units in lines:
            sums[purse] += units
        for purse, units in self.returned.items():
            returned[purse] = units
        return Traced(
            tainted=np.array(tainted, np.int64),
            held=sums,
            returned=returned,
            ratio=np.empty(0, np.float64),
            lot_purse=np.array([line[0] for line in lines], np.int32),
            lot_victim=np.array([line[1] for line in lines], np.int32),
            lot_amount=np.array([line[2] for line in lines], np.int64),
            rule=self.rule,
        )
