"""Victims' money by how many hands it went through: cycles unrolled into depths."""

import numpy as np

from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import Flags, Int32s, Int64s


@compiled
def split_by_depth(
    payer: Int32s, payee: Int32s, tainted: Int64s, paid: Flags, purses: int, deepest: int
) -> tuple[Int64s, Int32s, Int64s]:
    """Return each transfer's victims' part, split by the depth from which it was paid.

    A victim's payment leads from depth 0 to 1. What a purse pays comes from the least depth at
    which it still holds victims' money, then the next, and arrives one deeper: an account that is
    reached again further down stands there once more, and no path returns upwards. So for each
    purse and depth, what leaves is never more than what came. Money at the last depth may move
    on, but stays at that depth: such parts are not given.

    Args:
        payer, payee, tainted: (k,) the transfers that carry victims' money, in their order.
        paid: (k,) which of them are victims' payments.
        purses: how many there are.
        deepest: the last depth, at least 1.

    Returns:
        (p,) place of the transfer, (p,) depth of its payer, and (p,) the part in units.
    """
    held = np.zeros((purses, deepest + 1), np.int64)
    place = np.empty(len(payer) + 16, np.int64)
    depth = np.empty(len(payer) + 16, np.int32)
    part = np.empty(len(payer) + 16, np.int64)
    used = 0
    for i in range(len(payer)):
        if used + deepest + 2 > len(place):
            room = 2 * len(place) + deepest + 2
            place, depth, part = _widen(place, depth, part, used, room)
        rest = tainted[i]
        if paid[i]:
            held[payee[i], 1] += rest
            place[used], depth[used], part[used] = i, 0, rest
            used += 1
            continue
        last = 1
        for level in range(1, deepest + 1):
            taken = min(rest, held[payer[i], level])
            if taken > 0:
                held[payer[i], level] -= taken
                held[payee[i], min(level + 1, deepest)] += taken
                rest -= taken
                last = level
                if level < deepest:
                    place[used], depth[used], part[used] = i, level, taken
                    used += 1
            if rest == 0:
                break
        if rest > 0:  # poison made more of it: it goes the way of the last part
            held[payee[i], min(last + 1, deepest)] += rest
            if used and place[used - 1] == i and depth[used - 1] == last:
                part[used - 1] += rest
            elif last < deepest:
                place[used], depth[used], part[used] = i, last, rest
                used += 1
    return place[:used].copy(), depth[:used].copy(), part[:used].copy()


@compiled
def _widen(
    place: Int64s, depth: Int32s, part: Int64s, used: int, room: int
) -> tuple[Int64s, Int32s, Int64s]:
    places, depths, parts = (
        np.empty(room, np.int64),
        np.empty(room, np.int32),
        np.empty(room, np.int64),
    )
    places[:used], depths[:used], parts[:used] = place[:used], depth[:used], part[:used]
    return places, depths, parts


def split_by_depth_reference(
    payer: Int32s, payee: Int32s, tainted: Int64s, paid: Flags, purses: int, deepest: int
) -> tuple[Int64s, Int32s, Int64s]:
    """Return the same with lists of whole numbers, one purse's depths after the other."""
    held = [[0] * (deepest + 1) for _ in range(purses)]
    found: list[tuple[int, int, int]] = []
    for i, (source, target, rest) in enumerate(
        zip(payer.tolist(), payee.tolist(), tainted.tolist(), strict=True)
    ):
        if paid[i]:
            held[target][1] += rest
            found.append((i, 0, rest))
            continue
        parts = []
        for level, there in enumerate(held[source]):
            taken = min(rest, there)
            if taken:
                parts.append((level, taken))
                rest -= taken
        if rest:  # poison
            last, there = parts.pop() if parts else (1, 0)
            parts.append((last, there + rest))
        for level, taken in parts:
            held[source][level] = max(held[source][level] - taken, 0)
        for level, taken in parts:
            held[target][min(level + 1, deepest)] += taken
        found += [(i, level, taken) for level, taken in parts if level < deepest]
    columns = list(zip(*found, strict=True)) if found else [(), (), ()]
    return (
        np.array(columns[0], np.int64),
        np.array(columns[1], np.int32),
        np.array(columns[2], np.int64),
    )
