"""Killed at any point while receiving: nothing is lost or half there, and it completes."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from zhanlian.store.verify import verify_workspace
from zhanlian.store.workspace import open_workspace

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs fork and SIGKILL")

DRIVER = Path(__file__).with_name("kill_driver.py")
WHOLE = {
    "findings": [],
    "objects": 3,
    "items": 3,
    "receipts": ["a.txt", "b.txt", "copy.txt", "empty.bin"],
    "rejects": 1,
    "lines": 6,
}


@pytest.fixture
def quick_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: SIGKILL loses nothing of what was written there."""
    memory = Path("/dev/shm")
    if not (memory.is_dir() and os.access(memory, os.W_OK)):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


def walk(base: Path, first: int, last: int) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, str(DRIVER), str(base), str(first), str(last)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_killed_at_every_touch_of_disk_and_database(quick_disk: Path) -> None:
    told = walk(quick_disk, 1, 1_000)
    assert [one["survived"] for one in told] == [False] * (len(told) - 1) + [True]
    assert len(told) > 60  # the traps are laid
    for one in told:
        after = one["after"]
        assert (after["damage"], after["lost"], after["half"]) == ([], [], []), one["n"]
        assert one["again"] == WHOLE, one["n"]
    assert [one["after"]["received"] for one in told] == sorted(
        one["after"]["received"] for one in told
    )
    assert {one["after"]["received"] for one in told} == {0, 2, 4}  # whole acts only


LOOP = """
import sys
sys.path.insert(0, {folder!r})
from pathlib import Path
import kill_driver
kill_driver.EVIDENCE = {{f"{{n}}.txt": b"synthetic %d" % n * 500 for n in range(4000)}}
kill_driver.receive_all(Path({path!r}), lambda name: print(name, flush=True))
"""


def test_killed_by_the_clock_and_continued_each_time(tmp_path: Path) -> None:
    """One workspace, killed again and again wherever it happens to be."""
    path, safe = tmp_path / "ws", set()
    code = LOOP.format(folder=str(DRIVER.parent), path=str(path))
    for turn in range(5):
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            first = child.stdout.readline()  # it is at work
            time.sleep(0.05 + 0.13 * turn)
            child.send_signal(signal.SIGKILL)
            safe |= {first.decode().strip(), *child.stdout.read().decode().split("\n")[:-1]}
        assert child.returncode == -signal.SIGKILL
        with open_workspace(path, create=False) as workspace:
            findings = verify_workspace(workspace)
            assert [one for one in findings if one.severity == "damage"] == []
            sources = {receipt.source for receipt in workspace.docket.list_receipts("合成案")}
            assert safe <= sources
            assert list((path / "vault" / "incoming").iterdir()) == []
