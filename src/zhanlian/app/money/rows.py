"""The rows behind a transfer: those of the statements, and those of victims' lists."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from zhanlian.app.money.gather import Gathered
from zhanlian.app.money.payments import ToldPayments
from zhanlian.model.answers import InputLine, RowRef
from zhanlian.money.ledger.ledger import CleanLedger
from zhanlian.money.ledger.sources import cite_transfers
from zhanlian.money.victims.beyond import Extended
from zhanlian.money.victims.matching import Matches


class RowFinder:
    """Finds the rows of transfers.

    Args:
        gathered: tables of the statements.
        told: the payments of victims.
        ledger: built from the tables.
        matches: which payment is which transfer.
        whole: the ledger with the payments that were added.
    """

    def __init__(
        self,
        gathered: Gathered,
        told: ToldPayments,
        ledger: CleanLedger,
        matches: Matches,
        whole: Extended,
    ) -> None:
        self._files = list_files(gathered)
        self._rows = gathered.table("rows")
        self._ledger = ledger
        self._told = told
        self._whole = whole
        self._listed: dict[int, list[int]] = defaultdict(list)
        for place, transfer in enumerate(matches.transfer):
            if transfer >= 0:
                self._listed[transfer].append(place)

    def find(self, places: Sequence[int]) -> list[tuple[RowRef, ...]]:
        """Return the rows that tell of each transfer, by their places in the whole ledger."""
        wanted = np.asarray(places, dtype=np.int64)
        added, former = self._whole.added[wanted], self._whole.former[wanted]
        own = former[added < 0].tolist()
        # All at once: to take rows from a table of many batches costs by batches, not by rows.
        cited = iter(cite_transfers(self._ledger, own, self._rows, self._files))
        payments = self._told.payments
        return [
            (payments[paid].row,)
            if paid >= 0
            else (*next(cited), *(payments[one].row for one in self._listed.get(transfer, ())))
            for paid, transfer in zip(added.tolist(), former.tolist(), strict=True)
        ]


def list_files(gathered: Gathered) -> tuple[InputLine, ...]:
    """Return one line a file, by the index that the tables' ``item`` holds."""
    return tuple(
        InputLine(one.item.sha256, one.item.name, "", "rows", 0, 0, 0) for one in gathered.imported
    )
