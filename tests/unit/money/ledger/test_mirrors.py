"""One payment in both parties' returns is one transfer; amounts alone never pair rows."""

from typing import Any

import pytest
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
    list_fates,
    list_transfers,
    row,
)

from zhanlian.model.statement import RowKind
from zhanlian.model.transfer import Fate, PurseKind, TransferKind

_USED, _MERGED = Fate.USED, Fate.MERGED
_TENPAY = "财付通支付科技有限公司"


def _both(seconds: float, **told: Any) -> list[Any]:
    return [
        row(CARD_A, OUT, 500, 0, other_account=CARD_B),
        row(CARD_B, IN, 500, seconds, item=1, other_account=CARD_A) | told,
    ]


@pytest.mark.parametrize(("seconds", "fate"), [(0, _MERGED), (60, _MERGED), (-60, _MERGED)])
def test_both_parties_rows_are_one_transfer_at_the_payers_time(seconds: int, fate: Fate) -> None:
    ledger = clean(_both(seconds))
    assert list_fates(ledger) == [_USED, fate]
    assert list_transfers(ledger) == [(CARD_A, CARD_B, 500)]
    assert ledger.transfers["time"].to_pylist() == [NOON]
    assert ledger.sources["row"].to_pylist() == [0, 1]


@pytest.mark.parametrize("seconds", [61, -61, 3600])
def test_rows_further_apart_are_two_payments(seconds: int) -> None:
    assert list_fates(clean(_both(seconds))) == [_USED, _USED]
    assert list_fates(clean(_both(seconds), mirror_seconds=3600)) == [_USED, _MERGED]


@pytest.mark.parametrize("told", [{"amount": 501}, {"asset": "USD"}, {"other_account": CARD_C}])
def test_another_amount_asset_or_party_is_another_payment(told: Any) -> None:
    assert list_fates(clean(_both(0, **told))) == [_USED, _USED]


def test_a_day_stands_for_all_of_it_and_takes_the_finer_time() -> None:
    rows = _both(0)
    rows[0] |= {"time": DAY, "precision": 2}
    ledger = clean(rows)
    assert list_fates(ledger) == [_USED, _MERGED]
    assert ledger.transfers["time"].to_pylist() == [NOON]
    assert ledger.transfers["precision"].to_pylist() == [0]


def test_of_two_equal_payments_the_nearest_are_paired() -> None:
    ledger = clean([row(CARD_A, OUT, 500, -50, other_account=CARD_B), *_both(0)])
    assert list_fates(ledger) == [_USED, _USED, _MERGED]
    assert ledger.fates["partner"].to_pylist() == [None, None, 1]


def test_equal_payments_of_one_day_are_paired_by_their_references() -> None:
    names = {"other_account": CARD_B}
    rows = [
        row(CARD_A, OUT, 500, 60, reference="S2", **names),
        row(CARD_A, OUT, 500, 0, reference="S1", **names),
        row(CARD_A, OUT, 500, 30, **names),
        row(CARD_B, IN, 500, 0, item=1, other_account=CARD_A),
        row(CARD_B, IN, 500, 0, item=1, other_account=CARD_A, reference="S2"),
        row(CARD_B, IN, 500, 0, item=1, other_account=CARD_A, reference="S1"),
    ]
    for one in rows[3:]:
        one |= {"time": DAY, "precision": 2}
    ledger = clean(rows)
    assert list_fates(ledger) == [_USED] * 3 + [_MERGED] * 3
    assert ledger.fates["partner"].to_pylist()[3:] == [2, 0, 1]


def test_equal_payments_of_one_day_are_paired_in_the_order_of_balances() -> None:
    day = {"item": 1, "time": DAY, "precision": 2, "other_account": CARD_A}
    rows = [
        row(CARD_A, OUT, 500, 0, other_account=CARD_B, reference="A1"),
        row(CARD_A, OUT, 500, 3600, other_account=CARD_B, reference="A2"),
        row(CARD_B, IN, 500, 0, balance=1070, **day),
        row(CARD_B, IN, 70, 0, balance=570, **day),
        row(CARD_B, IN, 500, 0, balance=500, **day),
    ]
    ledger = clean(rows)
    assert ledger.fates["partner"].to_pylist() == [None, None, 1, None, 0]
    assert ledger.contradictions == 0


def test_a_blank_side_is_paired_by_its_reference_only() -> None:
    blank = {"other_account": None}
    assert list_fates(clean(_both(0, **blank))) == [_USED, _USED]
    rows = [one | {"reference": "S1"} for one in _both(0, **blank)]
    assert list_fates(clean(rows)) == [_USED, _MERGED]
    rows[1]["reference"] = "S2"
    assert list_fates(clean(rows)) == [_USED, _USED]
    rows = [one | {"reference": "000000"} for one in _both(0, **blank)]
    assert list_fates(clean(rows)) == [_USED, _USED]


def test_a_side_that_names_the_holder_is_the_mirror_of_one_that_names_its_account() -> None:
    rows = _both(5, other_account=None, other_name="合成甲")
    rows[0]["own_name"] = "合成甲"
    assert list_fates(clean(rows)) == [_USED, _MERGED]
    rows[0]["own_name"] = "合成丁"
    assert list_fates(clean(rows)) == [_USED, _USED]


def test_a_bank_that_names_the_institution_mirrors_the_wallet_that_names_the_card() -> None:
    rows = [
        row("wx-synthetic-1", OUT, 500, 0, other_account=CARD_B, own_bank="财付通"),
        row(CARD_B, IN, 500, 9, item=1, other_name=_TENPAY),
    ]
    ledger = clean(rows)
    assert list_fates(ledger) == [_USED, _MERGED]
    assert find_purse(ledger, "wx-synthetic-1")["kind"] == PurseKind.WALLET


def test_a_wallets_top_up_names_the_card_and_the_bank_its_keeper() -> None:
    rows = [
        row(CARD_A, OUT, 500, 0, other_name=_TENPAY),
        row(CARD_B, IN, 500, 2, item=1, other_account=CARD_A, kind=int(RowKind.TOPUP)),
    ]
    rows[1] |= {"own_card": None, "own_account": "wx-synthetic-1"}
    ledger = clean(rows)
    assert list_fates(ledger) == [_USED, _MERGED]
    assert find_purse(ledger, "wx-synthetic-1")["kind"] == PurseKind.WALLET
    rows[1]["kind"] = 0  # a payment from a card to somebody is not told by a keeper's name
    assert list_fates(clean(rows)) == [_USED, _USED]


@pytest.mark.parametrize(("arrived", "fee"), [(9990, 10), (9900, 100), (9899, None)])
def test_the_fee_of_a_withdrawal_is_what_does_not_arrive(arrived: int, fee: int | None) -> None:
    rows = [
        row(CARD_A, OUT, 10000, 0, other_account=CARD_B, kind=int(RowKind.WITHDRAWAL)),
        row(CARD_B, IN, arrived, 2, item=1, other_name=_TENPAY),
    ]
    rows[0] |= {"own_card": None, "own_account": "wx-synthetic-1"}
    ledger = clean(rows)
    found = [(payee, amount) for _, payee, amount in list_transfers(ledger)]
    if fee is None:
        assert found == [(CARD_B, 10000), (CARD_B, arrived)]
    else:
        assert found == [(CARD_B, arrived), ("fee:wx-synthetic-1", fee)]


def test_two_sides_without_accounts_are_one_payment_if_each_names_the_other() -> None:
    rows = [
        row(CARD_A, OUT, 500, 0, own_name="合成甲", other_name=_TENPAY),
        row("wx-synthetic-1", IN, 500, 2, item=1, own_name="合成乙", own_bank="微信支付",
            other_name="合成甲"),
    ]  # fmt: skip
    assert list_fates(clean(rows)) == [_USED, _MERGED]
    rows[1]["other_name"] = "合成丁"
    assert list_fates(clean(rows)) == [_USED, _USED]


def test_two_views_of_a_wallet_and_the_other_partys_row_are_one_transfer() -> None:
    rows = [
        row("syn@example.org", OUT, 500, 0, other_account=CARD_B, reference="2026A"),
        row("syn@example.org", OUT, 500, 3, item=1, balance=100, reference="2026A"),
        row(CARD_B, IN, 500, 9, item=2, other_account="syn@example.org"),
    ]
    ledger = clean(rows)
    assert list_fates(ledger) == [_MERGED, _USED, _MERGED]
    assert list_transfers(ledger) == [("syn@example.org", CARD_B, 500)]
    assert ledger.sources["row"].to_pylist() == [0, 1, 2]


def test_a_fee_inside_an_amount_is_a_transfer_of_its_own_that_cites_the_same_row() -> None:
    rows = [
        row("wx-synthetic-1", OUT, 10010, 0, fee=10, balance=90, other_account=CARD_B,
            own_bank="财付通", kind=int(RowKind.WITHDRAWAL)),
        row(CARD_B, IN, 10000, 9, item=1, other_account="wx-synthetic-1"),
    ]  # fmt: skip
    ledger = clean(rows)
    assert list_fates(ledger) == [_USED, _MERGED]
    assert list_transfers(ledger) == [
        ("wx-synthetic-1", CARD_B, 10000),
        ("wx-synthetic-1", "fee:财付通", 10),
    ]
    kinds = ledger.transfers["kind"].to_pylist()
    assert kinds == [TransferKind.WITHDRAWAL, TransferKind.FEE]
    assert ledger.transfers["payer_balance_after"].to_pylist() == [100, 90]
    pairs = zip(*(ledger.sources[name].to_pylist() for name in ("transfer", "row")), strict=True)
    assert list(pairs) == [(0, 0), (0, 1), (1, 0)]
    assert find_purse(ledger, "wx-synthetic-1")["opening"] == 10100


def test_a_fee_of_its_own_holds_no_other_fee() -> None:
    ledger = clean([row(CARD_A, IN, 300, 0, fee=10, kind=int(RowKind.FEE))])
    assert list_transfers(ledger) == [(f"fee:{CARD_A}", CARD_A, 300)]


@pytest.mark.parametrize(
    ("told", "account", "kind"),
    [
        ({}, f"untold:{CARD_A}:out", PurseKind.UNTOLD),
        ({"summary": "ATM取款", "terminal": "T9"}, "atm:T9", PurseKind.ATM),
        ({"kind": 2, "own_bank": "合成银行"}, "atm:合成银行", PurseKind.ATM),
        ({"kind": 3, "merchant": "合成商户"}, "pos:合成商户", PurseKind.POS),
        ({"summary": "手续费", "own_bank": "合成银行"}, "fee:合成银行", PurseKind.FEE),
        ({"other_name": "微信支付-合成"}, f"name:{_TENPAY}", PurseKind.WALLET),
        ({"other_name": "OKX Synthetic"}, "exchange:OKX Synthetic", PurseKind.EXCHANGE),
        ({"other_name": "合成黄金首饰店"}, "goods:合成黄金首饰店", PurseKind.GOODS),
        ({"other_name": "合成贸易有限公司"}, "name:合成贸易有限公司", PurseKind.ACCOUNT),
        ({"other_name": "合成乙"}, f"name:{CARD_A}:合成乙", PurseKind.ACCOUNT),
    ],
)
def test_what_stands_on_a_side_without_account_is_told_by_its_words(
    told: Any, account: str, kind: PurseKind
) -> None:
    ledger = clean([row(CARD_A, OUT, 500, 0, **told)])
    assert list_transfers(ledger) == [(CARD_A, account, 500)]
    purse = find_purse(ledger, account)
    assert (purse["kind"], purse["known"]) == (kind, False)


def test_an_account_with_rows_of_its_own_is_no_cash_out_point() -> None:
    rows = [
        row(CARD_A, OUT, 500, 0, other_account=CARD_B, kind=int(RowKind.MERCHANT)),
        row(CARD_A, OUT, 700, 9, other_account=CARD_C, kind=int(RowKind.MERCHANT)),
        row(CARD_B, OUT, 400, 99, item=1, other_account=CARD_C),
    ]
    ledger = clean(rows)
    assert find_purse(ledger, CARD_B)["kind"] == PurseKind.ACCOUNT
    # One row calls it a merchant, another one does not: no cash-out point either.
    assert find_purse(ledger, CARD_C)["kind"] == PurseKind.ACCOUNT
    alone = clean(rows[:2])
    assert find_purse(alone, CARD_C)["kind"] == PurseKind.MERCHANT


_WXID = "wxid_syn00000023"


@pytest.mark.parametrize(
    ("told", "account", "kind"),
    [
        # A wallet whose own return is missing is to be asked for, whatever the way of paying.
        ({"other_account": _WXID, "other_name": _TENPAY, "summary": "快捷支付"}, _WXID,
         PurseKind.WALLET),
        ({"other_account": _WXID, "other_name": _TENPAY, "kind": int(RowKind.MERCHANT)}, _WXID,
         PurseKind.WALLET),
        ({"other_account": CARD_B, "other_name": _TENPAY, "summary": "快捷支付"}, CARD_B,
         PurseKind.WALLET),
        ({"other_account": CARD_B, "other_name": "合成乙", "summary": "快捷支付"}, CARD_B,
         PurseKind.ACCOUNT),
        ({"other_name": _TENPAY, "summary": "快捷支付"}, f"name:{_TENPAY}", PurseKind.WALLET),
        ({"summary": "快捷支付"}, f"untold:{CARD_A}:out", PurseKind.UNTOLD),
        # What was bought is told by more than the way of paying.
        ({"other_name": "合成百货", "summary": "快捷支付"}, "merchant:合成百货",
         PurseKind.MERCHANT),
        ({"other_name": _TENPAY, "merchant": "合成百货", "kind": int(RowKind.MERCHANT),
          "other_account": _WXID}, _WXID, PurseKind.MERCHANT),
        ({"other_account": CARD_B, "merchant": "合成百货", "summary": "快捷支付"}, CARD_B,
         PurseKind.MERCHANT),
        ({"other_account": CARD_B, "other_name": "合成百货", "kind": int(RowKind.MERCHANT)}, CARD_B,
         PurseKind.MERCHANT),
        ({"other_account": CARD_B, "other_name": _TENPAY, "kind": int(RowKind.MERCHANT)}, CARD_B,
         PurseKind.MERCHANT),
    ],
)  # fmt: skip
def test_a_way_of_paying_makes_no_shop(told: Any, account: str, kind: PurseKind) -> None:
    ledger = clean([row(CARD_A, OUT, 500, 0, **told)])
    assert list_transfers(ledger) == [(CARD_A, account, 500)]
    purse = find_purse(ledger, account)
    assert (purse["kind"], purse["known"]) == (kind, False)
