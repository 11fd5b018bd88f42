"""A backup holds one state of a workspace in use, and becomes a workspace on either database."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from databases import DATABASES, fresh_schema
from filled_workspace import ACT, CASE, MAPPING, fill, opened, receive

from zhanlian.errors import InputError, StoreError
from zhanlian.store.backup.dump import write_backup
from zhanlian.store.backup.restoration import restore_backup
from zhanlian.store.database import use_database
from zhanlian.store.verify import verify_workspace


@pytest.fixture(params=DATABASES)
def source_url(request: pytest.FixtureRequest) -> Iterator[str]:
    yield from _give_url(request.param)


@pytest.fixture(params=DATABASES)
def target_url(request: pytest.FixtureRequest) -> Iterator[str]:
    yield from _give_url(request.param)


def _give_url(database: str) -> Iterator[str]:
    if database == "sqlite":
        yield ""
        return
    with fresh_schema() as url:
        yield url


def back_up(path: Path, out: Path, url: str = "") -> None:
    with opened(path, url) as workspace:
        write_backup(workspace, out, ACT, "9.9.9")


def restore(backup: Path, target: Path, url: str = "") -> None:
    with use_database(url):
        restore_backup(backup, target, ACT)


def list_parts(backup: Path) -> dict[str, bytes]:
    with ZipFile(backup) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_backup_becomes_the_same_workspace_on_either_database(
    tmp_path: Path, source_url: str, target_url: str
) -> None:
    fill(tmp_path / "old", source_url)
    back_up(tmp_path / "old", tmp_path / "b.zip", source_url)
    restore(tmp_path / "b.zip", tmp_path / "new", target_url)
    with opened(tmp_path / "old", source_url) as one, opened(tmp_path / "new", target_url) as two:
        assert verify_workspace(two) == ()
        assert two.docket.list_items(CASE) == one.docket.list_items(CASE)
        assert two.docket.list_receipts(CASE) == one.docket.list_receipts(CASE)
        assert two.docket.list_rejects(CASE) == one.docket.list_rejects(CASE)
        assert list(two.vault.list_hashes()) == list(one.vault.list_hashes())
        before, after = one.docket.list_audit_lines(), two.docket.list_audit_lines()
    # All but the line that tells of making it; each act has left its own.
    assert before[:-1] == after[:-1]
    assert (before[-1].action, after[-1].action) == ("backup.make", "backup.restore")
    assert before[-2].hash in str(before[-1].after) and before[-2].hash in str(after[-1].after)
    text = (tmp_path / "new" / MAPPING).read_text(encoding="utf-8")
    assert text == (tmp_path / "old" / MAPPING).read_text(encoding="utf-8")


def test_both_databases_write_the_same_rows(tmp_path: Path) -> None:
    with fresh_schema() as url:
        for name, place in (("one", ""), ("two", url)):
            fill(tmp_path / name, place)
            back_up(tmp_path / name, tmp_path / f"{name}.zip", place)
    one, two = (list_parts(tmp_path / f"{name}.zip") for name in ("one", "two"))
    assert one.keys() == two.keys()
    assert {name for name in one if one[name] != two[name]} == {"manifest.json"}


def test_a_workspace_can_be_backed_up_while_it_is_written_to(
    tmp_path: Path, source_url: str
) -> None:
    fill(tmp_path / "old", source_url)
    done = threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        with opened(tmp_path / "old", source_url) as workspace:
            while not done.is_set():
                receive(workspace, f"合成{written}".encode() * 50, f"later/{written}.txt")
                written += 1

    writers = [threading.Thread(target=write) for _ in range(1)]
    for writer in writers:
        writer.start()
    try:
        for number in range(4):
            back_up(tmp_path / "old", tmp_path / f"{number}.zip", source_url)
    finally:
        done.set()
        for writer in writers:
            writer.join()
    sizes = []
    for number in range(4):
        restore(tmp_path / f"{number}.zip", tmp_path / f"new{number}")
        with opened(tmp_path / f"new{number}") as workspace:
            assert verify_workspace(workspace) == ()
            sizes.append(len(workspace.docket.list_items(CASE)))
    assert sizes == sorted(sizes) and 5 < sizes[-1] <= 5 + written


def test_an_older_backup_is_never_replaced(tmp_path: Path) -> None:
    fill(tmp_path / "old")
    (tmp_path / "b.zip").write_text("older")
    with pytest.raises(InputError) as told:
        back_up(tmp_path / "old", tmp_path / "b.zip")
    assert told.value.key == "error.backup-there"
    assert (tmp_path / "b.zip").read_text() == "older"


@pytest.mark.parametrize("harm", ["missing", "changed"])
def test_a_backup_never_holds_evidence_that_was_harmed(tmp_path: Path, harm: str) -> None:
    fill(tmp_path / "old")
    with opened(tmp_path / "old") as workspace:
        sha256 = sorted(workspace.vault.list_hashes())[-1]
    place = tmp_path / "old" / "vault" / "objects" / sha256[:2] / sha256[2:]
    place.chmod(0o600)
    if harm == "missing":
        place.unlink()
    else:
        place.write_bytes(place.read_bytes() + b"!")
    with pytest.raises(StoreError) as told:
        back_up(tmp_path / "old", tmp_path / "b.zip")
    assert told.value.fields["sha256"] == sha256
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["old"]


@pytest.mark.parametrize("there", ["file", "folder"])
def test_a_target_that_is_not_empty_is_left_alone(tmp_path: Path, there: str) -> None:
    fill(tmp_path / "old")
    back_up(tmp_path / "old", tmp_path / "b.zip")
    target = tmp_path / "new"
    if there == "folder":
        target.mkdir()
    letter = target / "letter.txt" if there == "folder" else target
    letter.write_text("private")
    with pytest.raises(InputError) as told:
        restore(tmp_path / "b.zip", target)
    assert told.value.key == "error.restore-occupied"
    assert letter.read_text() == "private"


def test_an_empty_folder_and_a_missing_parent_are_places_to_restore_to(tmp_path: Path) -> None:
    fill(tmp_path / "old")
    back_up(tmp_path / "old", tmp_path / "b.zip")
    (tmp_path / "empty").mkdir()
    for name in ("empty", "a/b/c"):
        restore(tmp_path / "b.zip", tmp_path / name)
        with opened(tmp_path / name) as workspace:
            assert verify_workspace(workspace) == ()


def test_a_database_with_a_docket_is_left_alone(tmp_path: Path, postgresql_url: str) -> None:
    fill(tmp_path / "old", postgresql_url)
    back_up(tmp_path / "old", tmp_path / "b.zip", postgresql_url)
    with pytest.raises(StoreError) as told:
        restore(tmp_path / "b.zip", tmp_path / "new", postgresql_url)
    assert told.value.key == "error.docket-occupied"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["b.zip", "old"]
    with opened(tmp_path / "old", postgresql_url) as workspace:
        assert verify_workspace(workspace) == ()


def test_two_restored_workspaces_are_two_dockets(tmp_path: Path) -> None:
    fill(tmp_path / "old")
    back_up(tmp_path / "old", tmp_path / "b.zip")
    told = set()
    for name in ("old", "one", "two"):
        if name != "old":
            restore(tmp_path / "b.zip", tmp_path / name)
        marker = (tmp_path / name / "zhanlian-workspace.json").read_text(encoding="utf-8")
        told.add(json.loads(marker)["docket"])
    assert len(told) == 3


def test_links_are_not_followed_into_a_backup(tmp_path: Path) -> None:
    fill(tmp_path / "old")
    (tmp_path / "private.toml").write_text("private")
    (tmp_path / "old" / "mappings" / "link.toml").symlink_to(tmp_path / "private.toml")
    back_up(tmp_path / "old", tmp_path / "b.zip")
    assert [name for name in list_parts(tmp_path / "b.zip") if "mappings" in name] == [MAPPING]
