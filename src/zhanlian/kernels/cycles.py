"""Where victims' money can come back: strongly connected purses, and round trips in time."""

import numpy as np

from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import Flags, FlowArrays, Int32s, Int64s
from zhanlian.kernels.flow_check import check_array


def find_components(payer: Int32s, payee: Int32s, tainted: Int64s, purses: int) -> Int32s:
    """Return for each purse the number of its strongly connected component of tainted transfers.

    Two purses share one when money can get from each to the other. Numbers count from 0 in the
    order of the smallest purse, so that they do not depend on the order of the transfers; a purse
    in no circle has a component of its own. One pass over purses and transfers (Tarjan 1972).

    Args:
        payer, payee: (n,) purses.
        tainted: (n,) victims' part of each transfer; those of 0 do not count.
        purses: how many purses there are.

    Raises:
        ValueError: shapes, kinds, or a purse that does not exist.
    """
    check_array("payer", payer, np.int32, len(payer))
    check_array("payee", payee, np.int32, len(payer))
    check_array("tainted", tainted, np.int64, len(payer))
    for name, values in (("payer", payer), ("payee", payee)):
        if len(values) and not 0 <= int(values.min()) <= int(values.max()) < purses:
            raise ValueError(f"{name}: a purse that does not exist")
    start, target = _lay_out(payer, payee, tainted, purses)
    return _connect(start, target)


@compiled
def _lay_out(payer: Int32s, payee: Int32s, tainted: Int64s, purses: int) -> tuple[Int64s, Int32s]:
    start = np.zeros(purses + 1, np.int64)
    for i in range(len(payer)):
        if tainted[i] > 0 and payer[i] != payee[i]:
            start[payer[i] + 1] += 1
    for purse in range(purses):
        start[purse + 1] += start[purse]
    free = start[:-1].copy()
    target = np.empty(start[purses], np.int32)
    for i in range(len(payer)):
        if tainted[i] > 0 and payer[i] != payee[i]:
            target[free[payer[i]]] = payee[i]
            free[payer[i]] += 1
    return start, target


@compiled
def _connect(start: Int64s, target: Int32s) -> Int32s:
    purses = len(start) - 1
    met = np.zeros(purses, np.int32)  # when a purse was met, from 1
    low = np.zeros(purses, np.int32)
    root = np.full(purses, -1, np.int32)
    line = start[:-1].copy()
    path, parked = np.empty(purses, np.int32), np.empty(purses, np.int32)
    clock, waiting = 0, 0
    for first in range(purses):
        if met[first]:
            continue
        depth = 0
        path[0] = first
        while depth >= 0:
            purse = path[depth]
            if met[purse] == 0:
                clock += 1
                met[purse] = low[purse] = clock
                parked[waiting] = purse
                waiting += 1
            if line[purse] < start[purse + 1]:
                other = target[line[purse]]
                line[purse] += 1
                if met[other] == 0:
                    depth += 1
                    path[depth] = other
                elif root[other] < 0:
                    low[purse] = min(low[purse], met[other])
                continue
            depth -= 1
            if depth >= 0:
                low[path[depth]] = min(low[path[depth]], low[purse])
            if low[purse] == met[purse]:
                while True:
                    waiting -= 1
                    root[parked[waiting]] = purse
                    if parked[waiting] == purse:
                        break
    number = np.full(purses, -1, np.int32)
    count = 0
    for purse in range(purses):
        if number[root[purse]] < 0:
            number[root[purse]] = count
            count += 1
        met[purse] = number[root[purse]]
    return met


def find_round_trips(
    flow: FlowArrays, tainted: Int64s, levels: Int32s, components: Int32s
) -> Flags:
    """Return the tainted transfers that lead money back to where it had passed.

    Such a transfer stays inside one component and leads to a purse of the payer's level or a lower
    number, which had its first tainted receipt earlier.

    Args:
        flow: n transfers between m purses.
        tainted: (n,) victims' part of each transfer.
        levels: (m,) of `find_levels`.
        components: (m,) of `find_components`.
    """
    check_array("tainted", tainted, np.int64, len(flow.payer))
    check_array("levels", levels, np.int32, len(flow.opening))
    check_array("components", components, np.int32, len(flow.opening))
    back = np.zeros(len(flow.payer), np.bool_)
    _mark_back(flow.payer, flow.payee, flow.victim, tainted, (levels, components), back)
    return back


@compiled
def _mark_back(
    payer: Int32s,
    payee: Int32s,
    victim: Int32s,
    tainted: Int64s,
    places: tuple[Int32s, Int32s],
    back: Flags,
) -> None:
    level, component = places
    passed = np.zeros(len(level), np.bool_)
    for i in range(len(payer)):
        if tainted[i] <= 0:
            continue
        p, q = payer[i], payee[i]
        back[i] = (
            passed[q]
            and p != q
            and victim[i] < 0
            and component[p] == component[q]
            and level[q] <= level[p]
        )
        passed[q] = True


def find_components_reference(
    payer: Int32s, payee: Int32s, tainted: Int64s, purses: int
) -> list[int]:
    """Return the same, from the set of all purses that each one reaches."""
    reached = [{purse} for purse in range(purses)]
    edges = [
        (int(p), int(q)) for p, q, units in zip(payer, payee, tainted, strict=True) if units > 0
    ]
    grown = True
    while grown:
        grown = False
        for p, q in edges:
            if not reached[q] <= reached[p]:
                reached[p] |= reached[q]
                grown = True
    smallest = [
        min(other for other in reached[purse] if purse in reached[other]) for purse in range(purses)
    ]
    numbers = {purse: number for number, purse in enumerate(sorted(set(smallest)))}
    return [numbers[purse] for purse in smallest]


def find_round_trips_reference(
    flow: FlowArrays, tainted: Int64s, levels: Int32s, components: Int32s
) -> list[bool]:
    """Return the same, with a set of the purses that money had passed."""
    passed: set[int] = set()
    back = []
    for i, units in enumerate(tainted.tolist()):
        p, q = int(flow.payer[i]), int(flow.payee[i])
        inside = p != q and components[p] == components[q] and levels[q] <= levels[p]
        back.append(units > 0 and flow.victim[i] < 0 and q in passed and bool(inside))
        if units > 0:
            passed.add(q)
    return back
