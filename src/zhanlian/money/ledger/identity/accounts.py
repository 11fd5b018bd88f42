"""Accounts: numbers that are one, each under its canonical number, with the reason of each join."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.kernels.flow import Flags, Int32s
from zhanlian.kernels.union import find_components
from zhanlian.money.ledger.identity.numbers import Numbers, read_numbers
from zhanlian.money.ledger.identity.pairs import Pairs, find_conflicts, list_pairs
from zhanlian.money.ledger.ledger import JOINED, Told
from zhanlian.money.ledger.texts import Coded, encode, join_texts

# Words under `money.join.`; a number that is joined for several reasons names the first of them.
REASONS: Final = ("same-row", "account-record", "sub-account", "suffix")
_SUFFIX: Final = REASONS.index("suffix")
APART: Final = "apart"
_SHORTEST_SUB_ACCOUNT: Final = 8  # "00001" is a serial, and no number of its own


@dataclass(frozen=True, slots=True)
class OwnTexts:
    """The columns of the rows that name accounts and their holders."""

    card: Coded
    account: Coded
    other: Coded
    holder: Coded
    id_number: Coded


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of a case.

    Attributes:
        numbers: (a,) canonical number of each account.
        masked: (a,) its number is masked, so that equal texts need not be one account.
        own, other: (n,) account of the row and of its counterparty, -1 where no number is told.
        told: (accounts table,) account of each record.
        tasks: (tasks table,) account asked for.
        joined, apart: as in `CleanLedger`.
    """

    numbers: pa.Array
    masked: Flags
    own: Int32s
    other: Int32s
    told: Int32s
    tasks: Int32s
    joined: pa.Table
    apart: tuple[tuple[str, str], ...]


def join_accounts(rows: OwnTexts, told: Told) -> Accounts:
    """Return the accounts behind all numbers of the rows and of the other tables."""
    records = [encode(told.accounts[name]) for name in ("card", "account", "sub_account")]
    asked = encode(told.tasks["account"])
    codes, raw = join_texts([rows.card, rows.account, rows.other, *records, asked])
    numbers = read_numbers(raw)
    of = np.append(numbers.of, np.int32(-1))
    card, account, other, told_card, told_account, told_sub, tasks = (of[one] for one in codes)
    pairs = _list_all_pairs(rows, told, numbers, [card, account, told_card, told_account, told_sub])
    conflicts = find_conflicts(pairs, numbers.main)
    root = _join(numbers, pairs, conflicts)
    canonical, dense = _choose_canonical(numbers, root, np.concatenate([card, told_card]))
    find = np.append(dense, np.int32(-1))
    own = np.where((card >= 0) & ~(_at(numbers.masked, card) & (account >= 0)), card, account)
    record = np.where(told_card >= 0, told_card, told_account)
    return Accounts(
        numbers=numbers.texts.take(pa.array(canonical)),
        masked=numbers.masked[canonical],
        own=find[own],
        other=find[other],
        told=find[record],
        tasks=find[tasks],
        joined=_tell_joined(numbers, pairs, conflicts, canonical[dense]),
        apart=_tell_apart(numbers, pairs, conflicts),
    )


def _at(flags: Flags, codes: Int32s) -> Flags:
    """Return the flags at codes, false at -1."""
    found: Flags = np.append(flags, False)[codes]
    return found


def _list_all_pairs(
    rows: OwnTexts, told: Told, numbers: Numbers, codes: list[Int32s]
) -> list[Pairs]:
    (holder, record_holder), _ = join_texts([rows.holder, encode(told.accounts["holder"])])
    (person, record_person), _ = join_texts([rows.id_number, encode(told.accounts["id_number"])])
    hidden = np.append(numbers.masked, True)
    card, account, told_card, told_account, sub = (
        np.where(hidden[one], np.int32(-1), one) for one in codes
    )
    long_enough = np.append(numbers.length >= _SHORTEST_SUB_ACCOUNT, False)
    sub = np.where(long_enough[sub], sub, np.int32(-1))
    return [
        list_pairs(card, account, holder, person, 0),
        list_pairs(told_card, told_account, record_holder, record_person, 1),
        list_pairs(told_account, sub, record_holder, record_person, 2),
    ]


def _list_edges(
    numbers: Numbers, pairs: list[Pairs], conflicts: list[Flags]
) -> tuple[Int32s, Int32s, Int32s]:
    """Return both ends and the reason of every join."""
    split = np.flatnonzero(numbers.main != np.arange(len(numbers.main))).astype(np.int32)
    left, right = [split], [numbers.main[split]]
    reason = [np.full(len(split), _SUFFIX, dtype=np.int32)]
    for one, bad in zip(pairs, conflicts, strict=True):
        left.append(one.left[~bad])
        right.append(one.right[~bad])
        reason.append(np.full(int((~bad).sum()), one.reason, dtype=np.int32))
    return np.concatenate(left), np.concatenate(right), np.concatenate(reason)


def _join(numbers: Numbers, pairs: list[Pairs], conflicts: list[Flags]) -> Int32s:
    left, right, _ = _list_edges(numbers, pairs, conflicts)
    return find_components(len(numbers.texts), left, right)


def _choose_canonical(numbers: Numbers, root: Int32s, cards: Int32s) -> tuple[Int32s, Int32s]:
    """Return the canonical number of each account and the account of each number.

    A card number of 16 to 19 digits first, then a number without suffix, then the longest, then
    the first in the order of texts.
    """
    count = len(root)
    is_card = np.zeros(count + 1, dtype=np.bool_)
    is_card[cards] = True
    bare = numbers.main == np.arange(count)
    rank = ((is_card[:count] & numbers.card_like) * 2 + bare).astype(np.int64) << 32
    rank += np.minimum(numbers.length, 1 << 20)
    best = np.full(count, -1, dtype=np.int64)
    np.maximum.at(best, root, rank)
    finest = np.flatnonzero(rank == best[root])
    rivals = finest[np.bincount(root[finest], minlength=count)[root[finest]] > 1]
    order = np.zeros(count, dtype=np.int64)
    if len(rivals):
        sorted_ = np.asarray(pc.sort_indices(numbers.texts.take(pa.array(rivals))))
        order[rivals[sorted_]] = np.arange(len(rivals))
    chosen = np.full(count, -1, dtype=np.int32)
    finest = finest[np.argsort(-order[finest], kind="stable")] if len(rivals) else finest
    chosen[root[finest]] = finest  # the last one written stays: the first in the order of texts
    roots = np.flatnonzero(chosen >= 0)
    dense = np.full(count, -1, dtype=np.int32)
    dense[roots] = np.arange(len(roots), dtype=np.int32)
    return chosen[roots], dense[root]


def _tell_joined(
    numbers: Numbers, pairs: list[Pairs], conflicts: list[Flags], canonical: Int32s
) -> pa.Table:
    left, right, reason = _list_edges(numbers, pairs, conflicts)
    count = len(numbers.texts)
    first = np.full(count, len(REASONS), dtype=np.int32)
    np.minimum.at(first, left, reason)
    np.minimum.at(first, right, reason)
    other = np.flatnonzero(canonical != np.arange(count))
    table = pa.table(
        [
            numbers.texts.take(pa.array(other)),
            numbers.texts.take(pa.array(canonical[other])),
            pa.array(REASONS, pa.string()).take(pa.array(first[other])),
        ],
        schema=JOINED,
    )
    return table.sort_by("number")


def _tell_apart(
    numbers: Numbers, pairs: list[Pairs], conflicts: list[Flags]
) -> tuple[tuple[str, str], ...]:
    found: set[tuple[str, str]] = set()
    for one, bad in zip(pairs, conflicts, strict=True):
        left = numbers.texts.take(pa.array(one.left[bad])).to_pylist()
        right = numbers.texts.take(pa.array(one.right[bad])).to_pylist()
        found |= set(zip(left, right, strict=True))
    return tuple(sorted(found))
