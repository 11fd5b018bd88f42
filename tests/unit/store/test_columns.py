"""Tables of statements in the lake: whole or not there."""

from pathlib import Path

import pyarrow as pa
import pytest

from zhanlian.errors import StoreError
from zhanlian.store.columns import ColumnLake
from zhanlian.store.incoming import clear_incoming

_ITEM = "ab" * 32
_TABLE = pa.table({"line": [1, 2], "amount": [5_00, -7_00]})


def _write(lake: ColumnLake, version: str = "v1") -> None:
    meta: dict[str, object] = {"format": "cn-bank"}
    with lake.write_tables(_ITEM, version, meta) as writer:
        writer.add("rows", _TABLE)
        writer.add("rows", _TABLE)
        writer.add("freezes", _TABLE.slice(0, 0))
        meta["rows"] = 4


def test_batches_come_back_as_one_table_with_what_was_said_of_them(tmp_path: Path) -> None:
    lake = ColumnLake(tmp_path)
    _write(lake)
    found = lake.find_tables(_ITEM, "v1")
    assert found is not None
    assert found.tables == ("rows",)
    assert found.meta == {"format": "cn-bank", "rows": 4}
    table = lake.load_table(_ITEM, "v1", "rows", ["amount"])
    assert table.to_pydict() == {"amount": [5_00, -7_00, 5_00, -7_00]}


def test_another_version_is_not_there(tmp_path: Path) -> None:
    lake = ColumnLake(tmp_path)
    _write(lake)
    assert lake.find_tables(_ITEM, "v2") is None


def test_a_writing_that_breaks_off_leaves_nothing_and_spoils_nothing(tmp_path: Path) -> None:
    lake = ColumnLake(tmp_path)
    _write(lake)
    with pytest.raises(KeyboardInterrupt), lake.write_tables(_ITEM, "v1", {}) as writer:
        writer.add("rows", _TABLE)
        raise KeyboardInterrupt
    found = lake.find_tables(_ITEM, "v1")
    assert found is not None and found.meta["rows"] == 4
    assert [entry.name for entry in (tmp_path / "ab").iterdir()] == [f"{_ITEM[2:]}-v1"]
    assert not list((tmp_path / "incoming").iterdir())


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    left = tmp_path / "incoming" / "0123"
    left.mkdir(parents=True)
    (left / "rows.parquet").write_bytes(b"PAR1")
    clear_incoming(tmp_path)
    assert not left.exists()


@pytest.mark.parametrize("place", [4, 60, -20])
def test_damaged_tables_count_as_not_there_and_are_written_anew(tmp_path: Path, place: int) -> None:
    lake = ColumnLake(tmp_path)
    assert not lake.is_damaged(_ITEM, "v1")
    _write(lake)
    assert not lake.is_damaged(_ITEM, "v1")
    (path,) = tmp_path.rglob("*.parquet")
    data = bytearray(path.read_bytes())
    data[place] ^= 0xFF
    path.write_bytes(bytes(data))
    assert lake.is_damaged(_ITEM, "v1")
    assert lake.find_tables(_ITEM, "v1") is None
    _write(lake)
    assert not lake.is_damaged(_ITEM, "v1")


def test_tables_of_another_statement_are_not_taken_for_its_own(tmp_path: Path) -> None:
    lake = ColumnLake(tmp_path)
    _write(lake)
    (mine,) = (tmp_path / "ab").iterdir()
    other = "cd" * 32
    (tmp_path / "cd").mkdir()
    mine.rename(tmp_path / "cd" / f"{other[2:]}-v1")
    assert lake.find_tables(other, "v1") is None


def test_two_writers_of_one_statement_do_not_disturb_each_other(tmp_path: Path) -> None:
    lake, meta = ColumnLake(tmp_path), {"format": "cn-bank", "rows": 4}
    with lake.write_tables(_ITEM, "v1", dict(meta)) as writer:
        writer.add("rows", _TABLE)
        _write(ColumnLake(tmp_path))
        writer.add("rows", _TABLE)
    found = lake.find_tables(_ITEM, "v1")
    assert found is not None and found.meta == meta
    assert lake.load_table(_ITEM, "v1", "rows").num_rows == 4
    assert not list((tmp_path / "incoming").iterdir())


def test_a_damaged_page_is_told(tmp_path: Path) -> None:
    lake = ColumnLake(tmp_path)
    _write(lake)
    (path,) = tmp_path.rglob("*.parquet")
    data = bytearray(path.read_bytes())
    data[60] ^= 0xFF
    path.write_bytes(bytes(data))
    with pytest.raises(StoreError):
        lake.load_table(_ITEM, "v1", "rows")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 99}', '{"format": 1}'])
def test_an_index_that_cannot_be_read_means_reading_anew(tmp_path: Path, content: str) -> None:
    lake = ColumnLake(tmp_path)
    _write(lake)
    (index,) = tmp_path.rglob("index.json")
    index.write_text(content)
    assert lake.find_tables(_ITEM, "v1") is None
