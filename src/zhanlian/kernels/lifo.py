"""Last in, first out: the newest money in a purse leaves first."""

import numpy as np

from zhanlian.kernels.compile import Whole, compiled
from zhanlian.kernels.flow import Flags, FlowArrays, Int32s, Int64s, Traced
from zhanlian.kernels.lots import (
    close_lots,
    free_place,
    keep_chain,
    make_pool,
    push_lot,
)
from zhanlian.kernels.lots_reference import LotBook
from zhanlian.kernels.prefetch import AHEAD, fetch_row


def trace_lifo(flow: FlowArrays) -> Traced:
    """Return where victims' money is when the newest money leaves first.

    Law and names: last in, first out; no court's rule of its own, but the usual one for money that
    passes through at once (a receipt that is sent on within minutes), and a bound to FIFO. Several
    lots of one payment keep the payer's order of age at the payee: the newest lies on top.

    Unknown opening money: opening money that is known lies at the bottom. A payment above all lots
    takes them all, and the rest of it is untainted money that appears at that moment: the newest,
    so it lies on top.

    Limits: the result changes with the order of payments within one instant. A payment makes at
    most one net new lot.
    """
    pool, room = make_pool(flow)
    top = np.full(len(flow.opening), -1, np.int32)
    kept = np.full(len(flow.opening), -1, np.int32)
    tainted = np.empty(len(flow.payer), np.int64)
    _open(pool, room, top, flow.opening)
    _run(
        flow.payer, flow.payee, flow.amount, flow.victim, flow.absorbing,
        pool, room, top, kept, tainted,
    )  # fmt: skip
    return close_lots(flow, tainted, (pool, top, kept), "lifo")


@compiled
def _open(pool: Int64s, room: Int64s, top: Int32s, opening: Int64s) -> None:
    for purse in range(len(opening)):
        if opening[purse] > 0:
            push_lot(pool, room, top, purse, 0, opening[purse])


@compiled
def _push_chain(
    pool: Int64s, room: Int64s, top: Int32s, purse: Whole, chain: tuple[Whole, Whole, Whole]
) -> None:
    first, before_last, last = chain
    below = np.int64(top[purse])
    label = pool[last, 1] & 0xFFFFFFFF
    if below >= 0 and (pool[below, 1] & 0xFFFFFFFF) == label:
        pool[below, 0] += pool[last, 0]
        free_place(pool, room, last)
        if first == last:
            return
        last = before_last
        label = pool[last, 1] & 0xFFFFFFFF
    pool[last, 1] = (below << 32) | label
    top[purse] = first


@compiled
def _run(
    payer: Int32s,
    payee: Int32s,
    amount: Int64s,
    victim: Int32s,
    absorbing: Flags,
    pool: Int64s,
    room: Int64s,
    top: Int32s,
    kept: Int32s,
    tainted: Int64s,
) -> None:
    for i in range(len(payer)):
        if i + 2 * AHEAD < len(payer):
            fetch_row(top, payer[i + 2 * AHEAD])
            fetch_row(top, payee[i + 2 * AHEAD])
            fetch_row(pool, max(top[payer[i + AHEAD]], 0))
            fetch_row(pool, max(top[payee[i + AHEAD]], 0))
        p, q, left = payer[i], payee[i], amount[i]
        theirs = victim[i] >= 0
        carried = 0
        if p != q and absorbing[p]:
            if not theirs and not absorbing[q]:
                push_lot(pool, room, top, q, 0, left)
        elif p != q:
            first = np.int64(top[p])
            before_last, last = np.int64(-1), np.int64(-1)
            place = first
            while place >= 0 and pool[place, 0] <= left:  # whole lots
                left -= pool[place, 0]
                if pool[place, 1] & 0xFFFFFFFF:
                    carried += pool[place, 0]
                before_last, last = last, place
                place = pool[place, 1] >> 32
            top[p] = place
            part, label = np.int64(0), np.int64(0)
            if place >= 0 and left > 0:  # a part of the next one
                part = left
                label = pool[place, 1] & 0xFFFFFFFF
                pool[place, 0] -= part
                if label:
                    carried += part
            if theirs or absorbing[q]:
                keeper = p if theirs else q
                if last >= 0:
                    keep_chain(pool, room, kept, keeper, first, last)
                if label:
                    push_lot(pool, room, kept, keeper, label, part)
            else:  # the oldest first: the part lay below the whole lots
                if part > 0:
                    push_lot(pool, room, top, q, label, part)
                if last >= 0:
                    _push_chain(pool, room, top, q, (first, before_last, last))
                if left > part:
                    push_lot(pool, room, top, q, 0, left)
        if theirs:
            carried = amount[i]
            if absorbing[q]:
                push_lot(pool, room, kept, q, victim[i] + 1, carried)
            else:
                push_lot(pool, room, top, q, victim[i] + 1, carried)
        tainted[i] = carried


def trace_lifo_reference(flow: FlowArrays) -> Traced:
    """Return the same, lot by lot in Python lists."""
    return LotBook(flow, "lifo").trace()
