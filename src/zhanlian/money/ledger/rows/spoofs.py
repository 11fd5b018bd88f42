"""Tokens that copy genuine ones, and addresses made to look like a partner's.

Rules, for rows whose asset lives on a chain:

- A contract is a **spoof token** at an address that seems to send it if it is on no list of genuine
  contracts, no row of the case brought any of it there (so none could go out), and at least half of
  its rows copy: the earliest row of the same sender and the same decimal amount within the hour
  before belongs to another contract. All its rows sent from there are left out; partner is the
  copied row, where the row itself copies one.
- A row is **poisoning** if an address with which its partner never dealt agrees with one that did
  in its first and last signs, and that address sends dust or a copied amount of an unlisted token,
  or the row is nought, whoever seems to send it. A real payment to a look-alike, above nought,
  stays: that is money lost to the trick.

Exports write some rows with the foreign sender as the row's own account, so it is senders and
receivers that count here, and not whose row it is.

Symbols and names of tokens decide nothing: they are free to copy.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
import pyarrow as pa

from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.kernels.pairing import find_first_equal
from zhanlian.model.asset import find_exponent, is_listed, is_token
from zhanlian.model.statement import Direction
from zhanlian.money.ledger.columns import SECOND, RowColumns
from zhanlian.money.ledger.ledger import CleaningPolicy

_LEFT_OUT: Final = 2  # a contract is a spoof if 1 in so many of its rows copies


@dataclass(frozen=True, slots=True)
class Spoofs:
    """Rows of spoof tokens and of poisoning, each with the row it copies or -1."""

    token: Int64s
    copied: Int64s
    poison: Int64s
    likened: Int64s


def find_spoofs(
    rows: RowColumns, candidates: Flags, own: Int32s, other: Int32s, numbers: pa.Array,
    policy: CleaningPolicy,
) -> Spoofs:  # fmt: skip
    """Return the spoof rows among candidates (all rows of chains with a time, noughts too)."""
    assets = rows.texts["asset"].texts.to_pylist()
    chained = np.array([is_token(one) for one in assets] or [False])
    at = np.flatnonzero(candidates & chained[rows.asset])
    if not len(at):
        none = np.empty(0, dtype=np.int64)
        return Spoofs(none, none, none, none)
    at = at[np.argsort(rows.time[at], kind="stable")]
    genuine = np.array([is_listed(one) or one in _load_genuine() for one in assets])
    outgoing = rows.direction[at] != Direction.IN
    sender = np.where(outgoing, own[at], other[at])
    receiver = np.where(outgoing, other[at], own[at])
    mantissa, digits = _strip_zeros(rows, at, assets)
    asset = rows.asset[at]
    copied = _find_copies(
        sender, asset, mantissa, digits, rows.time[at], policy.spoof_seconds * SECOND
    )
    token = _find_tokens(sender, receiver, asset, copied) & ~genuine[asset]
    originals = np.where(copied >= 0, at[copied], -1)
    dust = _is_dust(mantissa, digits, policy.dust)
    fake = (copied >= 0) & ~genuine[asset]
    alike = _find_alike((sender, receiver), (mantissa == 0, dust | fake, token), numbers, policy)
    poison = np.flatnonzero(alike >= 0)
    return Spoofs(at[token], originals[token], at[poison], at[alike[poison]])


def _find_tokens(sender: Int32s, receiver: Int32s, asset: Int32s, copied: Int64s) -> Flags:
    """Return whether the row's contract, at its sender, copies and never came in."""
    count = len(sender)
    # Both ends of each row: first who sent, then who received.
    ends = np.stack(
        [np.concatenate([sender, receiver]), np.concatenate([asset, asset])], axis=1
    ).astype(np.int64)
    place = find_first_equal(ends)
    contract, arrived = place[:count], place[count:]
    total = np.bincount(contract, minlength=2 * count)
    copies = np.bincount(contract[copied >= 0], minlength=2 * count)
    came = np.bincount(arrived, minlength=2 * count)
    bad = (copies > 0) & (copies * _LEFT_OUT >= total) & (came == 0)
    found: Flags = bad[contract] & (sender >= 0)
    return found


def _strip_zeros(rows: RowColumns, at: Int64s, assets: Sequence[str]) -> tuple[Int64s, Int32s]:
    """Return the amounts as decimal numbers that compare across assets: mantissa and digits."""
    exponents = np.array([find_exponent(one) for one in assets], dtype=np.int32)
    return _strip(np.abs(rows.amount[at]), exponents[rows.asset[at]])


@compiled
def _strip(size: Int64s, exponent: Int32s) -> tuple[Int64s, Int32s]:
    mantissa, digits = size.copy(), exponent.copy()
    for row in range(len(size)):
        while mantissa[row] and mantissa[row] % 10 == 0:
            mantissa[row] //= 10
            digits[row] -= 1
    return mantissa, digits


def _find_copies(
    own: Int32s, asset: Int32s, mantissa: Int64s, digits: Int32s, time: Int64s, reach: int
) -> Int64s:
    """Return the row that each row copies, or -1; rows are in order of time."""
    sums = find_first_equal(np.stack([own, mantissa, digits], axis=1).astype(np.int64))
    order = np.argsort(sums, kind="stable")
    return _search_copies(order, sums, asset, mantissa, time, reach)


@compiled
def _search_copies(
    order: Int64s, sums: Int64s, asset: Int32s, mantissa: Int64s, time: Int64s, reach: int
) -> Int64s:
    found = np.full(len(order), -1, dtype=np.int64)
    first = 0
    for place in range(len(order)):
        row = order[place]
        if sums[order[first]] != sums[row]:
            first = place
        while time[row] - time[order[first]] > reach:
            first += 1
        if mantissa[row] and asset[order[first]] != asset[row]:
            found[row] = order[first]
    return found


def _is_dust(mantissa: Int64s, digits: Int32s, dust: int) -> Flags:
    """Return whether mantissa · 10^-digits ≤ dust · 10^-4, in whole numbers."""
    finer = np.clip(digits.astype(np.int64) - 4, 0, 18)
    coarser = np.clip(4 - digits.astype(np.int64), 0, 18)
    found: Flags = -(-mantissa // 10**finer) <= dust // 10**coarser
    return found


def _find_alike(
    ends: tuple[Int32s, Int32s], told: tuple[Flags, Flags, Flags], numbers: pa.Array,
    policy: CleaningPolicy,
) -> Int64s:  # fmt: skip
    """Return the row of the partner whose address a bait row's address imitates, or -1.

    Args:
        ends: (k,) who sent and who received.
        told: (k,) noughts; what is bait if it comes in; spoof tokens, which are settled.
        numbers: of accounts.
        policy: how much of an address is looked at.
    """
    sender, receiver = ends
    nought, lure, token = told
    found = np.full(len(sender), -1, dtype=np.int64)
    usable = (sender >= 0) & (receiver >= 0) & ~token
    bait, paid = usable & (nought | lure), usable & ~nought & ~lure
    if not bait.any() or not paid.any():
        return found
    wanted = np.unique(np.concatenate([one[bait | paid] for one in ends]))
    shown = _list_faces(numbers.take(pa.array(wanted)), policy)
    faces = dict(zip(wanted.tolist(), shown, strict=True))
    partners: set[tuple[int, int]] = set()
    known: dict[tuple[int, str], int] = {}
    for place in np.flatnonzero(paid).tolist():
        one, two = int(sender[place]), int(receiver[place])
        for me, them in ((one, two), (two, one)):
            partners.add((me, them))
            known.setdefault((me, faces[them]), place)
    for place in np.flatnonzero(bait).tolist():
        one, two = int(sender[place]), int(receiver[place])
        if (one, two) in partners:
            continue
        if faces[one]:
            found[place] = known.get((two, faces[one]), -1)
        if found[place] < 0 and nought[place] and faces[two]:
            found[place] = known.get((one, faces[two]), -1)
    return found


def _list_faces(numbers: pa.Array, policy: CleaningPolicy) -> list[str]:
    """Return of each address what a hurried eye compares: its first and last signs."""
    found = []
    for number in numbers.to_pylist():
        body = number.removeprefix("0x")
        head, tail = body[: policy.same_start], body[-policy.same_end :]
        plain = len(body) > policy.same_start + policy.same_end and "*" not in head + tail
        found.append(f"{head}…{tail}" if plain else "")
    return found


@cache
def _load_genuine() -> frozenset[str]:
    """Return the contracts of `contracts.toml`."""
    file = resources.files("zhanlian.money.ledger").joinpath("data", "contracts.toml")
    return frozenset(tomllib.loads(file.read_text(encoding="utf-8"))["genuine"])
