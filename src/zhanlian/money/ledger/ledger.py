"""What cleaning takes and gives."""

from dataclasses import dataclass, field
from typing import Final

import pyarrow as pa

from zhanlian.model.statement import ACCOUNTS_TOLD, FREEZES_TOLD, PERSONS_TOLD, ROWS, TASKS_TOLD

ITEM: Final = pa.field("item", pa.int32(), nullable=False)
"""Index of the input file; the tables of many files stand one after the other."""

JOINED: Final = pa.schema(
    [
        pa.field("number", pa.string(), nullable=False),
        pa.field("canonical", pa.string(), nullable=False),
        pa.field("reason", pa.string(), nullable=False),  # a key under `money.join.` of the words
    ]
)
"""Numbers that stand for an account known by another one."""

GAPS: Final = pa.schema(
    [
        pa.field("purse", pa.int32(), nullable=False),
        pa.field("before", pa.int64(), nullable=False),  # row of the statements
        pa.field("after", pa.int64(), nullable=False),
        pa.field("since", pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field("until", pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field("missing", pa.int64(), nullable=False),
    ]
)
"""Places where a running balance does not hold, in order of purse and time."""

SOURCES: Final = pa.schema(
    [
        pa.field("transfer", pa.int32(), nullable=False),
        pa.field("row", pa.int64(), nullable=False),
    ]
)
"""Which rows tell of which transfer, in that order."""


def _empty(schema: pa.Schema) -> pa.Table:
    return schema.append(ITEM).empty_table()


@dataclass(frozen=True, slots=True)
class Told:
    """What the returns tell besides rows: tables of those schemas with a last column `item`."""

    accounts: pa.Table = field(default_factory=lambda: _empty(ACCOUNTS_TOLD))
    freezes: pa.Table = field(default_factory=lambda: _empty(FREEZES_TOLD))
    tasks: pa.Table = field(default_factory=lambda: _empty(TASKS_TOLD))
    persons: pa.Table = field(default_factory=lambda: _empty(PERSONS_TOLD))


@dataclass(frozen=True, slots=True)
class CleaningPolicy:
    """What is chosen and not told; printed with every answer.

    Attributes:
        mirror_seconds: how far the two parties' times of one payment may lie apart. 60 s is the
            rule of the police import format (DOMAIN 4.5); minute and day precision add their span.
        reversal_days: how long after a payment a reversal may take it back. Our choice.
        spoof_seconds: how soon a spoof token copies an amount (measured: 935 of 940 within 1 h).
        dust: largest amount, in ten-thousandths of a token, that is bait and no payment.
        same_start, same_end: signs in which a look-alike address agrees with a real one, the
            ``0x`` not counted: what a wallet shows of an address.
    """

    mirror_seconds: int = 60
    reversal_days: int = 7
    spoof_seconds: int = 3600
    dust: int = 100
    same_start: int = 3
    same_end: int = 4


@dataclass(frozen=True, slots=True)
class CleanLedger:
    """The clean ledger and what became of every row.

    Attributes:
        transfers: of `TRANSFERS`, in their order.
        purses: of `PURSES`, in order of first use.
        fates: of `ROW_FATES`, one line a row, in the rows' order.
        sources: of `SOURCES`: every row that tells of a transfer; a fee taken out of an amount
            cites the same row as its transfer.
        gaps: of `GAPS`.
        joined: of `JOINED`, sorted by number.
        apart: pairs of numbers told together with different holders, and so not joined.
        contradictions: transfers whose place fits the payer's order but not the payee's.
    """

    transfers: pa.Table
    purses: pa.Table
    fates: pa.Table
    sources: pa.Table
    gaps: pa.Table
    joined: pa.Table
    apart: tuple[tuple[str, str], ...]
    contradictions: int


ROWS_WITH_ITEM: Final = ROWS.append(ITEM)
