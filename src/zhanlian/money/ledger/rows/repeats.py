"""The same row again, in the same return or in another one.

Two rows are one where everything that tells payments apart is equal, null included: own account,
asset, instant and its precision, amount with its sign, direction, balance, counterparty's account
and name, reference, log number and fee.

Where neither balance nor reference is told, equal rows of one return may be two payments: then the
k-th of one return repeats only the k-th of another. The same holds for rows whose time is a day or
a minute and that have a balance but no reference, if money also went the other way at that instant:
the account may have come back to the same balance.
"""

from dataclasses import dataclass

import numpy as np

from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.kernels.pairing import count_within, find_first_equal
from zhanlian.money.ledger.columns import NULL, RowColumns


@dataclass(frozen=True, slots=True)
class Repeats:
    """Rows that repeat others: (k,) the rows, and (k,) the rows they repeat."""

    row: Int64s
    partner: Int64s


def find_repeats(rows: RowColumns, open_: Flags, own: Int32s, other: Int32s) -> Repeats:
    """Return which of the open rows repeat others."""
    at = _list_suspects(rows, np.flatnonzero(open_), own)
    columns: list[Int32s | Int64s] = [
        own, other, rows.asset, rows.time, rows.span, rows.amount, rows.direction, rows.balance,
        rows.fee, *(rows.texts[name].codes for name in ("other_name", "reference", "log_number")),
    ]  # fmt: skip
    keys = np.empty((len(at), len(columns) + 1), dtype=np.int64)
    for place, column in enumerate(columns):
        keys[:, place] = column[at]
    keys[:, -1] = 0
    first = find_first_equal(keys)
    alike = np.flatnonzero(np.bincount(first, minlength=len(at))[first] > 1)
    if not len(alike):
        return Repeats(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
    sure = _is_sure(rows, at[alike], own, np.flatnonzero(open_))
    keys = keys[alike]
    within = np.stack([first[alike], rows.item[at[alike]].astype(np.int64)], axis=1)
    ordinal = count_within(find_first_equal(np.ascontiguousarray(within)))
    keys[:, -1] = np.where(sure, 0, ordinal)
    again = find_first_equal(keys)
    repeated = np.flatnonzero(again != np.arange(len(again)))
    return Repeats(at[alike[repeated]], at[alike[again[repeated]]])


def _list_suspects(rows: RowColumns, at: Int64s, own: Int32s) -> Int64s:
    """Return the rows that share account, instant and amount with another one: few, mostly."""
    keys = np.stack([own[at], rows.time[at], rows.amount[at]], axis=1)
    first = find_first_equal(keys)
    found: Int64s = at[np.bincount(first, minlength=len(at))[first] > 1]
    return found


def _is_sure(rows: RowColumns, at: Int64s, own: Int32s, open_rows: Int64s) -> Flags:
    """Return whether an equal row of the same return can only be a repeat."""
    referred = (rows.texts["reference"].codes[at] >= 0) | (rows.texts["log_number"].codes[at] >= 0)
    balanced = rows.balance[at] != NULL
    sure: Flags = referred | (balanced & (rows.span[at] == 1))
    unsure = np.flatnonzero(~referred & balanced & (rows.span[at] > 1))
    if len(unsure):
        doubtful = at[unsure]
        near = np.isin(own[open_rows], own[doubtful])
        near &= np.isin(rows.time[open_rows], rows.time[doubtful])
        both = _list_two_way_instants(rows, open_rows[near], own)
        keys = zip(own[doubtful].tolist(), rows.time[doubtful].tolist(), strict=True)
        sure[unsure] = [key not in both for key in keys]
    return sure


def _list_two_way_instants(rows: RowColumns, at: Int64s, own: Int32s) -> frozenset[tuple[int, int]]:
    """Return account and instant of all coarse rows with money both ways."""
    at = at[rows.span[at] > 1]
    seen: dict[tuple[int, int], set[tuple[int, bool]]] = {}
    keys = zip(own[at].tolist(), rows.time[at].tolist(), strict=True)
    ways = zip(rows.direction[at].tolist(), (rows.amount[at] < 0).tolist(), strict=True)
    for key, way in zip(keys, ways, strict=True):
        seen.setdefault(key, set()).add(way)
    return frozenset(key for key, ways_seen in seen.items() if len(ways_seen) > 1)
