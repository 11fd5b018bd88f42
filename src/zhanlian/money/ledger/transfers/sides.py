"""The other side of rows: an account told, or a purse of a stated kind where none is.

A row without an account on the other side gets a purse by what it says: ``atm:``, ``pos:``,
``merchant:``, ``fee:`` and ``interest:`` with the place or institution; ``name:`` with the name of
a firm, or with the own account and the name of a person (two people may share a name); else
``untold:`` with the own account and the direction.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.kernels.pairing import find_first_equal
from zhanlian.model.asset import is_token
from zhanlian.model.statement import RowKind
from zhanlian.model.transfer import FIRST_CASH_OUT, PurseKind
from zhanlian.money.ledger.columns import RowColumns
from zhanlian.money.ledger.rows.wallets import is_wallet_row
from zhanlian.money.ledger.texts import Coded, encode, to_numpy
from zhanlian.money.ledger.transfers.words import Words

_KINDS: Final = {
    RowKind.CASH: PurseKind.ATM,
    RowKind.POS: PurseKind.POS,
    RowKind.MERCHANT: PurseKind.MERCHANT,
    RowKind.FEE: PurseKind.FEE,
    RowKind.INTEREST: PurseKind.INTEREST,
}
# Which text names the place, first told first.
_PLACES: Final = {
    PurseKind.ATM: ("terminal", "town", "own_bank"),
    PurseKind.FEE: ("other_name", "own_bank"),
    PurseKind.INTEREST: ("own_bank",),
}
_DEFAULT_PLACES: Final = ("merchant", "other_name", "terminal", "town")
# The institution that moves the money is not what these rows are about.
_OWN_BUSINESS: Final = (PurseKind.FEE, PurseKind.INTEREST, PurseKind.ATM)


@dataclass(frozen=True, slots=True)
class Sides:
    """The parties of a case.

    Attributes:
        other: (n,) party on the other side of each row.
        fee: (n,) party that takes the fee within the row's amount, -1 where it has none.
        numbers: (p,) canonical text of each party: the accounts, then the purses made here.
        kind: (p,) `PurseKind`.
        told_kind: (n,) what the row says of its other side, -1 where it says nothing.
    """

    other: Int32s
    fee: Int32s
    numbers: pa.Array
    kind: Int32s
    told_kind: Int32s


def find_sides(
    rows: RowColumns, live: Flags, own: Int32s, other: Int32s, numbers: pa.Array, effect: Int32s,
    words: Words,
) -> Sides:  # fmt: skip
    """Return the party on the other side of every live row, and of every fee."""
    keeper = words.find_institution(rows.texts["other_name"])
    shop = _find_shops(rows, words)
    told_kind = _find_kinds(rows, live, words)
    by_name = (other < 0) & (keeper < 0) & (rows.texts["other_name"].codes >= 0)
    bought = _find_quick(rows, live, words) & (told_kind < 0) & (shop | by_name)
    told_kind[bought] = PurseKind.MERCHANT
    at = np.flatnonzero(live & (other < 0))
    keys = _list_keys(rows, at, own, effect, told_kind, keeper, words)
    with_fee = np.flatnonzero(live & (rows.fee > 0))
    keys = np.concatenate([keys, _list_fee_keys(rows, with_fee, own)])
    first = find_first_equal(keys)
    made, place = np.unique(first, return_inverse=True)
    # A terminal and a town may bear one name: then the purse is one, for it goes by its text.
    texts = encode(pa.chunked_array([_write(rows, keys[made], numbers)]))
    parties = pa.chunked_array([numbers, texts.texts], pa.string()).combine_chunks()
    codes = (len(numbers) + texts.codes[place]).astype(np.int32)
    made = made[np.unique(texts.codes, return_index=True)[1]]
    party, fee = other.copy(), np.full(len(rows), -1, dtype=np.int32)
    party[at], fee[with_fee] = codes[: len(at)], codes[len(at) :]
    fee[fee == party] = -1  # the row is that fee
    kind = np.concatenate([np.zeros(len(numbers), np.int64), _list_kinds(keys[made])])
    ids = np.append(_match_wallets(numbers, words), False)
    kept = (keeper >= 0) & ~shop & ids[other]
    said = np.where(kept & (told_kind == PurseKind.MERCHANT), np.int32(-1), told_kind)
    wallets = np.unique(other[live & (other >= 0) & ((keeper >= 0) | ids[other])])
    kind = _judge_accounts(rows, live, own, other, said, kind.astype(np.int32), wallets, words)
    return Sides(party, fee, parties, kind, told_kind)


def _find_shops(rows: RowColumns, words: Words) -> Flags:
    """Return (n,) whether the row names a merchant that is no institution which keeps wallets."""
    merchant = rows.texts["merchant"]
    shop: Flags = (merchant.codes >= 0) & (words.find_institution(merchant) < 0)
    return shop


def _find_quick(rows: RowColumns, live: Flags, words: Words) -> Flags:
    """Return (n,) whether all that the row says of its kind is the way of paying."""
    open_ = (rows.kind == RowKind.UNTOLD) | (rows.kind == RowKind.TRANSFER)
    quick: Flags = live & open_ & rows.texts["summary"].test(words.quick)
    return quick


def _match_wallets(numbers: pa.Array, words: Words) -> Flags:
    """Return (p,) whether a number has the form of a wallet's."""
    found: Flags = to_numpy(pc.match_substring_regex(numbers, pattern=words.wallet))
    return found


def _find_kinds(rows: RowColumns, live: Flags, words: Words) -> Int32s:
    """Return (n,) the kind of purse that the row's kind or words tell, -1 for none."""
    table = np.full(max(RowKind) + 1, -1, dtype=np.int32)
    table[list(_KINDS)] = list(_KINDS.values())
    found = np.where(live, table[rows.kind], np.int32(-1))
    open_ = (rows.kind == RowKind.UNTOLD) | (rows.kind == RowKind.TRANSFER)
    # An exchange or a jeweller stays one though the row calls itself a card payment.
    finer = live & (open_ | (rows.kind == RowKind.POS) | (rows.kind == RowKind.MERCHANT))
    spoken = words.find_kind(rows.texts)
    bought = (spoken >= FIRST_CASH_OUT) & (spoken != PurseKind.ATM)
    return np.where(finer & (spoken >= 0) & (open_ | bought), spoken, found).astype(np.int32)


def _first_told(columns: list[tuple[int, Coded]], at: Int64s) -> tuple[Int64s, Int64s]:
    """Return the number of the first column that tells something and its code, else -1 and -1."""
    which = np.full(len(at), -1, dtype=np.int64)
    code = np.full(len(at), -1, dtype=np.int64)
    for number, column in columns:
        here = (which < 0) & (column.codes[at] >= 0)
        which[here], code[here] = number, column.codes[at[here]]
    return which, code


_COLUMNS: Final = ("terminal", "town", "own_bank", "other_name", "merchant")
_INSTITUTION, _PERSON, _FIRM, _NOBODY = -2, -3, -4, -5


def _list_keys(
    rows: RowColumns, at: Int64s, own: Int32s, effect: Int32s, told_kind: Int32s, keeper: Int32s,
    words: Words,
) -> Int64s:  # fmt: skip
    """Return (k, 5) what tells the purses apart: form, kind, text's column, text, own account."""
    keys = np.full((len(at), 5), -1, dtype=np.int64)
    kind = told_kind[at].astype(np.int64)
    for one in set(kind[kind >= 0].tolist()):
        here = np.flatnonzero(kind == one)
        names = _PLACES.get(PurseKind(one), _DEFAULT_PLACES)
        chosen = [(_COLUMNS.index(name), rows.texts[name]) for name in names]
        which, code = _first_told(chosen, at[here])
        keys[here, 0], keys[here, 1], keys[here, 2], keys[here, 3] = 0, one, which, code
        keys[here, 4] = np.where(which < 0, own[at[here]], -1)
    name = rows.texts["other_name"].codes[at]
    keeper = keeper[at]
    kept = np.flatnonzero((keeper >= 0) & ~np.isin(kind, _OWN_BUSINESS))
    keys[kept] = -1
    keys[kept, 0], keys[kept, 1], keys[kept, 3] = _INSTITUTION, PurseKind.WALLET, keeper[kept]
    rest = (kind < 0) & (keeper < 0)
    firm = words.find_firms(rows.texts["other_name"])[at]
    named = np.flatnonzero(rest & (name >= 0))
    keys[named, 0] = np.where(firm[named], _FIRM, _PERSON)
    keys[named, 1], keys[named, 2] = PurseKind.ACCOUNT, _COLUMNS.index("other_name")
    keys[named, 3] = name[named]
    keys[named, 4] = np.where(firm[named], -1, own[at[named]])
    nobody = np.flatnonzero(rest & (name < 0))
    keys[nobody, 0], keys[nobody, 1] = _NOBODY, PurseKind.UNTOLD
    keys[nobody, 3], keys[nobody, 4] = effect[at[nobody]], own[at[nobody]]
    return keys


def _list_fee_keys(rows: RowColumns, at: Int64s, own: Int32s) -> Int64s:
    which, code = _first_told([(_COLUMNS.index("own_bank"), rows.texts["own_bank"])], at)
    whose = np.where(which < 0, own[at], -1)
    kind = np.full(len(at), int(PurseKind.FEE))
    return np.stack([np.zeros(len(at), np.int64), kind, which, code, whose], axis=1)


def _list_kinds(keys: Int64s) -> Int64s:
    return keys[:, 1]


def _write(rows: RowColumns, keys: Int64s, numbers: pa.Array) -> pa.Array:
    """Return the canonical text of each purse."""
    texts = [
        rows.texts[name].texts.take(pa.array(np.maximum(keys[:, 3], 0), mask=keys[:, 2] != place))
        for place, name in enumerate(_COLUMNS)
    ]
    told: list[str | None] = [None] * len(keys)
    for column in texts:
        told = [new or old for new, old in zip(column.to_pylist(), told, strict=True)]
    mine = numbers.take(pa.array(np.maximum(keys[:, 4], 0), mask=keys[:, 4] < 0)).to_pylist()
    found = []
    for (form, kind, _, code, _), text, own in zip(keys.tolist(), told, mine, strict=True):
        if form == 0:
            found.append(f"{PurseKind(kind).name.lower()}:{text or own}")
        elif form == _INSTITUTION:
            found.append(f"name:{Words.load().names[code]}")
        elif form == _FIRM:
            found.append(f"name:{text}")
        elif form == _PERSON:
            found.append(f"name:{own}:{text}")
        else:
            found.append(f"untold:{own}:{'in' if code > 0 else 'out'}")
    return pa.array(found, pa.string())


def _judge_accounts(
    rows: RowColumns, live: Flags, own: Int32s, other: Int32s, told_kind: Int32s, kind: Int32s,
    wallets: Int32s, words: Words,
) -> Int32s:  # fmt: skip
    """Return the kinds with those of accounts told by a number.

    An account with records of its own is an account, a wallet or an address, whatever others call
    it. Another one is a cash-out point where its name is an exchange's, or where every row that
    tells of it says the same kind. Where a payment company is all that is told of whose it is, the
    money goes on inside: a wallet to be asked for.
    """
    seen = live & (other >= 0)
    size = len(kind)
    rows_of = np.bincount(other[seen], minlength=size)
    for one in PurseKind:
        if one < FIRST_CASH_OUT:
            continue
        said = np.bincount(other[seen & (told_kind == one)], minlength=size)
        least = 1 if one == PurseKind.EXCHANGE else rows_of
        kind[(said > 0) & (said >= least)] = one
    kind[wallets[kind[wallets] < FIRST_CASH_OUT]] = PurseKind.WALLET
    tokens = np.array([is_token(one) for one in rows.texts["asset"].texts.to_pylist()] or [False])
    chained = tokens[rows.asset]
    told = np.flatnonzero(seen & chained)
    kind[other[told][kind[other[told]] < FIRST_CASH_OUT]] = PurseKind.ADDRESS
    kind[own] = PurseKind.ACCOUNT
    kind[own[words.find_institution(rows.texts["own_bank"]) >= 0]] = PurseKind.WALLET
    kind[own[is_wallet_row(rows, other)]] = PurseKind.WALLET
    kind[own[chained]] = PurseKind.ADDRESS
    return kind
