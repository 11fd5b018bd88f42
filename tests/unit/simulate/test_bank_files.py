"""What is written reads back, adds up, and is marked."""

import io
from collections import Counter
from decimal import Decimal

from openpyxl import load_workbook
from simulated import make_case, make_world, read_csv, read_dicts

from zhanlian.simulate.parameters import ALL_TRAPS
from zhanlian.simulate.truth import name_transfer

_MARKS = ("合成", "SYN", "synthetic")


def test_the_same_seed_gives_the_same_bytes() -> None:
    first = make_case("small", seed=5)
    make_case.cache_clear()
    make_world.cache_clear()
    assert make_case("small", seed=5) == first


def test_every_row_of_every_file_has_one_fate_and_every_fate_its_row() -> None:
    files = make_case("small")
    fates = read_dicts(files["truth/row_fates.csv"])
    lines = Counter(fate["file"] for fate in fates)
    for path, data in files.items():
        if "交易明细信息" in path and "合成银行" in path:
            records = read_csv(data, "gb18030")
            assert len(records) - 1 == lines[path], path
            assert {len(record) for record in records} == {31}, path
    assert {fate["fate"] for fate in fates} >= {
        "genuine", "mirror", "reversed", "reversal", "failed", "query", "repeat",
    }  # fmt: skip


def test_a_genuine_row_tells_the_amount_of_its_transfer() -> None:
    files = make_case("small")
    transfers = {one["transfer_id"]: one for one in read_dicts(files["truth/transfers.csv"])}
    records = {
        path: read_csv(data, "gb18030")
        for path, data in files.items()
        if "交易明细信息" in path and "合成银行" in path
    }
    seen = 0
    for fate in read_dicts(files["truth/row_fates.csv"]):
        if fate["fate"] not in ("genuine", "mirror", "repeat") or fate["file"] not in records:
            continue
        row = records[fate["file"]][int(fate["line"]) - 1]
        if not fate["transfer_id"]:
            assert fate["fate"] == "repeat"
            continue
        assert abs(Decimal(row[5].strip())) == Decimal(transfers[fate["transfer_id"]]["amount"])
        seen += 1
    assert seen > 1500


def test_each_known_transfer_is_told_by_one_genuine_row() -> None:
    world = make_world("small")
    files = make_case("small")
    told = Counter(
        one["transfer_id"]
        for one in read_dicts(files["truth/row_fates.csv"])
        if one["fate"] == "genuine"
    )
    fees = {one["fee_transfer_id"] for one in read_dicts(files["truth/row_fates.csv"])}
    flows, present = world.flows, world.present
    for place in range(len(flows)):
        known = present[flows.payer[place]] or present[flows.payee[place]]
        name = name_transfer(place)
        if name in fees:
            continue
        assert told[name] == (1 if known else 0), name


def test_running_balances_of_an_account_hold_in_the_true_order() -> None:
    files = make_case("small", traps=ALL_TRAPS)
    records = read_csv(files["调单/合成银行辛/交易明细信息.csv"], "gb18030")[1:]
    accounts: dict[str, list[tuple[Decimal, Decimal]]] = {}
    for row in records:
        if row[17] != "失败" and row[5] and Decimal(row[5]):
            change = Decimal(row[5]) if row[7] == "进" else -Decimal(row[5])
            accounts.setdefault(row[0], []).append((change, Decimal(row[6])))
    for rows in accounts.values():
        # The balances before and after all rows chain up, whatever the order of the rows.
        before = Counter(after - change for change, after in rows)
        before.subtract(after for _, after in rows)
        ends = {balance: count for balance, count in before.items() if count}
        assert len(ends) in (0, 2)
        assert set(ends.values()) <= {1, -1}


def test_everything_is_marked_as_synthetic() -> None:
    for path, data in make_case("small").items():
        if path.endswith(".xlsx"):
            rows = load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True)
            lines = [" ".join(str(cell) for cell in row) for row in list(rows)[17:]]
        else:
            lines = _decode(path, data).splitlines()
            lines = lines[1:] if path.endswith(".csv") else [" ".join(lines)]
            lines = [line for line in lines if set(line) - set("- ")]
        if "truth/" in path and "people" not in path:
            lines = []  # the truth names accounts by number; its folder and world.json are marked
        if path.endswith("支付宝交易明细.csv"):
            lines = lines[24:]
        for line in lines:
            assert any(mark in line for mark in _MARKS), (path, line)
    assert b'"synthetic": true' in make_case("small")["truth/world.json"]


def _decode(path: str, data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError(path)


def test_a_card_number_fails_its_check_digit() -> None:
    for account in read_dicts(make_case("small")["truth/identities.csv"]):
        number = account["account"]
        if number.isdigit() and len(number) == 19:
            digits = [int(sign) for sign in reversed(number)]
            doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
            assert (sum(digits[::2]) + sum(doubled)) % 10


def test_without_traps_each_transfer_has_one_row_and_nothing_else_is_there() -> None:
    files = make_case("small", traps=frozenset())
    fates = Counter(one["fate"] for one in read_dicts(files["truth/row_fates.csv"]))
    assert set(fates) == {"genuine"}


def test_withheld_accounts_tell_no_rows() -> None:
    files = make_case("small", missing=0.2)
    missing = {one["account"] for one in read_dicts(files["truth/missing.csv"])}
    assert missing
    for path, data in files.items():
        if "交易明细信息" in path and "合成银行" in path:
            own = {row[0].strip() for row in read_csv(data, "gb18030")[1:]}
            assert not own & missing


def test_the_missing_accounts_stand_by_asset_and_by_what_came_in() -> None:
    missing = read_dicts(make_case("small", missing=0.2)["truth/missing.csv"])
    keys = [(one["asset"] != "CNY", -Decimal(one["came_in"])) for one in missing]
    assert keys == sorted(keys)
    assert Decimal(missing[0]["came_in"]) > 0
