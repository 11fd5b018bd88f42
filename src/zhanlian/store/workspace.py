"""The workspace: one folder with the vault, the docket and the lake.

It opens again after being killed at any instant: every step of its making can be repeated, and
what a cut-off write left aside is removed as soon as nobody else has the workspace open.
"""

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from sqlalchemy import Engine

from zhanlian.errors import ConfigError, InputError, NotFoundError, StoreError
from zhanlian.store.database import tell_database
from zhanlian.store.docket import Docket
from zhanlian.store.engine import name_database, open_engine
from zhanlian.store.incoming import clear_incoming
from zhanlian.store.lake import Lake
from zhanlian.store.lock import WorkspaceLock
from zhanlian.store.marker import (
    BEGUN,
    POSTGRESQL,
    READY,
    SQLITE,
    Marker,
    is_marker_aside,
    read_marker,
    write_marker,
)
from zhanlian.store.objects import ObjectSource
from zhanlian.store.schema import check_schema, create_tables, load_identity, make_identity
from zhanlian.store.vault import Vault, sync_folder

if TYPE_CHECKING:
    from zhanlian.store.columns import ColumnLake

DOCKET: Final = "docket.sqlite"
LOCK: Final = "workspace.lock"
_COLUMNS: Final = Path("lake") / "statements"


class Workspace:
    """An open workspace; a context manager that closes it.

    Attributes:
        path: its folder.
        vault: original bytes by hash.
        docket: what was received and decided, with the audit chain.
        lake: derived readings.
    """

    def __init__(
        self, path: Path, vault: Vault, docket: Docket, lake: Lake, lock: WorkspaceLock
    ) -> None:
        self.path = path
        self.vault = vault
        self.docket = docket
        self.lake = lake
        self._lock = lock

    @cached_property
    def columns(self) -> "ColumnLake":
        """Derived tables of statements."""
        # Their libraries load as long as a command on the docket runs, and only money needs them.
        from zhanlian.store.columns import ColumnLake

        return ColumnLake(self.path / _COLUMNS)

    def open_item(self, sha256: str, name: str) -> ObjectSource:
        """Return an item open for reading in pieces.

        Raises:
            StoreError: there is no such object.
        """
        return ObjectSource(self.vault, sha256, name)

    def close(self) -> None:
        """Close the databases and give the workspace's lock back."""
        self.lake.close()
        self.docket.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_workspace(path: Path, *, create: bool) -> Workspace:
    """Return the workspace in a folder, open for reading and writing.

    Args:
        path: its folder.
        create: make a workspace where there is none yet; the folder must then be missing or
            empty.

    Raises:
        NotFoundError: there is no workspace and none may be made.
        InputError: the folder holds something else.
        StoreError: the workspace is damaged, of a newer version, or the disk refuses.
    """
    path = path.absolute()
    try:
        if read_marker(path) is None:
            if not create:
                raise NotFoundError("error.workspace-missing", path=str(path))
            _make_folder(path)
        return _open_parts(path)
    except OSError as error:
        detail = error.strerror or str(error)
        raise StoreError("error.workspace-disk", path=str(path), detail=detail) from error


def _make_folder(path: Path) -> None:
    """Make the folder, or check that it holds nothing of anybody else."""
    if not path.exists():
        path.mkdir(parents=True, exist_ok=True)
        sync_folder(path.parent)
    elif _holds_foreign(path) and read_marker(path) is None:
        # The state is asked after the look: the marker comes before all other parts, so if somebody
        # made the workspace since the first look, it is there now.
        raise InputError("error.workspace-foreign", path=str(path))


def _open_parts(path: Path) -> Workspace:
    vault = Vault(path / "vault")
    lock, marker = _join(path, vault)
    try:
        engine = open_docket(path, marker)
    except BaseException:
        lock.release()
        raise
    try:
        _prepare(path, marker, vault, engine)
        return Workspace(path, vault, Docket(engine), Lake(path / "lake"), lock)
    except BaseException:
        engine.dispose()
        lock.release()
        raise


def _join(path: Path, vault: Vault) -> tuple[WorkspaceLock, Marker]:
    """Return a share in a workspace, which has its marker by now."""
    lock = WorkspaceLock(path / LOCK)

    def prepare() -> None:
        _clean(path, vault)
        # Alone: of several who make a workspace one says which docket it is.
        if read_marker(path) is None:
            database = POSTGRESQL if tell_database() else SQLITE
            write_marker(path, Marker(BEGUN, make_identity(), database))

    while True:
        lock.run_alone(prepare)
        lock.share()
        marker = read_marker(path)
        if marker is not None:
            return lock, marker
        lock.release()  # who was alone in there was killed before he wrote it


def open_docket(path: Path, marker: Marker) -> Engine:
    """Return an engine on the docket of a workspace; nothing is opened yet.

    Raises:
        ConfigError: it lies in another database than the setting says.
    """
    url = tell_database()
    if url and marker.database == SQLITE:
        raise ConfigError("error.database-unwanted", path=str(path))
    if not url and marker.database == POSTGRESQL:
        raise ConfigError("error.database-unset", path=str(path))
    return open_engine(url or path / DOCKET)


def _prepare(path: Path, marker: Marker, vault: Vault, engine: Engine) -> None:
    """Make the parts of a new workspace; check that those of a finished one are there."""
    if marker.state != READY:
        vault.prepare()
        create_tables(engine, marker.docket)
        check_schema(engine)
        identity = _check_identity(path, marker, engine)
        sync_folder(path)
        write_marker(path, replace(marker, state=READY, docket=identity))
        return
    # Opening a missing database would make an empty one: the loss would go unseen.
    if marker.database == SQLITE and not (path / DOCKET).is_file():
        raise StoreError("error.docket-missing", path=str(path / DOCKET))
    if not vault.is_prepared():
        raise StoreError("error.vault-missing", path=str(path / "vault"))
    check_schema(engine)
    _check_identity(path, marker, engine)
    vault.prepare()


def _check_identity(path: Path, marker: Marker, engine: Engine) -> str:
    """Return the identity of the docket, which is the one that the workspace knows.

    Raises:
        StoreError: it is the docket of another workspace.
    """
    identity = load_identity(engine)
    if marker.docket not in (None, identity):
        raise StoreError("error.docket-foreign", path=str(path), database=name_database(engine))
    return identity


def _clean(path: Path, vault: Vault) -> None:
    vault.clean()
    clear_incoming(path / _COLUMNS)
    for entry in path.iterdir():
        if is_marker_aside(entry):
            entry.unlink(missing_ok=True)


def _holds_foreign(path: Path) -> bool:
    """Return whether a path is no folder or one with something that is not ours."""
    return not path.is_dir() or any(not _is_remnant(entry) for entry in path.iterdir())


def _is_remnant(entry: Path) -> bool:
    """Return whether an entry is what a making that was cut off leaves before the marker."""
    return entry.name.startswith(LOCK) or is_marker_aside(entry)
