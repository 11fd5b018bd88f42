"""The vault: original bytes under their SHA-256, written once and never changed.

An object is either wholly there under its name or not there at all: it is written aside,
flushed to the disk and only then renamed. No path or name that a user gave is ever part of
where it lies.
"""

import os
import re
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from zhanlian.errors import InputError, StoreError
from zhanlian.store.hashing import (
    Digests,
    hash_ahead,
    hash_bytes,
    hash_chunks,
    hash_file,
    read_chunks,
)

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_READ_ONLY: Final = 0o444


class Vault:
    """Objects of one workspace.

    Args:
        folder: of the vault; `prepare` makes what is missing in it.
    """

    def __init__(self, folder: Path) -> None:
        self._objects = folder / "objects"
        self._incoming = folder / "incoming"

    def prepare(self) -> None:
        """Make the folders of the vault where they are missing."""
        for folder in (self._objects, self._incoming):
            folder.mkdir(parents=True, exist_ok=True)
            sync_folder(folder.parent)

    def is_prepared(self) -> bool:
        """Return whether the folder of objects exists."""
        return self._objects.is_dir()

    def put(self, data: bytes) -> Digests:
        """Return the hashes of bytes that are now safely on the disk.

        The same bytes again make no second object.

        Raises:
            StoreError: the disk refuses, or an object of this name has another size.
        """
        return self.put_batch((data,))[0]

    def put_batch(self, batch: Iterable[bytes]) -> tuple[Digests, ...]:
        """Return the hashes of many byte sequences, all safely on the disk.

        One flush a folder for the whole batch instead of one an object. While one sequence is
        hashed the next one is drawn: two of them lie in memory at a time.

        Raises:
            StoreError: as for `put`; what was written before stays, unharmed.
        """
        kept = []
        for data, digests in hash_ahead(batch):
            if not self._holds(digests):
                with self._write_aside() as (file, aside):
                    file.write(data)
                    self._admit(file, aside, digests)
            kept.append(digests)
        self._sync(kept)
        return tuple(kept)

    def put_file(self, source: Path) -> Digests:
        """Return the hashes of a file that is now safely in the vault, in constant memory.

        What is hashed is what is kept, even if somebody writes to the file meanwhile.

        Raises:
            InputError: the file cannot be read.
            StoreError: as for `put`.
        """
        with self._write_aside() as (file, aside):
            digests = hash_chunks(_copy(source, file))
            if not self._holds(digests):
                self._admit(file, aside, digests)
        self._sync((digests,))
        return digests

    def put_chunks(self, chunks: Iterable[bytes]) -> Digests:
        """Return the hashes of a stream of bytes that is now safely in the vault.

        Nothing is kept where the stream itself raises, at its end too.

        Raises:
            StoreError: as for `put`.
        """
        with self._write_aside() as (file, aside):
            digests = hash_chunks(_write(chunks, file))
            if not self._holds(digests):
                self._admit(file, aside, digests)
        self._sync((digests,))
        return digests

    def load(self, sha256: str) -> bytes:
        """Return the bytes of an object, after checking that they are still the same.

        Raises:
            StoreError: there is no such object, or its bytes have changed.
        """
        with self.open_object(sha256) as file:
            data = file.read()
        if hash_bytes(data).sha256 != sha256:
            raise StoreError("error.object-damaged", sha256=sha256)
        return data

    def open_object(self, sha256: str) -> BinaryIO:
        """Return an object opened for reading, for those too large for memory.

        Raises:
            StoreError: there is no such object.
        """
        try:
            return self._path(sha256).open("rb")
        except OSError as error:
            raise StoreError("error.object-missing", sha256=sha256) from error

    def holds(self, sha256: str) -> bool:
        """Return whether an object of this name is there."""
        return self._path(sha256).is_file()

    def hash_object(self, sha256: str) -> Digests:
        """Return the hashes that the bytes of an object have now.

        Raises:
            StoreError: there is no such object, or the disk cannot read it.
        """
        try:
            return hash_file(self._path(sha256))
        except OSError as error:
            raise StoreError("error.object-missing", sha256=sha256) from error

    def list_hashes(self) -> Iterator[str]:
        """Yield the names of all objects in order."""
        return (name for name, _ in self._walk() if _SHA256.fullmatch(name))

    def list_strays(self) -> Iterator[str]:
        """Yield, relative to the vault, what lies among the objects and is none."""
        return (str(place) for name, place in self._walk() if not _SHA256.fullmatch(name))

    def clean(self) -> int:
        """Return how many files of cut-off writes were removed.

        Only for who knows that nobody else is writing.
        """
        leftovers = sorted(self._incoming.glob("*.part"))
        for leftover in leftovers:
            _remove(leftover)
        return len(leftovers)

    def _path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise StoreError("error.object-missing", sha256=sha256)
        return self._objects / sha256[:2] / sha256[2:]

    def _walk(self) -> Iterator[tuple[str, Path]]:
        for shard in sorted(self._objects.iterdir()):
            entries = sorted(shard.iterdir()) if shard.is_dir() else [shard]
            for entry in entries:
                # Behind a link the bytes are somebody else's to change: that is no object.
                held = entry.is_file() and not (entry.is_symlink() or shard.is_symlink())
                name = shard.name + entry.name if held and len(shard.name) == 2 else ""
                yield name, entry.relative_to(self._objects.parent)

    def _holds(self, digests: Digests) -> bool:
        try:
            size = self._path(digests.sha256).stat().st_size
        except FileNotFoundError:
            return False
        if size != digests.size:
            raise StoreError("error.object-damaged", sha256=digests.sha256)
        return True

    @contextmanager
    def _write_aside(self) -> Iterator[tuple[BinaryIO, Path]]:
        """Give a new file beside the objects; it is gone afterwards unless it was admitted."""
        aside = self._incoming / f"{uuid.uuid4().hex}.part"
        try:
            with aside.open("xb") as file:
                yield file, aside
        except OSError as error:
            raise StoreError("error.vault-write", detail=error.strerror or str(error)) from error
        finally:
            _remove(aside)

    def _admit(self, file: BinaryIO, aside: Path, digests: Digests) -> None:
        """Make the finished file an object: flush, close, protect, rename."""
        file.flush()
        os.fsync(file.fileno())
        file.close()
        aside.chmod(_READ_ONLY)
        target = self._path(digests.sha256)
        target.parent.mkdir(exist_ok=True)
        try:
            aside.replace(target)
        except PermissionError:
            # Windows does not replace a read-only file: another process was first.
            if not self._holds(digests):
                raise

    def _sync(self, kept: Iterable[Digests]) -> None:
        """Flush the folders, also of objects found there: who wrote them may have been killed."""
        shards = sorted({self._path(digests.sha256).parent for digests in kept})
        for folder in (self._objects, *shards):
            sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Flush the entries of a folder to the disk, where the system can (not on Windows)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy(source: Path, target: BinaryIO) -> Iterator[bytes]:
    try:
        file = source.open("rb")
    except OSError as error:
        raise _unreadable(source, error) from error
    with file:
        chunks = read_chunks(file)
        while True:
            try:
                chunk = next(chunks, b"")
            except OSError as error:
                raise _unreadable(source, error) from error
            if not chunk:
                return
            target.write(chunk)
            yield chunk


def _write(chunks: Iterable[bytes], target: BinaryIO) -> Iterator[bytes]:
    for chunk in chunks:
        target.write(chunk)
        yield chunk


def _unreadable(source: Path, error: OSError) -> InputError:
    detail = error.strerror or str(error)
    return InputError("error.source-unreadable", path=str(source), detail=detail)


def _remove(leftover: Path) -> None:
    try:
        leftover.chmod(0o600)  # Windows does not delete a read-only file
        leftover.unlink()
    except FileNotFoundError:
        pass
