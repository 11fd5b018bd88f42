"""Victims' payments in the ledger: found, missing, or added on the victim's word."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from zhanlian.model.answers import RowRef
from zhanlian.model.loss import VictimPayment
from zhanlian.model.statement import Precision
from zhanlian.model.transfer import PURSES, TRANSFERS, PurseKind
from zhanlian.money.victims.beyond import add_payments
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


def test_another_payer_is_another_payment() -> None:
    transfers = _transfers((0, 3, 1, 500_00))
    matches = _match(transfers, _payment())
    assert matches.transfer == (-1,)
    assert [one.reason.key for one in matches.unmatched] == ["payments.not-in-records"]


@pytest.mark.parametrize(("minutes", "found"), [(0, 0), (60 * 30, 0), (60 * 49, -1), (-1, -1)])
def test_a_payment_told_by_the_day_is_found_on_it_or_the_next(minutes: int, found: int) -> None:
    transfers = _transfers((minutes, 0, 1, 500_00))
    assert _match(transfers, _payment(precision=Precision.DAY)).transfer == (found,)


@pytest.mark.parametrize(("minutes", "found"), [(-60 * 10, 0), (60 * 14, 0), (60 * 25, -1)])
def test_a_bank_that_tells_only_the_day_may_hold_the_payment(minutes: int, found: int) -> None:
    transfers = _transfers((minutes, 0, 1, 500_00), precision=int(Precision.DAY))
    assert _match(transfers, _payment()).transfer == (found,)


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


def test_nothing_to_add_changes_nothing() -> None:
    transfers = _transfers((0, 0, 1, 1_00))
    ledger = add_payments([], [], transfers, _PURSES, _NAMES)
    assert ledger.transfers.equals(transfers)
    assert ledger.former.tolist() == [0]
