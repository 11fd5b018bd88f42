"""The marker of a workspace: how far it is made, and which docket belongs to it."""

import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from zhanlian.errors import StoreError
from zhanlian.store.vault import sync_folder

FORMAT: Final = 1
MARKER: Final = "zhanlian-workspace.json"
BEGUN: Final = "being-made"  # what is missing may be made
READY: Final = "ready"  # what is missing has been lost, and is told
SQLITE: Final = "sqlite"
POSTGRESQL: Final = "postgresql"
_BYTES: Final = 10_000


@dataclass(frozen=True, slots=True)
class Marker:
    """What the marker says.

    Attributes:
        state: `BEGUN` or `READY`.
        docket: identity of the docket, or None in a workspace that is older than identities.
        database: `SQLITE`, in the workspace itself, or `POSTGRESQL`, elsewhere.
    """

    state: str
    docket: str | None
    database: str = SQLITE


def read_marker(path: Path) -> Marker | None:
    """Return the marker of a workspace, or None where there is none.

    Raises:
        StoreError: it is damaged, or of a newer version.
    """
    marker = path / MARKER
    try:
        with marker.open("rb") as file:
            told = json.loads(file.read(_BYTES))
        found = told["format"]
        if type(found) is not int:
            raise ValueError("format")
        if found > FORMAT:
            raise StoreError("error.workspace-newer", path=str(path), found=found, supported=FORMAT)
        made = Marker(told["state"], told.get("docket"), told.get("database", SQLITE))
        if made.state not in (BEGUN, READY) or made.database not in (SQLITE, POSTGRESQL):
            raise ValueError("state or database")
        if not (made.docket is None or isinstance(made.docket, str)):
            raise ValueError("docket")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise StoreError("error.workspace-marker", path=str(marker)) from error
    return made


def write_marker(path: Path, marker: Marker) -> None:
    """Put a marker into the place of the former one; a reader sees one of both."""
    told = {
        "format": FORMAT,
        "state": marker.state,
        "docket": marker.docket,
        "database": marker.database,
    }
    aside = path / f"{MARKER}.{uuid.uuid4().hex}.part"
    with aside.open("x", encoding="utf-8") as file:
        json.dump(told, file)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path / MARKER)
    sync_folder(path)


def is_marker_aside(entry: Path) -> bool:
    """Return whether an entry is what a cut-off writing of a marker left."""
    return entry.name.startswith(f"{MARKER}.") and entry.name.endswith(".part")
