"""Purses: one asset of one account each, with what its statement tells of it."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.kernels.pairing import find_first_equal
from zhanlian.model.transfer import PURSES
from zhanlian.money.ledger.columns import NULL, RowColumns
from zhanlian.money.ledger.texts import Coded
from zhanlian.money.ledger.transfers.assemble import Drafts
from zhanlian.money.ledger.transfers.chains import Chains
from zhanlian.money.ledger.transfers.sides import Sides


@dataclass(frozen=True, slots=True)
class Pursed:
    """The purses and which of them is meant where.

    Attributes:
        payer, payee: (t,) purse of each transfer, in final order.
        book: (b,) purse of each book.
        party, asset: (m,) of each purse.
    """

    payer: Int32s
    payee: Int32s
    book: Int32s
    party: Int32s
    asset: Int32s


def number_purses(
    drafts: Drafts, order: Int64s, chains: Chains, own: Int32s, asset: Int32s
) -> Pursed:
    """Return the purses in the order in which the transfers use them, payer before payee.

    Books without a transfer follow in their own order.
    """
    first_rows = chains.row[np.flatnonzero(np.diff(chains.book, prepend=-1))]
    count = len(order)
    keys = np.empty((2 * count + len(first_rows), 2), dtype=np.int64)
    keys[0 : 2 * count : 2, 0] = drafts.payer[order]
    keys[1 : 2 * count : 2, 0] = drafts.payee[order]
    keys[0 : 2 * count : 2, 1] = keys[1 : 2 * count : 2, 1] = drafts.asset[order]
    keys[2 * count :, 0], keys[2 * count :, 1] = own[first_rows], asset[first_rows]
    first = find_first_equal(keys)
    is_first = first == np.arange(len(first))
    number = (np.cumsum(is_first) - 1).astype(np.int32)[first]
    return Pursed(
        payer=number[0 : 2 * count : 2],
        payee=number[1 : 2 * count : 2],
        book=number[2 * count :],
        party=keys[is_first, 0].astype(np.int32),
        asset=keys[is_first, 1].astype(np.int32),
    )


def make_purses(
    pursed: Pursed, rows: RowColumns, sides: Sides, known: Flags, chains: Chains,
    names: tuple[pa.Array, pa.Array], told_last: Int64s,
) -> pa.Table:  # fmt: skip
    """Return the purses as a table of `PURSES`.

    Args:
        pursed: which purses there are.
        rows, sides, chains: what they rest on.
        known: (parties,) whether we have the account's records.
        names: (parties,) holder and bank of each party.
        told_last: (m,) balance that a list of accounts tells, `NULL` where none does.
    """
    opening, last = _find_balances(chains, pursed, len(pursed.party))
    last = np.where(last != NULL, last, told_last)
    holder, bank = names
    party = pa.array(pursed.party)
    return pa.table(
        [
            sides.numbers.take(party),
            rows.texts["asset"].texts.take(pa.array(pursed.asset)),
            pa.array(sides.kind[pursed.party].astype(np.int8)),
            pa.array(known[pursed.party]),
            pa.array(opening, mask=opening == NULL),
            pa.array(last, mask=last == NULL),
            holder.take(party),
            bank.take(party),
        ],
        schema=PURSES,
    )


def _find_balances(chains: Chains, pursed: Pursed, count: int) -> tuple[Int64s, Int64s]:
    """Return per purse the balance before its first row and the last one told."""
    opening = np.full(count, NULL, dtype=np.int64)
    last = np.full(count, NULL, dtype=np.int64)
    told = np.flatnonzero(chains.told)
    if not len(told):
        return opening, last
    starts = np.flatnonzero(np.diff(chains.book, prepend=-1))
    total = np.concatenate([[0], np.cumsum(chains.change)])
    firsts = told[np.flatnonzero(np.diff(chains.book[told], prepend=-1))]
    books = chains.book[firsts]
    opening[pursed.book[books]] = chains.balance[firsts] - (
        total[firsts + 1] - total[starts[books]]
    )
    last[pursed.book[chains.book[told]]] = chains.balance[told]
    return opening, last


def name_parties(
    parties: int, rows: RowColumns, own: Int32s, other: Int32s, told: tuple[Int32s, pa.Table]
) -> tuple[pa.Array, pa.Array]:
    """Return holder and bank of each party: its own rows first, then lists, then other rows."""
    account, table = told
    return (
        _name(parties, (own, rows.texts["own_name"]), (account, table["holder"]),
              (other, rows.texts["other_name"])),
        _name(parties, (own, rows.texts["own_bank"]), (account, table["bank"]),
              (other, rows.texts["other_bank"])),
    )  # fmt: skip


def _name(
    parties: int, own: tuple[Int32s, Coded], told: tuple[Int32s, pa.ChunkedArray],
    other: tuple[Int32s, Coded],
) -> pa.Array:  # fmt: skip
    """Return the first text that is told of each party."""
    found = pa.nulls(parties, pa.string())
    listed = np.full(parties, -1, dtype=np.int64)
    filled = np.flatnonzero((told[0] >= 0) & np.asarray(told[1].is_valid()))[::-1]
    listed[told[0][filled]] = filled
    texts = told[1].combine_chunks()
    of_list = texts.take(pa.array(np.maximum(listed, 0), mask=listed < 0)) if len(texts) else found
    return pc.coalesce(_first_text(parties, *own), of_list, _first_text(parties, *other))


def _first_text(parties: int, party: Int32s, column: Coded) -> pa.Array:
    code = np.full(parties, -1, dtype=np.int64)
    filled = np.flatnonzero((column.codes >= 0) & (party >= 0))[::-1]
    code[party[filled]] = column.codes[filled]
    if not len(column.texts):
        return pa.nulls(parties, pa.string())
    return column.texts.take(pa.array(np.maximum(code, 0), mask=code < 0)).cast(pa.string())
