"""Accounts that victims' money reached: what came, went, is there, and how fast it moved."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pyarrow as pa

from zhanlian.kernels.flow import Flags, Int64s, Shares
from zhanlian.model.answers import OTHERS, AccountLine, VictimShare
from zhanlian.model.transfer import PurseKind
from zhanlian.money.tracing.trail import Trail, add_up, rank_texts, tell_instant

LARGEST: Final = 5  # transfers that a line names
NAMED: Final = 200  # victims that a line names: more are read in the list of holdings
_SECOND: Final = 1_000_000


def order_accounts(trail: Trail) -> Int64s:
    """Return the purses that victims' money reached: by level, then the largest sum received.

    The last tie-breaks are account and asset.
    """
    reached = np.flatnonzero(trail.received)
    names = rank_texts(trail.purses, reached)
    return reached[np.lexsort((names, -trail.received[reached], trail.level[reached]))]


def build_accounts(
    trail: Trail, purses: Int64s, shares: Mapping[int, tuple[VictimShare, ...]]
) -> tuple[AccountLine, ...]:
    """Return one line for each purse, in their order.

    Args:
        trail: the trace.
        purses: places in `trail.purses`, all of them reached.
        shares: whose the held money is, by purse.
    """
    dwell, known = find_dwell(trail)
    balance, told = trail.last_balance
    return tuple(
        AccountLine(
            account=trail.account(purse),
            asset=trail.asset(purse),
            holder=trail.text("holder", purse),
            bank=trail.text("bank", purse),
            kind=PurseKind(trail.purses.column("kind")[purse].as_py()),
            known=bool(trail.known[purse]),
            level=int(trail.level[purse]),
            received=int(trail.received[purse]),
            passed_on=int(trail.passed_on[purse]),
            held=int(trail.traced.held[purse]),
            last_balance=int(balance[purse]) if told[purse] else None,
            dwell_seconds=int(dwell[purse]) if known[purse] else None,
            first_in=tell_instant(trail.first_in[purse]),
            last_in=tell_instant(trail.last_in[purse]),
            shares=shares.get(purse, ()),
            transfers=trail.list_largest(purse, LARGEST),
        )
        for purse in purses.tolist()
    )


def find_dwell(trail: Trail) -> tuple[Int64s, Flags]:
    """Return (m,) mean seconds between victims' money coming and going, and (m,) whether any went.

    Of what came, the part that went on is taken from the front: the first that came goes first.
    This is how time is measured here under every rule, and moves no money.
    """
    count = trail.purses.num_rows
    start = trail.instants[0] if len(trail.instants) else 0
    # Seconds since the first row, times units: float64 keeps them to a millionth of a second.
    seconds = (trail.instants - start) / _SECOND
    order = np.argsort(trail.payee, kind="stable")
    payee, amount = trail.payee[order], trail.tainted[order]
    running = np.cumsum(amount)
    begins = np.searchsorted(payee, payee, side="left")
    before = running - amount - (running - amount)[begins]
    used = np.clip(trail.passed_on[payee] - before, 0, amount)
    used_sum = add_up(payee, used, count)
    came, went = np.zeros(count), np.zeros(count)
    np.add.at(came, payee, used * seconds[order])
    onward = ~trail.paid
    np.add.at(went, trail.payer[onward], trail.tainted[onward] * seconds[onward])
    moved: Flags = (trail.passed_on > 0) & (used_sum > 0)
    dwell = np.zeros(count, dtype=np.int64)
    mean = went[moved] / trail.passed_on[moved] - came[moved] / used_sum[moved]
    dwell[moved] = np.maximum(np.rint(mean), 0).astype(np.int64)
    return dwell, moved


def list_shares(
    shares: Shares, victims: tuple[str, ...], most: int = NAMED
) -> dict[int, tuple[VictimShare, ...]]:
    """Return whose the held money is, by purse: largest part first, then the victims' order.

    Of more than `most` victims the smaller parts are one share of `OTHERS`, so that the parts
    still add up. Empty where the rule does not apportion (poison).
    """
    told = np.flatnonzero(shares.victim >= 0)
    order = told[np.lexsort((shares.victim[told], -shares.amount[told], shares.purse[told]))]
    purse, amount = shares.purse[order], shares.amount[order]
    starts = np.flatnonzero(np.r_[True, purse[1:] != purse[:-1]][: len(purse)])
    found: dict[int, tuple[VictimShare, ...]] = {}
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(purse)], strict=False):
        cut = end if end - start <= most else start + most - 1
        lines = zip(
            shares.victim[order[start:cut]].tolist(), amount[start:cut].tolist(), strict=True
        )
        parts = [VictimShare(victims[victim], units) for victim, units in lines]
        if cut < end:
            parts.append(VictimShare(OTHERS, int(amount[cut:end].sum())))
        found[int(purse[start])] = tuple(parts)
    return found


def tabulate_accounts(trail: Trail, purses: Int64s) -> pa.Table:
    """Return the numbers of these purses as columns, for files: amounts in whole units."""
    dwell, moved = find_dwell(trail)
    balance, told = trail.last_balance
    picked = trail.purses.take(pa.array(purses))
    instant = pa.timestamp("us", tz="UTC")
    return pa.table(
        {
            "account": picked.column("account"),
            "asset": picked.column("asset"),
            "holder": picked.column("holder"),
            "bank": picked.column("bank"),
            "kind": picked.column("kind"),
            "known": picked.column("known"),
            "level": pa.array(trail.level[purses]),
            "received": pa.array(trail.received[purses]),
            "passed_on": pa.array(trail.passed_on[purses]),
            "held": pa.array(trail.traced.held[purses]),
            "last_balance": pa.array(balance[purses], mask=~told[purses]),
            "dwell_seconds": pa.array(dwell[purses], mask=~moved[purses]),
            "first_in": pa.array(trail.first_in[purses], pa.int64()).cast(instant),
            "last_in": pa.array(trail.last_in[purses], pa.int64()).cast(instant),
        }
    )
