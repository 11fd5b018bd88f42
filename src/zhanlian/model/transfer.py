"""The clean ledger: transfers between purses, each with all the rows that tell of it.

A purse is one asset of one account: what a tracing rule looks into.
"""

from enum import IntEnum
from typing import Final

import pyarrow as pa


class TransferKind(IntEnum):
    """What a transfer is."""

    TRANSFER = 0
    CASH = 1
    POS = 2
    MERCHANT = 3
    FEE = 4
    INTEREST = 5
    REFUND = 6
    TOPUP = 7
    WITHDRAWAL = 8


class Ordering(IntEnum):
    """How a transfer's place among those of the same instant was found."""

    ALONE = 0  # no other row of the account has its instant
    PROVED = 1  # one order only fits the running balances
    CHOSEN = 2  # several orders fit; the one nearest to the file's was taken
    OPEN = 3  # no balances, or none fit: the file's order


class PurseKind(IntEnum):
    """What stands behind a purse. From EXCHANGE on, money that arrives has been cashed out."""

    ACCOUNT = 0
    WALLET = 1
    ADDRESS = 2
    UNTOLD = 3  # the row names nobody
    FEE = 4
    INTEREST = 5
    EXCHANGE = 6
    ATM = 7
    POS = 8
    MERCHANT = 9
    ABROAD = 10
    GOODS = 11  # gold and the like


FIRST_CASH_OUT: Final = PurseKind.EXCHANGE

OF_ROWS: Final = (
    "atm", "pos", "merchant", "fee", "interest", "exchange", "abroad", "goods", "name", "untold",
)  # fmt: skip
"""How the texts of purses begin, before a colon, that stand for what rows say instead of a number.
A told number that begins so is spelled ``account:…``: it never stands for one of these."""


class Fate(IntEnum):
    """What became of a row: every row has exactly one."""

    USED = 0  # gave a transfer
    MERGED = 1  # tells of a transfer that another row gave
    FAILED = 2
    PENDING = 3
    NO_MONEY = 4  # a query, or an amount of nought
    REVERSED = 5  # taken back by another row
    REVERSAL = 6  # takes back another row
    SUMMARY = 7
    DUPLICATE_VIEW = 8
    REPEATED = 9  # the same row again, in this or another return
    NEUTRAL = 10  # the statement gives no direction, and nothing else does
    NO_DIRECTION = 11
    NO_TIME = 12
    NO_AMOUNT = 13
    SPOOF_TOKEN = 14
    POISONING = 15  # an address made to look like a partner's, with dust or a copied amount
    UNMATCHED_REVERSAL = 16  # what it takes back is not there
    TO_ITSELF = 17  # both sides are one account


TRANSFERS: Final = pa.schema(
    [
        pa.field("transfer_id", pa.string(), nullable=False),
        pa.field("time", pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field("precision", pa.int8(), nullable=False),
        pa.field("payer", pa.int32(), nullable=False),  # row of the purses
        pa.field("payee", pa.int32(), nullable=False),
        pa.field("amount", pa.int64(), nullable=False),  # whole units, above 0
        pa.field("payer_balance_after", pa.int64()),
        pa.field("payee_balance_after", pa.int64()),
        pa.field("kind", pa.int8(), nullable=False),
        pa.field("ordering", pa.int8(), nullable=False),
    ]
)
"""In the order of time, repaired within instants."""

PURSES: Final = pa.schema(
    [
        pa.field("account", pa.string(), nullable=False),  # the canonical number
        pa.field("asset", pa.string(), nullable=False),
        pa.field("kind", pa.int8(), nullable=False),
        pa.field("known", pa.bool_(), nullable=False),  # we have its records
        pa.field("opening", pa.int64()),  # before its first transfer, where balances tell it
        pa.field("last_balance", pa.int64()),  # after its last one, where told
        pa.field("holder", pa.string()),
        pa.field("bank", pa.string()),
    ]
)

ROW_FATES: Final = pa.schema(
    [
        pa.field("fate", pa.int8(), nullable=False),
        pa.field("transfer", pa.int32()),  # row of the transfers it tells of; null when left out
        pa.field("partner", pa.int64()),  # the row it was merged with, repeats or takes back
    ]
)
"""One line for each row of the statements, in their order."""
