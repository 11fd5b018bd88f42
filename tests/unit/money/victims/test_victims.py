"""Victims' payments in the ledger: found, missing, or added on the victim's word."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from zhanlian.model.answers import RowRef
from zhanlian.model.asset import USDT_ON_TRON
from zhanlian.model.loss import VictimPayment
from zhanlian.model.statement import Precision
from zhanlian.model.transfer import PURSES, TRANSFERS, PurseKind
from zhanlian.money.victims.beyond import add_payments
from zhanlian.money.victims.masks import find_masked
from zhanlian.money.victims.matching import Matches, match_payments

_START = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
_ROW = RowRef("0" * 64, "victims.csv", 2)
_NAMES = {"SYN-V": "SYN-V", "SYN-A": "SYN-A", "SYN-A_156": "SYN-A", "SYN-B": "SYN-B"}


def _purses(*rows: tuple[str, bool, PurseKind]) -> pa.Table:
    told = [
        {"account": account, "asset": "CNY", "kind": int(kind), "known": known}
        for account, known, kind in rows
    ]
    return pa.Table.from_pylist(told, schema=PURSES)


_PURSES = _purses(
    ("SYN-V", False, PurseKind.ACCOUNT),
    ("SYN-A", True, PurseKind.ACCOUNT),
    ("untold:SYN-A:in", False, PurseKind.UNTOLD),
    ("SYN-W", False, PurseKind.ACCOUNT),
)


def _transfers(*rows: tuple[float, int, int, int], precision: int = 0) -> pa.Table:
    told = [
        {
            "transfer_id": f"T{place:08d}",
            "time": _START + timedelta(minutes=minutes),
            "precision": precision,
            "payer": payer,
            "payee": payee,
            "amount": amount,
            "kind": 0,
            "ordering": 0,
        }
        for place, (minutes, payer, payee, amount) in enumerate(rows)
    ]
    return pa.Table.from_pylist(told, schema=TRANSFERS)


def _payment(
    minutes: float = 0,
    amount: int = 500_00,
    payee: str = "SYN-A_156",
    payer: str = "SYN-V",
    precision: Precision = Precision.MINUTE,
) -> VictimPayment:
    time = _START + timedelta(minutes=minutes)
    return VictimPayment("甲", time, precision, payer, payee, amount, "CNY", _ROW)


def _match(transfers: pa.Table, *payments: VictimPayment) -> Matches:
    return match_payments(payments, transfers, _PURSES, _NAMES)


def test_a_payment_is_found_by_account_amount_and_time() -> None:
    transfers = _transfers((-200, 0, 1, 500_00), (3, 0, 1, 500_00), (4, 0, 1, 400_00))
    assert _match(transfers, _payment()).transfer == (1,)


def test_the_nearest_in_time_wins_and_no_transfer_is_given_twice() -> None:
    transfers = _transfers((0, 0, 1, 500_00), (5, 0, 1, 500_00))
    assert _match(transfers, _payment(4), _payment(5), _payment(5)).transfer == (0, 1, -1)


def test_a_payer_who_agrees_goes_before_one_who_is_not_told() -> None:
    transfers = _transfers((0, 2, 1, 500_00), (5, 0, 1, 500_00))
    assert _match(transfers, _payment()).transfer == (1,)
    assert _match(transfers.slice(0, 1), _payment()).transfer == (0,)


def test_a_payer_told_by_a_nickname_is_the_holder_of_an_export_without_a_number() -> None:
    told = [
        {"account": "wechat:0001", "asset": "CNY", "kind": 1, "known": True, "holder": "合成昵称"},
        {"account": "SYN-A", "asset": "CNY", "kind": 0, "known": True},
        {"account": "SYN-X", "asset": "CNY", "kind": 0, "known": True, "holder": "合成丁"},
    ]
    purses = pa.Table.from_pylist(told, schema=PURSES)
    transfers = _transfers((5, 0, 1, 500_00), (1, 2, 1, 500_00))
    matches = match_payments([_payment(payer="合成昵称")], transfers, purses, _NAMES)
    assert matches.transfer == (0,)


@pytest.mark.parametrize(
    ("booked", "told", "found"),
    [
        ("6222020000000017", "6222********0017", 0),
        ("6222****0017", "6222020000000017", 0),
        ("6222****0017", "*0017", 0),
        ("6222020000000017", "6222********0018", -1),
        ("6222****0017", "6222020000000018", -1),
        ("6222020000000017", "6217000000000017", -1),
    ],
)
def test_a_masked_payer_agrees_by_its_last_signs(booked: str, told: str, found: int) -> None:
    purses = _purses((booked, False, PurseKind.ACCOUNT), ("SYN-A", True, PurseKind.ACCOUNT))
    transfers = _transfers((0, 0, 1, 500_00))
    matches = match_payments([_payment(payer=told)], transfers, purses, _NAMES)
    assert matches.transfer == (found,)


def test_a_masked_number_is_the_one_account_that_it_fits() -> None:
    canonical = {"6222000000000017": "C1", "6222000000000117": "C1", "6217000000000017": "C2"}
    assert find_masked(["6222**0017", "6222**"], canonical) == {"6222**0017": "C1"}
    assert find_masked(["6222000000*000017", "6222000000000017"], canonical) == {}
    assert find_masked(["622*0017"], canonical) == {}  # three signs name nobody
    assert find_masked(["6222*0*17"], canonical) == {}
    two = canonical | {"6222990000000017": "C9"}
    assert find_masked(["6222**0017"], two) == {}
    assert find_masked(["6222**0017"], two | {"6222**0017": "C4"}) == {}


def test_another_payer_is_another_payment() -> None:
    transfers = _transfers((0, 3, 1, 500_00))
    matches = _match(transfers, _payment())
    assert matches.transfer == (-1,)
    assert [one.reason.key for one in matches.unmatched] == ["payments.not-in-records"]


@pytest.mark.parametrize(
    ("precision", "time"),
    [(Precision.DAY, "2026-03-01"), (Precision.MINUTE, "2026-03-01 10:05"),
     (Precision.SECOND, "2026-03-01 10:05:00")],
)  # fmt: skip
def test_what_was_not_found_is_told_in_beijing_time(precision: Precision, time: str) -> None:
    moment = datetime(2026, 3, 1, 2, 5, tzinfo=UTC)
    payment = replace(_payment(1, 12_345_67, precision=precision), time=moment)
    (told,) = _match(_transfers((0, 3, 1, 500_00)), payment).unmatched
    assert told.told == f"{time} → SYN-A_156: 12,345.67 CNY"


@pytest.mark.parametrize(("minutes", "found"), [(0, 0), (60 * 30, 0), (60 * 49, -1), (-1, -1)])
def test_a_payment_told_by_the_day_is_found_on_it_or_the_next(minutes: int, found: int) -> None:
    transfers = _transfers((minutes, 0, 1, 500_00))
    assert _match(transfers, _payment(precision=Precision.DAY)).transfer == (found,)


@pytest.mark.parametrize(("minutes", "found"), [(-60 * 10, 0), (60 * 14, 0), (60 * 25, -1)])
def test_a_bank_that_tells_only_the_day_may_hold_the_payment(minutes: int, found: int) -> None:
    transfers = _transfers((minutes, 0, 1, 500_00), precision=int(Precision.DAY))
    assert _match(transfers, _payment()).transfer == (found,)


def test_a_payment_is_found_on_its_own_day_before_the_next() -> None:
    # 22:00 and 21:40 in Shanghai on two days, booked by the day: 00:00 of each.
    transfers = _transfers((-10 * 60, 0, 1, 500_00), (14 * 60, 0, 1, 500_00), precision=2)
    payments = (_payment(12 * 60), _payment(35 * 60 + 40))
    assert _match(transfers, *payments).transfer == (0, 1)
    assert _match(transfers.slice(1), payments[0]).transfer == (0,)  # booked on the next one


def test_a_payment_to_an_account_without_records_is_added_to_the_ledger() -> None:
    transfers = _transfers((-5, 0, 1, 1_00), (0, 0, 1, 2_00))
    payments = [_payment(payee="SYN-B", payer="")]
    matches = match_payments(payments, transfers, _PURSES, _NAMES)
    assert (matches.beyond, matches.unmatched) == ((0,), ())
    ledger = add_payments(payments, matches.beyond, transfers, _PURSES, _NAMES)
    assert ledger.transfers["transfer_id"].to_pylist() == ["T00000000", "V00000001", "T00000001"]
    assert ledger.former.tolist() == [0, -1, 1]
    assert ledger.added.tolist() == [-1, 0, -1]
    assert ledger.transfers.schema.equals(TRANSFERS)
    assert ledger.purses["account"].to_pylist()[-2:] == ["untold::甲", "SYN-B"]
    assert ledger.purses["known"].to_pylist()[-2:] == [False, False]
    assert ledger.purses["kind"].to_pylist()[-2:] == [PurseKind.UNTOLD, PurseKind.ACCOUNT]


def test_what_is_paid_in_a_token_goes_to_an_address() -> None:
    payment = replace(_payment(payee="TsyntheticAddress"), asset=USDT_ON_TRON)
    ledger = add_payments([payment], (0,), _transfers((0, 0, 1, 1)), _PURSES, _NAMES)
    assert ledger.purses["kind"].to_pylist()[-2:] == [PurseKind.ADDRESS, PurseKind.ADDRESS]


def test_nothing_to_add_changes_nothing() -> None:
    transfers = _transfers((0, 0, 1, 1_00))
    ledger = add_payments([], [], transfers, _PURSES, _NAMES)
    assert ledger.transfers.equals(transfers)
    assert ledger.former.tolist() == [0]
