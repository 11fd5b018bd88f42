"""`zhanlian trace` from files to files: the worked example under every rule, and one made case."""

import csv
import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from zhanlian.cli.program import call

# P, M and K pay in 10 each; 10 and again 10 are spent; 10 is left (an old textbook example).
_WORKED = (
    ("1", "2024-11-02T11:00:00", "P", "A1", "10.00", "CNY"),
    ("2", "2024-11-02T11:00:01", "M", "A1", "10.00", "CNY"),
    ("3", "2024-11-02T11:00:02", "A1", "X1", "10.00", "CNY"),
    ("4", "2024-11-02T11:00:03", "K", "A1", "10.00", "CNY"),
    ("5", "2024-11-02T11:00:04", "A1", "X1", "10.00", "CNY"),
)
_HEAD = "transfer_id,time,payer,payee,amount,asset"
_T = _HEAD + "\n"
_ROW = "1,2024-01-01,a,b,5.00,CNY\n"
_VICTIMS = "victim,transfer_id\nP,1\nM,2\nK,4\n"
_ACCOUNTS = "account,known,kind\nA1,true,account\nX1,no,account\n"
_LEFT = {
    "fifo": {"K": "10.00"},
    "lifo": {"P": "10.00"},
    "rolling": {"P": "2.50", "M": "2.50", "K": "5.00"},
    "pari-passu": {"P": "3.34", "M": "3.33", "K": "3.33"},
    "libr": {"P": "2.50", "M": "2.50", "K": "5.00"},
    "poison": {"": "10.00"},
}


def _write(folder: Path, rows: object = _WORKED, victims: str = _VICTIMS) -> list[str]:
    lines = [_HEAD, *(",".join(row) for row in rows)]  # type: ignore[attr-defined]
    (folder / "t.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "v.csv").write_text(victims, encoding="utf-8")
    (folder / "a.csv").write_text(_ACCOUNTS, encoding="utf-8")
    return [
        *("trace", str(folder / "t.csv"), "--victims", str(folder / "v.csv")),
        *("--accounts", str(folder / "a.csv"), "--out", str(folder / "out"), "--lang", "en"),
    ]


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _summary(folder: Path) -> dict[str, object]:
    told: dict[str, object] = json.loads((folder / "out" / "summary.json").read_text("utf-8"))
    return told


@pytest.mark.parametrize("rule", _LEFT)
def test_the_worked_example_comes_out_under_every_rule(tmp_path: Path, rule: str) -> None:
    assert call([*_write(tmp_path), "--rule", rule], {}) == 0
    rows = _read(tmp_path / "out" / "holdings.csv")
    assert [(row["account"], row["asset"]) for row in rows] == [("A1", "CNY")] * len(rows)
    assert {row["victim"]: row["amount"] for row in rows} == _LEFT[rule]
    summary = _summary(tmp_path)
    assert summary["rule"] == rule
    assert summary["paid_in"] == "30.00"
    assert summary["held"] == "10.00"
    assert summary["cashed_out"] == "0.00"
    assert summary["beyond_data"] == "20.00"
    assert summary["difference"] == "0.00"
    gone = _read(tmp_path / "out" / "beyond_data.csv")
    assert {row["account"] for row in gone} == {"X1"}
    assert sum(float(row["amount"]) for row in gone) == 20
    assert _read(tmp_path / "out" / "cashed_out.csv") == []
    tainted = parquet.read_table(tmp_path / "out" / "tainted.parquet").to_pylist()
    assert tainted == [{"transfer_id": row[0], "amount": "10.00"} for row in _WORKED]


# A victim (V1) pays M1, who passes on to M2; M2 sends a part back, a part to an exchange and a part
# to an account whose records are not there; V2 pays M2 later, who is left with both.
_MADE = (
    ("a", "2024-11-02 11:00:00", "V1", "M1", "1000.00", "CNY"),
    ("b", "2024-11-02 11:10:00", "M1", "M2", "800.00", "CNY"),
    ("c", "2024-11-02 11:20:00", "M2", "M1", "300.00", "CNY"),
    ("d", "2024-11-02 11:30:00", "M2", "EX9", "200.00", "CNY"),
    ("e", "2024-11-02 11:40:00", "M2", "U7", "100.00", "CNY"),
    ("f", "2024-11-02 11:50:00", "V2", "M2", "50.00", "CNY"),
    ("g", "2024-11-02 12:00:00", "N1", "N2", "77.00", "CNY"),
)


def _made(folder: Path, *more: str) -> dict[str, object]:
    arguments = _write(folder, _MADE, "victim,transfer_id\nVic One,a\nVic Two,f\n")
    (folder / "a.csv").write_text(
        "account,known,kind\nM1,yes,银行卡\nM2,1,account\nEX9,true,交易所\nN1,0,\n",
        encoding="utf-8",
    )
    assert call([*arguments, *more], {}) == 0
    return _summary(folder)


def test_a_made_case_comes_out_as_counted_by_hand(tmp_path: Path) -> None:
    summary = _made(tmp_path)
    assert (summary["paid_in"], summary["held"]) == ("1050.00", "750.00")
    assert (summary["cashed_out"], summary["beyond_data"]) == ("200.00", "100.00")
    assert (summary["difference"], summary["returned"]) == ("0.00", "0.00")
    counts = summary["counts"]
    assert isinstance(counts, dict)
    # V1, V2, U7 and N2 are not listed; N1 is listed as not known.
    assert (counts["accounts_unlisted"], counts["accounts_reached"]) == (4, 4)
    assert (counts["round_trips"], counts["tainted_transfers"]) == (1, 6)
    holdings = [tuple(row.values()) for row in _read(tmp_path / "out" / "holdings.csv")]
    assert holdings == [
        ("M1", "CNY", "Vic One", "500.00"),
        ("M2", "CNY", "Vic One", "200.00"),
        ("M2", "CNY", "Vic Two", "50.00"),
    ]
    (query,) = _read(tmp_path / "out" / "query_list.csv")
    assert (query["account"], query["amount"], query["share_of_lost"]) == ("U7", "100.00", "10000")
    assert (query["since"], query["until"]) == (
        "2024-11-01T11:40:00+08:00",
        "2024-11-02T12:00:00+08:00",
    )
    assert (query["level"], query["transfers"]) == ("3", "e")
    freezes = _read(tmp_path / "out" / "freeze_list.csv")
    assert [(one["account"], one["savable"], one["level"]) for one in freezes] == [
        ("M1", "500.00", "1"),
        ("M2", "250.00", "1"),
    ]
    # M1 passed all 800 on to M2 and M2 300 of its 600 to M1: 500 and 125 are expected there.
    assert [one["expected"] for one in freezes] == ["125.00", "500.00"]
    # 800 left M1 ten minutes after 800 of its 1,000 had come.
    assert freezes[0]["drain_seconds"] == "600"
    # 600 of M2 went after 10, 20 and 30 minutes: (300·10 + 200·20 + 100·30) / 600 minutes.
    assert freezes[1]["drain_seconds"] == "1000"
    assert freezes[1]["largest_victims"] == "Vic One 200.00; Vic Two 50.00"
    accounts = {row["account"]: row for row in _read(tmp_path / "out" / "accounts.csv")}
    assert accounts["EX9"]["kind"] == "exchange"
    assert accounts["M2"]["received"] == "850.00"
    assert accounts["M2"]["passed_on"] == "600.00"


def test_two_runs_give_the_same_bytes_but_for_the_seconds(tmp_path: Path) -> None:
    seen = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        _made(tmp_path / name, "--compare")
        files = {}
        for path in sorted((tmp_path / name / "out").iterdir()):
            files[path.name] = path.read_bytes()
        summary = json.loads(files.pop("summary.json"))
        assert set(summary.pop("seconds")) >= {"read", "ledger", "trace", "answers", "write"}
        seen.append((files, summary))
    assert seen[0] == seen[1]
    assert len(seen[0][0]) == 8


def test_a_run_removes_the_comparison_of_an_earlier_one(tmp_path: Path) -> None:
    _made(tmp_path, "--compare")
    rows = _read(tmp_path / "out" / "comparison.csv")
    assert set(rows[0]) >= {"fifo", "lifo", "rolling", "pari-passu", "libr", "poison", "spread"}
    _made(tmp_path)
    assert not (tmp_path / "out" / "comparison.csv").exists()


def test_a_comparison_tells_where_rules_differ(tmp_path: Path) -> None:
    rows = (
        ("1", "2024-11-02T11:00:00", "S", "A1", "100.00", "CNY"),
        ("2", "2024-11-02T11:00:01", "V", "A1", "100.00", "CNY"),
        ("3", "2024-11-02T11:00:02", "A1", "X1", "100.00", "CNY"),
    )
    assert call([*_write(tmp_path, rows, "victim,transfer_id\nV,2\n"), "--compare"], {}) == 0
    compared = {row["account"]: row for row in _read(tmp_path / "out" / "comparison.csv")}
    assert compared["A1"]["fifo"] == "100.00"
    assert compared["A1"]["lifo"] == "0.00"
    assert compared["A1"]["rolling"] == "50.00"
    assert compared["A1"]["libr"] == "100.00"
    assert (compared["A1"]["spread"], compared["A1"]["matters"]) == ("100.00", "true")


def test_what_came_after_the_told_instant_is_left_out_and_counted(tmp_path: Path) -> None:
    summary = _made(tmp_path, "--as-of", "2024-11-02T11:15:00+08:00")
    counts = summary["counts"]
    assert isinstance(counts, dict)
    assert (counts["transfers"], counts["left_out_after_as_of"]) == (2, 5)
    assert counts["victim_payments_after_as_of"] == 1
    assert (summary["paid_in"], summary["held"]) == ("1000.00", "1000.00")


def test_several_assets_are_balanced_apart(tmp_path: Path) -> None:
    rows = (
        *_WORKED,
        ("6", "2024-11-02T03:00:05Z", "P", "A1", "1.234567", "tron:native"),
        ("7", "2024-11-02T11:00:06+08:00", "A1", "X1", "0.000007", "tron:native"),
    )
    arguments = _write(tmp_path, rows, _VICTIMS + "P,6\n")
    for rule in ("poison", "rolling"):
        assert call([*arguments, "--rule", rule], {}) == 0
        summary = _summary(tmp_path)
        assert "paid_in" not in summary
        assets = summary["assets"]
        assert isinstance(assets, dict)
        assert assets["CNY"]["held"] == "10.00"
        assert assets["tron:native"]["paid_in"] == "1.234567"
        assert assets["tron:native"]["held"] == "1.234560"
        assert assets["tron:native"]["difference"] == "0.000000"


def test_lists_for_people_carry_no_formulas_and_contract_files_carry_exact_names(
    tmp_path: Path,
) -> None:
    rows = (("=1+1", "2024-11-02T11:00:00", "V", "=cmd|' /C x'!A1", "10.00", "CNY"),)
    arguments = _write(tmp_path, rows, 'victim,transfer_id\n"@Vic, one",=1+1\n')
    (tmp_path / "a.csv").write_text("account,known,kind\n=cmd|' /C x'!A1,1,\n", encoding="utf-8")
    assert call(arguments, {}) == 0
    (held,) = _read(tmp_path / "out" / "holdings.csv")
    assert (held["account"], held["victim"]) == ("=cmd|' /C x'!A1", "@Vic, one")
    (freeze,) = _read(tmp_path / "out" / "freeze_list.csv")
    assert freeze["account"] == "'=cmd|' /C x'!A1"
    assert freeze["transfers"] == "'=1+1"


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("t.csv", "", "is empty"),
        ("t.csv", _HEAD + "\n", "is empty"),
        ("t.csv", "transfer_id,time,payer,payee,asset\n1,2024-01-01,a,b,CNY\n", "column amount"),
        ("t.csv", _T + _ROW + "\n2,2024-01-01,a,b,1x,CNY\n", "line 4: the amount “1x”"),
        ("t.csv", _T + "1,2024-01-01,a,b,,CNY\n", "line 2: the amount “”"),
        ("t.csv", _T + "1,2024-01-01,a,b,-5.00,CNY\n", "line 2: the amount “-5.00” is below 0"),
        ("t.csv", _T + "1,2024-01-01,a,b,5.001,CNY\n", "more decimals than the 2"),
        ("t.csv", _T + '1,2024-01-01,a,b,"1,000.00",CNY\n', "without groups"),
        ("t.csv", _T + "1,2024-01-01,a,b,1e3,CNY\n", "line 2: the amount “1e3”"),
        ("t.csv", _T + "1,2024-01-01,a,b,99999999999999999.00,CNY\n", "too large"),
        ("t.csv", _T + "1,2024-02-30,a,b,5.00,CNY\n", "line 2: the time “2024-02-30”"),
        ("t.csv", _T + "1,2024-01-01,a,b,5.00,USDT\n", "line 2: the asset “USDT”"),
        ("t.csv", _T + "1,2024-01-01,,b,5.00,CNY\n", "line 2: payer is empty"),
        ("t.csv", _T + ",2024-01-01,a,b,5.00,CNY\n", "line 2: no transfer_id"),
        ("t.csv", _T + _ROW + _ROW, "line 3: the transfer_id “1” stands on line 2"),
        ("t.csv", _T + "1,2024-01-01,a,b,5.00\n", "line 2: 5 cells where the header has 6"),
        ("t.csv", _HEAD + ",asset\n1,2024-01-01,a,b,5,CNY,CNY\n", "two columns called asset"),
        ("t.csv", "PAR1 and nothing else", "as Parquet"),
        ("v.csv", "victim,transfer_id\nP,1\nM,99\n", "line 3: the transfer “99” is not"),
        ("v.csv", "victim,transfer_id\nP,1\nM,1\n", "line 3: the transfer “1” is another"),
        ("v.csv", "victim,transfer_id\n,1\n", "line 2: no victim"),
        ("a.csv", "account,known,kind\nA1,perhaps,account\n", "line 2: “perhaps” under known"),
        ("a.csv", "account,known,kind\nA1,1,castle\n", "line 2: “castle” under kind"),
        ("a.csv", "account,known,kind\nA1,1,\nA1,0,\n", "line 3: the account “A1”"),
        ("a.csv", "account,known,kind\n,1,\n", "line 2: no account"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, content: str, told: str
) -> None:
    arguments = _write(tmp_path)
    (tmp_path / file).write_text(content, encoding="utf-8")
    assert call(arguments, {}) == 2
    error = capsys.readouterr().err
    assert told in error
    assert str(tmp_path / file) in error
    assert list((tmp_path / "out").iterdir()) == []


def test_bytes_that_are_no_utf8_are_told_with_their_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = _write(tmp_path)
    text = _T + "1,2024-01-01,a,b,5.00,CNY\n2,2024-01-01,张三,b,5.00,CNY\n"
    (tmp_path / "t.csv").write_bytes(text.encode("gb18030"))
    assert call(arguments, {}) == 2
    assert "line 3: this is not UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--rule", "pro-rata"], "no rule “pro-rata”"),
        (["--as-of", "tomorrow"], "“tomorrow” cannot be read"),
    ],
)
def test_a_word_that_cannot_be_meant_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], told: str
) -> None:
    assert call([*_write(tmp_path), *more], {}) == 2
    assert told in capsys.readouterr().err


def test_the_first_screen_shows_the_proof_and_both_lists_in_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _made(tmp_path)
    english = capsys.readouterr().out
    assert "1,050.00 − 750.00 − 200.00 − 100.00 = 0.00" in english
    assert "Freeze list (accounts: 2)" in english
    assert "U7" in english
    arguments = _write(tmp_path)[:-1]
    assert call([*arguments, "zh"], {}) == 0
    chinese = capsys.readouterr().out
    assert "验证：30.00 − 10.00 − 0.00 − 20.00 = 0.00" in chinese
    assert "滚动比例" in chinese


def test_the_screen_tells_how_long_money_stays_in_the_reader_s_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = (
        ("1", "2024-11-02T11:00:00", "P", "A1", "10.00", "CNY"),
        ("2", "2024-11-04T16:20:00", "A1", "X1", "4.00", "CNY"),
    )
    arguments = _write(tmp_path, rows, "victim,transfer_id\nP,1\n")
    assert call([*arguments[:-1], "zh"], {}) == 0
    assert "2 天 5 小时" in capsys.readouterr().out
    assert call(arguments, {}) == 0
    assert "2 d 5 h" in capsys.readouterr().out


@pytest.mark.parametrize("amounts", ["text", "decimal", "whole"])
def test_a_parquet_file_says_the_same_as_a_csv(tmp_path: Path, amounts: str) -> None:
    arguments = _write(tmp_path)
    kinds = {
        "text": pa.array([row[4] for row in _WORKED]),
        "decimal": pa.array([Decimal(row[4]) for row in _WORKED], pa.decimal128(12, 2)),
        "whole": pa.array([10] * len(_WORKED), pa.int32()),
    }
    table = pa.table(
        {
            "asset": [row[5] for row in _WORKED],
            "transfer_id": [int(row[0]) for row in _WORKED],
            "time": [datetime.fromisoformat(row[1]) for row in _WORKED],
            "payer": pa.array([row[2] for row in _WORKED]).dictionary_encode(),
            "payee": [row[3] for row in _WORKED],
            "amount": kinds[amounts],
        }
    )
    parquet.write_table(table, tmp_path / "t.csv")
    assert call(arguments, {}) == 0
    rows = _read(tmp_path / "out" / "holdings.csv")
    assert {row["victim"]: row["amount"] for row in rows} == _LEFT["rolling"]


def test_floats_of_a_parquet_file_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = _write(tmp_path)
    columns = dict(zip(_HEAD.split(","), zip(*_WORKED, strict=True), strict=True))
    parquet.write_table(pa.table({**columns, "amount": [10.0] * 5}), tmp_path / "t.csv")
    assert call(arguments, {}) == 2
    assert "floating-point" in capsys.readouterr().err


def test_a_balance_after_the_told_instant_is_not_the_last_one(tmp_path: Path) -> None:
    arguments = _write(tmp_path)
    (tmp_path / "t.csv").write_text(
        f"{_HEAD},payer_balance_after,payee_balance_after\n"
        "1,2024-11-02T11:00:00,P,A1,10.00,CNY,,10.00\n"
        "2,2024-11-02T12:00:00,A1,X1,9.00,CNY,1.00,\n",
        encoding="utf-8",
    )
    (tmp_path / "v.csv").write_text("victim,transfer_id\nP,1\n", encoding="utf-8")
    assert call([*arguments, "--as-of", "2024-11-02T11:30:00"], {}) == 0
    (freeze,) = _read(tmp_path / "out" / "freeze_list.csv")
    assert (freeze["savable"], freeze["last_balance"]) == ("10.00", "10.00")
    assert _read(tmp_path / "out" / "query_list.csv") == []


def test_a_victim_may_be_called_nought(tmp_path: Path) -> None:
    arguments = _write(tmp_path)
    parquet.write_table(pa.table({"victim": [0], "transfer_id": [1]}), tmp_path / "v.csv")
    assert call([*arguments, "--rule", "lifo"], {}) == 0
    rows = _read(tmp_path / "out" / "beyond_data.csv") + _read(tmp_path / "out" / "holdings.csv")
    assert {row["victim"] for row in rows} == {"0"}
