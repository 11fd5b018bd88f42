"""Sorting inside kernels."""

import numpy as np

from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import Int64s


@compiled
def rank_values(values: Int64s) -> Int64s:
    """Return the places of the values in ascending order; equal ones stay in theirs.

    Merging from the bottom up. Numba's own argsort took seconds to compile wherever it was used.
    """
    count = len(values)
    rank, spare = np.empty(count, np.int64), np.empty(count, np.int64)
    for place in range(count):
        rank[place] = place
    width = 1
    while width < count:
        for begin in range(0, count, 2 * width):
            middle, stop = min(begin + width, count), min(begin + 2 * width, count)
            left, right = begin, middle
            for place in range(begin, stop):
                if right >= stop or (left < middle and values[rank[left]] <= values[rank[right]]):
                    spare[place] = rank[left]
                    left += 1
                else:
                    spare[place] = rank[right]
                    right += 1
        rank, spare = spare, rank
        width *= 2
    return rank
