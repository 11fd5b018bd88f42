"""The lake gives back what was derived, or nothing; never something half."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanlian.errors import StoreError
from zhanlian.store.lake import Lake

ITEM = "a" * 64
OTHER = "b" * 64


def test_a_reading_comes_back_for_its_item_and_version_only(tmp_path: Path) -> None:
    with Lake(tmp_path / "lake") as lake:
        lake.save_reading(ITEM, "1", b"claims")
        assert lake.find_reading(ITEM, "1") == b"claims"
        assert lake.find_reading(ITEM, "2") is None
        assert lake.find_reading(OTHER, "1") is None


def test_a_reading_survives_closing_and_is_replaced_by_a_later_one(tmp_path: Path) -> None:
    with Lake(tmp_path / "lake") as lake:
        lake.save_reading(ITEM, "1", b"first")
        lake.save_reading(ITEM, "1", b"")
    with Lake(tmp_path / "lake") as lake:
        assert lake.find_reading(ITEM, "1") == b""


@given(st.binary(max_size=3000))
def test_any_bytes_come_back(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    with Lake(tmp_path_factory.mktemp("lake")) as lake:
        lake.save_reading(ITEM, "1", data)
        assert lake.find_reading(ITEM, "1") == data


def change(tmp_path: Path, statement: str) -> None:
    connection = sqlite3.connect(tmp_path / "lake" / "readings.sqlite")
    with connection:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reading SET packed = substr(packed, 1, length(packed) - 1)",
        "UPDATE reading SET packed = x'00' || packed",
        "UPDATE reading SET sha256 = replace(sha256, 'a', 'b')",
        "UPDATE reading SET version = '2'",
    ],
)
def test_a_damaged_or_moved_entry_is_never_read(tmp_path: Path, statement: str) -> None:
    with Lake(tmp_path / "lake") as lake:
        lake.save_reading(ITEM, "1", b"claims of the first notice")
    change(tmp_path, statement)
    with Lake(tmp_path / "lake") as lake:
        for sha256 in (ITEM, OTHER):
            for version in ("1", "2"):
                assert lake.find_reading(sha256, version) is None
        lake.save_reading(ITEM, "1", b"again")
        assert lake.find_reading(ITEM, "1") == b"again"


def test_a_file_that_is_no_database_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "lake").mkdir()
    (tmp_path / "lake" / "readings.sqlite").write_bytes(b"not a database, " * 500)
    with Lake(tmp_path / "lake") as lake:
        assert lake.find_reading(ITEM, "1") is None
        lake.save_reading(ITEM, "1", b"claims")
        assert lake.find_reading(ITEM, "1") == b"claims"


def test_a_database_broken_in_its_middle_gives_right_answers_or_none(tmp_path: Path) -> None:
    entries = {f"{n:064x}": f"reading {n} ".encode() * 50 for n in range(60)}
    path = tmp_path / "lake" / "readings.sqlite"
    with Lake(tmp_path / "lake") as lake:
        for sha256, data in entries.items():
            lake.save_reading(sha256, "1", data)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with Lake(tmp_path / "lake") as lake:
        assert {lake.find_reading(sha256, "1") for sha256 in entries} == {None}
        for sha256, data in entries.items():
            lake.save_reading(sha256, "1", data)
        assert all(lake.find_reading(sha256, "1") == data for sha256, data in entries.items())


def test_a_lake_of_another_format_is_emptied(tmp_path: Path) -> None:
    with Lake(tmp_path / "lake") as lake:
        lake.save_reading(ITEM, "1", b"claims")
    change(tmp_path, "PRAGMA user_version=99")
    with Lake(tmp_path / "lake") as lake:
        assert lake.find_reading(ITEM, "1") is None


def test_two_open_lakes_see_each_other(tmp_path: Path) -> None:
    with Lake(tmp_path / "lake") as one, Lake(tmp_path / "lake") as two:
        one.save_reading(ITEM, "1", b"from one")
        two.save_reading(OTHER, "1", b"from two")
        assert one.find_reading(OTHER, "1") == b"from two"
        assert two.find_reading(ITEM, "1") == b"from one"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "lake").write_text("a file")
    with pytest.raises(StoreError) as told:
        Lake(tmp_path / "lake")
    assert told.value.key == "error.lake-unusable"
