"""Orders of single accounts within an instant, merged into one order of transfers."""

import heapq

import numpy as np

from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import Int64s


@compiled
def merge_chains(instant: Int64s, after: Int64s) -> Int64s:
    """Return an order of transfers in which each comes before those that must follow it.

    Among those that may come next the one that stands first is taken. Where the demands of two
    accounts contradict each other, the transfer that stands first goes first all the same.

    Args:
        instant: (n,) ascending; only transfers of one instant change places.
        after: (n, 2) transfers that must follow this one in the payer's and the payee's account,
            of the same instant, or -1.

    Returns:
        (n,) the transfer at each place.
    """
    count = len(instant)
    waits = np.zeros(count, np.int64)
    for i in range(count):
        for side in range(2):
            if after[i, side] >= 0:
                waits[after[i, side]] += 1
    order = np.empty(count, np.int64)
    done = np.zeros(count, np.bool_)
    begin = 0
    while begin < count:
        stop = begin + 1
        while stop < count and instant[stop] == instant[begin]:
            stop += 1
        if stop == begin + 1:
            order[begin] = begin
            begin = stop
            continue
        ready = [np.int64(begin)]
        ready.pop()
        for i in range(begin, stop):
            if waits[i] == 0:
                heapq.heappush(ready, np.int64(i))
        stuck = begin
        for place in range(begin, stop):
            if len(ready) == 0:
                while done[stuck]:
                    stuck += 1
                heapq.heappush(ready, np.int64(stuck))
            chosen = heapq.heappop(ready)
            done[chosen] = True
            order[place] = chosen
            for side in range(2):
                following = after[chosen, side]
                if following >= 0:
                    waits[following] -= 1
                    if waits[following] == 0 and not done[following]:
                        heapq.heappush(ready, following)
        begin = stop
    return order


def merge_chains_reference(instant: Int64s, after: Int64s) -> Int64s:
    """Return the same by looking through all that is left, again and again."""
    left = list(range(len(instant)))
    before: dict[int, list[int]] = {i: [] for i in left}
    for i in left:
        for following in after[i].tolist():
            if following >= 0:
                before[following].append(i)
    order: list[int] = []
    while left:
        now = [i for i in left if instant[i] == instant[left[0]]]
        free = [i for i in now if not set(before[i]) & set(left)]
        chosen = (free or now)[0]
        order.append(chosen)
        left.remove(chosen)
    return np.array(order, np.int64)
