"""The clean ledger as the arrays that the kernels take."""

from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.kernels.flow import Flags, FlowArrays, Int32s, Int64s
from zhanlian.model.transfer import FIRST_CASH_OUT
from zhanlian.money.told.balances import find_ends


def build_flow(transfers: pa.Table, purses: pa.Table, victim: Int32s) -> FlowArrays:
    """Return the arrays of a ledger.

    What arrives at a cash-out point, or where we have no records, stays there: from then on
    nobody can say whose money moves.

    Args:
        transfers: of `TRANSFERS`, in their order.
        purses: of `PURSES`.
        victim: (n,) number of the victim whose payment it is, or -1.
    """
    opening = np.maximum(pc.fill_null(purses.column("opening"), 0).to_numpy(), 0)
    amount = np.ascontiguousarray(transfers.column("amount").to_numpy(), dtype=np.int64)
    payer = _numbers(transfers, "payer")
    paid = _find_paid_assets(purses, payer[victim >= 0])
    if not paid.all():
        # Nothing of victims' money is in these purses, whatever is there: spam tokens come in
        # trillions, and with them the sums of the others would not fit into int64.
        amount, opening = np.where(paid[payer], amount, 1), np.where(paid, opening, 0)
    return FlowArrays(
        payer=payer,
        payee=_numbers(transfers, "payee"),
        amount=amount,
        victim=np.ascontiguousarray(victim, dtype=np.int32),
        opening=opening,
        absorbing=find_cash_outs(purses) | ~find_known(purses),
    )


def _find_paid_assets(purses: pa.Table, payers: Int32s) -> Flags:
    """Return (m,) which purses are of an asset in which a victim paid."""
    assets = purses.column("asset").combine_chunks().dictionary_encode()
    number = assets.indices.to_numpy()
    used = np.zeros(len(assets.dictionary), dtype=np.bool_)
    used[number[payers]] = True
    found: Flags = used[number]
    return found


def find_cash_outs(purses: pa.Table) -> Flags:
    """Return (m,) which purses are cash-out points."""
    flags: Flags = purses.column("kind").to_numpy() >= FIRST_CASH_OUT
    return flags


def find_known(purses: pa.Table) -> Flags:
    """Return (m,) of which purses we have the records."""
    flags: Flags = purses.column("known").to_numpy()
    return flags


def find_instants(transfers: pa.Table) -> Int64s:
    """Return (n,) microseconds since 1970 in UTC."""
    instants: Int64s = pc.cast(transfers.column("time"), pa.int64()).to_numpy()
    return instants


def cut_ledger(
    transfers: pa.Table, purses: pa.Table, victim: Int32s, as_of: datetime
) -> tuple[pa.Table, pa.Table, Int32s]:
    """Return the ledger up to an instant, with the victims: what is told is told for then.

    The last balances become those told with the last transfer that is left.
    """
    kept = find_instants(transfers) <= int(pa.scalar(as_of, pa.timestamp("us", tz="UTC")).value)
    if kept.all():
        return transfers, purses, victim
    transfers = transfers.filter(pa.array(kept))
    place = purses.schema.get_field_index("last_balance")
    balances = find_ends(transfers, purses.num_rows)[1]
    purses = purses.set_column(place, purses.schema.field(place), balances)
    return transfers, purses, victim[kept]


def _numbers(transfers: pa.Table, name: str) -> Int32s:
    return np.ascontiguousarray(transfers.column(name).to_numpy(), dtype=np.int32)
