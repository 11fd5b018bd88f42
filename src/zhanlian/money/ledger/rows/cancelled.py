"""Reversals that only one of the two parties' returns marks.

Where the payer's return takes a payment back, the payee's return may tell both rows as plain
payments there and back. If a mirror of either is there, all four rows go; a mirror of the first
alone stays, because then the payee's return says that the money came.
"""

from collections import defaultdict
from typing import Any

import numpy as np

from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.money.ledger.columns import RowColumns
from zhanlian.money.shelf import Shelf

_Key = tuple[Any, ...]


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
    booked: dict[_Key, list[tuple[int, int]]] = defaultdict(list)
    columns = (own, other, rows.asset, size, effect, rows.span, rows.time)
    for row, *key, time in zip(
        near.tolist(), *(one[near].tolist() for one in columns), strict=True
    ):
        booked[tuple(key)].append((time, row))
    shelves = {key: Shelf(sorted(waiting)) for key, waiting in booked.items()}
    spans = sorted(set(rows.span[near].tolist()))
    found: list[tuple[int, int]] = []
    gone: set[int] = set()
    for pair in told.tolist():
        both = []
        for row in (int(reversals[pair]), int(reversed_[pair])):
            key_ = (
                int(against[pair]), int(own[row]), int(rows.asset[row]), int(size[row]),
                -int(effect[row]),
            )  # fmt: skip
            waiting = [(span, shelves[*key_, span]) for span in spans if (*key_, span) in shelves]
            both.append(_find_nearest(rows, waiting, row, reach, gone))
        taking, taken = both
        if taking is not None and taken is not None:
            found.append((taking, taken))
            gone.update((taking, taken))
    if not found:
        return none, none
    pairs_ = np.array(found, dtype=np.int64)
    return pairs_[:, 0], pairs_[:, 1]


def _find_nearest(
    rows: RowColumns, waiting: list[tuple[int, Shelf]], row: int, reach: int, gone: set[int]
) -> int | None:
    """Return the row nearest in time within reach, or None; shelves come with their rows' span."""
    since = int(rows.time[row])
    until = since + int(rows.span[row]) - 1
    near = [
        shelf.find_nearest(since, since - reach - span + 1, until + reach, gone)
        for span, shelf in waiting
    ]
    best = min((one for one in near if one is not None), default=None)
    return None if best is None else best[1]
