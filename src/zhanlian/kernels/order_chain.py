"""The order of many rows of one instant: a path that uses every row once (Euler, Hierholzer).

A row leads from the balance before it to the balance after it. Balances within the tolerance of
each other are one place of the graph; an order of the rows is a path over all its edges, found in
a time that grows with the rows and not with their factorial.
"""

from typing import Final

import numpy as np

from zhanlian.kernels.compile import Whole, compiled
from zhanlian.kernels.flow import Int64s
from zhanlian.kernels.order_search import FOUND_MORE, FOUND_NONE, FOUND_ONE, Edge
from zhanlian.kernels.sorting import rank_values

_OPEN_END: Final = -1


@compiled
def find_chain(
    change: Int64s, balance: Int64s, tolerance: int, edges: tuple[Edge, Edge], order: Int64s
) -> int:
    """Return whether none, one or more orders fit the balances; `order` becomes the first of them.

    All rows tell their balance. Where rounding makes neighbouring balances run together over more
    than the tolerance, the first path may break it; then one is put together by exchanging
    (`_patch`), which is any order that fits, and counts as one of several.

    Args:
        change, balance: (k,) the rows: signed change, balance after it.
        tolerance: largest difference that rounding explains, in units.
        edges: the balance before the group and after it.
        order: (k,) written: row at each place.
    """
    count = len(change)
    (before, known), (after, after_known) = edges
    nodes = _join_places(change, balance, tolerance, before if known else after)
    start, end = _find_ends(nodes, count)
    if start < _OPEN_END:
        return FOUND_NONE
    hinted = known or after_known
    closed = start == _OPEN_END
    if closed:
        start = nodes[2 * count] if hinted else nodes[0]
    elif (known and nodes[2 * count] != start) or (
        after_known and not known and nodes[2 * count] != end
    ):
        return FOUND_NONE
    if not _walk(nodes, count, start, order):
        return FOUND_NONE
    if _breaks(change, balance, tolerance, edges[0], order):
        first = before if known else balance[order[0]] - change[order[0]]
        patched = _patch(change, balance, tolerance, first, order)
        return FOUND_MORE if patched else FOUND_NONE
    if (closed and not hinted and count > 1) or not _is_only_path(nodes, count, start, order):
        return FOUND_MORE
    return FOUND_ONE


@compiled
def _join_places(change: Int64s, balance: Int64s, tolerance: int, hint: Whole) -> Int64s:
    """Return the place before each row, after each row, and of the hint: (2k + 1,)."""
    count = len(change)
    values = np.empty(2 * count, np.int64)
    for row in range(count):
        values[row] = balance[row] - change[row]
        values[count + row] = balance[row]
    # The hint is not among them: it must not join places that are apart without it.
    rank = rank_values(values)
    nodes = np.empty(2 * count + 1, np.int64)
    nodes[2 * count] = -2
    node = 0
    for place in range(2 * count):
        if place and values[rank[place]] - values[rank[place - 1]] > tolerance:
            node += 1
        nodes[rank[place]] = node
        if nodes[2 * count] == -2 and abs(values[rank[place]] - hint) <= tolerance:
            nodes[2 * count] = node
    return nodes


@compiled
def _find_ends(nodes: Int64s, count: int) -> tuple[int, int]:
    """Return the places where a path begins and ends: (-1, -1) a circle, (-2, -2) there is none."""
    surplus = np.zeros(2 * count, np.int64)
    for row in range(count):
        surplus[nodes[row]] += 1
        surplus[nodes[count + row]] -= 1
    start, end = _OPEN_END, _OPEN_END
    for node in range(2 * count):
        if surplus[node] == 1 and start == _OPEN_END:
            start = node
        elif surplus[node] == -1 and end == _OPEN_END:
            end = node
        elif surplus[node] != 0:
            return -2, -2
    return start, end


@compiled
def _walk(nodes: Int64s, count: int, start: int, order: Int64s) -> bool:
    """Return whether a path from `start` uses all rows; earliest rows first (Hierholzer)."""
    if start < 0:
        return False
    free = np.zeros(2 * count + 1, np.int64)
    for row in range(count):
        free[nodes[row] + 1] += 1
    for node in range(2 * count):
        free[node + 1] += free[node]
    stop, filled = np.empty(2 * count, np.int64), np.empty(2 * count, np.int64)
    for node in range(2 * count):
        filled[node], stop[node] = free[node], free[node + 1]
    leaving = np.empty(count, np.int64)
    for row in range(count):
        leaving[filled[nodes[row]]] = row
        filled[nodes[row]] += 1
    at = np.empty(count + 1, np.int64)
    by = np.empty(count + 1, np.int64)
    at[0], by[0] = start, -1
    depth, left = 0, count
    while depth >= 0:
        node = at[depth]
        if free[node] < stop[node]:
            row = leaving[free[node]]
            free[node] += 1
            depth += 1
            at[depth], by[depth] = nodes[count + row], row
        else:
            if by[depth] >= 0:
                left -= 1
                order[left] = by[depth]
            depth -= 1
    return left == 0


@compiled
def _breaks(change: Int64s, balance: Int64s, tolerance: int, before: Edge, order: Int64s) -> bool:
    value, known = before
    for row in order:
        if known and abs(balance[row] - change[row] - value) > tolerance:
            return True
        value, known = balance[row], True
    return False


@compiled
def _is_only_path(nodes: Int64s, count: int, start: int, order: Int64s) -> bool:
    """Return whether no other path uses all rows from the same place.

    Two stretches of a path can be exchanged when a place is met three times, or two places in
    turns (u … v … u … v); otherwise every place met twice encloses a loop that has one way only.
    """
    met = np.zeros(2 * count, np.int64)
    met[start] += 1
    for row in order:
        met[nodes[count + row]] += 1
    open_loops = np.empty(count + 1, np.int64)
    seen = np.zeros(2 * count, np.bool_)
    depth = 0
    for place in range(count + 1):
        node = start if place == 0 else nodes[count + order[place - 1]]
        if met[node] > 2:
            return False
        if met[node] < 2:
            continue
        if not seen[node]:
            seen[node] = True
            open_loops[depth] = node
            depth += 1
        elif open_loops[depth - 1] == node:
            depth -= 1
        else:
            return False
    return True


@compiled
def _patch(change: Int64s, balance: Int64s, tolerance: int, before: Whole, order: Int64s) -> bool:
    """Return whether an order was put together from the balances in order of their size.

    The k-th smallest balance after a row meets the k-th smallest balance before one; if any
    matching fits, this one does. It falls into circles; neighbours of two circles exchange their
    successors where both still fit (Gilmore and Gomory 1964), until one circle is left. Place 0
    stands for all that is outside the group.
    """
    count = len(change) + 1
    ends, starts = np.empty(count, np.int64), np.empty(count, np.int64)
    ends[0], starts[0] = before, before
    for row in range(count - 1):
        ends[row + 1], starts[row + 1] = balance[row], balance[row] - change[row]
        starts[0] += change[row]
    by_end, by_start = rank_values(ends), rank_values(starts)
    after = np.empty(count, np.int64)
    for place in range(count):
        after[by_end[place]] = by_start[place]
        if abs(ends[by_end[place]] - starts[by_start[place]]) > tolerance:
            return False
    circle = np.full(count, -1, np.int64)
    circles = 0
    for first in range(count):
        place = first
        while circle[place] < 0:
            circle[place] = circles
            place = after[place]
        circles += place == first and circle[first] == circles
    changed = True
    while changed and circles > 1:
        changed = False
        for place in range(count - 1):
            left, right = by_end[place], by_end[place + 1]
            if circle[left] == circle[right]:
                continue
            if (
                abs(ends[left] - starts[after[right]]) <= tolerance
                and abs(ends[right] - starts[after[left]]) <= tolerance
            ):
                after[left], after[right] = after[right], after[left]
                old, new = circle[right], circle[left]
                for row in range(count):
                    if circle[row] == old:
                        circle[row] = new
                circles -= 1
                changed = True
    place = after[0]
    for position in range(count - 1):
        if place == 0:
            return False
        order[position] = place - 1
        place = after[place]
    return bool(place == 0)
