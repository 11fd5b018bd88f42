"""Bringing the docket of a workspace to the newest version, with nobody else in the workspace."""

import os
import sqlite3
import uuid
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from zhanlian.errors import NotFoundError, StoreError
from zhanlian.store.audit import Act, Entry, append
from zhanlian.store.engine import read_transaction, write_transaction
from zhanlian.store.lock import WorkspaceLock
from zhanlian.store.marker import SQLITE, Marker, read_marker, write_marker
from zhanlian.store.migrations.steps import migrate
from zhanlian.store.schema import HEAD, load_identity, load_revision
from zhanlian.store.vault import sync_folder
from zhanlian.store.workspace import DOCKET, LOCK, open_docket

_MIGRATE: Final = "docket.migrate"


@dataclass(frozen=True, slots=True)
class Migrated:
    """From which version to which a docket was brought.

    Attributes:
        before, after: versions; the same where there was nothing to do.
        copy: of the SQLite file as it was before, or None.
    """

    before: str
    after: str
    copy: Path | None = None


def migrate_workspace(path: Path, act: Act) -> Migrated:
    """Return what was done to bring the docket of a workspace to the newest version.

    Killed at any point, the docket has its old version or the new one, with its audit line.

    Raises:
        NotFoundError: there is no workspace.
        StoreError: somebody else has it open, it is of a newer version, or the disk refuses.
    """
    path = path.absolute()
    try:
        marker = read_marker(path)
        if marker is None:
            raise NotFoundError("error.workspace-missing", path=str(path))
        if marker.database == SQLITE and not (path / DOCKET).is_file():
            raise StoreError("error.docket-missing", path=str(path / DOCKET))
        engine = open_docket(path, marker)
        try:
            return _migrate_docket(path, marker, engine, act)
        finally:
            engine.dispose()
    except OSError as error:
        detail = error.strerror or str(error)
        raise StoreError("error.workspace-disk", path=str(path), detail=detail) from error


def _migrate_docket(path: Path, marker: Marker, engine: Engine, act: Act) -> Migrated:
    before = _load_version(engine)
    copy = None

    def work() -> None:
        nonlocal copy
        if marker.database == SQLITE:
            copy = _copy_aside(path / DOCKET)
        with write_transaction(engine) as connection:
            migrate(connection)
            told = Entry(_MIGRATE, "docket", {"version": before}, {"version": HEAD})
            append(connection, act, [told])
        write_marker(path, replace(marker, docket=load_identity(engine)))

    if before != HEAD and not WorkspaceLock(path / LOCK).run_alone(work):
        raise StoreError("error.workspace-in-use", path=str(path))
    return Migrated(before, HEAD, copy)


def _load_version(engine: Engine) -> str:
    with read_transaction(engine) as connection:
        return load_revision(connection)


def _copy_aside(docket: Path) -> Path:
    """Return a copy of a SQLite database as it is now, in a file of its own."""
    for leftover in docket.parent.glob(f"{docket.name}.before-*.part"):
        leftover.unlink()
    copy = docket.with_name(f"{docket.name}.before-{HEAD}")
    number = 1
    while copy.exists():
        number += 1
        copy = docket.with_name(f"{docket.name}.before-{HEAD}-{number}")
    aside = docket.with_name(f"{copy.name}.{uuid.uuid4().hex}.part")
    try:
        with closing(sqlite3.connect(docket)) as source, closing(sqlite3.connect(aside)) as target:
            source.backup(target)
        with aside.open("rb+") as file:
            os.fsync(file.fileno())
        aside.replace(copy)
    except sqlite3.Error as error:
        raise StoreError("error.docket-uncopied", path=str(docket), detail=str(error)) from error
    finally:
        aside.unlink(missing_ok=True)
    sync_folder(docket.parent)
    return copy
