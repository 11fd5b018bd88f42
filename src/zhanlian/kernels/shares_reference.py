"""The slow twin of shares: every purse with the exact fraction of each victim's money."""

from collections import defaultdict
from fractions import Fraction

from zhanlian.kernels.apportion import apportion_reference
from zhanlian.kernels.flow import FlowArrays, Traced

Pot = defaultdict[int, Fraction]
"""What a purse holds of each victim's money."""
Line = tuple[int, int, int]
"""Purse, victim, units."""


def find_shares_reference(traced: Traced, flow: FlowArrays, purses: list[int]) -> list[Line]:
    """Return the lines of `find_shares` for rolling charge, LIBR and pari passu."""
    find = _solve_steady if traced.rule == "pari-passu" else _follow
    pots = find(traced, flow)
    lines = []
    for purse in sorted(set(purses)):
        whole = int(traced.held[purse])
        victims = sorted(victim for victim, units in pots[purse].items() if units)
        parts = apportion_reference([pots[purse][victim] for victim in victims], whole)
        lines += [
            (purse, victim, units) for victim, units in zip(victims, parts, strict=True) if units
        ]
    return lines


def _follow(traced: Traced, flow: FlowArrays) -> list[Pot]:
    """Return the pots after moving every transfer's share of each victim's money."""
    pots: list[Pot] = [defaultdict(Fraction) for _ in flow.opening]
    kept: list[Pot] = [defaultdict(Fraction) for _ in flow.opening]
    for i, (p, q) in enumerate(zip(flow.payer.tolist(), flow.payee.tolist(), strict=True)):
        before = sum(pots[p].values())
        moved = round(traced.ratio[i] * float(before))  # the whole units that the ratio tells
        theirs = int(flow.victim[i])
        target = kept[p] if theirs >= 0 else pots[q]
        if moved:
            for victim, units in list(pots[p].items()):
                part = units * moved / before
                pots[p][victim] -= part
                target[victim] += part
        if theirs >= 0:
            pots[q][theirs] += int(flow.amount[i])
    for pot, more in zip(pots, kept, strict=True):
        for victim, units in more.items():
            pot[victim] += units
    return pots


def _solve_steady(traced: Traced, flow: FlowArrays) -> list[Pot]:
    """Return the pots of the steady state, by elimination in fractions."""
    purses = len(flow.opening)
    victims = sorted({int(victim) for victim in flow.victim if victim >= 0})
    came = [0] * purses
    for q, units in zip(flow.payee.tolist(), traced.tainted.tolist(), strict=True):
        came[q] += units
    rows = [[Fraction(int(i == j)) for j in range(purses)] for i in range(purses)]
    given = [[Fraction(0)] * len(victims) for _ in range(purses)]
    for i, units in enumerate(traced.tainted.tolist()):
        p, q, victim = int(flow.payer[i]), int(flow.payee[i]), int(flow.victim[i])
        if victim >= 0:
            given[q][victims.index(victim)] += units
        elif units:
            rows[q][p] -= Fraction(units, came[p])
    for pivot in range(purses):
        line = next(row for row in range(pivot, purses) if rows[row][pivot])
        rows[pivot], rows[line] = rows[line], rows[pivot]
        given[pivot], given[line] = given[line], given[pivot]
        for row in range(purses):
            factor = rows[row][pivot] / rows[pivot][pivot]
            if row != pivot and factor:
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[pivot], strict=True)]
                given[row] = [a - factor * b for a, b in zip(given[row], given[pivot], strict=True)]
    pots: list[Pot] = []
    for purse in range(purses):
        stays = Fraction(int(traced.held[purse]), max(came[purse], 1))
        pots.append(defaultdict(Fraction))
        for place, victim in enumerate(victims):
            pots[purse][victim] = given[purse][place] / rows[purse][purse] * stays
    return pots
