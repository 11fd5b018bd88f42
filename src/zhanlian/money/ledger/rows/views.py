"""Two views of one payment in the same account's returns.

A wallet tells its payments (账户明细, without balance) and the movements of its balance (余额明细)
in two tables. Rows of one account with the same order number, size and way are one payment where
only one of them tells a balance; the one that does stays, since it can be checked.
"""

import numpy as np

from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.kernels.pairing import find_first_equal, gather_groups, pair_in_time
from zhanlian.money.ledger.columns import DAY, NULL, RowColumns


def find_views(
    rows: RowColumns, live: Flags, book: Int32s, effect: Int32s, by_time: Int64s
) -> tuple[Int64s, Int64s]:
    """Return (k,) rows that are a second view, and (k,) the rows that they tell again.

    Args:
        rows: all rows.
        live: (n,) rows that give transfers so far.
        book: (n,) account and asset as one number.
        effect: (n,) +1 in, -1 out.
        by_time: (n,) the rows in order of time.
    """
    reference = rows.texts["reference"].codes
    at = by_time[(live & (reference >= 0))[by_time]]
    balanced = rows.balance[at] != NULL
    none = np.empty(0, dtype=np.int64)
    if balanced.all() or not balanced.any():
        return none, none
    keys = np.stack([book, reference, np.abs(rows.amount), effect], axis=1)[at].astype(np.int64)
    order, ends = gather_groups(find_first_equal(keys))
    side = (~balanced[order]).astype(np.int64)
    placed = at[order]
    since = rows.time[placed]
    partner, _ = pair_in_time(ends, side, since, since + rows.span[placed] - 1, DAY)
    second = np.flatnonzero((partner >= 0) & (side == 1))
    return placed[second], placed[partner[second]]
