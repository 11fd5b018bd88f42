"""A minus is a manner of writing or a reversal, and only evidence decides which."""

from typing import Any

import pytest
from statement_rows import (
    CARD_A,
    CARD_B,
    DAY,
    IN,
    NEUTRAL,
    OUT,
    clean,
    find_purse,
    list_fates,
    list_transfers,
    row,
)

from zhanlian.model.statement import RowKind, RowStatus
from zhanlian.model.transfer import Fate

_B = {"other_account": CARD_B}
_REVERSAL = int(RowKind.REVERSAL)


def test_a_minus_that_the_balance_proves_is_a_payment_out() -> None:
    rows = [
        row(CARD_A, IN, 500, 0, balance=500, **_B),
        row(CARD_A, OUT, -200, 9, balance=300, **_B),
    ]
    assert list_transfers(clean(rows)) == [(CARD_B, CARD_A, 500), (CARD_A, CARD_B, 200)]


def test_a_minus_against_which_the_balance_speaks_takes_back() -> None:
    rows = [
        row(CARD_A, IN, 500, 0, balance=500, **_B),
        row(CARD_A, OUT, 200, 9, balance=300, **_B),
        row(CARD_A, OUT, -200, 20, balance=500, **_B),
    ]
    ledger = clean(rows)
    assert list_fates(ledger) == [Fate.USED, Fate.REVERSED, Fate.REVERSAL]
    assert ledger.gaps.num_rows == 0
    assert find_purse(ledger, CARD_A)["last_balance"] == 500


def test_without_balances_all_payments_out_written_negative_are_a_manner() -> None:
    rows = [row(CARD_A, OUT, -200, 0, **_B), row(CARD_A, OUT, -300, 9, **_B)]
    assert list_fates(clean(rows)) == [Fate.USED, Fate.USED]


def test_without_balances_a_minus_among_positive_payments_takes_back() -> None:
    rows = [
        row(CARD_A, OUT, 200, 0, **_B),
        row(CARD_A, OUT, 300, 9, **_B),
        row(CARD_A, OUT, -200, 20, **_B),
    ]
    assert list_fates(clean(rows)) == [Fate.REVERSED, Fate.USED, Fate.REVERSAL]


def test_a_reversal_without_its_payment_is_told_and_gives_no_money() -> None:
    rows = [
        row(CARD_A, OUT, 300, 9, **_B),
        row(CARD_A, OUT, -200, 20, kind=_REVERSAL, **_B),
    ]
    ledger = clean(rows)
    assert list_fates(ledger) == [Fate.USED, Fate.UNMATCHED_REVERSAL]
    assert list_transfers(ledger) == [(CARD_A, CARD_B, 300)]


def test_a_reversal_in_the_direction_of_what_it_takes_back_is_matched() -> None:
    rows = [row(CARD_A, OUT, 200, 0, **_B), row(CARD_A, OUT, 200, 20, kind=_REVERSAL, **_B)]
    assert list_fates(clean(rows)) == [Fate.REVERSED, Fate.REVERSAL]


def test_the_same_reference_is_preferred_to_the_later_payment() -> None:
    rows = [
        row(CARD_A, OUT, 200, 0, reference="S1", **_B),
        row(CARD_A, OUT, 200, 9, reference="S2", **_B),
        row(CARD_A, IN, 200, 20, reference="S1", kind=_REVERSAL, **_B),
    ]
    assert list_fates(clean(rows)) == [Fate.REVERSED, Fate.USED, Fate.REVERSAL]
    rows[2]["reference"] = None
    assert list_fates(clean(rows)) == [Fate.USED, Fate.REVERSED, Fate.REVERSAL]


@pytest.mark.parametrize(("days", "fate"), [(7, Fate.REVERSED), (8, Fate.USED)])
def test_a_reversal_reaches_back_as_far_as_the_policy_says(days: int, fate: Fate) -> None:
    rows = [
        row(CARD_A, OUT, 200, 0, **_B),
        row(CARD_A, IN, 200, days * 86400, kind=_REVERSAL, **_B),
    ]
    assert list_fates(clean(rows))[0] == fate


def test_another_counterparty_is_not_taken_back() -> None:
    rows = [
        row(CARD_A, OUT, 200, 0, **_B),
        row(CARD_A, IN, 200, 20, kind=_REVERSAL, other_account="6222020000000000999"),
    ]
    assert list_fates(clean(rows)) == [Fate.USED, Fate.UNMATCHED_REVERSAL]


def test_both_parties_rows_of_a_reversed_payment_go() -> None:
    rows = [
        row(CARD_A, OUT, 200, 0, other_account=CARD_B),
        row(CARD_A, IN, 200, 20, kind=_REVERSAL, other_account=CARD_B),
        row(CARD_B, IN, 200, 1, item=1, other_account=CARD_A),
        row(CARD_B, OUT, 200, 21, item=1, other_account=CARD_A),
    ]
    gone = [Fate.REVERSED, Fate.REVERSAL]
    assert list_fates(clean(rows)) == gone + gone
    # The second try of a payment that failed stays, and stays with its mirror.
    again = [
        row(CARD_A, OUT, 200, 25, other_account=CARD_B),
        row(CARD_B, IN, 200, 26, item=1, other_account=CARD_A),
    ]
    fates = list_fates(clean(rows[:2] + again))
    assert fates == [*gone, Fate.USED, Fate.MERGED]


def test_the_balance_proves_a_direction_that_is_missing() -> None:
    rows = [
        row(CARD_A, IN, 500, 0, balance=500, **_B),
        row(CARD_A, 0, 200, 9, balance=300, **_B),
        row(CARD_A, NEUTRAL, 50, 20, balance=350, **_B),
        row(CARD_A, 0, 50, 30, **_B),
        row(CARD_A, NEUTRAL, 50, 40, **_B),
    ]
    ledger = clean(rows)
    assert list_fates(ledger)[1:] == [Fate.USED, Fate.USED, Fate.NO_DIRECTION, Fate.NEUTRAL]
    assert list_transfers(ledger)[1:] == [(CARD_A, CARD_B, 200), (CARD_B, CARD_A, 50)]


def test_a_wallets_neutral_rows_go_the_way_of_their_kind() -> None:
    kinds = (RowKind.TOPUP, RowKind.REFUND, RowKind.WITHDRAWAL)
    rows = [row(CARD_A, NEUTRAL, 50, at, kind=int(kind), **_B) for at, kind in enumerate(kinds)]
    assert [payer for payer, _, _ in list_transfers(clean(rows))] == [CARD_B, CARD_B, CARD_A]


@pytest.mark.parametrize(
    ("told", "fate"),
    [
        ({"status": int(RowStatus.FAILED)}, Fate.FAILED),
        ({"status": int(RowStatus.PENDING)}, Fate.PENDING),
        ({"kind": int(RowKind.QUERY)}, Fate.NO_MONEY),
        ({"amount": 0}, Fate.NO_MONEY),
        ({"amount": None}, Fate.NO_AMOUNT),
        ({"time": None}, Fate.NO_TIME),
        ({"kind": int(RowKind.SUMMARY)}, Fate.SUMMARY),
        ({"kind": int(RowKind.DUPLICATE_VIEW)}, Fate.DUPLICATE_VIEW),
        ({"other_account": CARD_A}, Fate.TO_ITSELF),
    ],
)
def test_what_is_no_payment_is_left_out_by_its_reason(told: dict[str, object], fate: Fate) -> None:
    ledger = clean([row(CARD_A, OUT, 200, 0, **_B) | told])
    assert list_fates(ledger) == [fate]
    assert ledger.transfers.num_rows == 0


def test_the_same_row_again_is_no_second_payment() -> None:
    one = row(CARD_A, OUT, 200, 0, balance=300, reference="S1", **_B)
    assert list_fates(clean([one, one | {"item": 1}, one])) == [
        Fate.USED,
        Fate.REPEATED,
        Fate.REPEATED,
    ]


@pytest.mark.parametrize("told", [{"balance": 100}, {"reference": "S2"}, {"amount": -200}])
def test_equal_payments_that_differ_in_what_tells_them_apart_stay_two(
    told: dict[str, object],
) -> None:
    one = row(CARD_A, OUT, 200, 0, balance=300, reference="S1", **_B)
    assert Fate.REPEATED not in list_fates(clean([one, one | told]))


def test_equal_rows_that_nothing_tells_apart_repeat_only_those_of_another_return() -> None:
    one = row(CARD_A, OUT, 200, 0, **_B)
    fates = list_fates(clean([one, one, one | {"item": 1}, one | {"item": 1}, one | {"item": 1}]))
    assert fates.count(Fate.REPEATED) == 2
    assert fates.count(Fate.USED) == 3


def test_by_the_day_an_account_may_come_back_to_the_same_balance() -> None:
    day: dict[str, Any] = {"time": DAY, "precision": 2, **_B}
    out = row(CARD_A, OUT, 200, balance=300, **day)
    back = row(CARD_A, IN, 200, balance=500, **day)
    assert Fate.REPEATED not in list_fates(clean([out, back, out]))
    assert list_fates(clean([out, out])) == [Fate.USED, Fate.REPEATED]


@pytest.mark.parametrize(
    ("kind", "fate"),
    [
        (RowKind.MERCHANT, Fate.USED),
        (RowKind.POS, Fate.USED),
        (RowKind.CASH, Fate.NO_DIRECTION),
        (RowKind.UNTOLD, Fate.NO_DIRECTION),
    ],
)
def test_a_purchase_without_a_mark_goes_out(kind: RowKind, fate: Fate) -> None:
    # The first row of an account: no balance before it tells which way the money went.
    rows = [row(CARD_A, 0, 200, 0, balance=300, kind=int(kind), other_name="合成百货")]
    ledger = clean(rows)
    assert list_fates(ledger) == [fate]
    assert [payer for payer, _, _ in list_transfers(ledger)] == [CARD_A] * (fate is Fate.USED)


def test_a_sign_without_a_mark_tells_where_payments_out_are_written_with_a_minus() -> None:
    rows = [
        row(CARD_A, 0, -200, 0, balance=800, **_B),
        row(CARD_A, OUT, -300, 9, balance=500, **_B),
    ]
    assert list_transfers(clean(rows)) == [(CARD_A, CARD_B, 200), (CARD_A, CARD_B, 300)]
    received = [rows[0] | {"amount": 200}, rows[1]]
    assert list_transfers(clean(received)) == [(CARD_B, CARD_A, 200), (CARD_A, CARD_B, 300)]
    unsigned = [*received, row(CARD_A, OUT, 50, 20, balance=450, **_B)]
    assert list_fates(clean(unsigned))[0] == Fate.NO_DIRECTION
    alone = clean(rows[:1])
    assert list_fates(alone) == [Fate.NO_DIRECTION]
    in_another_return = [rows[0], rows[1] | {"item": 1}]
    assert list_fates(clean(in_another_return)) == [Fate.NO_DIRECTION, Fate.USED]
