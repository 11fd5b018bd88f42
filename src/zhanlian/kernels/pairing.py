"""Grouping of equal rows, and pairing of two lists in time."""

from typing import Final

import numpy as np

from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import Int64s

# Beyond this product of the two lists' lengths an exact pairing would cost more than it gives.
_EXACT: Final = 250_000


@compiled
def find_first_equal(keys: Int64s) -> Int64s:
    """Return for each row the first row that is equal to it in all columns.

    Args:
        keys: (n, k) whole numbers, C-contiguous.

    Returns:
        (n,) index of the first equal row; a row's own index where it is the first.
    """
    count, width = keys.shape
    size = 16
    while size < 2 * count:
        size *= 2
    slots = np.full(size, -1, dtype=np.int64)
    found = np.empty(count, dtype=np.int64)
    mask = np.uint64(size - 1)
    for row in range(count):
        mixed = np.uint64(1469598103934665603)
        for column in range(width):
            mixed ^= np.uint64(keys[row, column])
            mixed *= np.uint64(0x9E3779B97F4A7C15)
            mixed ^= mixed >> np.uint64(29)
        slot = np.int64(mixed & mask)
        while True:
            first = slots[slot]
            if first < 0:
                slots[slot] = row
                found[row] = row
                break
            same = True
            for column in range(width):
                if keys[first, column] != keys[row, column]:
                    same = False
                    break
            if same:
                found[row] = first
                break
            slot = (slot + 1) & (size - 1)
    return found


@compiled
def count_within(group: Int64s) -> Int64s:
    """Return how many rows of the same group stand before each row.

    Args:
        group: (n,) a row index below n that names the group.
    """
    seen = np.zeros(len(group), dtype=np.int64)
    found = np.empty(len(group), dtype=np.int64)
    for row in range(len(group)):
        found[row] = seen[group[row]]
        seen[group[row]] += 1
    return found


@compiled
def pair_in_time(
    ends: Int64s, side: Int64s, since: Int64s, until: Int64s, reach: int
) -> tuple[Int64s, Int64s]:
    """Return one-to-one pairs between the two sides of each group, and how far apart they are.

    As many pairs as can be without crossing in time; among those the ones with the smallest sum
    of distances. Groups whose two lists multiply to more than 250,000 are paired from the front.

    Args:
        ends: (g,) one past the last row of each group; the groups follow each other.
        side: (n,) 0 or 1; within a group the rows of either side are sorted by time.
        since, until: (n,) first and last instant at which the row may have been.
        reach: largest gap between the spans of a pair.

    Returns:
        (n,) the row's partner or -1, and (n,) the gap between the two or -1.
    """
    partner = np.full(len(side), -1, dtype=np.int64)
    gap = np.full(len(side), -1, dtype=np.int64)
    start = 0
    for end in ends:
        ones = np.empty(end - start, dtype=np.int64)
        twos = np.empty(end - start, dtype=np.int64)
        n = m = 0
        for row in range(start, end):
            if side[row] == 0:
                ones[n] = row
                n += 1
            else:
                twos[m] = row
                m += 1
        if n and m:
            if n == 1 and m == 1:
                _pair_front(ones[:n], twos[:m], since, until, reach, partner)
            elif n * m <= _EXACT:
                _pair_nearest(ones[:n], twos[:m], since, until, reach, partner)
            else:
                _pair_front(ones[:n], twos[:m], since, until, reach, partner)
        start = end
    for row in range(len(side)):
        if partner[row] >= 0:
            gap[row] = _measure_gap(since, until, row, partner[row])
    return partner, gap


@compiled
def _measure_gap(since: Int64s, until: Int64s, one: int, two: int) -> int:
    """Return how far two spans lie apart; 0 where they touch."""
    return int(max(np.int64(0), since[two] - until[one], since[one] - until[two]))


@compiled
def _pair_front(
    ones: Int64s, twos: Int64s, since: Int64s, until: Int64s, reach: int, partner: Int64s
) -> None:
    i = j = 0
    while i < len(ones) and j < len(twos):
        one, two = ones[i], twos[j]
        if _measure_gap(since, until, one, two) <= reach:
            partner[one], partner[two] = two, one
            i += 1
            j += 1
        elif since[one] < since[two]:
            i += 1
        else:
            j += 1


@compiled
def _pair_nearest(
    ones: Int64s, twos: Int64s, since: Int64s, until: Int64s, reach: int, partner: Int64s
) -> None:
    """Fill partners by the order-keeping pairing: most pairs first, then the nearest ones."""
    n, m = len(ones), len(twos)
    pairs = np.zeros((n + 1, m + 1), dtype=np.int32)
    costs = np.zeros((n + 1, m + 1), dtype=np.int64)
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            best, cost = pairs[i + 1, j], costs[i + 1, j]
            if pairs[i, j + 1] > best or (pairs[i, j + 1] == best and costs[i, j + 1] < cost):
                best, cost = pairs[i, j + 1], costs[i, j + 1]
            apart = _measure_gap(since, until, ones[i], twos[j])
            if apart <= reach:
                # Among spans that touch, the nearer beginnings belong together.
                drift = apart + min(abs(since[ones[i]] - since[twos[j]]), reach)
                taken, paid = pairs[i + 1, j + 1] + 1, costs[i + 1, j + 1] + drift
                if taken > best or (taken == best and paid <= cost):
                    best, cost = taken, paid
            pairs[i, j], costs[i, j] = best, cost
    i = j = 0
    while i < n and j < m:
        apart = _measure_gap(since, until, ones[i], twos[j])
        drift = apart + min(abs(since[ones[i]] - since[twos[j]]), reach)
        if (
            apart <= reach
            and pairs[i, j] == pairs[i + 1, j + 1] + 1
            and costs[i, j] == costs[i + 1, j + 1] + drift
        ):
            partner[ones[i]], partner[twos[j]] = twos[j], ones[i]
            i += 1
            j += 1
        elif pairs[i, j] == pairs[i + 1, j] and costs[i, j] == costs[i + 1, j]:
            i += 1
        else:
            j += 1


@compiled
def gather_groups(group: Int64s) -> tuple[Int64s, Int64s]:
    """Return the rows group by group, and one past the last place of each group.

    Args:
        group: (n,) a row index below n that names the group.

    Returns:
        (n,) rows in order of group, within a group in their own; and (g,) ends of the g groups.
    """
    count = len(group)
    places = np.zeros(count + 1, dtype=np.int64)
    for one in group:
        places[one + 1] += 1
    groups = 0
    for one in range(1, count + 1):
        groups += places[one] > 0
        places[one] += places[one - 1]
    rows = np.empty(count, dtype=np.int64)
    for row in range(count):
        rows[places[group[row]]] = row
        places[group[row]] += 1
    ends = np.empty(groups, dtype=np.int64)
    found = 0
    for place in range(1, count + 1):
        if place == count or group[rows[place]] != group[rows[place - 1]]:
            ends[found] = place
            found += 1
    return rows, ends
