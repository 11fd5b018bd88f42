"""Whose money the purses of interest hold, in whole units."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from zhanlian.kernels.adjoint import (
    BLOCK,
    Matrix,
    Moves,
    gather_moves,
    pass_backward,
    pass_backward_block,
    pass_forward_block,
)
from zhanlian.kernels.apportion import apportion
from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import Floats, FlowArrays, Int32s, Int64s, Shares, Traced
from zhanlian.kernels.flow_check import check_array
from zhanlian.kernels.steady import find_steady_backward, find_steady_forward

_MOST_CELLS: Final = 2**27  # pairs of purse and victim in memory at once: 4 GB with all copies
_LEAST: Final = 1e-6
"""Units: smaller shares of a victim in a purse are not kept; they could not make up one unit."""

Cells = tuple[Int32s, Int32s, Floats]
"""Purse of the block, victim and share of k cells."""

_WITH_LOTS: Final = ("fifo", "lifo")


def find_shares(traced: Traced, flow: FlowArrays, purses: Int32s) -> Shares:
    """Return whose money each purse of interest holds, in units that add up to what it holds.

    FIFO and LIFO tell it by their lots. Under rolling charge and LIBR all victims' money in a
    purse bears a payment alike, so the share that each transfer took (`Traced.ratio`) is enough:
    one backward pass for every 16 purses of interest, or one forward pass for every 16 victims,
    whichever is less (a full table would explode: 127 M pairs for a million transfers). Pari
    passu needs its own steady state, and poison tells no victims. Floating shares become whole
    units by the largest remainder, of equal ones to the smaller victim number.

    Args:
        traced: of `rules.trace`.
        flow: the same n transfers between m purses.
        purses: (k,) purses of interest; order and repeats do not matter.

    Raises:
        ValueError: shapes, kinds, a purse that does not exist, or a trace without its rule.
        LimitError: pari passu money circles without end.
    """
    check_array("purses", purses, np.int32, len(purses))
    check_array("traced.tainted", traced.tainted, np.int64, len(flow.payer))
    check_array("traced.held", traced.held, np.int64, len(flow.opening))
    wanted = np.unique(purses)
    if len(wanted) and not 0 <= int(wanted[0]) <= int(wanted[-1]) < len(flow.opening):
        raise ValueError("purses: a purse that does not exist")
    wanted = wanted[traced.held[wanted] > 0]
    if traced.rule == "poison":
        nobody = np.full(len(wanted), -1, np.int32)
        return Shares(wanted, nobody, traced.held[wanted])
    if traced.rule in _WITH_LOTS:
        asked = np.zeros(len(flow.opening), np.bool_)
        asked[wanted] = True
        lines = asked[traced.lot_purse]
        return Shares(traced.lot_purse[lines], traced.lot_victim[lines], traced.lot_amount[lines])
    if traced.rule not in ("rolling", "libr", "pari-passu"):
        raise ValueError(f"traced: the rule of its trace wanted, {traced.rule!r} given")
    check_array("traced.ratio", traced.ratio, np.float64, len(flow.payer))
    return _join(list(_share_out(traced, flow, wanted)))


def _share_out(traced: Traced, flow: FlowArrays, wanted: Int32s) -> Iterator[Shares]:
    if not len(wanted):
        return
    moves = gather_moves(traced, flow)
    victims = int(flow.victim.max(initial=-1)) + 1
    if len(wanted) > victims:
        yield from _share_forward(traced, moves, wanted, victims)
        return
    for begin in range(0, len(wanted), BLOCK):
        block = wanted[begin : begin + BLOCK]
        table = _weigh_backward(traced.rule, moves, moves.number[block], victims)
        yield _round([_pick(table, 0)], block, traced.held[block])


def _share_forward(traced: Traced, moves: Moves, wanted: Int32s, victims: int) -> Iterator[Shares]:
    """Return lines of many purses, by passes over blocks of victims; in pieces if too many."""
    picked: list[Cells] = []
    count = 0
    places = moves.number[wanted]
    for first in range(0, victims, BLOCK):
        width = min(BLOCK, victims - first)
        picked.append(_pick(_weigh_forward(traced.rule, moves, first, width)[:, places], first))
        count += len(picked[-1][0])
        expected = count * victims // (first + width)
        if len(wanted) > 1 and (count > _MOST_CELLS or (first == 0 and expected > _MOST_CELLS)):
            picked.clear()
            pieces = min(len(wanted), max(2, -(-expected // _MOST_CELLS)))
            for piece in np.array_split(wanted, pieces):
                yield from _share_forward(traced, moves, piece, victims)
            return
    yield _round(picked, wanted, traced.held[wanted])


def _weigh_backward(rule: str, moves: Moves, block: Int32s, victims: int) -> Matrix:
    """Return (victims, block) the floating shares, by a backward pass."""
    if rule == "pari-passu":
        return find_steady_backward(moves, block, victims)
    if len(block) == 1:  # the loop over one place costs half as much again
        alone = pass_backward(
            moves.payer, moves.payee, moves.amount, moves.victim, moves.ratio,
            int(block[0]), len(moves.held), victims,
        )  # fmt: skip
        return alone.reshape(-1, 1)
    shares = np.zeros((victims, len(block)))
    pass_backward_block(
        moves.payer, moves.payee, moves.amount, moves.victim, moves.ratio,
        block, len(moves.held), shares,
    )  # fmt: skip
    return shares


def _weigh_forward(rule: str, moves: Moves, first: int, width: int) -> Matrix:
    """Return (victims of the block, purses) the floating shares, by a forward pass."""
    if rule == "pari-passu":
        return find_steady_forward(moves, first, width)
    shares = np.zeros((width, len(moves.held)))
    pass_forward_block(
        moves.payer, moves.payee, moves.amount, moves.victim, moves.ratio,
        first, len(moves.held), shares,
    )  # fmt: skip
    return shares


def _pick(table: Matrix, first: int) -> Cells:
    """Return purse, victim and share of the cells that can matter, victims ascending."""
    victim, purse = np.nonzero(table >= _LEAST)
    return purse.astype(np.int32), (victim + first).astype(np.int32), table[victim, purse]


def _round(picked: list[Cells], purses: Int32s, held: Int64s) -> Shares:
    """Return the lines of a block of purses, in whole units."""
    start = np.zeros(len(purses) + 1, np.int64)
    for purse, _, _ in picked:
        start[1:] += np.bincount(purse, minlength=len(purses))
    start = np.cumsum(start)
    victims = np.empty(int(start[-1]), np.int32)
    shares = np.empty(len(victims), np.float64)
    free = start[:-1].copy()
    while picked:  # let go of each block as soon as it is laid out
        _lay_out(*picked.pop(0), free, (victims, shares))
    units = np.empty(len(victims), np.int64)
    unknown = np.zeros(len(purses), np.int64)
    _apportion_rows(start, shares, held, units, unknown)
    told = np.flatnonzero(units)
    row = np.searchsorted(start, told, side="right") - 1
    lost = np.flatnonzero(unknown)
    order = np.argsort(np.concatenate((lost, row)), kind="stable")
    return Shares(
        purse=purses[np.concatenate((lost, row))[order]],
        victim=np.concatenate((np.full(len(lost), -1, np.int32), victims[told]))[order],
        amount=np.concatenate((unknown[lost], units[told]))[order],
    )


@compiled
def _lay_out(
    purse: Int32s,
    victim: Int32s,
    share: Floats,
    free: Int64s,
    lines: tuple[Int32s, Floats],
) -> None:
    victims, shares = lines
    for cell in range(len(purse)):
        line = free[purse[cell]]
        victims[line], shares[line] = victim[cell], share[cell]
        free[purse[cell]] = line + 1


@compiled
def _apportion_rows(
    start: Int64s, shares: Floats, held: Int64s, units: Int64s, unknown: Int64s
) -> None:
    for row in range(len(held)):
        begin, stop = start[row], start[row + 1]
        # Beyond 2^53 a last unit can be less than a float tells apart: then nobody's is told.
        if not apportion(shares[begin:stop], held[row], units[begin:stop]):
            unknown[row] = held[row]


def _join(blocks: list[Shares]) -> Shares:
    nothing = np.empty(0, np.int32)
    return Shares(
        purse=np.concatenate([nothing, *(block.purse for block in blocks)]),
        victim=np.concatenate([nothing, *(block.victim for block in blocks)]),
        amount=np.concatenate([np.empty(0, np.int64), *(block.amount for block in blocks)]),
    )
