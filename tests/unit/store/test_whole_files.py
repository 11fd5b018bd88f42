"""Files outside the workspace are written whole or not at all."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from zhanlian.errors import InputError, StoreError
from zhanlian.store.whole_files import find_hash, load_start, prepare_folder, write_whole


def test_a_file_that_breaks_off_leaves_the_former_one(tmp_path: Path) -> None:
    def break_off() -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")

    page = write_whole(tmp_path / "page", [b"old"])
    with pytest.raises(StoreError) as caught:
        write_whole(page, break_off())
    assert caught.value.key == "error.out-unwritable"
    assert caught.value.fields["path"] == str(page)
    assert page.read_bytes() == b"old"


def test_a_file_whose_content_fails_in_any_way_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> Iterator[bytes]:
        yield b"half"
        raise OverflowError

    with pytest.raises(OverflowError):
        write_whole(tmp_path / "page", fail())
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / f"flow.html.{'0a' * 16}.part").write_bytes(b"half")
    (tmp_path / "notes.part").write_bytes(b"mine")
    prepare_folder(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["notes.part"]


def test_a_prepared_folder_is_there_and_empty(tmp_path: Path) -> None:
    prepare_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_done(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError) as caught:
        prepare_folder(tmp_path / "file" / "out")
    assert caught.value.key == "error.out-unwritable"


def test_no_more_is_read_than_asked_for(tmp_path: Path) -> None:
    (tmp_path / "long").write_bytes(b"x" * 100)
    assert load_start(tmp_path / "long", 10) == b"x" * 10
    with pytest.raises(InputError) as caught:
        load_start(tmp_path / "gone", 10)
    assert caught.value.key == "error.path-missing"


def test_a_missing_file_has_no_hash(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert find_hash(tmp_path / "a") == hashlib.sha256(b"abc").hexdigest()
    assert find_hash(tmp_path / "gone") is None


def test_two_writers_of_one_file_do_not_meet(tmp_path: Path) -> None:
    def written_meanwhile() -> Iterator[bytes]:
        yield b"first "
        write_whole(tmp_path / "page", [b"second"])
        prepare_folder(tmp_path)
        yield b"whole"

    page = write_whole(tmp_path / "page", written_meanwhile())
    assert page.read_bytes() == b"first whole"
    assert list(tmp_path.iterdir()) == [page]


def test_a_path_without_a_name_cannot_be_written() -> None:
    with pytest.raises(StoreError) as caught:
        write_whole(Path("/"), [b"x"])
    assert caught.value.key == "error.out-unwritable"
