"""The balance equation: where a told balance is not the one before it plus the row's change."""

import numpy as np

from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.kernels.flow_check import check_array
from zhanlian.kernels.order import check_balances


def find_gaps(
    account: Int32s, change: Int64s, balance: Int64s, told: Flags, tolerance: Int64s
) -> tuple[Int64s, Int64s]:
    """Return the rows before which something is missing, and how much.

    The balance is carried on by the changes of rows that tell none, and measured anew at each row
    that tells one, so that one missing row is one gap and rounding does not add up.

    Args:
        account: (k,) number of the account, ascending; its rows in their final order.
        change: (k,) signed units by which the row changed the balance.
        balance: (k,) balance after the row, in units; anything where not told.
        told: (k,) whether the balance is told.
        tolerance: (accounts,) largest difference that rounding explains, in units.

    Returns:
        (g,) rows whose balance does not follow, ascending; and (g,) units that are missing before
        them: above 0 where money must have come in, below 0 where it must have gone.

    Raises:
        ValueError: shapes, kinds, or accounts that are not sorted.
        LimitError: a change or balance of 2^61 units or more.
    """
    count = len(account)
    for name, values, kind in (
        ("account", account, np.int32),
        ("change", change, np.int64),
        ("balance", balance, np.int64),
        ("told", told, np.bool_),
    ):
        check_array(name, values, kind, count)
    check_array("tolerance", tolerance, np.int64, len(tolerance))
    check_balances(account, change, balance, told, tolerance)
    if count and int(np.diff(account).min(initial=0)) < 0:
        raise ValueError("account: rows sorted by account wanted")
    missing = np.zeros(count, np.int64)
    _measure(account, change, balance, told, tolerance, missing)
    rows = np.flatnonzero(missing)
    return rows, missing[rows]


@compiled
def _measure(
    account: Int32s,
    change: Int64s,
    balance: Int64s,
    told: Flags,
    tolerance: Int64s,
    missing: Int64s,
) -> None:
    value, known = np.int64(0), False
    for row in range(len(account)):
        if row == 0 or account[row] != account[row - 1]:
            value, known = np.int64(0), False
        value += change[row]
        if told[row]:
            if known and abs(balance[row] - value) > tolerance[account[row]]:
                missing[row] = balance[row] - value
            value, known = balance[row], True


def find_gaps_reference(
    account: list[int], change: list[int], balance: list[int | None], tolerance: list[int]
) -> list[tuple[int, int]]:
    """Return the same as (row, missing units), with None for a balance that is not told."""
    gaps = []
    carried: dict[int, int] = {}
    for row, (number, units, after) in enumerate(zip(account, change, balance, strict=True)):
        if number in carried:
            carried[number] += units
            if after is not None and abs(after - carried[number]) > tolerance[number]:
                gaps.append((row, after - carried[number]))
        if after is not None:
            carried[number] = after
    return gaps
