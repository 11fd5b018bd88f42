"""Lots of money in chains: one pool for all purses, and a list of free places in it.

A lot is two int64 words side by side (one line of the processor's cache): its amount, and a link
that packs the place of the next lot (high half, -1: none) with its label (low half: victim + 1,
0: untainted). `room` holds the first free place and the number of places ever used.
"""

import numpy as np

from zhanlian.errors import LimitError
from zhanlian.kernels.compile import Whole, compiled
from zhanlian.kernels.flow import FlowArrays, Int32s, Int64s, Traced

_NONE = -1


def make_pool(flow: FlowArrays) -> tuple[Int64s, Int64s]:
    """Return a pool (places, 2) and its room (2,), large enough for whatever the ledger does.

    A payment moves whole lots and cuts at most one in two, or adds the one that makes up for a
    shortfall; a victim's payment adds one of its own. With one lot for each opening there can
    never be more than purses + transfers + victims' payments at once. Places that are never used
    cost no memory.

    Raises:
        LimitError: more places than 31 bits count.
    """
    places = len(flow.opening) + len(flow.payer) + int(np.count_nonzero(flow.victim >= 0)) + 1
    if places >= 2**31:
        raise LimitError("error.trace-too-long", count=places, limit=2**31)
    return np.empty((places, 2), np.int64), np.array([_NONE, 0], np.int64)


@compiled
def take_place(pool: Int64s, room: Int64s) -> int:
    """Return a free place of the pool."""
    place = room[0]
    if place >= 0:
        room[0] = pool[place, 1] >> 32
        return int(place)
    place = room[1]
    if place >= len(pool):  # cannot be (see make_pool), and must never write beyond the pool
        raise IndexError("lots: the pool is full")
    room[1] = place + 1
    return int(place)


@compiled
def free_place(pool: Int64s, room: Int64s, place: Whole) -> None:
    """Return nothing; the place may be taken again."""
    pool[place, 1] = room[0] << 32
    room[0] = place


@compiled
def push_lot(
    pool: Int64s, room: Int64s, kept: Int32s, purse: Whole, label: Whole, amount: Whole
) -> None:
    """Return nothing; a lot lies on top of a purse's chain, joined to one of its own label."""
    first = kept[purse]
    if first >= 0 and (pool[first, 1] & 0xFFFFFFFF) == label:
        pool[first, 0] += amount
        return
    place = take_place(pool, room)
    pool[place, 0] = amount
    pool[place, 1] = (np.int64(first) << 32) | label
    kept[purse] = place


@compiled
def keep_chain(
    pool: Int64s, room: Int64s, kept: Int32s, purse: Whole, first: Whole, last: Whole
) -> None:
    """Return nothing; of the lots from `first` to `last` the purse keeps the victims'."""
    place = first
    while True:
        amount, link = pool[place, 0], pool[place, 1]
        free_place(pool, room, place)
        if link & 0xFFFFFFFF:
            push_lot(pool, room, kept, purse, link & 0xFFFFFFFF, amount)
        if place == last:
            return
        place = link >> 32


@compiled
def _count_tainted(pool: Int64s, heads: Int32s, kept: Int32s) -> int:
    count = 0
    for purse in range(len(heads)):
        for first in (heads[purse], kept[purse]):
            place = np.int64(first)
            while place >= 0:
                count += (pool[place, 1] & 0xFFFFFFFF) != 0
                place = pool[place, 1] >> 32
    return count


@compiled
def _gather(
    pool: Int64s, heads: Int32s, kept: Int32s, key: Int64s, amount: Int64s, labels: int
) -> None:
    line = 0
    for purse in range(len(heads)):
        for first in (heads[purse], kept[purse]):
            place = np.int64(first)
            while place >= 0:
                label = pool[place, 1] & 0xFFFFFFFF
                if label:
                    key[line] = purse * labels + label
                    amount[line] = pool[place, 0]
                    line += 1
                place = pool[place, 1] >> 32


def close_lots(
    flow: FlowArrays, tainted: Int64s, chains: tuple[Int64s, Int32s, Int32s], rule: str
) -> Traced:
    """Return the trace that the lots at the end make up.

    Args:
        flow: the ledger.
        tainted: (n,) victims' part of each transfer.
        chains: the pool, the first lot of every purse, and the first of those it keeps.
        rule: its word.
    """
    pool, heads, kept = chains
    purses = len(flow.opening)
    labels = int(flow.victim.max(initial=0)) + 2
    if purses * labels >= 2**62:
        raise LimitError("error.trace-too-long", count=purses * labels, limit=2**62)
    count = _count_tainted(pool, heads, kept)
    key, amount = np.empty(count, np.int64), np.empty(count, np.int64)
    _gather(pool, heads, kept, key, amount, labels)
    keys, place = np.unique(key, return_inverse=True)
    sums = np.zeros(len(keys), np.int64)
    np.add.at(sums, place, amount)
    held, returned = np.zeros(purses, np.int64), np.zeros(purses, np.int64)
    lot_purse = (keys // labels).astype(np.int32)
    np.add.at(held, lot_purse, sums)
    _sum_kept(pool, kept, returned)
    returned[flow.absorbing] = 0
    return Traced(
        tainted=tainted,
        held=held,
        returned=returned,
        ratio=np.empty(0, np.float64),
        lot_purse=lot_purse,
        lot_victim=(keys % labels - 1).astype(np.int32),
        lot_amount=sums,
        rule=rule,
    )


@compiled
def _sum_kept(pool: Int64s, kept: Int32s, returned: Int64s) -> None:
    for purse in range(len(kept)):
        place = np.int64(kept[purse])
        while place >= 0:
            returned[purse] += pool[place, 0]
            place = pool[place, 1] >> 32
