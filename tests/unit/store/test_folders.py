"""Which files lie under the given paths, and what is left out of them."""

import os
from pathlib import Path

import pytest

from zhanlian.errors import InputError
from zhanlian.model.evidence import Reject
from zhanlian.store.folders import Intake, find_files, load_file


def _names(intake: Intake) -> list[str]:
    return [file.source for file in intake.files]


def _reasons(intake: Intake) -> dict[str, str]:
    return {Path(one.source).name: one.reason.key for one in intake.omissions}


def test_folders_are_walked_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/10.txt", "a.txt", "c/d/e.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    expected = ["a.txt", "b/10.txt", "b/2.txt", "c/d/e.txt"]
    assert _names(find_files([str(tmp_path)])) == [f"{tmp_path}/{name}" for name in expected]


def test_a_path_is_named_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/a.txt").write_text("a")
    assert _names(find_files(["./in/a.txt"])) == ["./in/a.txt"]
    assert _names(find_files(["./in/"])) == ["./in/a.txt"]


def test_a_file_given_twice_is_listed_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    paths = [str(tmp_path / "a.txt"), str(tmp_path), f"{tmp_path}/../{tmp_path.name}/a.txt"]
    assert len(find_files(paths).files) == 1


def test_hidden_files_links_and_own_folders_are_left_out_and_named(tmp_path: Path) -> None:
    (tmp_path / ".secret").write_text("x")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "inner.txt").write_text("x")
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "pipe")
    found = find_files([str(tmp_path)], [tmp_path / "own", tmp_path / "not-there"])
    assert _names(found) == [f"{tmp_path}/a.txt"]
    assert _reasons(found) == {
        ".secret": "omitted.hidden",
        "own": "omitted.own",
        "round": "omitted.link",
        "link.txt": "omitted.link",
        "pipe": "omitted.special",
    }


def test_what_is_given_itself_is_taken_even_when_hidden_or_a_link(tmp_path: Path) -> None:
    (tmp_path / ".folder").mkdir()
    (tmp_path / ".folder" / "a.txt").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / ".folder")
    assert len(find_files([str(tmp_path / ".folder")]).files) == 1
    assert len(find_files([str(tmp_path / "link")]).files) == 1


def test_a_missing_path_is_named_before_anything_is_walked(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        find_files([str(tmp_path), str(tmp_path / "gone")])
    assert caught.value.key == "error.path-missing"
    assert caught.value.fields["path"] == str(tmp_path / "gone")
    with pytest.raises(InputError):
        find_files([])


def test_a_name_that_is_no_utf8_is_shown_escaped(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/\xff.txt"
    try:
        Path(os.fsdecode(raw)).write_text("x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert _names(find_files([str(tmp_path)])) == [f"{tmp_path}/\\xff.txt"]


def test_a_file_above_the_limit_or_gone_is_a_reject(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("12345")
    (file,) = find_files([str(tmp_path)]).files
    assert load_file(file, 5) == b"12345"
    large = load_file(file, 4)
    assert isinstance(large, Reject) and large.reason.key == "reject.file-too-large"
    (tmp_path / "a.txt").write_text("123456")
    grown = load_file(file, 9)
    assert isinstance(grown, Reject) and grown.reason.key == "reject.file-growing"
    (tmp_path / "a.txt").unlink()
    gone = load_file(file, 9)
    assert isinstance(gone, Reject) and gone.reason.key == "reject.file-unopened"


@pytest.mark.parametrize("empty", ["", " "])
def test_an_empty_path_is_not_the_folder_we_stand_in(empty: str) -> None:
    with pytest.raises(InputError) as caught:
        find_files([empty])
    assert caught.value.key == "error.path-missing"
