"""Receives a folder into a workspace and is killed on the way, at one point after the other.

    python kill_driver.py BASE FIRST LAST

For each n from FIRST to LAST a child receives the evidence into a fresh workspace and dies by
SIGKILL right before its n-th touch of the disk or the database. Then this process looks at what
is left and lets the run be repeated. One JSON object a line tells how it went; the walk ends at
the first n that a child survives.
"""

import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from zhanlian.model.evidence import EvidenceItem, Receipt, Reject
from zhanlian.model.message import Message
from zhanlian.store.audit import Act
from zhanlian.store.verify import verify_workspace
from zhanlian.store.workspace import Workspace, open_workspace

AT = datetime(2031, 5, 6, tzinfo=UTC)
ACT = Act("合成：张某某", AT)
CASE = "合成案"
# One larger than a page, the same bytes twice, an empty one that cannot be read.
EVIDENCE = {
    "a.txt": "合成通报甲：移交3名".encode(),
    "b.txt": "合成通报乙：抓获5名".encode() * 3000,
    "copy.txt": "合成通报甲：移交3名".encode(),
    "empty.bin": b"",
}
HASHES = len(set(EVIDENCE.values()))


def receive_all(path: Path, acknowledge: Callable[[str], None]) -> None:
    """Receive the evidence in batches of two; acknowledge what is safe."""
    with open_workspace(path, create=True) as workspace:
        names = sorted(EVIDENCE)
        for start in range(0, len(names), 2):
            batch = names[start : start + 2]
            arrivals, rejects = [], []
            kept = workspace.vault.put_batch(EVIDENCE[name] for name in batch)
            for name, digests in zip(batch, kept, strict=True):
                item = EvidenceItem(digests.sha256, digests.sm3, digests.size, "text/plain", name)
                arrivals.append((item, Receipt(item.sha256, name, name, AT, "张某某", "", CASE)))
                if name.endswith(".bin"):
                    rejects.append((item.sha256, Reject(name, "", Message("reject.unknown"))))
            workspace.docket.receive(arrivals, case=CASE, act=ACT, rejects=rejects)
            for name, digests in zip(batch, kept, strict=True):
                workspace.lake.save_reading(digests.sha256, "1", EVIDENCE[name])
                acknowledge(name)


def lay_traps(fatal: int) -> None:
    """Count every touch of the disk and the database; die at the fatal one."""
    count = 0

    def touch() -> None:
        nonlocal count
        count += 1
        if count == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def trap(module: Any, name: str) -> None:
        real = getattr(module, name)

        def trapped(*args: Any, **options: Any) -> Any:
            touch()
            return real(*args, **options)

        setattr(module, name, trapped)

    for name in ("replace", "fsync", "mkdir", "chmod", "unlink"):
        trap(os, name)

    for name in ("begin", "commit", "before_cursor_execute"):
        event.listen(Engine, name, lambda *_: touch())


def run_child(path: Path, acknowledged: Path, fatal: int) -> bool:
    """Return whether the child survived."""
    child = os.fork()
    if child == 0:
        descriptor = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        lay_traps(fatal)
        try:
            receive_all(path, lambda name: tell(descriptor, name))
            os._exit(0)
        finally:  # an error: shown, and no way back into the walk
            traceback.print_exc()
            os._exit(3)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return False
    assert os.WEXITSTATUS(status) == 0
    return True


def tell(descriptor: int, name: str) -> None:
    """Write a line without being trapped."""
    os.write(descriptor, f"{name}\n".encode())


def look(path: Path, acknowledged: Path) -> dict[str, object]:
    """Return what is wrong after a kill: damage, lost files, failures to open."""
    safe = acknowledged.read_text().split() if acknowledged.exists() else []
    with open_workspace(path, create=True) as workspace:
        findings = verify_workspace(workspace)
        sources = {receipt.source for receipt in workspace.docket.list_receipts(CASE)}
        return {
            "damage": [str(finding) for finding in findings if finding.severity == "damage"],
            "lost": sorted(set(safe) - sources),
            "half": list_half(path, workspace),
            "received": len(sources),
        }


def list_half(path: Path, workspace: Workspace) -> list[str]:
    """Return files of cut-off writes, and derived readings that are not right."""
    half = [str(entry) for entry in path.rglob("*.part")]
    for name, data in EVIDENCE.items():
        for sha256 in workspace.vault.list_hashes():
            found = workspace.lake.find_reading(sha256, "1")
            if workspace.vault.load(sha256) == data and found not in (None, data):
                half.append(name)
    return half


def complete(path: Path) -> dict[str, object]:
    """Return how things stand after running again."""
    receive_all(path, lambda _: None)
    with open_workspace(path, create=False) as workspace:
        docket = workspace.docket
        return {
            "findings": [str(finding) for finding in verify_workspace(workspace)],
            "objects": len(list(workspace.vault.list_hashes())),
            "items": len(docket.list_items(CASE)),
            "receipts": [receipt.source for receipt in docket.list_receipts(CASE)],
            "rejects": len(docket.list_rejects(CASE)),
            "lines": len(docket.list_audit_lines()),
        }


def main(base: Path, first: int, last: int) -> None:
    """Walk over the points and tell how each went."""
    for fatal in range(first, last + 1):
        path, acknowledged = base / f"ws{fatal}", base / f"told{fatal}"
        survived = run_child(path, acknowledged, fatal)
        told: dict[str, object] = {"n": fatal, "survived": survived}
        told |= {"after": look(path, acknowledged), "again": complete(path)}
        os.write(1, (json.dumps(told) + "\n").encode())
        shutil.rmtree(path)
        if survived:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
