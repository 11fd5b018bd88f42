"""Payments told by victims' statements; all texts and accounts are invented (SYNTHETIC)."""

from decimal import Decimal

import pytest

from zhanlian.model.record import PaymentMention
from zhanlian.reading.payments import find_payments

_HEAD = "询问笔录（合成示例）\n\n受害人：合成甲\n\n"
_ONE = "6222020000000000017"
_TWO = "6217000000000000025"
_TRON = "T" + "SYNTHETiC" * 3 + "AddrXY"


def _read(told: str, head: str = _HEAD) -> list[PaymentMention]:
    return list(find_payments(f"{head}{told}\n"))


def _plain(told: str) -> list[tuple[str, str, str]]:
    return [
        (f"{one.day} {':'.join(map(str, one.clock))}", one.payee, str(one.amount))
        for one in _read(told)
    ]


def test_account_amount_and_time_make_a_payment() -> None:
    told = f"2026年3月1日10时05分，我从{_TWO}向对方账户{_ONE}转账50000元。"
    (payment,) = _read(told)
    assert payment.victim == "合成甲"
    assert (str(payment.day), payment.clock) == ("2026-03-01", (10, 5))
    assert (payment.payer, payment.payee) == (_TWO, _ONE)
    assert (payment.amount, payment.currency) == (Decimal(50000), "CNY")
    assert payment.quote in told


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (
            f"2026年3月1日上午10:05:30，我向{_ONE}转账5万元，10时20分又向{_TWO}转账3.5万元。",
            [("2026-03-01 10:5:30", _ONE, "50000"), ("2026-03-01 10:20", _TWO, "35000.0")],
        ),
        (
            f"2026年3月1日晚上8点半，我转账1,200元，收款账号为{_ONE}。",
            [("2026-03-01 20:30", _ONE, "1200")],
        ),
        (
            f"2026年3月1日我向{_ONE}转账100元。3月2日下午2点又向该账户转账200元。",
            [("2026-03-01 ", _ONE, "100"), ("2026-03-02 14:0", _ONE, "200")],
        ),
        (
            f"2026年3月1日9时，我把1000USDT转至{_TRON}。",
            [("2026-03-01 9:0", _TRON, "1000")],
        ),
    ],
)
def test_payments_of_one_statement(told: str, found: list[tuple[str, str, str]]) -> None:
    assert _plain(told) == found


@pytest.mark.parametrize(
    "told",
    [
        f"2026年3月1日，对方从{_ONE}给我返现500元，我收到转账500元。",
        f"对方要求我向{_ONE}转账5万元。",
        f"2026年3月1日我向{_ONE}转账5万元未成功。",
        f"2026年3月1日我向{_ONE}转账5万余元。",
        "2026年3月1日我向尾号0017的账户转账5万元。",
        f"我先后向{_ONE}等账户转账共计12万元。",
    ],
    ids=["money that came", "a demand", "it failed", "no exact sum", "no account", "a total"],
)
def test_what_is_no_payment_with_account_and_amount_is_left_to_people(told: str) -> None:
    assert _read(told) == []


def test_a_text_that_is_nobodys_statement_is_not_read() -> None:
    told = f"2026年3月1日10时，受害人甲某向{_ONE}转账5万元。"
    assert _read(told, head="通报（合成示例）\n\n") == []
