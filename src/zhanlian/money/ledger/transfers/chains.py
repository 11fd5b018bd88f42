"""Each account's own rows in the order that its balances tell.

A book is one asset of one account that has rows of its own. All rows that moved its balance are in
it, those that cancel each other too.
"""

from dataclasses import dataclass

import numpy as np

from zhanlian.kernels.balance import find_gaps
from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.kernels.order import repair_order
from zhanlian.kernels.pairing import find_first_equal, gather_groups
from zhanlian.model.asset import find_exponent, is_token
from zhanlian.money.ledger.columns import BEYOND, DAY, NULL, RowColumns


@dataclass(frozen=True, slots=True)
class Chains:
    """All books one after the other, their rows in repaired order; all (c,) but `tolerance`.

    Attributes:
        row: row of the columns.
        book: number of the book, ascending.
        change: signed units.
        balance: told balance after the row; 0 where not told.
        told: whether it is told.
        ordering: code of `Ordering`.
        tolerance: (books,) what rounding explains, in units.
    """

    row: Int64s
    book: Int32s
    change: Int64s
    balance: Int64s
    told: Flags
    ordering: Int32s
    tolerance: Int64s

    def find_gaps(self) -> tuple[Int64s, Int64s]:
        """Return the places before which rows are missing, and how much."""
        return find_gaps(self.book, self.change, self.balance, self.told, self.tolerance)


def chain_rows(
    rows: RowColumns, moving: Flags, book: Int32s, effect: Int32s, by_time: Int64s
) -> Chains:
    """Return the books of all rows that moved a balance.

    A book that tells some rows by the day and others more finely is searched for its order day by
    day, on the days that have a row without a time.
    """
    at = by_time[moving[by_time]]
    order, _ = gather_groups(find_first_equal(book[at].astype(np.int64)[:, None].copy()))
    at = at[order]
    numbers = np.cumsum(np.diff(book[at], prepend=-1) != 0, dtype=np.int32) - np.int32(1)
    numbers = np.ascontiguousarray(numbers.astype(np.int32))
    change = effect[at] * np.abs(rows.amount[at])
    told = (rows.balance[at] != NULL) & _can_add_up(numbers, change)
    balance = np.where(told, rows.balance[at], 0)
    tolerance = _find_tolerance(rows, at, numbers, change, balance, told)
    instant = _find_instants(rows, at, numbers)
    position, ordering = repair_order(numbers, instant, change, balance, told, tolerance)
    return Chains(
        row=at[position],
        book=numbers,
        change=change[position],
        balance=balance[position],
        told=told[position],
        ordering=ordering.astype(np.int32),
        tolerance=tolerance,
    )


def _can_add_up(book: Int32s, change: Int64s) -> Flags:
    """Return (c,) whether the sums of the row's book fit into int64; else no balance is proved.

    Tokens that nobody asked for are sent in trillions of units.
    """
    sizes = np.bincount(book, weights=np.abs(change).astype(np.float64))
    found: Flags = (sizes < BEYOND)[book]
    return found


def _find_instants(rows: RowColumns, at: Int64s, book: Int32s) -> Int64s:
    instant = rows.time[at].copy()
    by_day = rows.span[at] == DAY
    count = int(book.max()) + 1 if len(book) else 0
    days = np.bincount(book[by_day], minlength=count)
    mixed = ((days > 0) & (np.bincount(book, minlength=count) > days))[book]
    if not mixed.any():
        return instant
    # Where the day begins (its zone) is told by the rows that are told by the day.
    begins = np.zeros(count, dtype=np.int64)
    begins[book[by_day]] = instant[by_day] % DAY
    floor = (instant - begins[book]) // DAY * DAY + begins[book]
    places = np.flatnonzero(mixed)
    keys = np.stack([book[places].astype(np.int64), floor[places]], axis=1)
    group = find_first_equal(np.ascontiguousarray(keys))
    coarse = np.bincount(group, weights=by_day[places], minlength=len(places))[group] > 0
    instant[places[coarse]] = floor[places[coarse]]
    return instant


def _find_tolerance(
    rows: RowColumns, at: Int64s, book: Int32s, change: Int64s, balance: Int64s, told: Flags
) -> Int64s:
    """Return per book 0, or 0.1 or 1 of its currency where its balances are rounded to that.

    Balances are rounded where all are whole multiples of it and the changes are not; the difference
    of two of them is then off by up to one step.
    """
    count = int(book.max()) + 1 if len(book) else 0
    found = np.zeros(count, dtype=np.int64)
    names = rows.texts["asset"].texts.to_pylist()
    digits = np.array([0 if is_token(one) else find_exponent(one) for one in names] or [0])
    digits = digits[rows.asset[at]]
    for places in (1, 0):
        step = np.where(digits > places, 10 ** np.maximum(digits - places, 0), 0)
        usable = step > 0
        size = np.maximum(step, 1)
        broken = np.bincount(book[told & (balance % size != 0)], minlength=count)
        finer = np.bincount(book[usable & (change % size != 0)], minlength=count)
        tells = np.bincount(book[told & usable], minlength=count)
        rounded = (broken == 0) & (finer > 0) & (tells > 1)
        coarsest = np.zeros(count, dtype=np.int64)
        coarsest[book] = step
        found[rounded] = coarsest[rounded]
    return found
