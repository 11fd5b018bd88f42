"""Killed at any point of a backup, a restoring or a migration: all of it is there, or nothing."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs fork and SIGKILL")

DRIVER = Path(__file__).with_name("backup_kill_driver.py")
SUPPORT = Path(__file__).parents[1] / "support"


@pytest.fixture
def quick_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: SIGKILL loses nothing of what was written there."""
    memory = Path("/dev/shm")
    if not (memory.is_dir() and os.access(memory, os.W_OK)):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


def walk(what: str, folder: Path, step: int = 1, url: str = "") -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, str(DRIVER), what, str(folder), str(step), url],
        env={**os.environ, "PYTHONPATH": str(SUPPORT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["survived"] for one in told] == [False] * (len(told) - 1) + [True]
    assert [one["there"] for one in told] == sorted(one["there"] for one in told)
    assert not [one for one in told if one["damage"]]
    return told


def test_a_killed_backup_is_whole_or_not_there(quick_disk: Path) -> None:
    told = walk("backup", quick_disk)
    assert len(told) > 30
    assert {tuple(one["left"]) for one in told} == {("b.zip",)}


def test_a_killed_restoring_is_whole_or_not_there(quick_disk: Path) -> None:
    told = walk("restore", quick_disk, 2)
    assert len(told) > 40
    assert {tuple(one["left"]) for one in told} == {("new",)}


def test_a_killed_restoring_to_postgresql_is_whole_or_not_there(
    quick_disk: Path, postgresql_url: str
) -> None:
    told = walk("restore", quick_disk, 3, postgresql_url)
    assert len(told) > 20
    assert {tuple(one["left"]) for one in told} == {("new",)}


def test_a_killed_migration_leaves_the_old_docket_or_the_new_one(quick_disk: Path) -> None:
    told = walk("migrate", quick_disk)
    assert len(told) > 30
    assert {one["migrated"] for one in told} == {1}
    assert {tuple(one["left"]) for one in told} == {()}
