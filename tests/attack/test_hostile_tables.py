"""Tables handed to `trace` and `map`, times and folders that cannot be used: told in words."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from police_files import bank_file, bank_row

from zhanlian.cli.program import call

_ENVIRONMENT = {"ZHANLIAN_LANG": "en", "ZHANLIAN_RECEIVED_BY": "王某某"}
_HEADER = "transfer_id,time,payer,payee,amount,asset\n"
_ROW = "1,2026-03-01T10:00:00Z,P,A,5.00,CNY\n"
_GOOD = {"transfer_id": "1", "time": "2026-03-01T10:00:00Z", "payer": "P", "payee": "A"} | {
    "amount": "5.00",
    "asset": "CNY",
}


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("v.csv").write_text("victim,transfer_id\nV,1\n")


def _trace(path: str, *more: str) -> int:
    return call(["trace", path, "--victims", "v.csv", "--out", "out", *more], _ENVIRONMENT)


@pytest.mark.parametrize(
    "text",
    [
        _HEADER + _ROW + f"2,2026-03-01T10:00:00Z,{'x' * 20_000_000},A,5,CNY\n",
        _HEADER + _ROW + "2,2026-03-01T10:00:00Z,P\rQ,A,5\n",
        _HEADER + _ROW.replace("2026", "9999"),
        _HEADER + _ROW.replace("2026", "0001"),
        _HEADER + _ROW.replace("2026-03-01T10:00:00Z", "9999-12-31T23:59:59Z"),
    ],
)
def test_a_table_that_cannot_be_used_is_told(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("t.csv").write_text(text)
    assert _trace("t.csv") == 2
    assert "t.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("payer", pa.array([{"a": 1}])),
        ("payee", pa.array([["x"]])),
        ("asset", pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64()))),
        ("payer", pa.array([b"\xff"])),
        ("transfer_id", pa.array([b"1"], pa.binary(1))),
        ("amount", pa.array([Decimal("1" * 70)], pa.decimal256(76, 2))),
        ("time", pa.array([2**62], pa.timestamp("us", tz="UTC"))),
        ("time", pa.array([2**62], pa.timestamp("ms", tz="UTC"))),
    ],
)
def test_a_parquet_file_with_odd_types_is_told(
    column: str, cells: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    columns = {name: pa.array([cell]) for name, cell in _GOOD.items()} | {column: cells}
    pq.write_table(pa.table(columns), "t.parquet")
    assert _trace("t.parquet") == 2
    assert "t.parquet" in capsys.readouterr().err


def test_a_damaged_parquet_file_is_told_or_read_whole() -> None:
    pq.write_table(pa.table({name: [cell] for name, cell in _GOOD.items()}), "t.parquet")
    data = Path("t.parquet").read_bytes()
    for place in range(4, len(data), 13):
        harmed = bytearray(data)
        harmed[place] ^= 0xFF
        Path("t.parquet").write_bytes(bytes(harmed))
        assert _trace("t.parquet") in (0, 2), place


def test_no_result_replaces_a_table_that_was_handed_over(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("holdings.csv").write_text(_HEADER + _ROW)
    words = ["trace", "holdings.csv", "--victims", "v.csv", "--out", "."]
    assert call(words, _ENVIRONMENT) == 2
    assert "--out" in capsys.readouterr().err
    assert Path("holdings.csv").read_text() == _HEADER + _ROW


def test_no_mapping_replaces_the_table_it_is_about() -> None:
    Path("t.csv").write_text("日期,金额,账户\n2026-01-01,5.00,6222020000000000017\n", "utf-8")
    before = Path("t.csv").read_bytes()
    assert call(["map", "t.csv", "--out", "./t.csv", "--force"], _ENVIRONMENT) == 2
    assert Path("t.csv").read_bytes() == before


@pytest.mark.parametrize("year", ["0001-01-01", "1899-12-31", "9999-12-31"])
def test_an_instant_that_no_page_can_show_is_refused(
    year: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("in").mkdir()
    Path("in/a.csv").write_bytes(bank_file(bank_row()))
    Path("t.csv").write_text(_HEADER + _ROW)
    assert call(["run", "in", "--workspace", "ws", "--as-of", year], _ENVIRONMENT) == 2
    assert _trace("t.csv", "--as-of", year) == 2
    assert year in capsys.readouterr().err


def test_damaged_evidence_is_told_by_row_and_not_taken_for_something_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("in").mkdir()
    Path("in/a.csv").write_bytes(bank_file(bank_row()))
    assert call(["run", "in", "--workspace", "ws"], _ENVIRONMENT) == 0
    (kept,) = (one for one in Path("ws/vault/objects").rglob("*") if one.is_file())
    kept.chmod(0o600)
    kept.write_bytes(b"x")
    sha256 = kept.parent.name + kept.name
    assert call(["row", sha256, "2", "--workspace", "ws"], _ENVIRONMENT) == 7
    assert sha256[:12] in capsys.readouterr().err
