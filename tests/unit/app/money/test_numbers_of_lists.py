"""Numbers that victims and measures write in their own way are the accounts of the ledger."""

from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from statement_rows import CARD_A, CARD_B, IN, NOON, OUT, row, table

from zhanlian.app.money.follow import follow_money
from zhanlian.app.money.gather import ITEM, Gathered
from zhanlian.app.money.payments import StatementText, collect_payments
from zhanlian.app.money.ports import FollowRequest
from zhanlian.app.money.statements import Imported
from zhanlian.model.answers import FlowAnswer, FreezeState
from zhanlian.model.dates import PartialDate
from zhanlian.model.evidence import EvidenceItem
from zhanlian.model.record import PaymentMention
from zhanlian.model.statement import SCHEMAS

_NUMBER_A = "110099000000017"
_HEX = "0x52908400098527886e0f7030069857d2e4169ee7"
_USDT = "tron:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"


def _make(told: str, rows: list[dict[str, object]]) -> pa.Table:
    schema = SCHEMAS[told].append(ITEM)
    blank = dict.fromkeys(schema.names) | {"line": 2, "item": 0}
    return pa.Table.from_pylist([blank | one for one in rows], schema=schema)


def _follow(payee: str, payer: str = CARD_B, asset: str = "CNY", own: str = CARD_A) -> FlowAnswer:
    own_number = _NUMBER_A if own == CARD_A else None
    rows = [
        row(own, IN, 500_00, 0, balance=500_00, other_account=CARD_B, own_account=own_number),
        row(own, OUT, 100_00, 60, balance=400_00, other_account="SYN-X"),
    ]
    for one in rows:
        one["asset"] = asset
    payment = {
        "victim": "合成甲", "time": NOON, "precision": 1, "payer": payer, "payee": payee,
        "amount": 500_00, "asset": asset,
    }  # fmt: skip
    freeze = {"account": payee, "measure": "冻结", "until": datetime(2027, 1, 1, tzinfo=UTC)}
    tables = {
        **{told: _make(told, []) for told in ("accounts", "persons", "tasks")},
        "rows": table(rows),
        "payments": _make("payments", [payment]),
        "freezes": _make("freezes", [freeze | {"asset": asset}]),
    }
    item = EvidenceItem("0" * 64, "0" * 64, 0, "text/csv", "合成.csv")
    gathered = Gathered(tables, (Imported(item, "", (), (), (), ()),))
    told = collect_payments(gathered, ())
    return follow_money(gathered, told, FollowRequest("c", "v", "zh"), lambda _: None)


@pytest.mark.parametrize(
    "payee",
    [
        CARD_A,
        _NUMBER_A,
        f"{_NUMBER_A}_156",
        "6222 0200 0000 0000 017",
        "6222-0200-0000-0000-017",
        "６２２２０２００００００００００017",
        "'6222020000000000017",
        "6222********0017",
        "6222 **** **** 0017",
        "1100*******0017",
    ],
)
def test_a_payee_is_found_however_its_number_is_written(payee: str) -> None:
    answer = _follow(payee)
    assert answer.unmatched == ()
    assert [(one.account, one.held) for one in answer.accounts if one.known] == [(CARD_A, 400_00)]
    (freeze,) = answer.freezes
    assert (freeze.account, freeze.state) == (CARD_A, FreezeState.FROZEN)


@pytest.mark.parametrize(
    "payer", ["6217 0000 0000 0000 025", "6217*****0025", "6217-0000-0000-0000-025", ""]
)
def test_a_payer_agrees_however_its_number_is_written(payer: str) -> None:
    answer = _follow(CARD_A, payer)
    assert answer.unmatched == ()
    assert answer.totals[0].paid_in == 500_00


@pytest.mark.parametrize(
    ("payee", "count"), [("6222-0200-0000-0000-017", 1), (CARD_A, 1), (CARD_B, 2)]
)
def test_a_payment_that_a_list_and_a_statement_tell_in_two_ways_is_one(
    payee: str, count: int
) -> None:
    row_ = {
        "victim": "合成甲", "time": NOON, "precision": 1, "payee": "6222 0200 0000 0000 017",
        "amount": 500_00, "asset": "CNY",
    }  # fmt: skip
    item = EvidenceItem("0" * 64, "0" * 64, 0, "text/csv", "合成.csv")
    tables = {"payments": _make("payments", [row_])}
    gathered = Gathered(tables, (Imported(item, "", (), (), (), ()),))
    mention = PaymentMention(
        victim="合成甲", day=PartialDate(2026, 3, 1), clock=(12, 0), payer="", payee=payee,
        amount=Decimal(500), currency="CNY", quote="合成", start=0,
    )  # fmt: skip
    text = StatementText("1" * 64, "合成.txt", "合成", (mention,))
    assert len(collect_payments(gathered, [text]).payments) == count


def test_another_account_is_another_payment() -> None:
    answer = _follow("6222********0018")
    assert {one.account for one in answer.accounts} == {"6222********0018"}
    assert _follow(CARD_A, "6217000000000000026").unmatched


def test_an_address_is_one_in_capitals_and_in_small_letters() -> None:
    told = "0x" + _HEX[2:].upper()
    answer = _follow(told, asset="eth:0xdac17f958d2ee523a2206206994597c13d831ec7", own=_HEX)
    assert [(one.account, one.held) for one in answer.accounts if one.known] == [(_HEX, 400_00)]
