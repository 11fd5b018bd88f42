"""Pari passu ex post: one share of all that a purse ever had, whatever came first."""

from typing import Final

import numpy as np

from zhanlian.errors import LimitError
from zhanlian.kernels.compile import compiled
from zhanlian.kernels.exact import multiply_divide
from zhanlian.kernels.flow import Flags, Floats, FlowArrays, Int32s, Int64s, Traced
from zhanlian.kernels.purses import empty_trace

MOST_SWEEPS: Final = 1_000_000
"""Rounds until nothing changes; a ledger with ordinary cycles takes some dozens."""


def trace_pari_passu(flow: FlowArrays, *, most_sweeps: int = MOST_SWEEPS) -> Traced:
    """Return where victims' money is when every purse is one pot for all of its time.

    Law and names: pari passu ex post, rateable sharing (Barlow Clowes International v. Vaughan
    [1992] 4 All ER 22; Russell-Cooke Trust Co v. Prentis [2002] EWHC 2227): used where the order
    of payments is unknown or following it would be unjust. With T = opening money and all that a
    purse ever receives, and X = victims' money that ever came in, each payment a carries
    floor(X·a / T) and the purse holds what is left of X. X is the least fixed point, counted from 0
    in whole units, so that money which goes round in a circle is found too.

    Unknown opening money: a purse that pays out more than it ever had must have had it: T is then
    what it paid out.

    Limits: the order of payments plays no part, so a payment may carry money of a victim who paid
    later; `tainted` can lie before the first tainted receipt of a purse.

    Args:
        flow: the ledger.
        most_sweeps: rounds over the purses that changed.

    Raises:
        LimitError: money circles with so little loss that `most_sweeps` rounds did not settle it.
    """
    trace = empty_trace(flow, "pari-passu")
    purses = len(flow.opening)
    stated, whole, start = _sum_purses(
        flow.payer, flow.payee, flow.amount, flow.victim, flow.opening, flow.absorbing
    )
    place = np.empty(int(start[purses]), np.int32)
    target = np.empty(len(place), np.int32)
    paid = np.empty(len(place), np.int64)
    _lay_out(
        flow.payer, flow.payee, flow.amount, flow.absorbing, start[:-1].copy(),
        place, target, paid,
    )  # fmt: skip
    carried = np.zeros(len(place), np.int64)
    _mark_victims(flow.victim, place, target)
    if not _settle(start, target, paid, whole, (stated, carried), most_sweeps):
        raise LimitError("error.trace-sweeps", rule="pari-passu", limit=most_sweeps)
    _close(
        start, place, target, carried, stated,
        (trace.tainted, trace.held, trace.returned, trace.ratio),
    )  # fmt: skip
    _write_payments(flow.amount, flow.victim, trace.tainted)
    return trace


@compiled
def _sum_purses(
    payer: Int32s,
    payee: Int32s,
    amount: Int64s,
    victim: Int32s,
    opening: Int64s,
    absorbing: Flags,
) -> tuple[Int64s, Int64s, Int64s]:
    """Return victims' money paid in, T, and where the payments of each purse begin."""
    injected = np.zeros(len(opening), np.int64)
    whole = opening.copy()
    paid_out = np.zeros(len(opening), np.int64)
    start = np.zeros(len(opening) + 1, np.int64)
    for i in range(len(payer)):
        p, q, a = payer[i], payee[i], amount[i]
        if victim[i] >= 0:
            injected[q] += a
        if p != q or victim[i] >= 0:
            whole[q] += a
        if p != q and not absorbing[p]:
            paid_out[p] += a
            start[p + 1] += 1
    for purse in range(len(opening)):
        whole[purse] = max(whole[purse], paid_out[purse])
        start[purse + 1] += start[purse]
    return injected, whole, start


@compiled
def _lay_out(
    payer: Int32s,
    payee: Int32s,
    amount: Int64s,
    absorbing: Flags,
    free: Int64s,
    place: Int32s,
    target: Int32s,
    paid: Int64s,
) -> None:
    for i in range(len(payer)):
        p = payer[i]
        if p != payee[i] and not absorbing[p]:
            line = free[p]
            free[p] = line + 1
            place[line] = i
            target[line] = payee[i]
            paid[line] = amount[i]


@compiled
def _mark_victims(victim: Int32s, place: Int32s, target: Int32s) -> None:
    # What would leave with a victim's payment comes back: it reaches no other purse.
    for line in range(len(place)):
        if victim[place[line]] >= 0:
            target[line] = -1


@compiled
def _settle(
    start: Int64s,
    target: Int32s,
    paid: Int64s,
    whole: Int64s,
    sums: tuple[Int64s, Int64s],
    most_sweeps: int,
) -> bool:
    """Return whether the victims' money of all purses settled; `sums` grow from below."""
    came, carried = sums
    purses = len(whole)
    queue = np.empty(purses, np.int32)
    waiting = np.zeros(purses, np.bool_)
    tail = 0
    for purse in range(purses):
        if came[purse] > 0 and start[purse] < start[purse + 1]:
            queue[tail] = purse
            waiting[purse] = True
            tail += 1
    count = tail
    tail %= max(purses, 1)
    head = 0
    for _ in range(most_sweeps):
        if count == 0:
            return True
        for _ in range(count):
            purse = queue[head]
            head = head + 1 if head + 1 < purses else 0
            count -= 1
            waiting[purse] = False
            for line in range(start[purse], start[purse + 1]):
                part = multiply_divide(came[purse], paid[line], whole[purse])
                more = part - carried[line]
                if more == 0:
                    continue
                carried[line] = part
                payee = target[line]
                if payee < 0:
                    continue
                came[payee] += more
                if not waiting[payee] and start[payee] < start[payee + 1]:
                    waiting[payee] = True
                    queue[tail] = payee
                    tail = tail + 1 if tail + 1 < purses else 0
                    count += 1
    return count == 0


@compiled
def _close(
    start: Int64s,
    place: Int32s,
    target: Int32s,
    carried: Int64s,
    came: Int64s,
    trace: tuple[Int64s, Int64s, Int64s, Floats],
) -> None:
    tainted, held, returned, ratio = trace
    for purse in range(len(came)):
        held[purse] = came[purse]
        for line in range(start[purse], start[purse + 1]):
            if carried[line] == 0:
                continue
            ratio[place[line]] = carried[line] / came[purse]
            if target[line] < 0:
                returned[purse] += carried[line]
            else:
                held[purse] -= carried[line]
                tainted[place[line]] = carried[line]


@compiled
def _write_payments(amount: Int64s, victim: Int32s, tainted: Int64s) -> None:
    for i in range(len(amount)):
        if victim[i] >= 0:
            tainted[i] = amount[i]


def trace_pari_passu_reference(flow: FlowArrays) -> Traced:
    """Return the same, by sweeps over all payments in Python's own whole numbers."""
    trace = empty_trace(flow, "pari-passu")
    injected, whole, out = (
        [0] * len(flow.opening),
        flow.opening.tolist(),
        [0] * len(flow.opening),
    )
    moves = []
    for i, (p, q, a, v) in enumerate(
        zip(
            flow.payer.tolist(),
            flow.payee.tolist(),
            flow.amount.tolist(),
            flow.victim.tolist(),
            strict=True,
        )
    ):
        if v >= 0:
            injected[q] += a
            trace.tainted[i] = a
        if p != q or v >= 0:
            whole[q] += a
        if p != q and not flow.absorbing[p]:
            out[p] += a
            moves.append((i, p, q, a, v))
    whole = [max(pair) for pair in zip(whole, out, strict=True)]
    came: list[int] = []
    after = list(injected)
    while after != came:
        came, after = after, list(injected)
        for _, p, q, a, v in moves:
            after[q] += came[p] * a // whole[p] if v < 0 else 0
    trace.held[:] = came
    for i, p, _, a, v in moves:
        part = came[p] * a // whole[p]
        trace.ratio[i] = part / came[p] if came[p] else 0.0
        if v >= 0:
            trace.returned[p] += part
        else:
            trace.tainted[i] = part
            trace.held[p] -= part
    return trace
