"""Wallets' rows: top-ups and withdrawals, and the fee that only the bank's row shows.

A wallet's return tells a withdrawal with its fee inside and no column for it; the bank's row tells
what arrived. Where no row has the full amount, the withdrawal is paired with the one that names the
wallet or its keeper and is less by no more than a fee can be: 1 % (our bound; keepers take 0.1 %),
or one yuan where that is more. What is missing between the two is the fee.
"""

import numpy as np

from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.model.statement import RowKind
from zhanlian.money.ledger.columns import NULL, RowColumns

_LEAST_FEE = 100  # units
_PART = 100


def is_wallet_row(rows: RowColumns, other: Int32s) -> Flags:
    """Return (n,) whether it is a wallet's row: a top-up or withdrawal that tells the account."""
    found: Flags = ((rows.kind == RowKind.TOPUP) | (rows.kind == RowKind.WITHDRAWAL)) & (other >= 0)
    return found & (rows.texts["own_card"].codes < 0)


def find_withdrawals(
    rows: RowColumns, free: Flags, own: Int32s, other: Int32s, effect: Int32s, keeper: Int32s,
    reach: int,
) -> tuple[Int64s, Int64s]:  # fmt: skip
    """Return the wallets' withdrawals and the rows by which they arrived; fees are filled in.

    Args:
        rows: all rows; `fee` is filled in for what is returned.
        free: (n,) rows that give transfers and have no mirror.
        own, other: (n,) accounts.
        effect: (n,) +1 in, -1 out.
        keeper: (n,) institution that the row names on the other side, -1 for none.
        reach: µs that the two rows may lie apart.
    """
    leaving = free & (effect < 0) & (rows.kind == RowKind.WITHDRAWAL) & is_wallet_row(rows, other)
    leaving &= rows.fee == NULL
    arriving = free & (effect > 0) & ((keeper >= 0) | (other >= 0)) & np.isin(own, other[leaving])
    shelf: dict[tuple[int, int], list[int]] = {}
    for row in np.flatnonzero(arriving).tolist():
        shelf.setdefault((int(own[row]), int(rows.asset[row])), []).append(row)
    pairs: list[tuple[int, int]] = []
    for row in np.flatnonzero(leaving).tolist():
        waiting = shelf.get((int(other[row]), int(rows.asset[row])), [])
        fitting = [
            one
            for one in waiting
            if (keeper[one] >= 0 if other[one] < 0 else other[one] == own[row])
            and _is_fee(int(abs(rows.amount[row])), int(abs(rows.amount[one])))
            and _measure_gap(rows, row, one) <= reach
        ]
        if fitting:
            best = min(fitting, key=lambda one: (abs(int(rows.time[one] - rows.time[row])), one))
            waiting.remove(best)
            pairs.append((row, best))
            rows.fee[row] = abs(rows.amount[row]) - abs(rows.amount[best])
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _is_fee(taken: int, arrived: int) -> bool:
    return 0 < taken - arrived <= max(taken // _PART, min(_LEAST_FEE, taken // 2))


def _measure_gap(rows: RowColumns, one: int, two: int) -> int:
    return max(
        0,
        int(rows.time[two] - rows.time[one] - rows.span[one] + 1),
        int(rows.time[one] - rows.time[two] - rows.span[two] + 1),
    )
