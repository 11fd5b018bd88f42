"""Whole units in proportion to shares: the largest remainder."""

from fractions import Fraction
from typing import Final

import numpy as np

from zhanlian.kernels.compile import Whole, compiled
from zhanlian.kernels.flow import Floats, Int64s
from zhanlian.kernels.sorting import rank_values

_SAME: Final = 1e-6
"""Remainders of a unit that differ by less are equal: floating shares carry noise of their own."""
_NOISE: Final = 1e-12
"""The same for large shares, relative to them."""


@compiled
def apportion(shares: Floats, whole: Whole, units: Int64s) -> bool:
    """Return whether `whole` units could be shared out in proportion; `units` becomes the parts.

    Every part is its share rounded down, and what is left goes one by one to the largest
    remainders; of equal ones to the smaller number. The parts add up to `whole` exactly.

    Args:
        shares: (k,) parts, 0 or more; only their proportion counts.
        whole: what is to be shared out.
        units: (k,) written. Nothing is shared out when all shares are 0.
    """
    total = shares.sum()
    units[:] = 0
    if whole == 0:
        return True
    if not total > 0:
        return False
    scale = np.float64(whole) / total
    sharing = np.flatnonzero(shares > 0)
    remainders = np.empty(len(sharing), np.int64)
    left = np.int64(whole)
    for place in range(len(sharing)):
        share = shares[sharing[place]] * scale
        part = np.int64(np.floor(share + max(_SAME, share * _NOISE)))
        remainders[place] = -np.int64(max(share - part, 0.0) / _SAME + 0.5)
        units[sharing[place]] = part
        left -= part
    order = rank_values(remainders)
    while left > 0:
        for place in order:
            if left > 0:
                units[sharing[place]] += 1
                left -= 1
    while left < 0:  # large shares that floating numbers cannot tell apart to the unit
        for place in order[::-1]:
            if left < 0 and units[sharing[place]] > 0:
                units[sharing[place]] -= 1
                left += 1
    return True


def apportion_reference(shares: list[Fraction], whole: int) -> list[int]:
    """Return the same for exact shares."""
    total = sum(shares)
    if not whole or not total:
        return [0] * len(shares)
    quotas = [share * whole / total for share in shares]
    units = [int(quota) for quota in quotas]
    order = sorted(range(len(shares)), key=lambda place: (units[place] - quotas[place], place))
    for place in order[: whole - sum(units)]:
        units[place] += 1
    return units
