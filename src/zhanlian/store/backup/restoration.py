"""Restoring a backup as a new workspace, whole or not at all.

The workspace is built beside its place and moved there at the end. With PostgreSQL the docket is
complete before that: who is killed in between leaves both, and the next restoring to the same place
knows by the identity of the docket that it may clear them away.
"""

import os
import re
import shutil
import uuid
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, select

from zhanlian.errors import InputError, StoreError
from zhanlian.store import tables
from zhanlian.store.audit import Act, Entry, append
from zhanlian.store.backup.archive import BackupFile
from zhanlian.store.backup.loading import load_docket
from zhanlian.store.backup.manifest import VAULT, Manifest
from zhanlian.store.database import tell_database
from zhanlian.store.engine import open_engine, write_transaction
from zhanlian.store.lock import WorkspaceLock
from zhanlian.store.marker import POSTGRESQL, READY, SQLITE, Marker, read_marker, write_marker
from zhanlian.store.schema import HEAD, find_revision, make_identity, metadata, refuse_others
from zhanlian.store.vault import Vault, sync_folder
from zhanlian.store.verify import Progress
from zhanlian.store.workspace import DOCKET, LOCK
from zhanlian.words.paths import show_path

_RESTORE: Final = "backup.restore"


def restore_backup(
    path: Path, target: Path, act: Act, progress: Progress | None = None
) -> Manifest:
    """Return what the backup held that is now a workspace of its own.

    Its docket goes on the audit chain of the backup, in the database that is set: SQLite or
    PostgreSQL, whichever it came from.

    Args:
        path: of the backup.
        target: folder that does not exist yet, or is empty.
        act: who restores it; the first line that the new docket adds.
        progress: called with (done, total) pieces of evidence.

    Raises:
        InputError: the backup cannot be opened, or the target is not empty.
        FormatError: the backup is none, or a part of it is broken; nothing is put in place.
        StoreError: the disk or the database refuses.
    """
    target = target.absolute()
    try:
        _demand_empty(target)
        with BackupFile(path) as backup:
            target.parent.mkdir(parents=True, exist_ok=True)
            stale = _list_stale(target)
            building = _Building(backup, target, make_identity(), progress)
            building.build(Entry(_RESTORE, show_path(path.absolute())), act, stale)
            for folder in stale.values():
                shutil.rmtree(folder, ignore_errors=True)
            return backup.manifest
    except OSError as error:
        detail = error.strerror or str(error)
        raise StoreError("error.workspace-disk", path=show_path(target), detail=detail) from error


@dataclass(slots=True)
class _Building:
    """A workspace on its way to its place."""

    backup: BackupFile
    target: Path
    identity: str
    progress: Progress | None

    def build(self, entry: Entry, act: Act, stale: dict[str, Path]) -> None:
        """Build everything aside, then put it in place."""
        aside = self.target.with_name(f"{self.target.name}.{uuid.uuid4().hex}.part")
        aside.mkdir()
        lock = WorkspaceLock(aside / LOCK)
        complete = False
        try:
            lock.share()
            self._fill(aside)
            with self._open_engine(aside) as engine:
                with write_transaction(engine) as connection:
                    _make_room(connection, stale)
                    holds = Vault(aside / VAULT).holds
                    load_docket(connection, self.backup, self.identity, holds)
                    append(connection, act, [self._tell(entry)])
                    _demand_empty(self.target)
                # From here on a docket in PostgreSQL is complete and needs this folder.
                complete = engine.dialect.name == POSTGRESQL
            lock.release()
            _put_in_place(aside, self.target)
        except BaseException:
            lock.release()
            if not complete:
                shutil.rmtree(aside, ignore_errors=True)
            raise

    def _fill(self, aside: Path) -> None:
        vault = Vault(aside / VAULT)
        vault.prepare()
        for done, sha256 in enumerate(self.backup.objects, start=1):
            with closing(self.backup.read(f"{VAULT}/{sha256}", sha256)) as chunks:
                vault.put_chunks(chunks)
            if self.progress is not None:
                self.progress(done, len(self.backup.objects))
        for part in self.backup.list_kept():
            with closing(self.backup.read(part.name, part.sha256)) as chunks:
                _write(aside / part.name, chunks)
        database = POSTGRESQL if tell_database() else SQLITE
        write_marker(aside, Marker(READY, self.identity, database))

    @contextmanager
    def _open_engine(self, aside: Path) -> Iterator[Engine]:
        engine = open_engine(tell_database() or aside / DOCKET)
        try:
            yield engine
        finally:
            engine.dispose()

    def _tell(self, entry: Entry) -> Entry:
        made = self.backup.manifest
        end = made.checkpoint
        told = {"made_at": made.made_at, "docket": made.docket, "schema": made.schema}
        return Entry(entry.action, entry.object, after={**told, "seq": end.seq, "hash": end.hash})


def _demand_empty(target: Path) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError("error.restore-occupied", path=show_path(target))


def _list_stale(target: Path) -> dict[str, Path]:
    """Return what killed restorings to this place left, by the identity of their docket."""
    aside = re.compile(rf"{re.escape(target.name)}\.[0-9a-f]{{32}}\.part")
    found = {}
    for entry in target.parent.iterdir():
        if not (aside.fullmatch(entry.name) and entry.is_dir()):
            continue
        # Whoever is still building one holds its lock.
        if (entry / LOCK).exists() and not WorkspaceLock(entry / LOCK).run_alone(lambda: None):
            continue
        marker = read_marker(entry)
        found[marker.docket if marker and marker.docket else entry.name] = entry
    return found


def _make_room(connection: Connection, stale: dict[str, Path]) -> None:
    """Refuse a database with a docket, unless a killed restoring to this place left it there."""
    if find_revision(connection) == HEAD:
        found = connection.execute(select(tables.docket_identity.c.id)).scalars().all()
        if found and all(identity in stale for identity in found):
            metadata.drop_all(connection)
    refuse_others(connection)


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)


def _put_in_place(aside: Path, target: Path) -> None:
    if target.exists():
        target.rmdir()  # empty, else it fails
    sync_folder(aside)
    aside.rename(target)
    sync_folder(target.parent)
