"""Transfers from rows: who paid whom how much, told by which rows."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.model.statement import RowKind
from zhanlian.model.transfer import PurseKind, TransferKind
from zhanlian.money.ledger.columns import NULL, RowColumns
from zhanlian.money.ledger.transfers.sides import Sides

_KINDS: Final = {
    RowKind.CASH: TransferKind.CASH,
    RowKind.POS: TransferKind.POS,
    RowKind.MERCHANT: TransferKind.MERCHANT,
    RowKind.FEE: TransferKind.FEE,
    RowKind.INTEREST: TransferKind.INTEREST,
    RowKind.REFUND: TransferKind.REFUND,
    RowKind.TOPUP: TransferKind.TOPUP,
    RowKind.WITHDRAWAL: TransferKind.WITHDRAWAL,
}
_KINDS_BY_PURSE: Final = {
    PurseKind.FEE: TransferKind.FEE,
    PurseKind.INTEREST: TransferKind.INTEREST,
    PurseKind.ATM: TransferKind.CASH,
    PurseKind.POS: TransferKind.POS,
    PurseKind.MERCHANT: TransferKind.MERCHANT,
    PurseKind.GOODS: TransferKind.MERCHANT,
}


@dataclass(frozen=True, slots=True)
class Drafts:
    """Transfers before their order is settled, all (t,); fees taken out of amounts stand last.

    Attributes:
        payer_row, payee_row: the row by which each side tells of it, -1 where it does not.
        payer, payee: parties.
        since: time told, of the payer unless the payee tells it more finely.
        span: µs that this time covers.
        precision: code of `Precision`.
        fee_of: the transfer out of whose amount it was taken, -1 for none.
    """

    payer_row: Int64s
    payee_row: Int64s
    payer: Int32s
    payee: Int32s
    asset: Int32s
    amount: Int64s
    since: Int64s
    span: Int64s
    precision: Int32s
    payer_balance: Int64s
    payee_balance: Int64s
    kind: Int32s
    fee_of: Int64s


def split_fees(rows: RowColumns) -> tuple[Int64s, Int64s]:
    """Return (n,) each row's amount without sign and fee, and (n,) the fee that it includes."""
    size = np.abs(np.where(rows.amount == NULL, 0, rows.amount))
    fee = np.where((rows.fee > 0) & (rows.fee < size), rows.fee, 0)
    return size - fee, fee


def draft_transfers(
    rows: RowColumns, live: Flags, paid: Flags, partner: Int64s, own: Int32s, sides: Sides
) -> Drafts:
    """Return the transfers of all live rows.

    Args:
        rows: all rows.
        live: (n,) rows that give or tell of transfers.
        paid: (n,) the row's own account is the payer.
        partner: (n,) the other party's row of the same payment, -1 for none.
        own: (n,) account of the row.
        sides: the parties on the other side.
    """
    first = np.flatnonzero(live & (paid | (partner < 0)))
    by_payer = paid[first]
    payer_row = np.where(by_payer, first, -1)
    payee_row = np.where(by_payer, partner[first], first)
    told = payee_row >= 0
    payer = np.where(by_payer, own[first], sides.other[first])
    payee = np.where(told, own[payee_row], sides.other[first])
    # The payer's time, unless the payee tells it more finely.
    finer = told & by_payer & (rows.span[payee_row] < rows.span[first])
    clock = np.where(finer, payee_row, first)
    amount, fee = split_fees(rows)
    amount, fee = amount + np.where(sides.fee < 0, fee, 0), np.where(sides.fee < 0, 0, fee)
    payer_balance, payee_balance = _find_balances(rows, payer_row, payee_row)
    with_fee = np.flatnonzero(fee[first] > 0)
    _shift_balance(payer_balance, with_fee[by_payer[with_fee]], fee[first])
    base = Drafts(
        payer_row, payee_row, payer, payee, rows.asset[first], amount[first], rows.time[clock],
        rows.span[clock], rows.precision[clock], payer_balance, payee_balance,
        _find_kinds(rows, sides, payer_row, payee_row), np.full(len(first), -1, dtype=np.int64),
    )  # fmt: skip
    return _append_fees(base, with_fee, fee[first], sides.fee[first], rows.balance[first])


def find_slack(drafts: Drafts, rows: RowColumns, reach: int) -> Int64s:
    """Return (t,) µs by which the payer may have paid before the time, which the payee told.

    Args:
        drafts: transfers.
        rows: all rows.
        reach: µs by which the two parties' clocks may differ.
    """
    # -1, for a side that tells nothing, points at the last place: it told no time.
    since = np.append(rows.time, NULL)[drafts.payer_row]
    borrowed = (drafts.payer_row >= 0) & (drafts.payee_row >= 0)
    borrowed &= np.append(rows.span, 0)[drafts.payer_row] > drafts.span
    return np.where(borrowed, np.clip(drafts.since - since, 0, reach), 0)


def _find_balances(rows: RowColumns, payer_row: Int64s, payee_row: Int64s) -> tuple[Int64s, Int64s]:
    """Return the balances after it of either side: its own row's, else what the other tells."""
    own = np.append(rows.balance, NULL)
    other = np.append(rows.other_balance, NULL)
    payer = np.where(own[payer_row] != NULL, own[payer_row], other[payee_row])
    payee = np.where(own[payee_row] != NULL, own[payee_row], other[payer_row])
    return payer, payee


def _shift_balance(balance: Int64s, at: Int64s, fee: Int64s) -> None:
    """The told balance is the one after the fee; before it there was that much more."""
    at = at[balance[at] != NULL]
    balance[at] += fee[at]


def _find_kinds(rows: RowColumns, sides: Sides, payer_row: Int64s, payee_row: Int64s) -> Int32s:
    by_row = np.zeros(max(RowKind) + 1, dtype=np.int32)
    by_row[list(_KINDS)] = list(_KINDS.values())
    by_purse = np.zeros(max(PurseKind) + 2, dtype=np.int32)
    by_purse[list(_KINDS_BY_PURSE)] = list(_KINDS_BY_PURSE.values())
    kind = by_row[rows.kind]
    kind = np.append(np.where(kind > 0, kind, by_purse[sides.told_kind]), np.int32(0))
    return np.where(kind[payer_row] > 0, kind[payer_row], kind[payee_row]).astype(np.int32)


def _append_fees(base: Drafts, at: Int64s, fee: Int64s, taker: Int32s, balance: Int64s) -> Drafts:
    if not len(at):
        return base
    by_payer = base.payer_row[at] >= 0
    nothing = np.full(len(at), NULL, dtype=np.int64)
    added = {
        "payer_row": base.payer_row[at],
        "payee_row": np.where(by_payer, -1, base.payee_row[at]),
        "payer": base.payer[at],
        "payee": taker[at],
        "amount": fee[at],
        "payer_balance": np.where(by_payer, balance[at], nothing),
        "payee_balance": nothing,
        "kind": np.full(len(at), int(TransferKind.FEE), dtype=np.int32),
        "fee_of": at,
    }
    names = Drafts.__dataclass_fields__
    return Drafts(
        **{
            name: np.concatenate(
                [getattr(base, name), added[name] if name in added else getattr(base, name)[at]]
            )
            for name in names
        }
    )
