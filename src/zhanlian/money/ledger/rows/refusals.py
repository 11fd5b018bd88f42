"""Rows that never were money."""

import numpy as np

from zhanlian.kernels.flow import Int32s
from zhanlian.model.statement import RowKind, RowStatus
from zhanlian.model.transfer import Fate
from zhanlian.money.ledger.columns import NULL, RowColumns

OPEN: int = -1
"""A row whose fate is not yet known."""


def refuse_rows(rows: RowColumns) -> Int32s:
    """Return (n,) the fate of rows that tell of no payment, `OPEN` for all others.

    What the statement says itself comes first (failed, a query, a second view), then what is
    missing. Rows without a direction stay open: their balances may prove one (`signs`).
    """
    told = rows.amount != NULL
    cases = (
        (rows.status == RowStatus.FAILED, Fate.FAILED),
        (rows.kind == RowKind.QUERY, Fate.NO_MONEY),
        (rows.status == RowStatus.PENDING, Fate.PENDING),
        (rows.kind == RowKind.SUMMARY, Fate.SUMMARY),
        (rows.kind == RowKind.DUPLICATE_VIEW, Fate.DUPLICATE_VIEW),
        (~told, Fate.NO_AMOUNT),
        (told & (rows.amount == 0), Fate.NO_MONEY),
        (rows.time == NULL, Fate.NO_TIME),
    )
    found = np.select([test for test, _ in cases], [int(fate) for _, fate in cases], OPEN)
    return found.astype(np.int32)
