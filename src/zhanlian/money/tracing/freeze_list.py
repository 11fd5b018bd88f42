"""What can still be stopped: accounts that hold victims' money, or are about to get it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zhanlian.kernels.flow import Flags, Int64s
from zhanlian.model.answers import ExistingFreeze, FreezeLine, FreezeState, VictimShare
from zhanlian.model.asset import find_exponent
from zhanlian.money.tracing.accounts import LARGEST, find_dwell
from zhanlian.money.tracing.measures import STOP_HOURS, Standing, find_standing, pick_measures
from zhanlian.money.tracing.query_list import find_own
from zhanlian.money.tracing.totals import number_assets
from zhanlian.money.tracing.trail import Trail, rank_texts, tell_instant

_NEVER = np.iinfo(np.int64).max
_FREE = Standing(FreezeState.FREE, 0, queued=False)
Measures = Mapping[str, Sequence[ExistingFreeze]]


@dataclass(frozen=True, slots=True)
class FreezeColumns:
    """The ranked list as columns, one place a line.

    Attributes:
        purse: (q,) purse, in order of rank.
        held: (q,) victims' money there under the rule.
        savable: (q,) the smaller of it and the last balance told, less what is frozen.
        expected: (q,) victims' money on its way there.
        drain: (q,) mean seconds until money is passed on; -1 where none was.
        standing: (q,) under which measures.
    """

    purse: Int64s
    held: Int64s
    savable: Int64s
    expected: Int64s
    drain: Int64s
    standing: tuple[Standing, ...]


def order_freezes(
    trail: Trail, measures: Measures | None = None, stop_hours: int = STOP_HOURS
) -> FreezeColumns:
    """Return the accounts to stop or freeze, ranked.

    On it are accounts whose records we have and which are no cash-out points: with something to
    save, with inflow expected, or under a measure. Not on it are the accounts that victims paid
    from: what came back there is theirs. Rank: savable, in nominal units where there are several
    assets; then the fastest drain; then what is expected; then account and asset.

    Args:
        trail: the trace.
        measures: told of accounts, by account.
        stop_hours: how long a stop lasts that tells no end.
    """
    told = measures or {}
    able = ~trail.flow.absorbing & ~find_own(trail)
    expected = find_expected(trail, able)
    purses = np.flatnonzero(able & ((trail.traced.held > 0) | (expected > 0)))
    held = trail.traced.held[purses]
    balance, is_told = trail.last_balance
    there = np.where(is_told[purses], np.maximum(balance[purses], 0), held)
    savable = np.minimum(held, there)
    standing = [_FREE] * len(purses)
    if told:
        for place, purse in enumerate(purses.tolist()):
            freezes = pick_measures(told, trail.account(purse), trail.asset(purse))
            if freezes:
                standing[place] = found = find_standing(freezes, trail.as_of, stop_hours)
                savable[place] = _less(int(savable[place]), int(there[place]), found)
    under = np.array([one.state is not FreezeState.FREE for one in standing], dtype=np.bool_)
    kept = np.flatnonzero((savable > 0) | (expected[purses] > 0) | under)
    dwell, moved = find_dwell(trail)
    drain = np.where(moved, dwell, -1)[purses]
    order = kept[_rank(trail, purses[kept], savable[kept], drain[kept], expected)]
    return FreezeColumns(
        purse=purses[order],
        held=held[order],
        savable=savable[order],
        expected=expected[purses[order]],
        drain=drain[order],
        standing=tuple(standing[place] for place in order.tolist()),
    )


def build_freezes(
    trail: Trail,
    columns: FreezeColumns,
    shares: Mapping[int, tuple[VictimShare, ...]],
    measures: Measures | None = None,
) -> tuple[FreezeLine, ...]:
    """Return the lines of the list, as many as there are places in `columns.purse`."""
    balance, told = trail.last_balance
    lines = []
    for place, purse in enumerate(columns.purse.tolist()):
        drain = int(columns.drain[place])
        lines.append(
            FreezeLine(
                rank=place + 1,
                account=trail.account(purse),
                asset=trail.asset(purse),
                holder=trail.text("holder", purse),
                bank=trail.text("bank", purse),
                level=int(trail.level[purse]),
                held=int(columns.held[place]),
                savable=int(columns.savable[place]),
                expected=int(columns.expected[place]),
                drain_seconds=None if drain < 0 else drain,
                last_seen=tell_instant(trail.last_seen[purse]),
                last_balance=int(balance[purse]) if told[purse] else None,
                state=columns.standing[place].state,
                freezes=pick_measures(measures or {}, trail.account(purse), trail.asset(purse)),
                victims=shares.get(purse, ()),
                transfers=trail.list_largest(purse, LARGEST),
            )
        )
    return tuple(lines)


def take_first(columns: FreezeColumns, most: int) -> FreezeColumns:
    """Return the first lines of the list."""
    return FreezeColumns(
        columns.purse[:most],
        columns.held[:most],
        columns.savable[:most],
        columns.expected[:most],
        columns.drain[:most],
        columns.standing[:most],
    )


def find_expected(trail: Trail, able: Flags) -> Int64s:
    """Return (m,) victims' money on its way to each purse, rounded down for each payer.

    What a payer still holds is taken to go where what it passed on went, in the same parts; money
    it got back as a victim's is none of it.
    """
    expected = np.zeros(trail.purses.num_rows, dtype=np.int64)
    holds = able & (trail.traced.held > 0) & (trail.passed_on > 0)
    onward = np.flatnonzero(~trail.paid & holds[trail.payer] & able[trail.payee])
    if not len(onward):
        return expected
    payer, payee = trail.payer[onward].astype(np.int64), trail.payee[onward]
    pairs, place = np.unique(payer * trail.purses.num_rows + payee, return_inverse=True)
    passed = np.zeros(len(pairs), dtype=np.int64)
    np.add.at(passed, place, trail.tainted[onward])
    source = pairs // trail.purses.num_rows
    share = _multiply_divide(trail.traced.held[source], passed, trail.passed_on[source])
    np.add.at(expected, pairs % trail.purses.num_rows, share)
    return expected


def _multiply_divide(held: Int64s, passed: Int64s, whole: Int64s) -> Int64s:
    """Return floor(held · passed / whole), in Python's numbers where 64 bits do not hold it."""
    safe = held.astype(np.float64) * passed < 2.0**62
    found = np.zeros(len(held), dtype=np.int64)
    found[safe] = held[safe] * passed[safe] // whole[safe]
    for place in np.flatnonzero(~safe):
        found[place] = int(held[place]) * int(passed[place]) // int(whole[place])
    return found


def _less(savable: int, there: int, standing: Standing) -> int:
    """Return what is left to save beside a freeze: it holds the money that lies there first."""
    if standing.frozen is None:
        return 0
    return max(min(savable, there - standing.frozen), 0)


def _rank(trail: Trail, purses: Int64s, savable: Int64s, drain: Int64s, expected: Int64s) -> Int64s:
    number, names = number_assets(trail.purses)
    scale = np.array([10.0 ** find_exponent(name) for name in names])
    nominal = savable / scale[number[purses]] if len(names) else savable.astype(np.float64)
    never = np.where(drain < 0, _NEVER, drain)
    return np.lexsort(
        (rank_texts(trail.purses, purses), -expected[purses], never, -savable, -nominal)
    )
