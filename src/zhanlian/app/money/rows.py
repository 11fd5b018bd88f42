"""The rows behind a transfer: those of the statements, and those of victims' lists."""

from collections import defaultdict
from typing import Final

import numpy as np

from zhanlian.app.money.gather import Gathered
from zhanlian.app.money.payments import ToldPayments
from zhanlian.model.answers import InputLine, RowRef
from zhanlian.money.ledger.ledger import CleanLedger
from zhanlian.money.ledger.sources import cite_rows
from zhanlian.money.victims.beyond import Extended
from zhanlian.money.victims.matching import Matches

_PLACE: Final = ["item", "line", "sheet", "offset", "length"]


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
        self._places = gathered.table("rows").select(_PLACE)
        self._row = ledger.sources["row"].to_numpy()
        self._starts = np.searchsorted(
            ledger.sources["transfer"].to_numpy(), np.arange(ledger.transfers.num_rows + 1)
        )
        self._told = told
        self._whole = whole
        self._listed: dict[int, list[int]] = defaultdict(list)
        for place, transfer in enumerate(matches.transfer):
            if transfer >= 0:
                self._listed[transfer].append(place)

    def find(self, place: int) -> tuple[RowRef, ...]:
        """Return the rows that tell of a transfer, by its place in the whole ledger."""
        added = int(self._whole.added[place])
        if added >= 0:
            return (self._told.payments[added].row,)
        transfer = int(self._whole.former[place])
        rows = self._row[self._starts[transfer] : self._starts[transfer + 1]]
        listed = tuple(self._told.payments[one].row for one in self._listed.get(transfer, ()))
        return (*cite_rows(self._places, rows, self._files), *listed)


def list_files(gathered: Gathered) -> tuple[InputLine, ...]:
    """Return one line a file, by the index that the tables' ``item`` holds."""
    return tuple(
        InputLine(one.item.sha256, one.item.name, "", "rows", 0, 0, 0) for one in gathered.imported
    )
