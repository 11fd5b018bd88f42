"""Amounts at the limits of int64 never wrap around: they are left out, told, or cut nobody off."""

import json
from pathlib import Path
from typing import Any

import pytest
from police_files import bank_file, bank_row

from zhanlian.cli.program import call

_ENVIRONMENT = {"ZHANLIAN_LANG": "en", "ZHANLIAN_RECEIVED_BY": "王某某"}
_MULE = "6222020000000000017"
_LISTED = f"victim,time,payer,payee,amount\nSYN-1,2026-03-01 10:05,,{_MULE},100\n"
_LARGE = "11529215046068469.75"  # 2^60 units and a little less
_PAID = {"收付标志": "进", "交易时间": "20260301100500", "交易余额": ""}


def _run(folder: Path, *rows: str, listed: str = _LISTED) -> int:
    (folder / "in").mkdir()
    (folder / "in" / "a.csv").write_bytes(bank_file(bank_row(**_PAID), *rows))
    (folder / "in" / "victims.csv").write_text(listed, encoding="utf-8")
    words = ["run", str(folder / "in"), "--workspace", str(folder / "ws")]
    return call([*words, "--out", str(folder / "out")], _ENVIRONMENT)


def _load(folder: Path, kind: str) -> list[dict[str, Any]]:
    lines = (folder / "out" / "flow.jsonl").read_text(encoding="utf-8").splitlines()
    return [one for one in map(json.loads, lines) if one["record"] == kind]


@pytest.mark.parametrize(
    "amount", ["92233720368547758.07", "23058430092136939.52", "-92233720368547758.07"]
)
def test_one_amount_beyond_all_money_is_left_out_and_told(tmp_path: Path, amount: str) -> None:
    assert _run(tmp_path, bank_row(交易金额=amount, 交易余额=amount)) == 0
    (cleaning,) = _load(tmp_path, "cleaning")
    assert "no_amount" in json.dumps(cleaning).lower().replace("-", "_")
    (total,) = _load(tmp_path, "total")
    assert (total["held"], total["difference"]) == ("100.00", "0.00")


@pytest.mark.parametrize("count", [4, 9, 40])
def test_sums_beyond_counting_are_told_with_the_largest_row(
    tmp_path: Path, count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [bank_row(**_PAID | {"交易流水号": f"A{n}"}, 交易金额=_LARGE) for n in range(count)]
    assert _run(tmp_path, *rows) == 6
    told = capsys.readouterr().err
    assert "a.csv, line 3" in told and _LARGE in told


def test_a_victims_payment_beyond_counting_is_told_by_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = _LISTED + "SYN-2,2026-03-01 10:05,,6230000000000000033,92233720368547758.07\n"
    assert _run(tmp_path, listed=listed) == 6
    assert "victims.csv, line 3" in capsys.readouterr().err


@pytest.mark.parametrize("count", [4, 40])
def test_an_asset_in_which_no_victim_paid_cannot_stop_the_trace(tmp_path: Path, count: int) -> None:
    spam = {"交易币种": "IDR", "交易金额": _LARGE, "交易余额": _LARGE}
    rows = [bank_row(**_PAID | spam | {"交易流水号": f"A{n}"}) for n in range(count)]
    assert _run(tmp_path, *rows) == 0
    (total,) = _load(tmp_path, "total")
    assert (total["asset"], total["held"]) == ("CNY", "100.00")
    assert _load(tmp_path, "gap") == []
