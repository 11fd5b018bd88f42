"""`zhanlian trace` from files to files: the worked example under every rule, and one made case."""

import csv
import json
from pathlib import Path

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
