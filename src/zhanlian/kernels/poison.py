"""Poison: whatever an account sends after a tainted receipt is tainted."""

from typing import Final

import numpy as np

from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import Flags, FlowArrays, Int32s, Int64s, Traced
from zhanlian.kernels.purses import empty_trace

Bytes = np.ndarray[tuple[int], np.dtype[np.uint8]]

_POISONED: Final = 1
_ABSORBING: Final = 2


def trace_poison(flow: FlowArrays) -> Traced:
    """Return what could be victims' money at most: a purse they reached is tainted as a whole.

    Law and names: poison, "tainted in full"; an upper bound for screening, and never a ground for
    restitution: no law gives victims more than they lost. From its first tainted receipt on, all
    that a purse holds and sends counts as tainted, the untainted money in it as well.

    Unknown opening money: what a poisoned purse pays above its balance is tainted too. `widened`
    is all untainted money that was taken for tainted, so that Σ victims' payments + widened =
    Σ held.

    Limits: says nothing about whose money it is. The result changes with the order of payments
    within one instant. Every transfer that FIFO, LIFO, rolling charge or LIBR taint is flagged;
    pari passu ex post knows no order and may taint an earlier one.
    """
    trace = empty_trace(flow, "poison", with_ratio=False)
    purses = np.zeros((len(flow.opening), 2), np.int64)
    purses[:, 0] = flow.opening
    purses[:, 1] = flow.absorbing * np.int64(_ABSORBING)
    widened = _measure(
        flow.payer, flow.payee, flow.amount, flow.victim, purses,
        (trace.tainted, trace.held, trace.returned),
    )  # fmt: skip
    return Traced(
        trace.tainted, trace.held, trace.returned, trace.ratio,
        trace.lot_purse, trace.lot_victim, trace.lot_amount, int(widened), "poison",
    )  # fmt: skip


def find_poisoned(flow: FlowArrays) -> Flags:
    """Return (n,) which transfers are tainted: the rule alone, without its sums.

    Nothing is checked and nothing is added up: for screening where only the flags count. They are
    `trace_poison(flow).tainted > 0`.
    """
    state = flow.absorbing.astype(np.uint8) * np.uint8(_ABSORBING)
    flags = np.empty(len(flow.payer), np.bool_)
    _flag(flow.payer, flow.payee, flow.victim, state, flags)
    return flags


@compiled
def _flag(payer: Int32s, payee: Int32s, victim: Int32s, state: Bytes, flags: Flags) -> None:
    for i in range(len(payer)):
        tainted = victim[i] >= 0 or (state[payer[i]] == _POISONED and payer[i] != payee[i])
        flags[i] = tainted
        if tainted and state[payee[i]] != _ABSORBING:
            state[payee[i]] = _POISONED


@compiled
def _measure(
    payer: Int32s,
    payee: Int32s,
    amount: Int64s,
    victim: Int32s,
    purses: Int64s,
    sums: tuple[Int64s, Int64s, Int64s],
) -> int:
    """Return the widening; `purses` holds balance and state side by side."""
    tainted, held, returned = sums
    widened = 0
    for i in range(len(payer)):
        p, q, paid = payer[i], payee[i], amount[i]
        theirs = victim[i] >= 0
        if p == q and not theirs:
            continue
        carried = paid if theirs else 0
        if p != q and purses[p, 1] != _ABSORBING:
            there = min(purses[p, 0], paid)
            purses[p, 0] -= there
            if purses[p, 1] == _POISONED:
                if theirs:
                    returned[p] += there
                else:
                    carried = paid
                    widened += paid - there
        tainted[i] = carried
        if purses[q, 1] == _ABSORBING:
            held[q] += carried
            continue
        if purses[q, 1] == _POISONED:
            widened += paid - carried
        elif carried > 0:
            purses[q, 1] = _POISONED
            widened += purses[q, 0]
        purses[q, 0] += paid
    for purse in range(len(purses)):
        if purses[purse, 1] == _POISONED:
            held[purse] += purses[purse, 0]
        held[purse] += returned[purse]
    return widened


def trace_poison_reference(flow: FlowArrays) -> Traced:
    """Return the same, with a tainted and an untainted sum for each purse, in Python."""
    trace = empty_trace(flow, "poison", with_ratio=False)
    clean, dirty = flow.opening.tolist(), [0] * len(flow.opening)
    reached: set[int] = set()
    widened = 0
    for i in range(len(flow.payer)):
        p, q, a = int(flow.payer[i]), int(flow.payee[i]), int(flow.amount[i])
        theirs = flow.victim[i] >= 0
        sent = 0
        if p != q and not flow.absorbing[p]:
            if p in reached:
                if theirs:
                    trace.returned[p] += min(dirty[p], a)
                else:
                    sent = a
                    widened += max(0, a - dirty[p])
                dirty[p] = max(0, dirty[p] - a)
            else:
                clean[p] = max(0, clean[p] - a)
        if p == q and not theirs:
            continue
        sent = a if theirs else sent
        trace.tainted[i] = sent
        if flow.absorbing[q]:
            dirty[q] += sent
            continue
        if sent and q not in reached:
            reached.add(q)
            widened += clean[q]
            dirty[q], clean[q] = clean[q], 0
        if q in reached:
            widened += a - sent
            dirty[q] += a
        else:
            clean[q] += a
    trace.held[:] = np.array(dirty, np.int64) + trace.returned
    return Traced(
        trace.tainted, trace.held, trace.returned, trace.ratio,
        trace.lot_purse, trace.lot_victim, trace.lot_amount, widened, "poison",
    )  # fmt: skip
