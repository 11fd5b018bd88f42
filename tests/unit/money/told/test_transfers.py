"""A plain table becomes transfers and purses in an order that the balances prove."""

import pyarrow as pa

from zhanlian.model.transfer import PURSES, TRANSFERS, Ordering, PurseKind
from zhanlian.money.told.accounts import ToldAccount
from zhanlian.money.told.transfers import ToldLedger, build_ledger

_NAMES = (
    "transfer_id",
    "time",
    "payer",
    "payee",
    "amount",
    "asset",
    "payer_balance_after",
    "payee_balance_after",
)


def _build(*rows: tuple[str, ...], accounts: dict[str, ToldAccount] | None = None) -> ToldLedger:
    columns = zip(*rows, strict=True)
    return build_ledger(pa.table(dict(zip(_NAMES, columns, strict=False))), accounts)


def _purses(ledger: ToldLedger) -> dict[tuple[str, str], dict[str, object]]:
    return {(row["account"], row["asset"]): row for row in ledger.purses.to_pylist()}


def test_rows_of_one_instant_are_ordered_by_the_balances_of_both_sides() -> None:
    when = "2024-11-02T11:00:00"
    # File order is 3, 1, 2; only 1 (A: 100), 2 (A: 40), 3 (B: 10) fits both accounts.
    ledger = _build(
        ("3", when, "B", "C", "50.00", "CNY", "10.00", ""),
        ("2", when, "A", "B", "60.00", "CNY", "40.00", "60.00"),
        ("1", when, "S", "A", "100.00", "CNY", "", "100.00"),
        ("4", "2024-11-02T11:00:01", "A", "D", "40.00", "CNY", "0.00", ""),
    )
    assert ledger.transfers.schema == TRANSFERS
    assert ledger.purses.schema == PURSES
    assert ledger.transfers.column("transfer_id").to_pylist() == ["1", "2", "3", "4"]
    codes = ledger.transfers.column("ordering").to_pylist()
    assert codes == [Ordering.PROVED] * 3 + [Ordering.ALONE]


def test_without_balances_ties_stay_in_file_order_and_are_called_open() -> None:
    ledger = _build(
        ("b", "2024-11-02T11:00:01", "A", "B", "1.00", "CNY"),
        ("z", "2024-11-02T11:00:00", "A", "B", "1.00", "CNY"),
        ("a", "2024-11-02T11:00:00", "B", "C", "1.00", "CNY"),
        ("c", "2024-11-02T11:00:00", "X", "Y", "1.00", "CNY"),
    )
    assert ledger.transfers.column("transfer_id").to_pylist() == ["z", "a", "c", "b"]
    codes = ledger.transfers.column("ordering").to_pylist()
    assert codes == [Ordering.OPEN, Ordering.OPEN, Ordering.ALONE, Ordering.ALONE]


def test_the_opening_is_what_lay_there_before_and_never_below_nought() -> None:
    ledger = _build(
        ("1", "2024-11-02T11:00:00", "A", "B", "10.00", "CNY", "", "5.00"),
        ("2", "2024-11-02T11:00:01", "A", "B", "20.00", "CNY", "70.00", ""),
    )
    purses = _purses(ledger)
    assert purses["A", "CNY"]["opening"] == 10_000
    assert purses["A", "CNY"]["last_balance"] == 7_000
    assert purses["B", "CNY"]["opening"] == 0  # 5 after 10 came: it was overdrawn
    assert purses["B", "CNY"]["last_balance"] is None


def test_a_purse_is_one_asset_of_one_account() -> None:
    ledger = _build(
        ("1", "2024-11-02T11:00:00", "A", " B ", "10.00", "CNY"),
        ("2", "2024-11-02T11:00:01", "B", "A", "3", "JPY"),
    )
    assert set(_purses(ledger)) == {("A", "CNY"), ("B", "CNY"), ("A", "JPY"), ("B", "JPY")}
    payers = ledger.transfers.column("payer").to_pylist()
    assert ledger.purses.column("account")[payers[1]].as_py() == "B"
    assert ledger.purses.column("asset")[payers[1]].as_py() == "JPY"


def test_one_contract_in_capitals_and_small_letters_is_one_asset() -> None:
    contract = "0xdAC17F958D2ee523a2206206994597C13D831ec7"
    ledger = _build(
        ("1", "2024-11-02T11:00:00", "A", "B", "1.5", f"ethereum:{contract}"),
        ("2", "2024-11-02T11:00:01", "B", "A", "1.5", f"ethereum:{contract.lower()}"),
    )
    assert len(_purses(ledger)) == 2
    assert ledger.transfers.column("amount").to_pylist() == [1_500_000, 1_500_000]


def test_rows_of_nought_are_left_out_and_counted() -> None:
    ledger = _build(
        ("1", "2024-11-02T11:00:00", "A", "B", "0.00", "CNY"),
        ("2", "2024-11-02T11:00:01", "A", "B", "0.01", "CNY"),
    )
    assert ledger.no_money == 1
    assert ledger.transfers.column("transfer_id").to_pylist() == ["2"]


def test_what_is_told_of_accounts_stands_in_the_purses() -> None:
    accounts = {
        "A": ToldAccount(known=True, kind=PurseKind.ACCOUNT),
        "E": ToldAccount(known=False, kind=PurseKind.EXCHANGE),
        "Z": ToldAccount(known=True, kind=PurseKind.ACCOUNT),
    }
    ledger = _build(
        ("1", "2024-11-02T11:00:00", "A", "B", "1.00", "CNY"),
        ("2", "2024-11-02T11:00:00", "A", "E", "1.00", "CNY"),
        accounts=accounts,
    )
    told = {account: (row["known"], row["kind"]) for (account, _), row in _purses(ledger).items()}
    assert told == {"A": (True, 0), "B": (False, 0), "E": (False, PurseKind.EXCHANGE)}
    assert (ledger.unlisted, ledger.unused) == (1, 1)
