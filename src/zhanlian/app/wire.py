"""The one place where the use cases get their real rooms.

Rooms are imported when they are asked for: `figures` on one file must not wait for a database,
a workbook writer or a template engine.
"""

import hashlib
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import zhanlian

if TYPE_CHECKING:
    from zhanlian.app.documents import ReadTree
    from zhanlian.app.money.ports import MoneyWorkspace
    from zhanlian.app.ports import Extraction, Figuring, Reading, Rooms
    from zhanlian.model.claim import Claim
    from zhanlian.model.document import Document
    from zhanlian.model.record import CaseListing, Operation

# Rooms whose code or data decide what a reading holds.
_READING_ROOMS: Final = ("model", "readers", "reading")
# Rooms whose code or data decide what a ledger of given readings looks like.
_SHOWING_ROOMS: Final = ("model", "figures", "report", "words")
_RECORD_FORMAT: Final = 1  # of `app/serialise.py` and `app/record.py`


def wire_rooms() -> "Rooms":
    """Return all rooms for a run."""
    from zhanlian.app.money.wire import wire_money
    from zhanlian.app.ports import Reporting, Rooms
    from zhanlian.report.html import render_html
    from zhanlian.report.jsonl import render_jsonl
    from zhanlian.report.xlsx import render_xlsx

    return Rooms(
        reading=wire_reading(),
        money=wire_money(),
        figuring=wire_figuring(),
        reporting=Reporting(render_html, render_xlsx, render_jsonl, tell_version(_SHOWING_ROOMS)),
        open_workspace=partial(open_workspace, create=True),
        now=tell_time,
        version=zhanlian.__version__,
    )


def wire_reading() -> "Reading":
    """Return the rooms that read, with the version that their code and data make."""
    from zhanlian.app.money.kinds import HEAD_BYTES, needs_all
    from zhanlian.app.money.kinds import find_format as find_statement_format
    from zhanlian.app.money.wire import wire_statements
    from zhanlian.app.ports import Reading
    from zhanlian.readers.face import read_evidence
    from zhanlian.readers.registry import MEDIA_TYPES, find_format

    statements = wire_statements()

    def sniff(data: bytes, name: str) -> str:
        head = data if needs_all(data) else data[:HEAD_BYTES]
        found = find_statement_format(head, statements)
        return found[0] if found else MEDIA_TYPES[find_format(data, name)[0]]

    return Reading(sniff, read_evidence, extract, tell_reading_version())


def wire_figuring() -> "Figuring":
    """Return the rooms that compare claims."""
    from zhanlian.app.ports import Figuring
    from zhanlian.figures.checks import check_figures
    from zhanlian.figures.series import build_series

    return Figuring(build_series, check_figures)


def wire_tree() -> "ReadTree":
    """Return the room that reads a file with everything inside it."""
    from zhanlian.readers.tree import read_tree

    return read_tree


def open_workspace(path: Path, *, create: bool) -> "MoneyWorkspace":
    """Return the open workspace of a folder.

    Raises:
        StoreError: it cannot be opened.
        NotFoundError: there is none and it is not to be made.
        InputError: the folder holds something else.
    """
    from zhanlian.store.workspace import open_workspace as open_stores

    return open_stores(path, create=create)


def use_database(url: str) -> AbstractContextManager[None]:
    """Return a context in which workspaces keep their docket in a database.

    Args:
        url: ``postgresql://…``, or empty for the SQLite file of each workspace.
    """
    from zhanlian.store.database import use_database as use

    return use(url)


def tell_time() -> datetime:
    """Return the time of the system's clock, in UTC."""
    return datetime.now(UTC)


def extract(document: "Document") -> "Extraction":
    """Return everything that is stated in a document."""
    from zhanlian.app.ports import Extraction
    from zhanlian.reading.body import find_body
    from zhanlian.reading.cases import find_listing
    from zhanlian.reading.claims import find_claims
    from zhanlian.reading.mentions import find_mentions
    from zhanlian.reading.operations import find_operations
    from zhanlian.reading.payments import find_payments

    text, body = document.text, find_body(document)
    claims = find_claims(text, body)
    return Extraction(
        body=body,
        claims=claims,
        listing=find_listing(text, body, claims),
        operations=find_operations(text, body, claims),
        mentions=find_mentions(text, body),
        payments=find_payments(text),
    )


def extract_claims(document: "Document") -> "tuple[Claim, ...]":
    """Return the figures of a document."""
    from zhanlian.reading.body import find_body
    from zhanlian.reading.claims import find_claims

    return find_claims(document.text, find_body(document))


def extract_listing(document: "Document") -> "tuple[CaseListing, ...]":
    """Return the joint listing of a document as one or none."""
    from zhanlian.reading.body import find_body
    from zhanlian.reading.cases import find_listing
    from zhanlian.reading.claims import find_claims

    body = find_body(document)
    listing = find_listing(document.text, body, find_claims(document.text, body))
    return () if listing is None else (listing,)


def extract_operations(document: "Document") -> "tuple[Operation, ...]":
    """Return the joint operations of a document."""
    from zhanlian.reading.body import find_body
    from zhanlian.reading.claims import find_claims
    from zhanlian.reading.operations import find_operations

    body = find_body(document)
    return find_operations(document.text, body, find_claims(document.text, body))


def tell_reading_version() -> str:
    """Return a name for the present way of reading: any change of its code or data changes it.

    So nothing that an older version read is ever taken for what this one would read.
    """
    return tell_version(_READING_ROOMS)


def tell_version(rooms: tuple[str, ...]) -> str:
    """Return a name for the code and data of some rooms: any change of them changes it."""
    seen = hashlib.sha256()
    for room in rooms:
        _hash_files(resources.files(zhanlian).joinpath(room), room, seen)
    return f"{zhanlian.__version__}-{_RECORD_FORMAT}-{seen.hexdigest()[:16]}"


def _hash_files(folder: Traversable, shown: str, seen: "hashlib._Hash") -> None:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.name == "__pycache__" or entry.name.endswith(".pyc"):
            continue
        name = f"{shown}/{entry.name}"
        if entry.is_dir():
            _hash_files(entry, name, seen)
        else:
            data = entry.read_bytes()
            seen.update(f"{name}\0{len(data)}\0".encode() + data)
