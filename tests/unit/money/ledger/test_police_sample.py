"""The invented bank return with all its traps: the fate of every row, checked by hand.

The rows are those that a reader gives for the sample of `formats/cn_police`; that the reader gives
them is tested where it stands.
"""

from typing import Any

from statement_rows import (
    CARD_A,
    CARD_B,
    CARD_C,
    DAY,
    IN,
    OUT,
    clean,
    find_purse,
    list_fates,
    list_transfers,
    row,
    table,
)

from zhanlian.model.answers import InputLine
from zhanlian.model.statement import Precision, RowKind
from zhanlian.model.transfer import Fate, Ordering, PurseKind, TransferKind
from zhanlian.money.ledger.cleaning import summarise_cleaning
from zhanlian.money.ledger.ledger import CleanLedger
from zhanlian.money.ledger.sources import cite_transfers

_A: dict[str, Any] = {"own_account": "1000000001_156", "own_name": "合成甲"}
_B: dict[str, Any] = {"own_name": "合成乙", "time": DAY, "precision": int(Precision.DAY)}
_TENPAY: dict[str, Any] = {"other_name": "财付通支付科技有限公司", "reference": "T882"}
_PAID_ON = row(
    CARD_A, OUT, -4990000, 310, balance=11000, other_account=CARD_B, reference="S002", **_A
)
ROWS = [
    row(CARD_A, IN, 5000000, 62, balance=5001000, other_account="6222020000000000999",
        other_name="合成受害人", reference="S001", own_id_number="SYN0001", **_A),
    _PAID_ON,
    row(CARD_A, OUT, 200, 310, balance=10800, summary="手续费", reference="S003",
        own_account="1000000001_156"),
    row(CARD_B, IN, 4990000, balance=4990050, other_account="1000000001", reference="T881", **_B),
    row(CARD_B, OUT, 4990000, balance=50, summary="快捷支付", **_B, **_TENPAY),
    row(CARD_B, OUT, -4990000, balance=4990050, summary="快捷支付冲正",
        kind=int(RowKind.REVERSAL), **_B, **_TENPAY),
    row(CARD_C, 0, None, None, own_name="合成丙", kind=int(RowKind.QUERY)),
    row(CARD_B, 0, 0, 1800, balance=4990050, own_name="合成乙", kind=int(RowKind.QUERY)),
    _PAID_ON,
]  # fmt: skip


def _ledger() -> CleanLedger:
    return clean(ROWS)


def test_every_row_has_its_fate() -> None:
    assert list_fates(_ledger()) == [
        Fate.USED,
        Fate.USED,
        Fate.USED,
        Fate.MERGED,
        Fate.REVERSED,
        Fate.REVERSAL,
        Fate.NO_MONEY,
        Fate.NO_MONEY,
        Fate.REPEATED,
    ]
    assert _ledger().fates["partner"].to_pylist() == [None, None, None, 1, 5, 4, None, None, 1]


def test_the_money_is_what_the_balances_say() -> None:
    ledger = _ledger()
    assert list_transfers(ledger) == [
        ("6222020000000000999", CARD_A, 5000000),
        (CARD_A, CARD_B, 4990000),
        (CARD_A, f"fee:{CARD_A}", 200),
    ]
    assert ledger.transfers["kind"].to_pylist()[2] == TransferKind.FEE
    assert find_purse(ledger, f"fee:{CARD_A}")["kind"] == PurseKind.FEE
    assert ledger.transfers["payee_balance_after"].to_pylist() == [5001000, 4990050, None]
    assert find_purse(ledger, CARD_A)["opening"] == 1000
    assert find_purse(ledger, CARD_A)["last_balance"] == 10800
    assert find_purse(ledger, CARD_B)["opening"] == 50
    assert find_purse(ledger, CARD_B)["last_balance"] == 4990050
    assert ledger.gaps.num_rows == 0


def test_the_time_of_a_merged_transfer_is_the_finer_one_of_the_payer() -> None:
    transfers = _ledger().transfers
    assert transfers["precision"].to_pylist() == [0, 0, 0]
    assert transfers["time"].to_pylist()[1] == _PAID_ON["time"]
    assert transfers["ordering"].to_pylist()[2] == Ordering.PROVED


def test_the_cleaning_report_accounts_for_every_row() -> None:
    cleaning = summarise_cleaning(_ledger())
    assert cleaning.rows == len(ROWS) == sum(number for _, number in cleaning.fates)
    assert cleaning.joined == (
        ("1000000001", CARD_A, "suffix"),
        ("1000000001_156", CARD_A, "same-row"),
    )
    assert cleaning.transfers == 3


def test_a_transfer_cites_all_its_rows() -> None:
    ledger = _ledger()
    files = [InputLine("a" * 64, "交易明细.csv", "cn-bank", "rows", 9, 0, 0)]
    cited = cite_transfers(ledger, [1, 0], table(ROWS), files)
    assert [[one.line for one in rows] for rows in cited] == [[3, 5], [2]]
    assert cited[0][0].name == "交易明细.csv"
