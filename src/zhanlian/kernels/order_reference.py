"""The slow twin of order repair: all orders of a group, one after the other."""

import itertools
from collections.abc import Sequence

import numpy as np

from zhanlian.kernels.order_search import FOUND_MORE, FOUND_NONE, FOUND_ONE

Row = tuple[int, int, bool]
"""Change, balance after it, whether the balance is told."""


def find_order_reference(
    rows: Sequence[Row], tolerance: int, before: int | None, after: int | None
) -> tuple[list[int], int]:
    """Return the order and its code like `find_order`, by trying all orders of a group."""
    if len(rows) < 2:
        return list(range(len(rows))), 0
    attempts: list[tuple[int | None, int | None]] = []
    attempts += [(before, None)] if before is not None else []
    attempts += [(None, after)] if after is not None else []
    for attempt in [*attempts, (None, None)]:
        if any(told for _, _, told in rows):
            order, found = _try_all(rows, tolerance, *attempt)
            if found:
                return order, 1 if found == FOUND_ONE else 2
    return list(range(len(rows))), 3


def _try_all(
    rows: Sequence[Row], tolerance: int, before: int | None, after: int | None
) -> tuple[list[int], int]:
    first: list[int] = []
    for order in itertools.permutations(range(len(rows))):
        if _fits([rows[place] for place in order], tolerance, before, after):
            if first:
                return first, FOUND_MORE
            first = list(order)
    return first, FOUND_ONE if first else FOUND_NONE


def _fits(rows: Sequence[Row], tolerance: int, before: int | None, after: int | None) -> bool:
    value = before
    for change, balance, told in rows:
        if told and value is not None and abs(balance - change - value) > tolerance:
            return False
        value = balance if told else None if value is None else value + change
    return after is None or value is None or abs(after - value) <= tolerance


def repair_order_reference(
    account: Sequence[int],
    instant: Sequence[int],
    rows: Sequence[Row],
    tolerance: Sequence[int],
) -> tuple[list[int], list[int]]:
    """Return the same as `repair_order`, group by group in Python."""
    position: list[int] = []
    ordering: list[int] = []
    places = np.arange(len(rows)).tolist()
    for number, group in itertools.groupby(places, key=lambda row: account[row]):
        days = [list(part) for _, part in itertools.groupby(group, key=lambda row: instant[row])]
        for order, code in _repair_account(days, rows, tolerance[number]):
            position += order
            ordering += [code] * len(order)
    return position, ordering


def _repair_account(
    days: list[list[int]], rows: Sequence[Row], tolerance: int
) -> list[tuple[list[int], int]]:
    backwards = _count_chained(days, rows, tolerance, -1) > _count_chained(days, rows, tolerance, 1)
    before: int | None = None
    repaired = []
    for place, day in enumerate(days):
        given = day[::-1] if backwards and len(day) > 1 else day
        after = None
        if place + 1 < len(days) and len(days[place + 1]) == 1:
            change, balance, told = rows[days[place + 1][0]]
            after = balance - change if told else None
        order, code = find_order_reference([rows[row] for row in given], tolerance, before, after)
        repaired.append(([given[index] for index in order], code))
        for index in order:
            change, balance, told = rows[given[index]]
            before = balance if told else None if before is None else before + change
        if code == 3 and any(rows[row][2] for row in day):
            before = None
    return repaired


def _count_chained(
    days: list[list[int]], rows: Sequence[Row], tolerance: int, direction: int
) -> int:
    count = 0
    for day in days:
        for one, other in itertools.pairwise(day[::direction]):
            (_, before, told), (change, balance, told_too) = rows[one], rows[other]
            count += told and told_too and abs(balance - change - before) <= tolerance
    return count
