"""A disk that takes no more ends a backup, a restoring or a migration in words; nothing is half."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest
from filled_workspace import ACT, fill, make_old, opened

from zhanlian.store.backup.dump import write_backup
from zhanlian.store.verify import verify_workspace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs limits of resources")


def run(*words: str, most: int | None = None) -> subprocess.CompletedProcess[str]:
    """Return how a command ended that may write files of so many bytes only, where it is said.

    It leaves no compiled modules (-B): cut off at the limit they would spoil the installation.
    """

    def limit() -> None:
        if most is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return subprocess.run(
        [sys.executable, "-B", "-m", "zhanlian", *words, "--lang", "en"],
        preexec_fn=limit,
        env={"ZHANLIAN_RECEIVED_BY": "王某某", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def check_told(ended: subprocess.CompletedProcess[str]) -> None:
    assert ended.returncode in (2, 7), ended.stderr
    assert "Traceback" not in ended.stderr and "nobody foresaw" not in ended.stderr
    assert ended.stderr.strip() and not ended.stdout.strip()


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    fill(tmp_path / "ws")
    return tmp_path / "ws"


def test_a_backup_that_finds_no_room_leaves_nothing(filled: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    check_told(run("backup", str(out / "b.zip"), "--workspace", str(filled), most=60_000))
    assert list(out.iterdir()) == []
    assert run("verify", "--workspace", str(filled)).returncode == 0


@pytest.mark.parametrize("most", [1, 4_096, 16_384, 40_000])
def test_a_restoring_that_finds_no_room_leaves_nothing(
    filled: Path, tmp_path: Path, most: int
) -> None:
    with opened(filled) as workspace:
        write_backup(workspace, tmp_path / "b.zip", ACT, "9.9.9")
    target = tmp_path / "out" / "new"
    check_told(run("restore", str(tmp_path / "b.zip"), "--workspace", str(target), most=most))
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("most", [1, 4_096, 16_384, 100_000])
def test_a_migration_that_finds_no_room_leaves_the_old_docket(tmp_path: Path, most: int) -> None:
    path = tmp_path / "ws"
    make_old(path)
    before = {entry.name for entry in path.iterdir()}
    ended = run("migrate", "--workspace", str(path), most=most)
    if ended.returncode:
        check_told(ended)
        assert {one.name for one in path.iterdir() if one.suffix == ".part"} == set()
        assert before <= {entry.name for entry in path.iterdir()}
    done = run("migrate", "--workspace", str(path))
    assert done.returncode == 0, done.stderr
    with opened(path) as workspace:
        assert verify_workspace(workspace) == ()


@pytest.mark.parametrize("place", ["/proc/backup", "file.txt/b.zip", "."])
def test_a_place_that_cannot_be_written_is_told(
    filled: Path, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file.txt").write_text("private")
    check_told(run("backup", place, "--workspace", str(filled)))
    with opened(filled) as workspace:
        write_backup(workspace, tmp_path / "whole.zip", ACT, "9.9.9")
    check_told(run("restore", "whole.zip", "--workspace", place))
    check_told(run("restore", place, "--workspace", "new"))
    assert (tmp_path / "file.txt").read_text() == "private"
    assert not (tmp_path / "new").exists()
