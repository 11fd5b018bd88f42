"""Names and numbers in returns that are made to look like purses of ours stay what they are."""

import json
from pathlib import Path
from typing import Any

import pytest
from police_files import bank_file, bank_row

from zhanlian.cli.program import call

_ENVIRONMENT = {"ZHANLIAN_LANG": "en", "ZHANLIAN_RECEIVED_BY": "王某某"}
_OWN = "6222020000000000017"
_PAID = {"收付标志": "进", "交易时间": "20260301100500", "交易余额": "", "交易金额": "100.00"}
_SPENT = {"收付标志": "出", "交易时间": "20260301110500", "交易余额": "", "交易金额": "100.00"}
_LISTED = f"victim,time,payer,payee,amount\nSYN-1,2026-03-01 10:05,6217000000000000025,{_OWN},100\n"


def _run(folder: Path, *rows: str, listed: str = _LISTED) -> list[dict[str, Any]]:
    (folder / "in").mkdir()
    (folder / "in" / "a.csv").write_bytes(bank_file(*rows, encoding="utf-8"))
    (folder / "in" / "victims.csv").write_text(listed, encoding="utf-8")
    words = ["run", str(folder / "in"), "--workspace", str(folder / "ws")]
    assert call([*words, "--out", str(folder / "out")], _ENVIRONMENT) == 0
    lines = (folder / "out" / "flow.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _find(records: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [one for one in records if one["record"] == kind]


@pytest.mark.parametrize("head", ["atm", "ATM", "name", "untold", "fee", "exchange", "", "account"])
def test_a_number_that_begins_like_a_purse_of_ours_is_an_account_all_the_same(
    tmp_path: Path, head: str
) -> None:
    records = _run(
        tmp_path,
        bank_row(**_PAID),
        bank_row(**{**_SPENT, "交易对手账卡号": f"{head}:合成机7"}),
    )
    (total,) = _find(records, "total")
    assert (total["cashed_out"], total["beyond_data"]) == ("0.00", "100.00")
    (query,) = _find(records, "query")
    assert query["account"] == f"account:{head}:合成机7"


def test_a_real_cash_machine_and_an_account_called_like_it_are_two(tmp_path: Path) -> None:
    cash = {"交易对手账卡号": "", "摘要说明": "ATM取款", "对手户名": "", "交易金额": "30.00"}
    records = _run(
        tmp_path,
        bank_row(**_PAID),
        bank_row(**{**_SPENT, **cash, "交易发生地": "合成机7"}),
        bank_row(**{**_SPENT, "交易对手账卡号": "atm:合成机7", "交易金额": "70.00"}),
        listed=_LISTED + "SYN-2,2026-03-01 10:07,,atm:合成机7,5\n",
    )
    (total,) = _find(records, "total")
    assert (total["cashed_out"], total["beyond_data"]) == ("30.00", "75.00")
    names = {one["account"]: one["amount"] for one in _find(records, "query")}
    assert names == {"account:atm:合成机7": "75.00"}


def test_a_terminal_and_a_town_of_one_name_are_one_purse(tmp_path: Path) -> None:
    cash = {"交易对手账卡号": "", "摘要说明": "ATM取款", "对手户名": "", "交易金额": "50.00"}
    records = _run(
        tmp_path,
        bank_row(**_PAID),
        bank_row(**{**_SPENT, **cash, "交易发生地": "合成机7"}),
        bank_row(**{**_SPENT, **cash, "交易网点名称": "合成机7", "交易时间": "20260301110700"}),
    )
    cashed = [one["account"] for one in _find(records, "cash-out")]
    assert len(cashed) == len(set(cashed))


def test_a_victim_called_like_all_others_is_refused_by_its_place(tmp_path: Path) -> None:
    records = _run(
        tmp_path, bank_row(**_PAID), listed=_LISTED + f"*,2026-03-01 10:06,,{_OWN},100\n"
    )
    assert [one["rejects"] for one in _find(records, "input") if one["told"] == "payments"] == [1]
    rejected = (tmp_path / "out" / "rejected-rows.csv").read_text(encoding="utf-8")
    assert "victims.csv,3," in rejected


def test_a_payment_whose_number_is_written_otherwise_is_found(tmp_path: Path) -> None:
    listed = _LISTED.replace(_OWN, f"{_OWN}_156")
    records = _run(tmp_path, bank_row(**_PAID), listed=listed)
    (total,) = _find(records, "total")
    assert (total["held"], total["beyond_data"]) == ("100.00", "0.00")


@pytest.mark.parametrize("cell", ["payer", "payee", "victim"])
def test_a_trace_takes_no_name_that_stands_for_all_others(
    tmp_path: Path, cell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = {"payer": "P", "payee": "A", "victim": "V"} | {cell: "*"}
    transfers, victims = tmp_path / "t.csv", tmp_path / "v.csv"
    transfers.write_text(
        "transfer_id,time,payer,payee,amount,asset\n"
        f"1,2026-03-01T10:00:00Z,{told['payer']},{told['payee']},5.00,CNY\n"
    )
    victims.write_text(f"victim,transfer_id\n{told['victim']},1\n")
    words = ["trace", str(transfers), "--victims", str(victims), "--out", str(tmp_path / "out")]
    assert call(words, _ENVIRONMENT) == 2
    assert "line 2" in capsys.readouterr().err
