"""Reversals that only one of the two parties' returns marks.

Where the payer's return takes a payment back, the payee's return may tell both rows as plain
payments there and back. If a mirror of either is there, all four rows go; a mirror of the first
alone stays, because then the payee's return says that the money came.
"""

import numpy as np

from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.money.ledger.columns import RowColumns


def find_cancelled(
    rows: RowColumns, pairs: tuple[Int64s, Int64s], free: Flags, own: Int32s, other: Int32s,
    effect: Int32s, reach: int,
) -> tuple[Int64s, Int64s]:  # fmt: skip
    """Return the other party's rows that tell of a reversal and of what it takes back.

    Args:
        rows: all rows.
        pairs: reversals and the rows that they take back.
        free: (n,) rows that give transfers and have no mirror.
        own, other: (n,) accounts.
        effect: (n,) +1 in, -1 out.
        reach: µs that mirrors may lie apart.

    Returns:
        (k,) rows that mirror a reversal, and (k,) rows that mirror what it takes back.
    """
    none = np.empty(0, dtype=np.int64)
    reversals, reversed_ = pairs
    against = np.where(other[reversed_] >= 0, other[reversed_], other[reversals])
    told = np.flatnonzero(against >= 0)
    if not len(told):
        return none, none
    near = np.flatnonzero(free & np.isin(own, against[told]) & np.isin(other, own[reversals[told]]))
    size = np.abs(rows.amount)
    shelf: dict[tuple[int, int, int, int, int], list[int]] = {}
    columns = (own, other, rows.asset, size, effect)
    for row, *key in zip(near.tolist(), *(one[near].tolist() for one in columns), strict=True):
        shelf.setdefault((key[0], key[1], key[2], key[3], key[4]), []).append(row)
    found: list[tuple[int, int]] = []
    for pair in told.tolist():
        mirrored = []
        for row in (int(reversals[pair]), int(reversed_[pair])):
            key_ = (
                int(against[pair]), int(own[row]), int(rows.asset[row]), int(size[row]),
                -int(effect[row]),
            )  # fmt: skip
            mirrored.append((shelf.get(key_, []), row))
        taking, taken = (_find_nearest(rows, waiting, row, reach) for waiting, row in mirrored)
        if taking is not None and taken is not None:
            found.append((taking, taken))
            mirrored[0][0].remove(taking)
            mirrored[1][0].remove(taken)
    if not found:
        return none, none
    both = np.array(found, dtype=np.int64)
    return both[:, 0], both[:, 1]


def _find_nearest(rows: RowColumns, waiting: list[int], row: int, reach: int) -> int | None:
    """Return the row nearest in time within reach, or None."""
    since = int(rows.time[row])
    until = since + int(rows.span[row]) - 1
    best: tuple[int, int] | None = None
    for one in waiting:
        start = int(rows.time[one])
        gap = max(0, start - until, since - (start + int(rows.span[one]) - 1))
        if gap <= reach and (best is None or (abs(start - since), one) < best):
            best = (abs(start - since), one)
    return best[1] if best else None
