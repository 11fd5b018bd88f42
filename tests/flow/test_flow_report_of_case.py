"""The flow report of a run says what it rests on: inputs, who received them, how to repeat it."""

import json
from pathlib import Path
from typing import Any

from police_files import bank_file, bank_row

from zhanlian.cli.program import call

_ENVIRONMENT = {"ZHANLIAN_LANG": "zh", "ZHANLIAN_RECEIVED_BY": "王某某"}
_ROW = {"收付标志": "进", "交易时间": "20260301100500", "交易余额": "", "交易金额": "100.00"}
_LISTED = "victim,time,payee,amount\nSYN-1,2026-03-01 10:05,6222020000000000017,100\n"
_TOLD = (
    "询问笔录（合成示例）\n\n受害人：合成甲\n\n"
    "2026年3月2日14时05分，我从6217000000000000025向对方账户6222020000000000017转账5000元。\n"
)


def _run(folder: Path, *more: str, source_name: str = "in") -> list[dict[str, Any]]:
    source = folder / source_name
    source.mkdir(exist_ok=True)
    (source / "a.csv").write_bytes(bank_file(bank_row(**_ROW), encoding="utf-8"))
    (source / "victims.csv").write_text(_LISTED, encoding="utf-8")
    words = ["run", str(source), "--workspace", str(folder / "ws"), "--out", str(folder / "out")]
    assert call([*words, *more], _ENVIRONMENT) == 0
    lines = (folder / "out" / "flow.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_each_input_tells_by_whom_and_on_what_ground_it_was_received(tmp_path: Path) -> None:
    records = _run(tmp_path, "--legal-basis", "合成调取〔2026〕1号")
    inputs = [one for one in records if one["record"] == "input"]
    assert [one["told"] for one in inputs].count("rows") == 1
    receipt = {"by": "王某某", "legal_basis": "合成调取〔2026〕1号"}
    assert all(one["received"] == [receipt] for one in inputs)
    page = (tmp_path / "out" / "flow.html").read_text(encoding="utf-8")
    assert "合成调取〔2026〕1号" in page
    assert "code.told." not in page and "statement.text" not in page


def test_a_file_that_tells_one_kind_of_rows_is_one_input(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    head = "银行名称,账号,冻结措施类型名称,冻结金额,冻结机关,冻结开始日期,冻结截止日期,措施序号"
    told = "合成银行,6222020000000000017,司法冻结,50.00,合成市公安局,20260301,20260901,1"
    (tmp_path / "in" / "freezes.csv").write_text(f"{head}\n{told}\n", encoding="utf-8")
    (one,) = [
        line
        for line in _run(tmp_path)
        if line["record"] == "input" and line["name"] == "freezes.csv"
    ]
    assert (one["told"], one["rows"], one["rejects"], one["others"]) == ("freezes", 1, 0, 1)


def test_a_second_receipt_on_another_ground_is_told_as_well(tmp_path: Path) -> None:
    _run(tmp_path, "--legal-basis", "合成调取〔2026〕1号")
    more = ("--legal-basis", "合成调取〔2026〕2号", "--received-by", "李某某")
    records = _run(tmp_path, *more, source_name="again")
    (bank,) = [one for one in records if one["record"] == "input" and one["told"] == "rows"]
    assert bank["received"] == [
        {"by": "王某某", "legal_basis": "合成调取〔2026〕1号"},
        {"by": "李某某", "legal_basis": "合成调取〔2026〕2号"},
    ]


def test_the_command_in_the_report_gives_the_same_report(tmp_path: Path) -> None:
    told = ("--case", "合成 案", "--rule", "fifo", "--reading", "literal")
    head = _run(tmp_path, *told, "--as-of", "2026-03-01T12:00:00", "--lang", "en")[0]
    assert head["command"] == (
        "zhanlian run PATH… --case '合成 案' --rule fifo --reading literal"
        " --as-of 2026-03-01T12:00:00 --lang en"
    )
    again = tmp_path / "again"
    again.mkdir()
    assert _run(again, *told, "--as-of", "2026-03-01 12:00:00", "--lang", "en")[0] == head
    pages = [(one / "out" / "flow.html").read_bytes() for one in (tmp_path, again)]
    assert pages[0] == pages[1]


def test_a_text_that_tells_of_payments_is_an_input_too(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "told.txt").write_text(_TOLD, encoding="utf-8")
    records = _run(tmp_path)
    (text,) = [one for one in records if one["record"] == "input" and one["format"] == "text"]
    assert (text["name"], text["told"], text["rows"], text["rejects"]) == (
        *("told.txt", "payments"),
        *(1, 0),
    )
