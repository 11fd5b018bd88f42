"""Which way each row moved its account, never by dropping a minus.

A minus is a manner of writing (every payment out is negative) or a reversal (冲正), and a direction
may be missing. What decides, in this order:

1. the running balance: the row's own balance less its change must be a balance of the same account
   at the same instant or at the one before. If only one of the two ways fits, it is proved;
2. the row says that it is a reversal: then it moves the account against its written direction where
   the amount is negative, and along it where it is positive;
3. for a minus: the manner of the return. It is a manner of writing where balances prove that for
   most of the account's negative rows of this direction in this return, or, without such proof,
   where none of them is positive; else it is a reversal. Where all payments out of the account are
   written so, a blank mark is told by the sign: an account's first row has no balance before it;
4. for rows that the statement counts as neither: a top-up comes in, a withdrawal goes out, a refund
   comes in (a wallet hides their direction);
5. where the mark is blank, a purchase goes out. Any other row without a direction stays without.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.kernels.pairing import find_first_equal
from zhanlian.model.statement import Direction, RowKind
from zhanlian.money.ledger.columns import NULL, RowColumns

_WAYS: Final = {RowKind.TOPUP: 1, RowKind.REFUND: 1, RowKind.WITHDRAWAL: -1}
_PURCHASES: Final = (RowKind.MERCHANT, RowKind.POS)
_ROWS_SEARCHED: Final = 256


@dataclass(frozen=True, slots=True)
class Signs:
    """How rows moved their accounts.

    Attributes:
        effect: (n,) +1 in, -1 out, 0 where nothing tells.
        reversal: (n,) takes back an earlier row.
        proved: (n,) the running balance proves the effect.
    """

    effect: Int32s
    reversal: Flags
    proved: Flags


def find_signs(rows: RowColumns, open_: Flags, book: Int32s) -> Signs:
    """Return the signs of the open rows.

    Args:
        rows: all rows.
        open_: (n,) rows whose fate is not yet known; the others get no effect.
        book: (n,) the account and asset of the row, as one number.
    """
    written = np.select(
        [rows.direction == Direction.IN, rows.direction == Direction.OUT], [1, -1], 0
    ).astype(np.int32)
    negative = open_ & (rows.amount < 0)
    reversal = open_ & (rows.kind == RowKind.REVERSAL)
    doubtful = open_ & (negative | reversal | (written == 0))
    effect = np.where(open_, written, 0).astype(np.int32)
    proved = np.zeros(len(rows), dtype=np.bool_)
    if not doubtful.any():
        return Signs(effect, reversal, proved)
    proof = _prove(rows, open_, doubtful, book)
    proved = proof != 0
    manner = _find_manner(rows, open_, written, negative & ~reversal, proof, book)
    reversal |= negative & (written != 0) & ~manner & ~reversal
    effect[reversal & negative] *= -1
    blank = open_ & (rows.direction == Direction.UNKNOWN) & ~reversal
    outwards = open_ & (written < 0) & (rows.kind != RowKind.REVERSAL)
    signed = _find_same(book, rows.item, outwards & manner, blank)
    signed &= ~_find_same(book, rows.item, outwards & (rows.amount > 0), blank)
    effect[signed] = np.sign(rows.amount[signed])
    effect[proved] = proof[proved]
    # A proof against the written direction of a minus is what a reversal is; and the other way.
    settled = proved & negative & (written != 0) & (rows.kind != RowKind.REVERSAL)
    reversal[settled] = proof[settled] != written[settled]
    return Signs(_fill_by_kind(rows, open_, effect), reversal, proved)


def _fill_by_kind(rows: RowColumns, open_: Flags, effect: Int32s) -> Int32s:
    neutral = open_ & (effect == 0) & (rows.direction == Direction.NEUTRAL)
    for kind, way in _WAYS.items():
        effect[neutral & (rows.kind == kind)] = way
    blank = open_ & (effect == 0) & (rows.direction == Direction.UNKNOWN) & (rows.amount > 0)
    effect[blank & np.isin(rows.kind, _PURCHASES)] = -1
    return effect


def _find_same(book: Int32s, item: Int32s, marked: Flags, wanted: Flags) -> Flags:
    """Return (n,) the wanted rows whose account has a marked row in the same return."""
    found = np.zeros(len(book), dtype=np.bool_)
    if wanted.any() and marked.any():
        at = np.flatnonzero(marked | wanted)
        keys = np.stack([book[at], item[at]], axis=1).astype(np.int64)
        first = find_first_equal(keys)
        found[at] = (np.bincount(first[marked[at]], minlength=len(at)) > 0)[first]
    return found & wanted


def _prove(rows: RowColumns, open_: Flags, doubtful: Flags, book: Int32s) -> Int32s:
    """Return (n,) the effect that the running balance proves, 0 where it proves none."""
    books = np.zeros(int(book.max()) + 1, dtype=np.bool_)
    books[book[doubtful]] = True
    at = np.flatnonzero(open_ & books[book] & (rows.balance != NULL))
    at = at[np.lexsort((rows.time[at], book[at]))]
    found = np.zeros(len(rows), dtype=np.int32)
    found[at] = _search(
        book[at], rows.time[at], np.abs(rows.amount[at]), rows.balance[at], doubtful[at]
    )
    return found


@compiled
def _search(book: Int32s, time: Int64s, size: Int64s, balance: Int64s, doubtful: Flags) -> Int32s:
    found = np.zeros(len(book), dtype=np.int32)
    for row in range(len(book)):
        if not doubtful[row]:
            continue
        came = went = False
        # Rows of the same instant that stand behind it may have come before it as well.
        other = row + 1
        while (
            other < len(book)
            and other - row < _ROWS_SEARCHED
            and book[other] == book[row]
            and time[other] == time[row]
        ):
            came |= balance[other] == balance[row] - size[row]
            went |= balance[other] == balance[row] + size[row]
            other += 1
        other = row - 1
        before = time[row]
        while other >= 0 and row - other < _ROWS_SEARCHED and book[other] == book[row]:
            if time[other] != time[row]:
                if before == time[row]:
                    before = time[other]
                elif time[other] != before:
                    break
            came |= balance[other] == balance[row] - size[row]
            went |= balance[other] == balance[row] + size[row]
            other -= 1
        if came != went:
            found[row] = 1 if came else -1
    return found


def _find_manner(
    rows: RowColumns, open_: Flags, written: Int32s, minus: Flags, proof: Int32s, book: Int32s
) -> Flags:
    """Return (n,) whether a minus in the row's return is a manner of writing."""
    found = np.zeros(len(rows), dtype=np.bool_)
    books = np.zeros(int(book.max()) + 1, dtype=np.bool_)
    books[book[minus]] = True
    at = np.flatnonzero(open_ & books[book])
    keys = np.stack([book[at], rows.item[at], written[at]], axis=1).astype(np.int64)
    writer = find_first_equal(keys)  # one book in one return, one direction
    count = len(at)
    minus, proof, written = minus[at], proof[at], written[at]
    plain = (rows.kind[at] != RowKind.REVERSAL) & (rows.amount[at] > 0)
    along = np.bincount(writer[minus & (proof == written)], minlength=count)
    against = np.bincount(writer[minus & (proof == -written) & (proof != 0)], minlength=count)
    positive = np.bincount(writer[plain], minlength=count)
    decided = (along + against) > 0
    found[at] = np.where(decided, along > against, positive == 0)[writer]
    return found
