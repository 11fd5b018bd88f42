"""The order of a few rows of one instant by trying: exact, and with rows that tell no balance."""

from typing import Final

import numpy as np

from zhanlian.kernels.compile import Whole, compiled
from zhanlian.kernels.flow import Flags, Int64s

FOUND_NONE: Final = 0
FOUND_ONE: Final = 1
FOUND_MORE: Final = 2
FOUND_LATE: Final = 3
"""One order was found, but the steps ran out before a second could be ruled out."""

_MOST_STEPS: Final = 20_000

Edge = tuple[Whole, bool]
"""A balance beside the group, and whether it is known."""


@compiled
def search_order(
    change: Int64s,
    balance: Int64s,
    told: Flags,
    tolerance: int,
    edges: tuple[Edge, Edge],
    order: Int64s,
) -> int:
    """Return how many orders fit the balances; `order` becomes the first of them.

    The first is the one nearest to the given order: at each place the earliest row that still
    leads to an end. After a row that tells no balance, the balance is carried on by its change.

    Args:
        change, balance, told: (k,) the rows: signed change, balance after it, whether it is told.
        tolerance: largest difference that rounding explains, in units.
        edges: the balance before the group and after it.
        order: (k,) written: row at each place.
    """
    count = len(change)
    (value, known), (after, after_known) = edges
    values = np.empty(count + 1, np.int64)
    knowns = np.empty(count + 1, np.bool_)
    choice = np.full(count + 1, -1, np.int64)
    used = np.zeros(count, np.bool_)
    values[0], knowns[0] = value, known
    found, steps, depth = 0, 0, 0
    while depth >= 0:
        if depth == count:
            fits = not after_known or not knowns[depth] or abs(after - values[depth]) <= tolerance
            if fits and found:
                return FOUND_MORE
            if fits:
                found = 1
                for place in range(count):
                    order[place] = choice[place]
            depth -= 1
            continue
        row = choice[depth]
        if row >= 0:
            used[row] = False
        row += 1
        while row < count and (
            used[row]
            or (
                knowns[depth]
                and told[row]
                and abs(balance[row] - change[row] - values[depth]) > tolerance
            )
        ):
            row += 1
            steps += 1
        steps += 1
        if steps > _MOST_STEPS:
            return FOUND_LATE if found else FOUND_NONE
        if row >= count:
            choice[depth] = -1
            depth -= 1
            continue
        choice[depth] = row
        used[row] = True
        knowns[depth + 1] = told[row] or knowns[depth]
        values[depth + 1] = balance[row] if told[row] else values[depth] + change[row]
        depth += 1
        choice[depth] = -1
    return found
