"""What the balances told beside transfers say of each purse: its opening and its last balance."""

from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.kernels.flow import Flags, Int32s, Int64s

_SIDES: Final = ("payer_balance_after", "payee_balance_after")


def find_ends(transfers: pa.Table, purses: int) -> tuple[Any, Any]:
    """Return (m,) opening and (m,) last balance of each purse, null where none is told.

    The opening is the first balance told less what moved until then; below nought (an overdraft)
    it is nought, since no money lay there. The last balance is the one told with the purse's last
    transfer.

    Args:
        transfers: of `TRANSFERS`, in their order.
        purses: how many there are.
    """
    if all(transfers.column(name).null_count == len(transfers) for name in _SIDES):
        return pa.nulls(purses, pa.int64()), pa.nulls(purses, pa.int64())
    purse, change, balance, told = _list_events(transfers)
    order = np.argsort(purse, kind="stable")
    purse, change, balance, told = purse[order], change[order], balance[order], told[order]
    starts = np.flatnonzero(np.r_[True, purse[1:] != purse[:-1]])
    moved = np.cumsum(change)
    before = moved[starts] - change[starts]
    inside = moved - np.repeat(before, np.diff(np.r_[starts, len(purse)]))
    with_balance = np.flatnonzero(told)
    owners, firsts = np.unique(purse[with_balance], return_index=True)
    firsts = with_balance[firsts]
    opening, has_opening = np.zeros(purses, np.int64), np.zeros(purses, np.bool_)
    opening[owners] = np.maximum(balance[firsts] - inside[firsts], 0)
    has_opening[owners] = True
    lasts = np.r_[starts[1:] - 1, len(purse) - 1]
    lasts = lasts[told[lasts]]
    last, has_last = np.zeros(purses, np.int64), np.zeros(purses, np.bool_)
    last[purse[lasts]] = balance[lasts]
    has_last[purse[lasts]] = True
    return (
        pa.array(opening, pa.int64(), mask=~has_opening),
        pa.array(last, pa.int64(), mask=~has_last),
    )


def _list_events(transfers: pa.Table) -> tuple[Int32s, Int64s, Int64s, Flags]:
    """Return each transfer twice, for its payer and then for its payee: what moved, what was told.

    Money that a purse sends to itself is told once, and moves nothing.
    """
    amount = transfers.column("amount").to_numpy()
    sides = [transfers.column(name).to_numpy() for name in ("payer", "payee")]
    own = sides[0] == sides[1]
    count = len(amount)
    purse = np.empty(2 * count, np.int32)
    change, balance = np.empty(2 * count, np.int64), np.empty(2 * count, np.int64)
    told = np.empty(2 * count, np.bool_)
    for place, (side, sign, name) in enumerate(zip(sides, (-1, 1), _SIDES, strict=True)):
        purse[place::2], change[place::2] = side, np.where(own, 0, sign * amount)
        cells = transfers.column(name).combine_chunks()
        told[place::2] = cells.is_valid().to_numpy(zero_copy_only=False)
        balance[place::2] = pc.fill_null(cells, 0).to_numpy(zero_copy_only=False)
    return purse, change, balance, told
