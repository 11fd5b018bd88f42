"""Making a backup: one state of the docket, and everything that this state speaks of."""

import hashlib
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy import select

from zhanlian.errors import InputError, StoreError
from zhanlian.store import tables
from zhanlian.store.audit import Act, Checkpoint, Entry, take_checkpoint, write_time
from zhanlian.store.backup.manifest import (
    DOCKET,
    FOLDERS,
    MANIFEST,
    VAULT,
    Manifest,
    Part,
    is_kept_file,
)
from zhanlian.store.backup.table_lines import dump_rows
from zhanlian.store.engine import read_transaction
from zhanlian.store.hashing import CHUNK_BYTES
from zhanlian.store.schema import HEAD, load_identity, metadata
from zhanlian.store.vault import sync_folder
from zhanlian.store.verify import Progress
from zhanlian.store.whole_files import prepare_folder, write_whole
from zhanlian.store.workspace import Workspace
from zhanlian.words.paths import show_path

_MAKE: Final = "backup.make"
_LARGE: Final = 1 << 31  # from here on sizes take eight bytes
# What a docket does not take along: its version is in the manifest, its identity stays its own.
LEFT_OUT: Final = frozenset({tables.alembic_version.name, tables.docket_identity.name})


def write_backup(
    workspace: Workspace, out: Path, act: Act, program: str, progress: Progress | None = None
) -> Manifest:
    """Return what the backup holds that was written to a file, whole or not at all.

    Others may go on receiving: the docket is read in one transaction, and evidence is in the
    vault before the docket speaks of it.

    Args:
        workspace: open.
        out: file to write; there must be none yet.
        act: who makes it; a line in the audit chain tells so before the file is there.
        program: version of the program.
        progress: called with (done, total) pieces of evidence.

    Raises:
        InputError: there is something at the place already.
        StoreError: it cannot be written, or evidence is missing or damaged.
    """
    if out.exists():
        raise InputError("error.backup-there", path=show_path(out))
    prepare_folder(out.absolute().parent)
    dump = _Dump(workspace, act.at, program, progress)
    write_whole(out, dump.pack(act, show_path(out.absolute())))
    sync_folder(out.absolute().parent)
    return dump.manifest


class _Sink:
    """A file that is written to from its beginning to its end, and emptied on the way."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        """Return how many bytes were taken."""
        self._chunks.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: whoever empties it writes."""

    def close(self) -> None:
        """Do nothing: there is nothing open."""

    def empty(self) -> bytes:
        """Return what was written since."""
        chunks, self._chunks = self._chunks, []
        return b"".join(chunks)


@dataclass(slots=True)
class _Dump:
    """One backup on its way into a file."""

    workspace: Workspace
    at: datetime
    program: str
    progress: Progress | None
    manifest: Manifest = field(init=False)
    _sink: _Sink = field(default_factory=_Sink)
    _parts: list[Part] = field(default_factory=list)

    def pack(self, act: Act, shown: str) -> Iterator[bytes]:
        """Yield the bytes of the archive, then leave the line that tells of it."""
        identity = load_identity(self.workspace.docket.engine)
        with ZipFile(self._sink, "w", ZIP_STORED) as archive:
            hashes: list[str] = []
            with read_transaction(self.workspace.docket.engine) as connection:
                for table in metadata.sorted_tables:
                    if table.name not in LEFT_OUT:
                        name = f"{DOCKET}/{table.name}.jsonl"
                        yield from self._add_part(archive, name, dump_rows(connection, table))
                checkpoint = take_checkpoint(connection, self.at)
                hashes = sorted(connection.execute(select(tables.item.c.sha256)).scalars())
            size = yield from self._add_objects(archive, hashes)
            for name, path in _list_kept(self.workspace.path):
                yield from self._add_part(archive, name, _read_file(path))
            self.manifest = self._describe(identity, checkpoint, len(hashes), size)
            yield from self._add(archive, MANIFEST, (self.manifest.to_json(),))
        yield self._sink.empty()
        self.workspace.docket.record([self._tell(shown)], act)

    def _describe(self, docket: str, end: Checkpoint, objects: int, size: int) -> Manifest:
        at, parts = write_time(self.at.astimezone(UTC)), tuple(self._parts)
        return Manifest(self.program, at, HEAD, docket, end, parts, objects, size)

    def _tell(self, shown: str) -> Entry:
        made = self.manifest
        told = {"seq": made.checkpoint.seq, "hash": made.checkpoint.hash, "objects": made.objects}
        return Entry(_MAKE, shown, after=told)

    def _add_objects(self, archive: ZipFile, hashes: list[str]) -> Generator[bytes, None, int]:
        size = 0
        for done, sha256 in enumerate(hashes, start=1):
            with self.workspace.open_item(sha256, sha256) as source:
                size += source.size
                chunks = (
                    source.read_at(at, CHUNK_BYTES) for at in range(0, source.size, CHUNK_BYTES)
                )
                part = yield from self._add(archive, f"{VAULT}/{sha256}", chunks, source.size)
            if part.sha256 != sha256:
                raise StoreError("error.object-damaged", sha256=sha256)
            if self.progress is not None:
                self.progress(done, len(hashes))
        return size

    def _add_part(self, archive: ZipFile, name: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
        part = yield from self._add(archive, name, chunks, _LARGE)
        self._parts.append(part)

    def _add(
        self, archive: ZipFile, name: str, chunks: Iterable[bytes], most: int = 0
    ) -> Generator[bytes, None, Part]:
        """Yield what an entry adds to the archive, and return what it is."""
        seen, size = hashlib.sha256(), 0
        entry = ZipInfo(name)  # of 1980: the same docket makes the same bytes
        with archive.open(entry, "w", force_zip64=most >= _LARGE) as target:
            for chunk in chunks:
                seen.update(chunk)
                size += len(chunk)
                target.write(chunk)
                yield self._sink.empty()
        yield self._sink.empty()
        return Part(name, size, seen.hexdigest())


def _list_kept(workspace: Path) -> Iterator[tuple[str, Path]]:
    """Yield name and path of the files in `FOLDERS`, in order; links lead elsewhere."""
    for folder in FOLDERS:
        found = (workspace / folder).rglob("*")
        for path in sorted(one for one in found if one.is_file() and not one.is_symlink()):
            name = path.relative_to(workspace).as_posix()
            if not is_kept_file(name):
                raise InputError("error.backup-name", path=show_path(path))
            yield name, path


def _read_file(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                yield chunk
    except OSError as error:
        detail = error.strerror or str(error)
        raise InputError("error.source-unreadable", path=show_path(path), detail=detail) from error
