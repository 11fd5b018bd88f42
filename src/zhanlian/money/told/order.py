"""The order of transfers: time, then what the balances prove, then the table's own."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from zhanlian.kernels.chains import merge_chains
from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.kernels.order import repair_order
from zhanlian.model.transfer import Ordering

Codes = np.ndarray[Any, np.dtype[np.int8]]
Balance = tuple[Int64s, Flags] | None


def order_transfers(
    instant: Int64s, payer: Int32s, payee: Int32s, amount: Int64s, balances: Sequence[Balance]
) -> tuple[Int64s, Codes]:
    """Return (n,) the row at each place of the order, and (n,) how that place was found.

    Args:
        instant, payer, payee, amount: (n,) rows as they stand in the table.
        balances: of the payer and of the payee after it, each (n,) units and (n,) whether told,
            or None where the table has none.
    """
    steady = bool(np.all(instant[1:] >= instant[:-1]))
    order = np.arange(len(instant)) if steady else np.argsort(instant, kind="stable")
    instant, payer, payee = instant[order], payer[order], payee[order]
    same = instant[1:] == instant[:-1]
    tied = np.flatnonzero(np.r_[False, same] | np.r_[same, False])
    ordering = np.full(len(order), Ordering.ALONE, dtype=np.int8)
    if not len(tied):
        return order, ordering
    if all(one is None for one in balances):
        codes = _find_ties(instant[tied], payer[tied], payee[tied])
        ordering[tied] = codes
        return order, ordering
    sides = [None if one is None else (one[0][order], one[1][order]) for one in balances]
    merged, ordering = _repair(instant, payer, payee, amount[order], sides)
    return order[merged], ordering


def _find_ties(instant: Int64s, payer: Int32s, payee: Int32s) -> Codes:
    """Return for transfers that share an instant whether one of their accounts does so too."""
    purse, when = np.concatenate([payer, payee]), np.concatenate([instant, instant])
    place = np.tile(np.arange(len(instant)), 2)
    order = np.lexsort((place, purse, when))
    purse, when, place = purse[order], when[order], place[order]
    # What a purse sends to itself meets nobody but itself.
    same = (purse[1:] == purse[:-1]) & (when[1:] == when[:-1]) & (place[1:] != place[:-1])
    codes = np.full(len(instant), Ordering.ALONE, dtype=np.int8)
    codes[place[1:][same]] = Ordering.OPEN
    codes[place[:-1][same]] = Ordering.OPEN
    return codes


def _repair(
    instant: Int64s, payer: Int32s, payee: Int32s, amount: Int64s, sides: Sequence[Balance]
) -> tuple[Int64s, Codes]:
    count = len(instant)
    purse = np.empty(2 * count, np.int32)
    change, balance = np.empty(2 * count, np.int64), np.zeros(2 * count, np.int64)
    told = np.zeros(2 * count, np.bool_)
    moved = np.where(payer == payee, 0, amount)
    for place, (side, sign, mine) in enumerate(zip((payer, payee), (-1, 1), sides, strict=True)):
        purse[place::2], change[place::2] = side, sign * moved
        if mine is not None:
            balance[place::2], told[place::2] = mine
    events = np.argsort(purse, kind="stable")
    accounts = int(purse.max()) + 1
    position, codes = repair_order(
        purse[events],
        np.repeat(instant, 2)[events],
        change[events],
        balance[events],
        told[events],
        np.zeros(accounts, np.int64),
    )
    rows = events[position]
    after = _chain(rows, purse, np.repeat(instant, 2), codes, count)
    merged = merge_chains(instant, after)
    surest = np.full(count, Ordering.ALONE, dtype=np.int8)
    np.maximum.at(surest, rows // 2, codes)
    return merged, surest[merged]


def _chain(rows: Int64s, purse: Int32s, instant: Int64s, codes: Codes, count: int) -> Int64s:
    """Return (n, 2) which transfer must follow in the payer's and in the payee's account."""
    after = np.full((count, 2), -1, dtype=np.int64)
    here, following = rows[:-1], rows[1:]
    known = (codes[1:] == Ordering.PROVED) | (codes[1:] == Ordering.CHOSEN)
    linked = (
        (purse[here] == purse[following])
        & (instant[here] == instant[following])
        & (here // 2 != following // 2)
        & known
    )
    after[here[linked] // 2, here[linked] % 2] = following[linked] // 2
    return after
