"""First in, first out: the oldest money in a purse leaves first."""

import numpy as np

from zhanlian.kernels.compile import Whole, compiled
from zhanlian.kernels.flow import Flags, FlowArrays, Int32s, Int64s, Traced
from zhanlian.kernels.lots import (
    close_lots,
    free_place,
    keep_chain,
    make_pool,
    push_lot,
    take_place,
)
from zhanlian.kernels.lots_reference import LotBook
from zhanlian.kernels.prefetch import AHEAD, fetch_row


def trace_fifo(flow: FlowArrays) -> Traced:
    """Return where victims' money is when the oldest money leaves first.

    Law and names: first in, first out; the rule in Clayton's Case (Devaynes v. Noble (1816) 1 Mer
    572), for running accounts. Lots arrive at the payee in the order in which they leave the
    payer, behind what is there; neighbours of one victim become one lot.

    Unknown opening money: opening money that is known is the oldest lot. A payment above all lots
    takes them all, and the rest of it is untainted money that appears at that moment, as the
    newest.

    Limits: the result changes with the order of payments within one instant. A payment makes at
    most one net new lot, so the work stays near two moves a payment.
    """
    pool, room = make_pool(flow)
    ends = np.full((len(flow.opening), 2), -1, np.int32)
    kept = np.full(len(flow.opening), -1, np.int32)
    tainted = np.empty(len(flow.payer), np.int64)
    _open(pool, room, ends, flow.opening)
    _run(
        flow.payer, flow.payee, flow.amount, flow.victim, flow.absorbing,
        pool, room, ends, kept, tainted,
    )  # fmt: skip
    return close_lots(flow, tainted, (pool, np.ascontiguousarray(ends[:, 0]), kept), "fifo")


@compiled
def _open(pool: Int64s, room: Int64s, ends: Int32s, opening: Int64s) -> None:
    for purse in range(len(opening)):
        if opening[purse] > 0:
            _append(pool, room, ends, purse, 0, opening[purse])


@compiled
def _append(
    pool: Int64s, room: Int64s, ends: Int32s, purse: Whole, label: Whole, amount: Whole
) -> None:
    last = ends[purse, 1]
    if last >= 0 and (pool[last, 1] & 0xFFFFFFFF) == label:
        pool[last, 0] += amount
        return
    place = take_place(pool, room)
    pool[place, 0] = amount
    pool[place, 1] = (np.int64(-1) << 32) | label
    if last >= 0:
        pool[last, 1] = (np.int64(place) << 32) | (pool[last, 1] & 0xFFFFFFFF)
    else:
        ends[purse, 0] = place
    ends[purse, 1] = place


@compiled
def _append_chain(
    pool: Int64s, room: Int64s, ends: Int32s, purse: Whole, first: Whole, last: Whole
) -> None:
    tail = ends[purse, 1]
    if tail >= 0:
        label = pool[tail, 1] & 0xFFFFFFFF
        if (pool[first, 1] & 0xFFFFFFFF) == label:
            pool[tail, 0] += pool[first, 0]
            after = pool[first, 1] >> 32
            free_place(pool, room, first)
            if first == last:
                return
            first = after
        pool[tail, 1] = (np.int64(first) << 32) | label
    else:
        ends[purse, 0] = first
    pool[last, 1] = (np.int64(-1) << 32) | (pool[last, 1] & 0xFFFFFFFF)
    ends[purse, 1] = last


@compiled
def _run(
    payer: Int32s,
    payee: Int32s,
    amount: Int64s,
    victim: Int32s,
    absorbing: Flags,
    pool: Int64s,
    room: Int64s,
    ends: Int32s,
    kept: Int32s,
    tainted: Int64s,
) -> None:
    for i in range(len(payer)):
        if i + 2 * AHEAD < len(payer):
            fetch_row(ends, payer[i + 2 * AHEAD])
            fetch_row(ends, payee[i + 2 * AHEAD])
            oldest, newest = ends[payer[i + AHEAD], 0], ends[payee[i + AHEAD], 1]
            fetch_row(pool, max(oldest, 0))
            fetch_row(pool, max(newest, 0))
        p, q, left = payer[i], payee[i], amount[i]
        theirs = victim[i] >= 0
        carried = 0
        if p != q and absorbing[p]:
            if not theirs and not absorbing[q]:
                _append(pool, room, ends, q, 0, left)
        elif p != q:
            first = np.int64(ends[p, 0])
            last = np.int64(-1)
            place = first
            while place >= 0 and pool[place, 0] <= left:  # whole lots
                left -= pool[place, 0]
                if pool[place, 1] & 0xFFFFFFFF:
                    carried += pool[place, 0]
                last = place
                place = pool[place, 1] >> 32
            ends[p, 0] = place
            label = 0  # a shortfall is made up by untainted money
            if place < 0:
                ends[p, 1] = -1
            elif left > 0:  # a part of the next one
                label = pool[place, 1] & 0xFFFFFFFF
                pool[place, 0] -= left
                if label:
                    carried += left
            if theirs or absorbing[q]:
                keeper = p if theirs else q
                if last >= 0:
                    keep_chain(pool, room, kept, keeper, first, last)
                if label:
                    push_lot(pool, room, kept, keeper, label, left)
            else:
                if last >= 0:
                    _append_chain(pool, room, ends, q, first, last)
                if left > 0:
                    _append(pool, room, ends, q, label, left)
        if theirs:
            carried = amount[i]
            if absorbing[q]:
                push_lot(pool, room, kept, q, victim[i] + 1, carried)
            else:
                _append(pool, room, ends, q, victim[i] + 1, carried)
        tainted[i] = carried


def trace_fifo_reference(flow: FlowArrays) -> Traced:
    """Return the same, lot by lot in Python lists."""
    return LotBook(flow, "fifo").trace()
