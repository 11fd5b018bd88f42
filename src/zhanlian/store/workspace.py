"""The workspace: one folder with the vault, the docket and the lake.

It opens again after being killed at any instant: every step of its making can be repeated, and
what a cut-off write left aside is removed as soon as nobody else has the workspace open.
"""

import json
import os
import uuid
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from sqlalchemy import Engine

from zhanlian.errors import InputError, NotFoundError, StoreError
from zhanlian.store.columns import ColumnLake
from zhanlian.store.docket import Docket
from zhanlian.store.engine import open_engine
from zhanlian.store.lake import Lake
from zhanlian.store.lock import WorkspaceLock
from zhanlian.store.objects import ObjectSource
from zhanlian.store.schema import check_schema, create_tables
from zhanlian.store.vault import Vault, sync_folder

FORMAT: Final = 1
MARKER: Final = "zhanlian-workspace.json"
DOCKET: Final = "docket.sqlite"
_LOCK: Final = "workspace.lock"
_COLUMNS: Final = Path("lake") / "statements"
_BEGUN: Final = "being-made"  # what is missing may be made
_READY: Final = "ready"  # what is missing has been lost, and is told
_MARKER_BYTES: Final = 10_000


class Workspace:
    """An open workspace; a context manager that closes it.

    Attributes:
        path: its folder.
        vault: original bytes by hash.
        docket: what was received and decided, with the audit chain.
        lake: derived readings.
        columns: derived tables of statements.
    """

    def __init__(
        self, path: Path, vault: Vault, docket: Docket, lake: Lake, lock: WorkspaceLock
    ) -> None:
        self.path = path
        self.vault = vault
        self.docket = docket
        self.lake = lake
        self.columns = ColumnLake(path / _COLUMNS)
        self._lock = lock

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
        if _read_state(path) is None:
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
    elif _holds_foreign(path) and _read_state(path) is None:
        # The state is asked after the look: the marker comes before all other parts, so if somebody
        # made the workspace since the first look, it is there now.
        raise InputError("error.workspace-foreign", path=str(path))


def _open_parts(path: Path) -> Workspace:
    lock = WorkspaceLock(path / _LOCK)
    vault = Vault(path / "vault")
    lock.run_alone(lambda: _clean(path, vault))
    lock.share()
    engine = open_engine(path / DOCKET)
    try:
        _prepare(path, vault, engine)
        return Workspace(path, vault, Docket(engine), Lake(path / "lake"), lock)
    except BaseException:
        engine.dispose()
        lock.release()
        raise


def _prepare(path: Path, vault: Vault, engine: Engine) -> None:
    """Make the parts of a new workspace; check that those of a finished one are there."""
    state = _read_state(path)
    if state is None:
        _write_state(path, _BEGUN)
    if state != _READY:
        vault.prepare()
        create_tables(engine)
        check_schema(engine)
        sync_folder(path)
        _write_state(path, _READY)
        return
    # Opening a missing database would make an empty one: the loss would go unseen.
    if not (path / DOCKET).is_file():
        raise StoreError("error.docket-missing", path=str(path / DOCKET))
    if not vault.is_prepared():
        raise StoreError("error.vault-missing", path=str(path / "vault"))
    check_schema(engine)
    vault.prepare()


def _clean(path: Path, vault: Vault) -> None:
    vault.clean()
    ColumnLake(path / _COLUMNS).clean()
    for entry in path.iterdir():
        if _is_marker_aside(entry):
            entry.unlink(missing_ok=True)


def _read_state(path: Path) -> str | None:
    """Return how far the workspace is made, or None where there is none."""
    marker = path / MARKER
    try:
        with marker.open("rb") as file:
            told = json.loads(file.read(_MARKER_BYTES))
        found, state = told["format"], told["state"]
        if type(found) is not int or (found <= FORMAT and state not in (_BEGUN, _READY)):
            raise ValueError("format or state")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise StoreError("error.workspace-marker", path=str(marker)) from error
    if found > FORMAT:
        raise StoreError("error.workspace-newer", path=str(path), found=found, supported=FORMAT)
    return str(state)


def _write_state(path: Path, state: str) -> None:
    aside = path / f"{MARKER}.{uuid.uuid4().hex}.part"
    with aside.open("x", encoding="utf-8") as file:
        json.dump({"format": FORMAT, "state": state}, file)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path / MARKER)
    sync_folder(path)


def _holds_foreign(path: Path) -> bool:
    """Return whether a path is no folder or one with something that is not ours."""
    return not path.is_dir() or any(not _is_remnant(entry) for entry in path.iterdir())


def _is_remnant(entry: Path) -> bool:
    """Return whether an entry is what a making that was cut off leaves before the marker."""
    return entry.name.startswith(_LOCK) or _is_marker_aside(entry)


def _is_marker_aside(entry: Path) -> bool:
    return entry.name.startswith(f"{MARKER}.") and entry.name.endswith(".part")
