"""One order for all transfers: time, then what both accounts' balances say."""

from datetime import timedelta
from typing import Any

import pyarrow as pa
from statement_rows import (
    CARD_A,
    CARD_B,
    CARD_C,
    DAY,
    IN,
    NOON,
    OUT,
    clean,
    find_purse,
    list_transfers,
    row,
    table,
)

from zhanlian.model.answers import InputLine
from zhanlian.model.transfer import Ordering
from zhanlian.money.ledger.cleaning import summarise_cleaning
from zhanlian.money.ledger.gaps import list_gaps
from zhanlian.money.ledger.ledger import Told


def test_rows_of_one_second_stand_as_the_running_balance_says() -> None:
    rows = [
        row(CARD_A, IN, 900, -60, balance=1000, other_account=CARD_C),
        row(CARD_A, OUT, 300, 0, balance=300, other_account=CARD_B),
        row(CARD_A, OUT, 400, 0, balance=600, other_account=CARD_B),
    ]
    ledger = clean(rows)
    assert [amount for _, _, amount in list_transfers(ledger)] == [900, 400, 300]
    assert ledger.transfers["ordering"].to_pylist() == [0, 1, 1]
    assert ledger.gaps.num_rows == 0


def test_both_accounts_orders_hold_at_one_instant() -> None:
    # A pays B, B pays C, C pays A, all in one second; each account knows only its own two rows.
    told: list[Any] = [
        (CARD_A, IN, 30, 130, CARD_C), (CARD_A, OUT, 30, 100, CARD_B),
        (CARD_B, OUT, 30, 0, CARD_C), (CARD_B, IN, 30, 30, CARD_A),
    ]  # fmt: skip
    rows = [
        row(own, way, amount, 0, item=number, balance=balance, other_account=other)
        for number, (own, way, amount, balance, other) in enumerate(told)
    ]
    rows.insert(0, row(CARD_A, IN, 100, -9, balance=100, other_account=CARD_C))
    assert list_transfers(clean(rows))[1:] == [
        (CARD_C, CARD_A, 30),
        (CARD_A, CARD_B, 30),
        (CARD_B, CARD_C, 30),
    ]


def test_where_two_accounts_contradict_each_other_the_payers_order_holds_and_is_counted() -> None:
    def tell(own: str, way: int, amount: int, balance: int, other: str, item: int) -> Any:
        return row(own, way, amount, 0, balance=balance, other_account=other, item=item)

    rows = [
        row(CARD_A, IN, 1000, -9, balance=1000, other_account=CARD_C),
        tell(CARD_A, OUT, 300, 700, CARD_B, 0),
        tell(CARD_A, OUT, 400, 300, CARD_B, 0),
        row(CARD_B, IN, 50, -9, balance=50, other_account=CARD_C, item=1),
        tell(CARD_B, IN, 300, 750, CARD_A, 1),
        tell(CARD_B, IN, 400, 450, CARD_A, 1),
    ]
    ledger = clean(rows)
    assert [amount for *_, amount in list_transfers(ledger)][2:] == [300, 400]
    assert ledger.contradictions == summarise_cleaning(ledger).contradictions == 1


def test_a_payment_told_by_the_day_stands_behind_what_its_account_received_before() -> None:
    day: dict[str, Any] = {"time": DAY, "precision": 2, "item": 1}
    rows = [
        row(CARD_A, OUT, 500, 0, other_account=CARD_B),
        row(CARD_B, IN, 500, balance=500, other_account=CARD_A, **day),
        row(CARD_B, OUT, 500, balance=0, other_account=CARD_C, **day),
    ]
    ledger = clean(rows)
    assert list_transfers(ledger) == [(CARD_A, CARD_B, 500), (CARD_B, CARD_C, 500)]
    assert ledger.transfers["time"].to_pylist() == [NOON, NOON]
    assert ledger.transfers["precision"].to_pylist() == [0, 2]


def test_a_time_that_only_the_payees_bank_tells_bows_to_the_payers_balances() -> None:
    day = {"time": DAY, "precision": 2}
    rows = [
        row(CARD_A, OUT, 300, 0, balance=300, other_account=CARD_C) | day,
        row(CARD_A, OUT, 400, 0, balance=600, other_account=CARD_B) | day,
        row(CARD_A, IN, 900, 0, balance=1000, other_name="合成乙") | day,
        # One second, but B's bank books it three seconds later and C's one.
        row(CARD_B, IN, 400, 3, item=1, balance=500, other_account=CARD_A),
        row(CARD_C, IN, 300, 1, item=2, balance=700, other_account=CARD_A),
    ]
    ledger = clean(rows)
    assert [amount for _, _, amount in list_transfers(ledger)] == [900, 400, 300]
    assert ledger.transfers["time"].to_pylist()[1:] == [NOON + timedelta(seconds=1)] * 2
    assert ledger.contradictions == 0
    # Further apart than two clocks are, it is told and stays.
    rows[3]["time"] = NOON + timedelta(seconds=62)
    apart = clean(rows)
    assert [amount for _, _, amount in list_transfers(apart)] == [900, 300, 400]
    assert apart.contradictions == 1


def test_a_file_from_the_newest_row_to_the_oldest_is_turned_round() -> None:
    rows = [
        row(CARD_A, OUT, amount, at, other_account=CARD_B)
        for amount, at in ((1, 60), (2, 0), (3, 0), (4, -60))
    ]
    assert [amount for *_, amount in list_transfers(clean(rows))] == [4, 3, 2, 1]


def test_a_missing_row_is_a_gap_between_its_neighbours() -> None:
    rows = [
        row(CARD_A, IN, 900, 0, balance=1000, other_account=CARD_C),
        row(CARD_A, OUT, 100, 60, balance=600, other_account=CARD_B),
    ]
    ledger = clean(rows)
    (gap,) = list_gaps(ledger, table(rows), [InputLine("a" * 64, "流水.csv", "x", "rows", 2, 0, 0)])
    assert (gap.account, gap.asset, gap.missing) == (CARD_A, "CNY", -300)
    assert (gap.since, gap.until) == (NOON, NOON + timedelta(seconds=60))
    assert (gap.before.line, gap.after.line) == (2, 3)


def test_balances_rounded_to_a_tenth_prove_an_order_and_show_no_gap() -> None:
    rows = [
        row(CARD_A, IN, 1003, -60, balance=5000, other_account=CARD_C),
        row(CARD_A, OUT, 1004, 0, balance=1990, other_account=CARD_B),
        row(CARD_A, OUT, 2008, 0, balance=2990, other_account=CARD_B),
    ]
    ledger = clean(rows)
    assert [amount for *_, amount in list_transfers(ledger)] == [1003, 2008, 1004]
    assert ledger.gaps.num_rows == 0


def test_ties_without_balances_stay_open_and_are_counted_by_account() -> None:
    rows = [row(CARD_A, OUT, one, 0, other_account=CARD_B) for one in (1, 2)]
    cleaning = summarise_cleaning(clean(rows))
    assert cleaning.orderings == ((Ordering.OPEN, 2),)
    assert cleaning.open_accounts == ((CARD_A, 2),)


def test_an_account_is_known_by_its_rows_or_by_a_task_that_came_back() -> None:
    schema = Told().tasks.schema
    tasks = [
        dict.fromkeys(schema.names) | {"line": 2, "item": 0, "account": account, "result": result}
        for account, result in ((CARD_B, "查询成功"), (CARD_C, "查询失败"))
    ]
    rows = [
        row(CARD_A, OUT, 1, 0, other_account=CARD_B),
        row(CARD_A, OUT, 2, 9, other_account=CARD_C),
    ]
    ledger = clean(rows, Told(tasks=pa.Table.from_pylist(tasks, schema=schema)))
    known = {card: find_purse(ledger, card)["known"] for card in (CARD_A, CARD_B, CARD_C)}
    assert known == {CARD_A: True, CARD_B: True, CARD_C: False}
