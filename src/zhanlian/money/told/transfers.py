"""A plain table of transfers to the clean ledger: `TRANSFERS` and `PURSES`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.errors import SchemaError
from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.model.answers import OTHERS
from zhanlian.model.transfer import PURSES, TRANSFERS, PurseKind, TransferKind
from zhanlian.money.told.accounts import ToldAccount
from zhanlian.money.told.amounts import parse_amounts
from zhanlian.money.told.balances import find_ends
from zhanlian.money.told.instants import parse_instants
from zhanlian.money.told.order import order_transfers

NEEDED: Final = ("transfer_id", "time", "payer", "payee", "amount", "asset")
OPTIONAL: Final = ("payer_balance_after", "payee_balance_after")
REPEATED: Final = ("payer", "payee", "asset")
# ISO 4217, or chain:contract. A symbol (USDT) is free to copy and names no asset.
_ASSET: Final = re.compile(r"[A-Z]{3}|[a-z][a-z0-9-]*:\S+")
_NO_CODES: Final = frozenset({"RMB", "CNH", "NTD"})
_HEX_CONTRACT: Final = re.compile(r"[a-z0-9-]+:0x[0-9a-fA-F]{40}")
_US: Final = pa.timestamp("us", tz="UTC")


@dataclass(frozen=True, slots=True)
class ToldLedger:
    """What a table of transfers told.

    Attributes:
        transfers, purses: of the schemas in `model.transfer`.
        no_money: rows of nought, left out.
        unlisted: accounts that the list of accounts does not name, and so are not known.
        unused: accounts of the list that occur in no transfer.
    """

    transfers: pa.Table
    purses: pa.Table
    no_money: int
    unlisted: int
    unused: int


def build_ledger(table: pa.Table, accounts: Mapping[str, ToldAccount] | None) -> ToldLedger:
    """Return the ledger of a table with the columns `NEEDED` and perhaps `OPTIONAL`.

    Transfers come in the order of time; those of one instant in the order that fits the balances,
    where they are told, else as they stand in the table.

    Args:
        table: texts as written, or the types of a Parquet file.
        accounts: told of each account, or None: then the records of all are taken for known.

    Raises:
        SchemaError: with the row (from 0) and the cell that cannot be taken.
    """
    ids = _parse_ids(table.column("transfer_id"))
    assets, asset = _parse_assets(table.column("asset"))
    amount, _ = parse_amounts(table.column("amount"), assets, asset, balance=False)
    instants, precision = parse_instants(table.column("time"))
    names, payer, payee = _find_purses(table, assets, asset)
    balances = [_parse_balance(table, name, assets, asset) for name in OPTIONAL]
    kept = np.flatnonzero(amount)
    order, ordering = order_transfers(
        instants[kept],
        payer[kept],
        payee[kept],
        amount[kept],
        [_pick(one, kept) for one in balances],
    )
    rows = kept[order]
    sides = [_pick(one, rows) for one in balances]
    columns = {
        "transfer_id": ids.take(pa.array(rows)),
        "time": pa.array(instants[rows], pa.int64()).cast(_US),
        "precision": pa.array(precision[rows]),
        "payer": pa.array(payer[rows]),
        "payee": pa.array(payee[rows]),
        "amount": pa.array(amount[rows]),
        "payer_balance_after": _nullable(sides[0], len(rows)),
        "payee_balance_after": _nullable(sides[1], len(rows)),
        "kind": pa.array(np.full(len(rows), TransferKind.TRANSFER, dtype=np.int8)),
        "ordering": pa.array(ordering),
    }
    transfers = pa.table(columns, schema=TRANSFERS)
    purses, unlisted = _build_purses(names, assets, accounts, find_ends(transfers, len(names[0])))
    unused = len(set(accounts) - set(names[0].to_pylist())) if accounts else 0
    return ToldLedger(transfers, purses, len(amount) - len(kept), unlisted, unused)


def _parse_ids(cells: Any) -> Any:
    """Return (n,) ids as one array of texts, each of which occurs once."""
    ids = pc.ascii_trim(pc.fill_null(pc.cast(cells, pa.string()), ""), " \t").combine_chunks()
    empty = pc.equal(ids, "").to_numpy(zero_copy_only=False)
    if empty.any():
        raise SchemaError("error.trace-id-empty", row=int(np.argmax(empty)))
    codes = ids.dictionary_encode()
    if len(codes.dictionary) == len(ids):
        return ids
    places = codes.indices.to_numpy()
    seen_first = np.zeros(len(ids), dtype=np.bool_)
    seen_first[np.unique(places, return_index=True)[1]] = True
    row = int(np.argmin(seen_first))
    first = int(np.argmax(places == places[row]))
    raise SchemaError("error.trace-id-twice", row=row, cell=ids[row].as_py(), earlier=first)


def _parse_assets(cells: Any) -> tuple[tuple[str, ...], Int32s]:
    """Return the assets, and (n,) the number of each row's."""
    codes = _encode(cells)
    told = codes.dictionary.to_pylist()
    named: dict[str, int] = {}
    number = np.zeros(len(told), dtype=np.int32)
    for place, text in enumerate(told):
        if not _ASSET.fullmatch(text) or text in _NO_CODES:
            row = int(np.argmax(codes.indices.to_numpy() == place))
            raise SchemaError("error.trace-asset", row=row, cell=text)
        # A contract's number in capitals (EIP-55) is the same contract.
        name = text.lower() if _HEX_CONTRACT.fullmatch(text) else text
        number[place] = named.setdefault(name, len(named))
    return tuple(named), number[codes.indices.to_numpy()]


def _encode(cells: Any) -> Any:
    """Return a column of texts as one dictionary array without empty places or outer blanks."""
    if not pa.types.is_dictionary(cells.type):
        cells = pc.cast(cells, pa.string()).dictionary_encode()
    if isinstance(cells, pa.ChunkedArray):
        cells = cells.unify_dictionaries().combine_chunks()
    if cells.null_count:
        cells = pc.fill_null(pc.cast(cells, pa.string()), "").dictionary_encode()
    words = pc.cast(cells.dictionary, pa.string())
    trimmed = pc.ascii_trim(words, " \t").dictionary_encode()
    places = trimmed.indices.to_numpy()[cells.indices.to_numpy()]
    return pa.DictionaryArray.from_arrays(pa.array(places, pa.int32()), trimmed.dictionary)


def _find_purses(
    table: pa.Table, assets: tuple[str, ...], asset: Int32s
) -> tuple[tuple[Any, Int32s], Int32s, Int32s]:
    """Return the purses as (accounts, numbers of assets), and (n,) payer and (n,) payee of them."""
    payers, payees = (_encode(table.column(name)) for name in ("payer", "payee"))
    for name, side in (("payer", payers), ("payee", payees)):
        empty = np.flatnonzero(pc.equal(side.dictionary, "").to_numpy(zero_copy_only=False))
        if len(empty):
            row = int(np.argmax(np.isin(side.indices.to_numpy(), empty)))
            raise SchemaError("error.trace-party-empty", row=row, column=name)
        others = np.flatnonzero(pc.equal(side.dictionary, OTHERS).to_numpy(zero_copy_only=False))
        if len(others):
            row = int(np.argmax(side.indices.to_numpy() == others[0]))
            raise SchemaError("error.trace-name-others", row=row, cell=OTHERS)
    joined = pa.concat_arrays([payers.dictionary, payees.dictionary]).dictionary_encode()
    places = joined.indices.to_numpy()
    sides = (
        places[: len(payers.dictionary)][payers.indices.to_numpy()],
        places[len(payers.dictionary) :][payees.indices.to_numpy()],
    )
    if len(assets) == 1:
        numbers = np.zeros(len(joined.dictionary), dtype=np.int32)
        return (joined.dictionary, numbers), sides[0].astype(np.int32), sides[1].astype(np.int32)
    keys = np.concatenate(sides).astype(np.int64) * len(assets) + np.tile(asset, 2)
    found, purse = np.unique(keys, return_inverse=True)
    owners = joined.dictionary.take(pa.array(found // len(assets)))
    numbered: Int32s = purse.astype(np.int32)
    half = len(asset)
    return (owners, (found % len(assets)).astype(np.int32)), numbered[:half], numbered[half:]


def _parse_balance(
    table: pa.Table, name: str, assets: tuple[str, ...], asset: Int32s
) -> tuple[Int64s, Flags] | None:
    if name not in table.column_names:
        return None
    told = parse_amounts(table.column(name), assets, asset, balance=True)
    return told if told[1].any() else None


def _pick(balance: tuple[Int64s, Flags] | None, rows: Any) -> tuple[Int64s, Flags] | None:
    return None if balance is None else (balance[0][rows], balance[1][rows])


def _nullable(balance: tuple[Int64s, Flags] | None, count: int) -> Any:
    if balance is None:
        return pa.nulls(count, pa.int64())
    return pa.array(balance[0], pa.int64(), mask=~balance[1])


def _build_purses(
    names: tuple[Any, Int32s],
    assets: tuple[str, ...],
    told: Mapping[str, ToldAccount] | None,
    ends: tuple[Any, Any],
) -> tuple[pa.Table, int]:
    owners, number = names
    count = len(owners)
    known = np.full(count, told is None, dtype=np.bool_)
    kind = np.full(count, PurseKind.ACCOUNT, dtype=np.int8)
    listed = np.zeros(count, dtype=np.bool_)
    if told is not None:
        places = pc.index_in(owners, value_set=pa.array(list(told), pa.string()))
        listed = places.is_valid().to_numpy(zero_copy_only=False)
        found = places.drop_null().to_numpy()
        known[listed] = np.array([one.known for one in told.values()], dtype=np.bool_)[found]
        kind[listed] = np.array([one.kind for one in told.values()], dtype=np.int8)[found]
    columns = {
        "account": owners,
        "asset": pa.array(assets, pa.string()).take(pa.array(number)),
        "kind": pa.array(kind),
        "known": pa.array(known),
        "opening": ends[0],
        "last_balance": ends[1],
        "holder": pa.nulls(count, pa.string()),
        "bank": pa.nulls(count, pa.string()),
    }
    unlisted = 0 if told is None else len(pc.unique(owners.filter(pa.array(~listed))))
    return pa.table(columns, schema=PURSES), unlisted
