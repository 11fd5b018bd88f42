"""A workspace is made whole, opens again, and never hides a loss."""

import json
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from zhanlian.errors import InputError, NotFoundError, StoreError, ZhanlianError
from zhanlian.store.marker import MARKER
from zhanlian.store.workspace import DOCKET, open_workspace


def make(path: Path) -> None:
    with open_workspace(path, create=True) as workspace:
        workspace.vault.put(b"kept")


def test_a_workspace_is_made_and_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "ws"
    make(path)
    with open_workspace(path, create=False) as workspace:
        assert len(list(workspace.vault.list_hashes())) == 1
        assert workspace.docket.list_cases() == ()
        assert workspace.lake.find_reading("a" * 64, "1") is None
    with open_workspace(path, create=True) as workspace:
        assert len(list(workspace.vault.list_hashes())) == 1


def test_an_empty_folder_becomes_a_workspace(tmp_path: Path) -> None:
    make(tmp_path)
    assert (tmp_path / MARKER).is_file()


@pytest.mark.parametrize("missing", ["absent", "."])
def test_where_none_is_none_is_opened(tmp_path: Path, missing: str) -> None:
    with pytest.raises(NotFoundError) as told:
        open_workspace(tmp_path / missing, create=False)
    assert told.value.key == "error.workspace-missing"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_others_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("private")
    with pytest.raises(InputError) as told:
        open_workspace(tmp_path, create=True)
    assert told.value.key == "error.workspace-foreign"
    assert told.value.fields == {"path": str(tmp_path)}
    assert [entry.name for entry in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_is_no_place_for_a_workspace(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("private")
    for path in (file, file / "ws"):
        with pytest.raises(ZhanlianError):
            open_workspace(path, create=True)
    assert file.read_text() == "private"


def test_a_newer_workspace_is_told_and_left_alone(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / MARKER).write_text(json.dumps({"format": 99, "state": "unheard of"}))
    with pytest.raises(StoreError) as told:
        open_workspace(tmp_path, create=True)
    assert told.value.key == "error.workspace-newer"
    assert told.value.fields["found"] == 99


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format":1}', '{"format":true,"state":"ready"}', "[" * 50_000, "\0"]
)
def test_a_damaged_marker_is_told(tmp_path: Path, text: str) -> None:
    make(tmp_path)
    (tmp_path / MARKER).write_text(text)
    with pytest.raises(StoreError) as told:
        open_workspace(tmp_path, create=True)
    assert told.value.key == "error.workspace-marker"


def test_a_newer_docket_is_told(tmp_path: Path) -> None:
    make(tmp_path)
    connection = sqlite3.connect(tmp_path / DOCKET)
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = 99")
    connection.close()
    with pytest.raises(StoreError) as told:
        open_workspace(tmp_path, create=False)
    assert told.value.key == "error.docket-newer"
    assert told.value.fields["found"] == "0099"


def test_a_lost_docket_is_told_and_not_made_anew(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / DOCKET).unlink()
    for create in (False, True):
        with pytest.raises(StoreError) as told:
            open_workspace(tmp_path, create=create)
        assert told.value.key == "error.docket-missing"
    assert not (tmp_path / DOCKET).exists()


@pytest.mark.parametrize("content", [b"", b"no database " * 1000])
def test_a_docket_that_is_none_is_told(tmp_path: Path, content: bytes) -> None:
    make(tmp_path)
    (tmp_path / DOCKET).write_bytes(content)
    with pytest.raises(StoreError) as told:
        open_workspace(tmp_path, create=True)
    assert told.value.key in ("error.docket-missing", "error.docket-unreadable")


def test_a_lost_vault_is_told(tmp_path: Path) -> None:
    make(tmp_path)
    shutil.rmtree(tmp_path / "vault")
    with pytest.raises(StoreError) as told:
        open_workspace(tmp_path, create=True)
    assert told.value.key == "error.vault-missing"


def test_a_lost_lake_is_made_anew(tmp_path: Path) -> None:
    with open_workspace(tmp_path, create=True) as workspace:
        workspace.lake.save_reading("a" * 64, "1", b"derived")
    shutil.rmtree(tmp_path / "lake")
    with open_workspace(tmp_path, create=False) as workspace:
        assert workspace.lake.find_reading("a" * 64, "1") is None


def test_leftovers_are_cleaned_only_by_who_is_alone(tmp_path: Path) -> None:
    make(tmp_path)
    leftover = tmp_path / "vault" / "incoming" / "0.part"
    with open_workspace(tmp_path, create=False):
        leftover.write_bytes(b"being written by the other one")
        with open_workspace(tmp_path, create=False):
            assert leftover.exists()
    with open_workspace(tmp_path, create=False):
        assert not leftover.exists()


def test_two_open_workspaces_see_each_other(tmp_path: Path) -> None:
    with (
        open_workspace(tmp_path, create=True) as one,
        open_workspace(tmp_path, create=True) as two,
    ):
        digests = one.vault.put(b"from one")
        assert two.vault.load(digests.sha256) == b"from one"


def test_many_may_make_the_same_workspace_at_once(tmp_path: Path) -> None:
    failures: list[Exception] = []

    def run(number: int) -> None:
        try:
            with open_workspace(tmp_path / "ws", create=True) as workspace:
                workspace.vault.put(b"kept %d" % number)
        except ZhanlianError as error:
            failures.append(error)

    makers = [threading.Thread(target=run, args=(number,)) for number in range(6)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert failures == []
    with open_workspace(tmp_path / "ws", create=False) as workspace:
        assert len(list(workspace.vault.list_hashes())) == 6


def count_open_files() -> int:
    # Linux only; elsewhere the count is 0 before and after, and Windows tests it by renaming.
    told = Path("/proc/self/fd")
    return sum(1 for _ in told.iterdir()) if told.is_dir() else 0


def test_what_fails_to_open_holds_nothing(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / DOCKET).rename(tmp_path / "aside")
    before = count_open_files()
    for _ in range(3):
        with pytest.raises(StoreError):
            open_workspace(tmp_path, create=False)
    assert count_open_files() == before
    (tmp_path / "aside").rename(tmp_path / DOCKET)
    open_workspace(tmp_path, create=False).close()
