"""One order for all transfers: time, then what both accounts' balances say.

A transfer stands at the payer's time. One that is told by the day or the minute stands at the
beginning of that span, and is lifted, inside the span, behind what its accounts' repaired orders
put before it. Where the payer's bank tells the day only, the time is the payee's, whose bank may
book some seconds later: it is moved before what came after it by the order of the payer's balances.
Among transfers of one instant, each account's repaired order holds; what it leaves open is settled
by the place in the file. Where the two accounts of a transfer contradict each other, the payer's
order holds.
"""

import heapq
from dataclasses import dataclass

import numpy as np

from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.model.transfer import Ordering
from zhanlian.money.ledger.transfers.assemble import Drafts
from zhanlian.money.ledger.transfers.chains import Chains

_PASSES = 64


@dataclass(frozen=True, slots=True)
class Settled:
    """The order of transfers.

    Attributes:
        order: (t,) drafts in their final order.
        time: (t,) of each draft, lifted.
        ordering: (t,) of each draft, code of `Ordering`.
        contradictions: transfers whose place does not fit one of their accounts.
    """

    order: Int64s
    time: Int64s
    ordering: Int32s
    contradictions: int


def settle_order(drafts: Drafts, chains: Chains, rows: int, slack: Int64s) -> Settled:
    """Return the order of the drafts.

    Args:
        drafts: transfers.
        chains: all accounts' rows in repaired order.
        rows: how many rows there are.
        slack: (t,) µs by which the payer may have paid before the time told.
    """
    count = len(drafts.payer)
    nodes, book, side = _list_nodes(drafts, chains, rows)
    time = drafts.since.copy()
    if slack.any():
        sure = np.zeros(rows + 1, dtype=np.bool_)
        sure[chains.row] = chains.ordering != int(Ordering.OPEN)
        _pull(nodes, book, time, np.where(sure[drafts.payer_row], slack, 0), drafts.span)
    if (drafts.span > 1).any():
        _lift(nodes, book, time, drafts.since + drafts.span - 1)
    before, after = _link(nodes, book, side, count)
    # A fee stands behind the amount that it was taken from.
    tie = np.arange(count) * 2
    taken = drafts.fee_of >= 0
    tie[taken] = drafts.fee_of[taken] * 2 + 1
    by_tie = np.argsort(tie, kind="stable") if taken.any() else np.arange(count)
    order = by_tie[np.argsort(time[by_tie], kind="stable")]
    forced = _sort_instants(order, time, before, after)
    place = np.empty(count + 1, dtype=np.int64)
    place[order] = np.arange(count)
    place[count] = -1
    broken = (place[before] > place[:count, None]).any(axis=1)
    ordering = _find_ordering(drafts, chains, rows)
    ordering[forced] = int(Ordering.OPEN)
    return Settled(order, time, ordering, int(broken.sum()))


def _list_nodes(drafts: Drafts, chains: Chains, rows: int) -> tuple[Int64s, Int32s, Int32s]:
    """Return the transfers of every book in its order, its number, and 1 if it is the payee's."""
    main = np.full(rows, -1, dtype=np.int64)
    extra = np.full(rows, -1, dtype=np.int64)
    plain = drafts.fee_of < 0
    for column in (drafts.payer_row, drafts.payee_row):
        told = np.flatnonzero(plain & (column >= 0))
        main[column[told]] = told
    fees = np.flatnonzero(~plain & (drafts.payer_row >= 0))
    extra[drafts.payer_row[fees]] = fees
    both = np.stack([main[chains.row], extra[chains.row]], axis=1).reshape(-1)
    kept = both >= 0
    nodes, book = both[kept], np.repeat(chains.book, 2)[kept]
    side = (drafts.payer_row[nodes] != np.repeat(chains.row, 2)[kept]).astype(np.int32)
    return nodes, book, side


@compiled
def _pull(nodes: Int64s, book: Int32s, time: Int64s, slack: Int64s, span: Int64s) -> None:
    """Put borrowed times before the finely told ones that follow them in the payer's book."""
    bound = np.int64(0)
    for place in range(len(nodes) - 1, -1, -1):
        node = nodes[place]
        last = place == len(nodes) - 1 or book[place] != book[place + 1]
        if last:
            bound = time[node] + slack[node] + span[node]
        if 0 < time[node] - bound <= slack[node]:
            time[node] = bound
        if span[node] == 1:
            bound = min(bound, time[node])


@compiled
def _lift(nodes: Int64s, book: Int32s, time: Int64s, latest: Int64s) -> None:
    """Put coarsely told transfers behind those that precede them in a book."""
    for _ in range(_PASSES):
        moved = False
        for place in range(1, len(nodes)):
            if book[place] != book[place - 1]:
                continue
            node = nodes[place]
            reached = min(time[nodes[place - 1]], latest[node])
            if reached > time[node]:
                time[node] = reached
                moved = True
        if not moved:
            break


@compiled
def _link(nodes: Int64s, book: Int32s, side: Int32s, count: int) -> tuple[Int64s, Int64s]:
    """Return (t, 2) the transfer before each in its payer's and in its payee's book, and after it.

    A link to the one after is twice its number, plus 1 if the book is its payee's; -1 for none.
    """
    before = np.full((count, 2), -1, dtype=np.int64)
    after = np.full((count, 2), -1, dtype=np.int64)
    for place in range(1, len(nodes)):
        if book[place] == book[place - 1]:
            before[nodes[place], side[place]] = nodes[place - 1]
            after[nodes[place - 1], side[place - 1]] = 2 * nodes[place] + side[place]
    return before, after


def _find_ordering(drafts: Drafts, chains: Chains, rows: int) -> Int32s:
    """Return the weaker of the two sides' codes."""
    of_row = np.zeros(rows + 1, dtype=np.int32)
    of_row[chains.row] = chains.ordering
    return np.maximum(of_row[drafts.payer_row], of_row[drafts.payee_row])


@compiled
def _sort_instants(order: Int64s, time: Int64s, before: Int64s, after: Int64s) -> Int64s:
    """Sort the transfers of each instant in place; return those that had to break a constraint."""
    count = len(order)
    waits = np.zeros((count, 2), dtype=np.int8)
    rank = np.empty(count, dtype=np.int64)
    for place in range(count):
        rank[order[place]] = place
    forced = [np.int64(0) for _ in range(0)]
    start = 0
    while start < count:
        end = start + 1
        while end < count and time[order[end]] == time[order[start]]:
            end += 1
        if end - start > 1 and _count_waits(order[start:end], time, before, waits):
            _sort_instant(order, start, end, time, after, waits, rank, forced)
        start = end
    return np.array(forced, dtype=np.int64)


@compiled
def _count_waits(group: Int64s, time: Int64s, before: Int64s, waits: np.ndarray) -> bool:
    bound = False
    for node in group:
        for side in range(2):
            earlier = before[node, side]
            if earlier >= 0 and time[earlier] == time[node]:
                waits[node, side] = 1
                bound = True
    return bound


@compiled
def _sort_instant(
    order: Int64s, start: int, end: int, time: Int64s, after: Int64s, waits: np.ndarray,
    rank: Int64s, forced: list[np.int64],
) -> None:  # fmt: skip
    members = order[start:end].copy()
    ready = [rank[order[start]] for _ in range(0)]
    placed = np.zeros(end - start, dtype=np.bool_)
    for node in members:
        if waits[node, 0] == 0 and waits[node, 1] == 0:
            heapq.heappush(ready, rank[node])
    place = start
    while place < end:
        if len(ready) == 0:
            chosen = _choose_forced(members, placed, waits)
            waits[members[chosen], :] = 0
            forced.append(members[chosen])
            heapq.heappush(ready, start + chosen)
        at = heapq.heappop(ready) - start
        if placed[at]:
            continue
        placed[at] = True
        node = members[at]
        order[place] = node
        place += 1
        for side in range(2):
            link = after[node, side]
            later = link >> 1
            if link < 0 or time[later] != time[node]:
                continue
            waits[later, link & 1] = 0
            if waits[later, 0] == 0 and waits[later, 1] == 0:
                heapq.heappush(ready, rank[later])


@compiled
def _choose_forced(members: Int64s, placed: Flags, waits: np.ndarray) -> int:
    """Return the first transfer that waits for its payee's order only, else the first one."""
    for at in range(len(members)):
        if not placed[at] and waits[members[at], 0] == 0:
            return at
    for at in range(len(members)):
        if not placed[at]:
            return at
    return -1
