"""Whose money purses hold, by the share of it that every transfer moved on."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import Floats, FlowArrays, Int32s, Int64s, Traced

Matrix = npt.NDArray[np.float64]

BLOCK: Final = 16
"""Purses or victims that go through one pass together: two lines of the processor's cache."""


@dataclass(frozen=True, slots=True)
class Moves:
    """The k transfers that moved victims' money, in order, between p purses it touched.

    Attributes:
        payer, payee: (k,) touched purse.
        amount: (k,) units of the transfer.
        tainted: (k,) victims' part of it.
        victim: (k,) number of the victim who paid, or -1.
        ratio: (k,) share of the payer's victims' money that it took.
        held: (p,) units held at the end.
        number: (m,) touched purse of each purse of the ledger, or -1.
    """

    payer: Int32s
    payee: Int32s
    amount: Int64s
    tainted: Int64s
    victim: Int32s
    ratio: Floats
    held: Int64s
    number: Int32s


def gather_moves(traced: Traced, flow: FlowArrays) -> Moves:
    """Return the transfers that moved victims' money, between the purses that they touch."""
    rows = np.flatnonzero(traced.tainted)
    payer, payee = flow.payer[rows], flow.payee[rows]
    number = np.full(len(flow.opening), -1, np.int32)
    number[payer] = 0
    number[payee] = 0
    touched = np.flatnonzero(number == 0)
    number[touched] = np.arange(len(touched), dtype=np.int32)
    return Moves(
        payer=number[payer],
        payee=number[payee],
        amount=flow.amount[rows],
        tainted=traced.tainted[rows],
        victim=flow.victim[rows],
        ratio=traced.ratio[rows],
        held=traced.held[touched],
        number=number,
    )


@compiled
def pass_backward(
    payer: Int32s,
    payee: Int32s,
    amount: Int64s,
    victim: Int32s,
    ratio: Floats,
    purse: int,
    purses: int,
    victims: int,
) -> Floats:
    """Return (victims,) how much of one purse's money is whose: one pass from the last transfer.

    `weight` is the part of a unit of victims' money, lying in a purse at that time, that ends in
    the purse of interest. Transfers that moved nothing may be among those given.
    """
    weight = np.zeros(purses, np.float64)
    shares = np.zeros(victims, np.float64)
    weight[purse] = 1.0
    for i in range(len(payer) - 1, -1, -1):
        theirs, part = victim[i], ratio[i]
        if theirs >= 0:
            shares[theirs] += amount[i] * weight[payee[i]]
            if part > 0:  # what came back to the payer stays there
                stays = 1.0 if payer[i] == purse else 0.0
                weight[payer[i]] += part * (stays - weight[payer[i]])
        elif part > 0:
            weight[payer[i]] += part * (weight[payee[i]] - weight[payer[i]])
    return shares


@compiled
def pass_backward_block(
    payer: Int32s,
    payee: Int32s,
    amount: Int64s,
    victim: Int32s,
    ratio: Floats,
    block: Int32s,
    purses: int,
    shares: Matrix,
) -> None:
    """Return nothing; `shares` (victims, block) becomes what each purse of the block holds."""
    width = len(block)
    weight = np.zeros((purses, width), np.float64)
    for place in range(width):
        weight[block[place], place] = 1.0
    for i in range(len(payer) - 1, -1, -1):
        p, q, theirs, part = payer[i], payee[i], victim[i], ratio[i]
        if theirs >= 0:
            for place in range(width):
                shares[theirs, place] += amount[i] * weight[q, place]
            if part > 0:
                for place in range(width):
                    stays = 1.0 if block[place] == p else 0.0
                    weight[p, place] += part * (stays - weight[p, place])
        elif part > 0:
            for place in range(width):
                weight[p, place] += part * (weight[q, place] - weight[p, place])


@compiled
def pass_forward_block(
    payer: Int32s,
    payee: Int32s,
    amount: Int64s,
    victim: Int32s,
    ratio: Floats,
    first: int,
    purses: int,
    shares: Matrix,
) -> None:
    """Return nothing; `shares` (block, purses) becomes what purses hold of each victim's money.

    The block is the victims from `first` on.
    """
    width = len(shares)
    theirs = np.zeros((purses, width), np.float64)
    for i in range(len(payer)):
        p, q, part = payer[i], payee[i], ratio[i]
        own = victim[i] >= 0
        if part > 0:
            for place in range(width):
                moved = theirs[p, place] * part
                theirs[p, place] -= moved
                if own:
                    shares[place, p] += moved
                else:
                    theirs[q, place] += moved
        if own and first <= victim[i] < first + width:
            theirs[q, victim[i] - first] += amount[i]
    for purse in range(purses):
        for place in range(width):
            shares[place, purse] += theirs[purse, place]
