"""One trace over one ledger, with the sums that all parts of the answer are made from."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from zhanlian.kernels.flow import Flags, FlowArrays, Int32s, Int64s, Traced
from zhanlian.model.flow import Rule
from zhanlian.money.tracing.flow import find_cash_outs, find_instants, find_known

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Trail:
    """Victims' money on its way through a ledger, under one rule.

    Attributes:
        transfers, purses: of the schemas in `model.transfer`.
        victims: names, by number.
        flow: the same ledger as arrays.
        rule: that was followed.
        traced: what the rule says.
        level: (m,) 1 for a purse that a victim paid, 2 for the next …; 0 where no money came.
        as_of: the instant it is told for.
    """

    transfers: pa.Table
    purses: pa.Table
    victims: tuple[str, ...]
    flow: FlowArrays
    rule: Rule
    traced: Traced
    level: Int32s
    as_of: datetime

    @cached_property
    def rows(self) -> Int64s:
        """(k,) transfers that carry victims' money, in their order.

        What a purse sends to itself moves nothing, but a victim's payment enters there.
        """
        moves = (self.flow.payer != self.flow.payee) | (self.flow.victim >= 0)
        return np.flatnonzero((self.traced.tainted > 0) & moves)

    @cached_property
    def tainted(self) -> Int64s:
        """(k,) victims' part of each of `rows`."""
        return self.traced.tainted[self.rows]

    @cached_property
    def payer(self) -> Int32s:
        """(k,) purse that pays each of `rows`."""
        return self.flow.payer[self.rows]

    @cached_property
    def payee(self) -> Int32s:
        """(k,) purse that receives each of `rows`."""
        return self.flow.payee[self.rows]

    @cached_property
    def instants(self) -> Int64s:
        """(k,) microseconds since 1970 of each of `rows`."""
        return find_instants(self.transfers)[self.rows]

    @cached_property
    def paid(self) -> Flags:
        """(k,) which of `rows` are victims' payments."""
        return self.flow.victim[self.rows] >= 0

    @cached_property
    def received(self) -> Int64s:
        """(m,) victims' money that came in."""
        return add_up(self.payee, self.tainted, self.purses.num_rows)

    @cached_property
    def passed_on(self) -> Int64s:
        """(m,) of it, what went out again; a victim's own payment is none of it."""
        onward = ~self.paid
        return add_up(self.payer[onward], self.tainted[onward], self.purses.num_rows)

    @cached_property
    def cash_out(self) -> Flags:
        """(m,) cash-out points."""
        return find_cash_outs(self.purses)

    @cached_property
    def known(self) -> Flags:
        """(m,) purses whose records we have."""
        return find_known(self.purses)

    @cached_property
    def last_balance(self) -> tuple[Int64s, Flags]:
        """(m,) last balance told, and (m,) whether one is."""
        cells = self.purses.column("last_balance").combine_chunks()
        told: Flags = cells.is_valid().to_numpy(zero_copy_only=False)
        return cells.fill_null(0).to_numpy(zero_copy_only=False), told

    @cached_property
    def first_in(self) -> Int64s:
        """(m,) when victims' money came first, in microseconds; the largest number where never."""
        first = np.full(self.purses.num_rows, np.iinfo(np.int64).max)
        np.minimum.at(first, self.payee, self.instants)
        return first

    @cached_property
    def last_in(self) -> Int64s:
        """(m,) when victims' money came last, in microseconds; the smallest where never."""
        last = np.full(self.purses.num_rows, np.iinfo(np.int64).min)
        np.maximum.at(last, self.payee, self.instants)
        return last

    @cached_property
    def last_seen(self) -> Int64s:
        """(m,) instant of the last transfer of each purse, victims' money or not."""
        last = np.full(self.purses.num_rows, np.iinfo(np.int64).min)
        instants = find_instants(self.transfers)
        for side in (self.flow.payer, self.flow.payee):
            np.maximum.at(last, side, instants)
        return last

    @cached_property
    def arrivals(self) -> tuple[Int64s, Int64s]:
        """(k,) places in `rows` by payee, largest first, and (m + 1,) where each payee begins.

        Among equal parts the earlier transfer comes first.
        """
        order = np.lexsort((np.arange(len(self.rows)), -self.tainted, self.payee))
        starts = np.searchsorted(self.payee[order], np.arange(self.purses.num_rows + 1))
        return order, starts

    def list_largest(self, purse: int, most: int) -> tuple[str, ...]:
        """Return the ids of the transfers that brought most victims' money to a purse."""
        order, starts = self.arrivals
        rows = self.rows[order[starts[purse] : starts[purse + 1]][:most]]
        return tuple(self.transfers.column("transfer_id").take(pa.array(rows)).to_pylist())

    def account(self, purse: int) -> str:
        """Return the number of a purse's account."""
        return str(self.purses.column("account")[purse].as_py())

    def asset(self, purse: int) -> str:
        """Return the asset of a purse."""
        return str(self.purses.column("asset")[purse].as_py())

    def text(self, name: str, purse: int) -> str:
        """Return the holder or the bank of a purse, empty where it is not told."""
        return str(self.purses.column(name)[purse].as_py() or "")


def add_up(place: Any, amount: Int64s, count: int) -> Int64s:
    """Return (count,) exact sums of amounts by their place."""
    sums = np.zeros(count, dtype=np.int64)
    np.add.at(sums, place, amount)
    return sums


def tell_instant(microseconds: int) -> datetime:
    """Return an instant as time."""
    return _EPOCH + timedelta(microseconds=int(microseconds))


def rank_texts(purses: pa.Table, chosen: Int64s) -> Int64s:
    """Return (k,) places of chosen purses by account, then asset: the last tie-break."""
    picked = purses.select(["account", "asset"]).take(pa.array(chosen))
    order = picked.append_column("place", pa.array(np.arange(len(chosen)))).sort_by(
        [("account", "ascending"), ("asset", "ascending"), ("place", "ascending")]
    )
    rank = np.empty(len(chosen), dtype=np.int64)
    rank[order.column("place").to_numpy()] = np.arange(len(chosen))
    return rank
