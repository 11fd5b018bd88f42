"""What was published before: where nothing changed since, nothing is built or written again.

A ledger follows from the items, the rejects and the versions of the code that reads, compares and
shows; their hash is the mark under which the lake keeps what came of it. The files themselves are
hashed before they are believed: one that was changed or removed is written again.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from zhanlian.app.ports import Lake, Rooms, Workspace
from zhanlian.app.rejects import list_rejects
from zhanlian.app.serialise import dump_record, load_record
from zhanlian.errors import FormatError
from zhanlian.report.summary import Summary
from zhanlian.store.whole_files import find_hash

_VERSION: Final = "published-1"


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of the output by its name and the hash of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Published:
    """What a run wrote: the counts of its ledger and its files."""

    summary: Summary
    files: tuple[WrittenFile, ...]


def mark_ledger(workspace: Workspace, case: str, language: str, rooms: Rooms) -> str:
    """Return the mark of what a run over the present items would publish."""
    docket = workspace.docket
    versions = (rooms.version, rooms.reading.version, rooms.reporting.version)
    basis = (
        case,
        language,
        versions,
        tuple(docket.list_items(case)),
        list_rejects(docket, case),
    )
    return hashlib.sha256(dump_record(basis)).hexdigest()


def find_published(lake: Lake, mark: str, folder: Path) -> Summary | None:
    """Return the counts of what lies whole in a folder already, or None where it is to be made."""
    data = lake.find_reading(mark, _VERSION)
    if data is None:
        return None
    try:
        known = load_record(Published, data)
    except FormatError:
        return None
    whole = all(find_hash(folder / file.name) == file.sha256 for file in known.files)
    return known.summary if whole and known.files else None


def save_published(lake: Lake, mark: str, summary: Summary, files: Sequence[Path]) -> None:
    """Remember what was written, for the next run over the same."""
    written = tuple(WrittenFile(path.name, find_hash(path) or "") for path in files)
    lake.save_reading(mark, _VERSION, dump_record(Published(summary, written)))
