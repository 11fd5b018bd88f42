"""Reversals and the rows that they take back.

A reversal takes back one row of the same account and asset, of the same size and the other way,
that stands no later and no more than the policy's days before. Counterparties must agree where both
rows tell theirs (by account, else by name). A row with the same reference comes first, then the
latest one. Where balances do not prove which way a reversal went and nothing matches as written,
the other way is tried: some banks repeat the direction of the payment that is taken back.
"""

from dataclasses import dataclass

import numpy as np

from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.money.ledger.columns import DAY, RowColumns
from zhanlian.money.ledger.rows.signs import Signs


@dataclass(frozen=True, slots=True)
class Reversals:
    """Pairs of rows that cancel each other, and the reversals that cancel nothing.

    Attributes:
        reversal, reversed_: (k,) rows of each pair.
        unmatched: (m,) reversals whose row is not there.
        effect: (n,) the signs' effects, turned round for reversals that matched the other way.
    """

    reversal: Int64s
    reversed_: Int64s
    unmatched: Int64s
    effect: Int32s


def find_reversals(
    rows: RowColumns, open_: Flags, book: Int32s, other: Int32s, signs: Signs, days: int
) -> Reversals:
    """Return which rows reversals take back."""
    effect = signs.effect.copy()
    at = np.flatnonzero(open_ & signs.reversal & (effect != 0))
    none = np.empty(0, dtype=np.int64)
    if not len(at):
        return Reversals(none, none, none, effect)
    books = np.zeros(int(book.max()) + 1, dtype=np.bool_)
    books[book[at]] = True
    near = np.flatnonzero(open_ & books[book] & (effect != 0))
    size = np.abs(rows.amount)
    near = near[np.lexsort((rows.time[near], size[near], book[near]))]
    partner = _match(
        book[near], size[near], rows.time[near], rows.span[near], effect[near], other[near],
        rows.texts["other_name"].codes[near], rows.texts["reference"].codes[near],
        signs.reversal[near], signs.proved[near], days * DAY,
    )  # fmt: skip
    matched = np.flatnonzero((partner >= 0) & signs.reversal[near])
    effect[near[matched]] = -effect[near[partner[matched]]]
    unmatched = near[(partner < 0) & signs.reversal[near]]
    return Reversals(
        near[matched], near[partner[matched]], np.sort(unmatched).astype(np.int64), effect
    )


@compiled
def _match(
    book: Int32s,
    size: Int64s,
    time: Int64s,
    span: Int64s,
    effect: Int32s,
    other: Int32s,
    name: Int32s,
    reference: Int32s,
    reversal: Flags,
    proved: Flags,
    reach: int,
) -> Int64s:
    """Return each row's partner; the arrays are sorted by book, size and time."""
    partner = np.full(len(book), -1, dtype=np.int64)
    # Rows that nothing can take back any more are stepped over: a hundred thousand equal amounts
    # would else be compared pair by pair.
    back = np.arange(len(book)) - reversal
    ends = _find_ends(book, size)
    told = np.zeros(int(reference.max()) + 2, dtype=np.bool_)
    for row in range(len(book)):
        if reference[row] >= 0 and not reversal[row]:
            told[reference[row]] = True
    # The same reference first, for all; then without, and last against the written way.
    for attempt in range(4):
        turned, same = attempt >= 2, attempt % 2 == 0
        for row in range(len(book)):
            if not reversal[row] or partner[row] >= 0 or (turned and proved[row]):
                continue
            if same and (reference[row] < 0 or not told[reference[row]]):
                continue
            way = effect[row] if turned else -effect[row]
            # A row of the same instant may stand behind it.
            later = np.searchsorted(time[row : ends[row]], time[row] + span[row])
            candidate = _find_free(back, row + later - 1)
            while (
                candidate >= 0
                and book[candidate] == book[row]
                and size[candidate] == size[row]
                and time[row] - time[candidate] <= reach
            ):
                if (
                    effect[candidate] == way
                    and _agree(other, name, row, candidate)
                    and (not same or reference[row] == reference[candidate])
                ):
                    partner[row], partner[candidate] = candidate, row
                    back[candidate] = candidate - 1
                    break
                candidate = _find_free(back, candidate - 1)
    return partner


@compiled
def _find_ends(book: Int32s, size: Int64s) -> Int64s:
    """Return for each row the place behind the last one of its book and size."""
    ends = np.empty(len(book), dtype=np.int64)
    for row in range(len(book) - 1, -1, -1):
        last = row + 1 == len(book) or book[row + 1] != book[row] or size[row + 1] != size[row]
        ends[row] = row + 1 if last else ends[row + 1]
    return ends


@compiled
def _find_free(back: Int64s, place: int) -> int:
    """Return the last place up to this one that points at itself, -1 where none does."""
    free = place
    while free >= 0 and back[free] != free:
        free = back[free]
    while place > free:
        step = back[place]
        back[place] = free
        place = step
    return free


@compiled
def _agree(other: Int32s, name: Int32s, one: int, two: int) -> bool:
    """Return whether two rows may have the same counterparty."""
    if other[one] >= 0 and other[two] >= 0:
        return bool(other[one] == other[two])
    if name[one] >= 0 and name[two] >= 0:
        return bool(name[one] == name[two])
    return True
