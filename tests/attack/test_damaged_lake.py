"""Tables of statements that were damaged, swapped or half deleted: told, and read anew."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from police_files import bank_file, bank_row

from zhanlian.cli.program import call

_ENVIRONMENT = {"ZHANLIAN_LANG": "en", "ZHANLIAN_RECEIVED_BY": "王某某"}
_MULE, _NEXT = "6222020000000000017", "6230000000000000033"
_FILES = {
    "a.csv": bank_file(
        bank_row(收付标志="进", 交易时间="20260301100500"),
        bank_row(交易对手账卡号=_NEXT, 交易时间="20260301110500", 交易余额="400.00"),
        bank_row(交易金额="x"),
    ),
    "b.csv": bank_file(
        bank_row(交易卡号=_NEXT, 收付标志="进", 交易时间="20260301110500", 交易对手账卡号=_MULE),
        bank_row(交易卡号=_NEXT, 交易时间="20260301120500", 交易余额="400.00"),
    ),
    "victims.csv": (
        f"victim,time,payer,payee,amount\nSYN-1,2026-03-01 10:05,6217000000000000025,{_MULE},100\n"
    ).encode(),
}


def _run(folder: Path) -> dict[str, bytes]:
    words = ["run", str(folder / "in"), "--workspace", str(folder / "ws")]
    assert call([*words, "--out", str(folder / "out")], _ENVIRONMENT) == 0
    return {entry.name: entry.read_bytes() for entry in (folder / "out").iterdir()}


def _verify(folder: Path) -> int:
    return call(["verify", "--workspace", str(folder / "ws"), "--deep"], _ENVIRONMENT)


def _flip(tables: list[Path]) -> None:
    data = bytearray(tables[0].read_bytes())
    data[len(data) // 3] ^= 0xFF
    tables[0].write_bytes(bytes(data))


def _cut(tables: list[Path]) -> None:
    tables[0].write_bytes(tables[0].read_bytes()[:-20])


def _swap(tables: list[Path]) -> None:
    one, other = tables[0].read_bytes(), tables[1].read_bytes()
    tables[0].write_bytes(other)
    tables[1].write_bytes(one)


def _lose(tables: list[Path]) -> None:
    tables[0].unlink()


def _lose_index(tables: list[Path]) -> None:
    (tables[0].parent / "index.json").unlink()


def _miscount(tables: list[Path]) -> None:
    index = tables[0].parent / "index.json"
    told = json.loads(index.read_text(encoding="utf-8"))
    told["meta"]["told"]["rows"] = [99, 0, 0]
    index.write_text(json.dumps(told), encoding="utf-8")


@pytest.mark.parametrize("harm", [_flip, _cut, _swap, _lose, _lose_index, _miscount])
def test_harmed_tables_are_told_and_the_next_run_reads_anew(
    tmp_path: Path, harm: Callable[[list[Path]], None]
) -> None:
    (tmp_path / "in").mkdir()
    for name, data in _FILES.items():
        (tmp_path / "in" / name).write_bytes(data)
    whole = _run(tmp_path)
    assert _verify(tmp_path) == 0
    harm(sorted((tmp_path / "ws" / "lake" / "statements").rglob("rows.parquet")))
    assert _verify(tmp_path) == 7
    shutil.rmtree(tmp_path / "out")
    assert _run(tmp_path) == whole
    assert _verify(tmp_path) == 0


def test_a_lake_that_was_deleted_half_way_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, data in _FILES.items():
        (tmp_path / "in" / name).write_bytes(data)
    whole = _run(tmp_path)
    statements = tmp_path / "ws" / "lake" / "statements"
    shutil.rmtree(sorted(statements.iterdir())[0])
    (tmp_path / "ws" / "lake" / "readings.sqlite").unlink()
    shutil.rmtree(tmp_path / "out")
    assert _run(tmp_path) == whole
    shutil.rmtree(tmp_path / "ws" / "lake")
    assert _run(tmp_path) == whole
