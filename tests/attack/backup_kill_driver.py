"""Backs up, restores or migrates, and is killed on the way, at one point after the other.

    python backup_kill_driver.py ACT FOLDER STEP URL

ACT is ``backup``, ``restore`` or ``migrate``. For each n (1, 1 + STEP, …) a child dies by SIGKILL
right before its n-th touch of the disk or the database. Then this process looks at what is left and
lets the act be repeated. One JSON object a line tells how it went; the walk ends at the first n
that a child survives.
"""

import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from filled_workspace import ACT, fill, make_old, opened
from sqlalchemy import Engine, event

from zhanlian.store.backup.archive import BackupFile
from zhanlian.store.backup.dump import write_backup
from zhanlian.store.backup.restoration import restore_backup
from zhanlian.store.database import use_database
from zhanlian.store.engine import open_engine, read_transaction, write_transaction
from zhanlian.store.migrations.workspace import migrate_workspace
from zhanlian.store.schema import find_revision, metadata
from zhanlian.store.verify import verify_workspace
from zhanlian.store.workspace import DOCKET


def lay_traps(fatal: int) -> None:
    """Count every touch of the disk and the database; die at the fatal one."""
    count = 0

    def touch() -> None:
        nonlocal count
        count += 1
        if count == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def trap(name: str) -> None:
        real = getattr(os, name)

        def trapped(*args: Any, **options: Any) -> Any:
            touch()
            return real(*args, **options)

        setattr(os, name, trapped)

    for name in ("replace", "rename", "fsync", "mkdir", "rmdir", "chmod", "unlink"):
        trap(name)
    for name in ("begin", "commit", "before_cursor_execute"):
        event.listen(Engine, name, lambda *_: touch())


def run_child(act: Callable[[], object], fatal: int) -> bool:
    """Return whether the child survived."""
    child = os.fork()
    if child == 0:
        lay_traps(fatal)
        try:
            act()
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


def find_damage(path: Path, url: str) -> list[str]:
    """Return what is wrong with a workspace."""
    with opened(path, url) as workspace:
        return [str(finding) for finding in verify_workspace(workspace)]


def walk_backup(folder: Path, url: str, fatal: int) -> dict[str, object]:
    """Return how a killed backup ended: the file is whole or not there."""
    source, out = folder / "ws", folder / "out" / "b.zip"
    if not source.exists():
        fill(source, url, 3)

    def act() -> None:
        with opened(source, url) as workspace:
            write_backup(workspace, out, ACT, "9.9.9")

    survived = run_child(act, fatal)
    told: dict[str, object] = {"survived": survived, "there": out.exists()}
    if not out.exists():
        act()
    with BackupFile(out) as backup:
        parts = [(part.name, part.sha256) for part in backup.manifest.parts]
        for name, sha256 in [*parts, *((f"vault/{one}", one) for one in backup.objects)]:
            for _ in backup.read(name, sha256):
                pass
    told |= {"left": sorted(one.name for one in out.parent.iterdir())}
    told |= {"damage": find_damage(source, url)}
    out.unlink()
    return told


def walk_restore(folder: Path, url: str, fatal: int) -> dict[str, object]:
    """Return how a killed restoring ended: the workspace is whole or not there."""
    backup, target = folder / "b.zip", folder / "out" / "new"
    if not backup.exists():
        fill(folder / "ws", "", 3)
        with opened(folder / "ws") as workspace:
            write_backup(workspace, backup, ACT, "9.9.9")

    def act() -> None:
        with use_database(url):
            restore_backup(backup, target, ACT)

    survived = run_child(act, fatal)
    told: dict[str, object] = {"survived": survived, "there": target.exists()}
    if not target.exists():
        act()
    told |= {"left": sorted(one.name for one in target.parent.iterdir())}
    told |= {"damage": find_damage(target, url)}
    shutil.rmtree(target)
    if url:
        engine = open_engine(url)
        with write_transaction(engine) as connection:
            metadata.drop_all(connection)
        engine.dispose()
    return told


def walk_migrate(folder: Path, _url: str, fatal: int) -> dict[str, object]:
    """Return how a killed migration ended: the docket is the old one or the new one."""
    path = folder / "ws"
    shutil.rmtree(path, ignore_errors=True)
    make_old(path)
    survived = run_child(lambda: migrate_workspace(path, ACT), fatal)
    engine = open_engine(path / DOCKET)
    with read_transaction(engine) as connection:
        revision = find_revision(connection)
    engine.dispose()
    migrate_workspace(path, ACT)
    with opened(path) as workspace:
        lines = [line.action for line in workspace.docket.list_audit_lines()]
    return {
        "survived": survived,
        "there": revision == "0002",
        "left": sorted({one.suffix for one in path.iterdir() if one.suffix == ".part"}),
        "migrated": lines.count("docket.migrate"),
        "damage": find_damage(path, ""),
    }


def main(what: str, folder: Path, step: int, url: str) -> None:
    """Walk over the points and tell how each went."""
    walk = {"backup": walk_backup, "restore": walk_restore, "migrate": walk_migrate}[what]
    for fatal in range(1, 10_000, step):
        told = {"n": fatal, **walk(folder, url, fatal)}
        os.write(1, (json.dumps(told) + "\n").encode())
        if told["survived"]:
            return


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
