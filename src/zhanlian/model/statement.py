"""What a statement says, row by row, before anything is joined, merged or left out.

Readers give Arrow tables of these schemas: as written, only in one form. Cleaning (`money`) is a
later step, so every row here can be held against the bytes it came from.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, Protocol

import pyarrow as pa

from zhanlian.model.evidence import Reject


class Direction(IntEnum):
    """Which way the money went, seen from the row's own account."""

    UNKNOWN = 0
    IN = 1
    OUT = 2
    NEUTRAL = 3  # the statement itself counts it as neither (不计收支, "/")


class Precision(IntEnum):
    """How much of a row's time was told; a day stands for its first instant in its zone."""

    SECOND = 0
    MINUTE = 1
    DAY = 2


class RowStatus(IntEnum):
    """Whether the statement says that the payment took place."""

    DONE = 0
    UNTOLD = 1
    FAILED = 2
    PENDING = 3


class RowKind(IntEnum):
    """What the row says it is; UNTOLD where the reader cannot tell without guessing."""

    UNTOLD = 0
    TRANSFER = 1
    CASH = 2  # ATM or counter
    POS = 3
    MERCHANT = 4
    FEE = 5
    INTEREST = 6
    REVERSAL = 7  # 冲正, 撤销: takes back an earlier row
    REFUND = 8  # a new payment back
    TOPUP = 9
    WITHDRAWAL = 10
    QUERY = 11  # no money moved: a balance query, a report of "no rows"
    SUMMARY = 12  # an entry told again by its details
    DUPLICATE_VIEW = 13  # a second view of rows told elsewhere in the same file


_place: Final = [
    # line: 1-based; of the row's first line in a text, of the row in a sheet, of the element in XML
    pa.field("line", pa.int64(), nullable=False),
    # offset, length: the bytes of the row in the item; null where it is no text
    pa.field("offset", pa.int64()),
    pa.field("length", pa.int32()),
    pa.field("sheet", pa.string()),
]

ROWS: Final = pa.schema(
    [
        *_place,
        # The account the row is about. At least one of card and account is not null.
        pa.field("own_card", pa.string()),
        pa.field("own_account", pa.string()),
        pa.field("own_name", pa.string()),
        pa.field("own_id_number", pa.string()),
        pa.field("own_bank", pa.string()),
        pa.field("other_account", pa.string()),
        pa.field("other_name", pa.string()),
        pa.field("other_id_number", pa.string()),
        pa.field("other_bank", pa.string()),
        pa.field("time", pa.timestamp("us", tz="UTC")),
        pa.field("precision", pa.int8(), nullable=False),
        # In whole units of the asset, signed as written: minus with OUT may be a manner of writing
        # or a reversal, and only the account's balances can tell (`money`).
        pa.field("amount", pa.int64()),
        pa.field("asset", pa.string(), nullable=False),
        pa.field("direction", pa.int8(), nullable=False),
        pa.field("balance", pa.int64()),
        pa.field("other_balance", pa.int64()),
        # A fee that the amount includes (a wallet's withdrawal), else null.
        pa.field("fee", pa.int64()),
        pa.field("status", pa.int8(), nullable=False),
        pa.field("kind", pa.int8(), nullable=False),
        pa.field("summary", pa.string()),
        pa.field("reference", pa.string()),
        pa.field("log_number", pa.string()),
        pa.field("terminal", pa.string()),
        pa.field("merchant", pa.string()),
        pa.field("town", pa.string()),
        pa.field("ip", pa.string()),
        pa.field("mac", pa.string()),
    ]
)

# What else a return tells: small tables, all text columns as written and trimmed.
ACCOUNTS_TOLD: Final = pa.schema(
    [
        *_place,
        pa.field("card", pa.string()),
        pa.field("account", pa.string()),
        pa.field("sub_account", pa.string()),  # of `account`; a sub-account row has it
        pa.field("holder", pa.string()),
        pa.field("id_number", pa.string()),
        pa.field("bank", pa.string()),
        pa.field("status", pa.string()),
        pa.field("kind", pa.string()),
        pa.field("asset", pa.string()),
        pa.field("balance", pa.int64()),
        pa.field("available", pa.int64()),
        pa.field("opened", pa.timestamp("us", tz="UTC")),
        pa.field("closed", pa.timestamp("us", tz="UTC")),
        pa.field("phone", pa.string()),
    ]
)
PERSONS_TOLD: Final = pa.schema(
    [
        *_place,
        pa.field("name", pa.string()),
        pa.field("id_kind", pa.string()),
        pa.field("id_number", pa.string()),
        pa.field("phone", pa.string()),
        pa.field("address", pa.string()),
    ]
)
TASKS_TOLD: Final = pa.schema(
    [
        *_place,
        pa.field("task", pa.string()),
        pa.field("bank", pa.string()),
        pa.field("account", pa.string()),  # the account asked for
        pa.field("sent", pa.timestamp("us", tz="UTC")),
        pa.field("answered", pa.timestamp("us", tz="UTC")),
        pa.field("result", pa.string()),
    ]
)
FREEZES_TOLD: Final = pa.schema(
    [
        *_place,
        pa.field("bank", pa.string()),
        pa.field("account", pa.string()),
        pa.field("measure", pa.string()),
        pa.field("amount", pa.int64()),
        pa.field("asset", pa.string()),
        pa.field("authority", pa.string()),
        pa.field("since", pa.timestamp("us", tz="UTC")),
        pa.field("until", pa.timestamp("us", tz="UTC")),
        pa.field("number", pa.string()),
    ]
)
# A list of what victims paid, one payment a row; loss and recovered are of the victim as a whole.
PAYMENTS_TOLD: Final = pa.schema(
    [
        *_place,
        pa.field("victim", pa.string(), nullable=False),
        pa.field("time", pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field("precision", pa.int8(), nullable=False),
        pa.field("payer", pa.string()),
        pa.field("payee", pa.string(), nullable=False),
        pa.field("amount", pa.int64(), nullable=False),
        pa.field("asset", pa.string(), nullable=False),
        pa.field("loss", pa.int64()),
        pa.field("recovered", pa.int64()),
        pa.field("objection", pa.bool_()),
        pa.field("accused", pa.bool_()),
    ]
)
# Rows that could not be taken: as many as there are, so a table too and not a list of objects.
ROW_REJECTS: Final = pa.schema(
    [
        *_place,
        pa.field("reason", pa.string(), nullable=False),  # key under `reject.` of the words
        pa.field("detail", pa.string()),  # the cell that could not be read, as written
    ]
)

SCHEMAS: Final = {
    "rows": ROWS,
    "accounts": ACCOUNTS_TOLD,
    "persons": PERSONS_TOLD,
    "tasks": TASKS_TOLD,
    "freezes": FREEZES_TOLD,
    "payments": PAYMENTS_TOLD,
}


@dataclass(frozen=True, slots=True)
class StatementPart:
    """One batch of what a reader took from a file, in the file's order.

    Attributes:
        told: what kind of rows; a key of `SCHEMAS`.
        table: of that schema.
        row_rejects: of `ROW_REJECTS`: data rows of this batch that could not be taken.
        others: lines of this batch that are no data: preamble, header, blank, totals.
        rejects: what concerns the file as a whole (cut off, a sum that does not hold).
        dust: units finer than the asset's that were cut off, by asset, in 10^-18 of it.
    """

    told: str
    table: pa.Table
    row_rejects: pa.Table = field(default_factory=lambda: ROW_REJECTS.empty_table())
    others: int = 0
    rejects: tuple[Reject, ...] = ()
    dust: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        if not self.table.schema.equals(SCHEMAS[self.told]):
            raise ValueError(f"not the schema of {self.told}")
        if not self.row_rejects.schema.equals(ROW_REJECTS):
            raise ValueError("not the schema of row rejects")


class ByteSource(Protocol):
    """An open evidence item, read from its beginning as often as needed."""

    @property
    def name(self) -> str:
        """File name as received, only to be shown."""

    @property
    def size(self) -> int:
        """Bytes."""

    def read_at(self, offset: int, size: int) -> bytes:
        """Return so many bytes from an offset, fewer at the end."""


class StatementFormat(Protocol):
    """What a module of `readers.statements.formats` offers."""

    @property
    def KEY(self) -> str:
        """Name of the format, e.g. ``cn-bank``; a key under ``statement.`` of the words."""

    def sniff(self, head: bytes) -> bool:
        """Return whether a file is of this format, from its first 64 KiB (all, if smaller)."""

    def parse(self, source: ByteSource) -> Iterator[StatementPart]:
        """Yield the file in batches, in its order; never raises for what the bytes are."""
