"""Whose money the purses of interest hold, in whole units."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from zhanlian.kernels.adjoint import (
    BLOCK,
    Matrix,
    Moves,
    gather_moves,
    pass_backward_block,
    pass_forward_block,
)
from zhanlian.kernels.apportion import apportion
from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import FlowArrays, Int32s, Int64s, Shares, Traced
from zhanlian.kernels.flow_check import check_array
from zhanlian.kernels.steady import find_steady_backward, find_steady_forward

_MOST_CELLS: Final = 2**26  # purses × victims in memory at once: 512 MB
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
    backward = len(wanted) <= victims
    rows = BLOCK if backward else max(1, _MOST_CELLS // victims)
    for begin in range(0, len(wanted), rows):
        block = wanted[begin : begin + rows]
        places = moves.number[block]
        if backward:
            table = _weigh_backward(traced.rule, moves, places, victims)
        else:
            table = _weigh_forward(traced.rule, moves, places, victims)
        yield _round(table, block, traced.held[block])


def _weigh_backward(rule: str, moves: Moves, block: Int32s, victims: int) -> Matrix:
    """Return (block, victims) the floating shares, by backward passes."""
    if rule == "pari-passu":
        return np.ascontiguousarray(find_steady_backward(moves, block, victims).T)
    shares = np.zeros((victims, len(block)))
    pass_backward_block(
        moves.payer, moves.payee, moves.amount, moves.victim, moves.ratio,
        block, len(moves.held), shares,
    )  # fmt: skip
    return np.ascontiguousarray(shares.T)


def _weigh_forward(rule: str, moves: Moves, block: Int32s, victims: int) -> Matrix:
    """Return (block, victims) the floating shares, by forward passes over blocks of victims."""
    table = np.empty((len(block), victims))
    for first in range(0, victims, BLOCK):
        width = min(BLOCK, victims - first)
        if rule == "pari-passu":
            shares = find_steady_forward(moves, first, width)
        else:
            shares = np.zeros((width, len(moves.held)))
            pass_forward_block(
                moves.payer, moves.payee, moves.amount, moves.victim, moves.ratio,
                first, len(moves.held), shares,
            )  # fmt: skip
        table[:, first : first + width] = shares[:, block].T
    return table


def _round(table: Matrix, purses: Int32s, held: Int64s) -> Shares:
    """Return the lines of a block of purses, in whole units."""
    units = np.empty(table.shape, np.int64)
    unknown = np.zeros(len(purses), np.int64)
    _apportion_rows(table, held, units, unknown)
    row, victim = np.nonzero(units)
    lost = np.flatnonzero(unknown)
    order = np.argsort(np.concatenate((lost, row)), kind="stable")
    return Shares(
        purse=purses[np.concatenate((lost, row))[order]],
        victim=np.concatenate((np.full(len(lost), -1), victim))[order].astype(np.int32),
        amount=np.concatenate((unknown[lost], units[row, victim]))[order],
    )


@compiled
def _apportion_rows(table: Matrix, held: Int64s, units: Int64s, unknown: Int64s) -> None:
    for row in range(len(held)):
        # Beyond 2^53 a last unit can be less than a float tells apart: then nobody's is told.
        if not apportion(table[row], held[row], units[row]):
            unknown[row] = held[row]


def _join(blocks: list[Shares]) -> Shares:
    nothing = np.empty(0, np.int32)
    return Shares(
        purse=np.concatenate([nothing, *(block.purse for block in blocks)]),
        victim=np.concatenate([nothing, *(block.victim for block in blocks)]),
        amount=np.concatenate([np.empty(0, np.int64), *(block.amount for block in blocks)]),
    )
