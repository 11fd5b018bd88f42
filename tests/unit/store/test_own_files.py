"""No export takes the place of what a workspace consists of."""

import os
from pathlib import Path

import pytest

from zhanlian.errors import StoreError
from zhanlian.store.marker import MARKER
from zhanlian.store.whole_files import prepare_folder, write_whole


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "ws"
    (folder / "vault" / "objects").mkdir(parents=True)
    for name in (MARKER, "docket.sqlite", "docket.sqlite-wal", "workspace.lock"):
        (folder / name).write_text(name)
    return folder


@pytest.mark.parametrize(
    "place",
    [
        "docket.sqlite",
        "docket.sqlite-wal",
        "DOCKET.SQLITE",
        "workspace.lock",
        MARKER,
        "vault/objects/x",
        "vault",
        "lake/readings.sqlite",
        "rules/own.toml",
        "out/../docket.sqlite",
        "vault/../docket.sqlite",
    ],
)
def test_a_file_of_the_workspace_is_never_replaced(workspace: Path, place: str) -> None:
    with pytest.raises(StoreError, match="out-own"):
        write_whole(workspace / place, iter((b"x",)))
    assert (workspace / "docket.sqlite").read_text() == "docket.sqlite"


def test_a_link_on_the_way_is_followed(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(workspace, target_is_directory=True)
    with pytest.raises(StoreError, match="out-own"):
        write_whole(tmp_path / "link" / "docket.sqlite", iter((b"x",)))


def test_no_folder_is_prepared_in_the_vault(workspace: Path) -> None:
    with pytest.raises(StoreError, match="out-own"):
        prepare_folder(workspace / "vault" / "out")
    assert not (workspace / "vault" / "out").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_device_or_pipe_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(StoreError, match="out-device"):
        write_whole(tmp_path / "pipe", iter((b"x",)))
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize("place", ["report.docx", "out/docket.sqlite", "mappings/x.toml"])
def test_other_places_in_a_workspace_are_free(workspace: Path, place: str) -> None:
    path = workspace / place
    prepare_folder(path.parent)
    assert write_whole(path, iter((b"x",))).read_bytes() == b"x"
