"""How many hands victims' money went through before it reached a purse."""

import numpy as np

from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import Flags, FlowArrays, Int32s, Int64s
from zhanlian.kernels.flow_check import check_array


def find_levels(flow: FlowArrays, tainted: Int64s) -> Int32s:
    """Return the level of each purse (一级, 二级 …): the fewest hands that money came through.

    A purse that a victim paid is at level 1. Along tainted transfers in their order a payee is one
    below its payer, or stays where it was if that is nearer to the victims. Under pari passu money
    may reach a purse by an earlier transfer than its payer was reached by; such purses get their
    level in further passes, which change no other.

    Args:
        flow: n transfers between m purses.
        tainted: (n,) victims' part of each transfer.

    Returns:
        (m,) level from 1; 0 for a purse that victims' money never reached.
    """
    check_array("tainted", tainted, np.int64, len(flow.payer))
    level = np.zeros(len(flow.opening), np.int32)
    _spread(flow.payer, flow.payee, flow.victim, tainted, level)
    late = level == 0
    while _spread_late(flow.payer, flow.payee, flow.victim, tainted, (level, late)):
        pass
    return level


@compiled
def _spread(payer: Int32s, payee: Int32s, victim: Int32s, tainted: Int64s, level: Int32s) -> None:
    for i in range(len(payer)):
        if tainted[i] <= 0:
            continue
        p, q = payer[i], payee[i]
        if victim[i] >= 0:
            level[q] = 1
        elif p != q and level[p] > 0 and (level[q] == 0 or level[p] + 1 < level[q]):
            level[q] = level[p] + 1


@compiled
def _spread_late(
    payer: Int32s, payee: Int32s, victim: Int32s, tainted: Int64s, state: tuple[Int32s, Flags]
) -> bool:
    level, late = state
    changed = False
    for i in range(len(payer)):
        p, q = payer[i], payee[i]
        if (
            tainted[i] > 0
            and victim[i] < 0
            and late[q]
            and level[p] > 0
            and (level[q] == 0 or level[p] + 1 < level[q])
        ):
            level[q] = level[p] + 1
            changed = True
    return changed


def find_levels_reference(flow: FlowArrays, tainted: Int64s) -> list[int]:
    """Return the same, with the levels in a dict."""
    moves = [
        (int(p), int(q), int(v))
        for p, q, v, units in zip(flow.payer, flow.payee, flow.victim, tainted, strict=True)
        if units > 0 and (v >= 0 or p != q)
    ]
    level: dict[int, int] = {}
    for p, q, victim in moves:
        if victim >= 0:
            level[q] = 1
        elif p in level:
            level[q] = min(level.get(q, level[p] + 1), level[p] + 1)
    reached = dict(level)
    before: dict[int, int] = {}
    while before != level:
        before = dict(level)
        for p, q, victim in moves:
            if victim < 0 and q not in reached and p in level:
                level[q] = min(level.get(q, level[p] + 1), level[p] + 1)
    return [level.get(purse, 0) for purse in range(len(flow.opening))]
