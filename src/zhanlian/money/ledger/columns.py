"""Rows as arrays, in an order that does not depend on the order of the files.

Ties are broken by the place in the file, and a file that runs from the newest row to the oldest is
turned round. Files follow each other by their first instant, then by what they hold.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.errors import SchemaError
from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.model.statement import Precision
from zhanlian.money.ledger.identity.numbers import is_empty
from zhanlian.money.ledger.ledger import ROWS_WITH_ITEM
from zhanlian.money.ledger.texts import Coded, encode, hash_texts, to_numpy

NULL: Final = np.iinfo(np.int64).min
"""What stands for null in a column of whole numbers."""

BEYOND: Final = 2**61
"""Units from which on a number is no sum of money; two of them still fit into int64."""

_WORKERS: Final = 2

SECOND: Final = 1_000_000
DAY: Final = 86_400 * SECOND
_SPANS: Final = {Precision.SECOND: 1, Precision.MINUTE: 60 * SECOND, Precision.DAY: DAY}

_TEXTS: Final = (
    "own_card", "own_account", "own_name", "own_id_number", "own_bank", "other_account",
    "other_name", "other_bank", "asset", "summary", "reference", "log_number", "terminal",
    "merchant", "town",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowColumns:
    """The rows' columns, all (n,), in the order described above.

    Attributes:
        row: place of the row in the table that came in.
        time: µs since 1970 in UTC; `NULL` where there is none, as in all columns of whole numbers.
        span: µs that the told time covers: 1, a minute or a day.
        texts: text columns by their names.
    """

    row: Int64s
    item: Int32s
    time: Int64s
    span: Int64s
    precision: Int32s
    amount: Int64s
    direction: Int32s
    balance: Int64s
    other_balance: Int64s
    fee: Int64s
    status: Int32s
    kind: Int32s
    texts: dict[str, Coded]

    def __len__(self) -> int:
        return len(self.row)

    @property
    def asset(self) -> Int32s:
        """Code of the asset."""
        return self.texts["asset"].codes


def read_columns(rows: pa.Table) -> RowColumns:
    """Return the columns of a table of rows with `item`.

    Raises:
        SchemaError: the table has another schema, or a row names no account of its own.
    """
    if not rows.schema.equals(ROWS_WITH_ITEM):
        raise SchemaError("error.ledger-schema", columns=", ".join(rows.schema.names))
    _check_own(rows)
    # Arrow needs no interpreter for it: the longest column takes as long as all others together.
    with ThreadPoolExecutor(_WORKERS, thread_name_prefix="zhanlian-ledger") as pool:
        texts = dict(zip(_TEXTS, pool.map(encode, (rows[name] for name in _TEXTS)), strict=True))
    for name in ("reference", "log_number"):
        # "0", "000000", "-": written where there is no number.
        texts[name] = texts[name].keep(~is_empty(texts[name].texts))
    numbers: dict[str, Any] = {
        name: _read_numbers(rows[name])
        for name in ("time", "amount", "balance", "other_balance", "fee", "line")
    }
    for name in ("amount", "balance", "other_balance", "fee"):
        # No payment and no account has so much, and sums of it would not fit: it counts as untold.
        numbers[name] = np.where(np.abs(numbers[name]) < BEYOND, numbers[name], NULL)
    item = to_numpy(rows["item"]).astype(np.int32, copy=False)
    order = _find_order(item, numbers, texts)
    # Files mostly come in their order: then nothing moves, and 30 columns need no copy.
    moved: Any = slice(None) if (order == np.arange(len(order))).all() else order
    small: dict[str, Any] = {
        name: to_numpy(rows[name]).astype(np.int32)[moved]
        for name in ("precision", "direction", "status", "kind")
    }
    spans = np.ones(max(_SPANS) + 1, dtype=np.int64)
    spans[list(_SPANS)] = list(_SPANS.values())
    return RowColumns(
        row=order,
        item=item[moved],
        span=spans[small["precision"]],
        texts={name: Coded(one.codes[moved], one.texts) for name, one in texts.items()},
        # Fees that only the other side shows are filled in later (`rows.wallets`).
        fee=numbers["fee"][moved].copy(),
        **{name: numbers[name][moved] for name in numbers if name not in ("line", "fee")},
        **small,
    )


def _check_own(rows: pa.Table) -> None:
    nobody = pc.and_(pc.is_null(rows["own_card"]), pc.is_null(rows["own_account"]))
    if pc.any(nobody).as_py():
        at = pc.index(nobody, True).as_py()
        raise SchemaError("error.ledger-no-account", line=rows["line"][at].as_py())


def _read_numbers(column: pa.ChunkedArray) -> Int64s:
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.int64())
    filled = pc.fill_null(column, NULL) if column.null_count else column
    return to_numpy(filled).astype(np.int64, copy=False)


def _find_order(item: Int32s, numbers: dict[str, Int64s], texts: dict[str, Coded]) -> Int64s:
    if not len(item):
        return np.empty(0, dtype=np.int64)
    count = int(item.max()) + 1
    columns = (numbers["time"], numbers["amount"], numbers["balance"], numbers["line"])
    first, digest, turned = _digest(item, count, *columns)
    keys: list[Any] = [digest, first]
    if len(np.unique(np.stack([first, digest]), axis=1).T) < count:
        keys.insert(0, _digest_texts(item, count, numbers["line"], texts))
    rank = np.empty(count, dtype=np.int64)
    rank[np.lexsort(keys)] = np.arange(count)
    return _sort_by_item(rank[item], turned[item], count)


def _digest_texts(item: Int32s, count: int, line: Int64s, texts: dict[str, Coded]) -> Int64s:
    found = np.zeros(count, dtype=np.int64)
    for number, name in enumerate(_TEXTS):
        hashes = np.append(hash_texts(texts[name].texts), np.int64(number + 1))
        mixed = (hashes[texts[name].codes] ^ line) * np.int64(2 * number + 0x100000001B3)
        np.add.at(found, item, mixed)
    return found


@compiled
def _sort_by_item(rank: Int64s, turned: Flags, count: int) -> Int64s:
    """Return the rows by rank, those of a rank in their order or, turned, from the last one."""
    next_ = np.zeros(count + 1, dtype=np.int64)
    for one in rank:
        next_[one + 1] += 1
    next_ = np.cumsum(next_)
    last = next_[1:].copy()
    found = np.empty(len(rank), dtype=np.int64)
    for row in range(len(rank)):
        one = rank[row]
        if turned[row]:
            last[one] -= 1
            found[last[one]] = row
        else:
            found[next_[one]] = row
            next_[one] += 1
    return found


@compiled
def _digest(
    item: Int32s, count: int, time: Int64s, amount: Int64s, balance: Int64s, line: Int64s
) -> tuple[Int64s, Int64s, Flags]:
    """Return per item its first instant, a digest of its numbers, and whether it runs backwards."""
    first = np.full(count, np.iinfo(np.int64).max, dtype=np.int64)
    digest = np.zeros(count, dtype=np.uint64)
    last = np.full(count, NULL, dtype=np.int64)
    steps = np.zeros(count, dtype=np.int64)
    for row in range(len(item)):
        one = item[row]
        mixed = np.uint64(0x9E3779B97F4A7C15)
        for value in (time[row], amount[row], balance[row], line[row]):
            mixed = (mixed ^ np.uint64(value)) * np.uint64(0xBF58476D1CE4E5B9)
            mixed ^= mixed >> np.uint64(31)
        digest[one] += mixed
        if time[row] != NULL:
            first[one] = min(first[one], time[row])
            if last[one] != NULL and time[row] != last[one]:
                steps[one] += 1 if time[row] > last[one] else -1
            last[one] = time[row]
    return first, digest.view(np.int64), steps < 0
