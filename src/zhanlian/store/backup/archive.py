"""A backup that was handed in: whether it is one, and its parts, each checked as it is read."""

import hashlib
import struct
from collections.abc import Generator
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from zhanlian.errors import FormatError, InputError, StoreError
from zhanlian.store.backup.manifest import (
    MANIFEST,
    Manifest,
    Part,
    broken_part,
    find_object,
    find_table,
    is_kept_file,
)
from zhanlian.store.hashing import CHUNK_BYTES
from zhanlian.store.schema import HEAD, REVISIONS
from zhanlian.words.paths import show_path

_LONGEST_MANIFEST: Final = 1 << 25
_ENCRYPTED: Final = 1
# Whatever `zipfile` raises on bytes that are no archive, or a hostile one.
_BROKEN: Final = (
    BadZipFile, EOFError, IndexError, NotImplementedError, OverflowError, RuntimeError,
    UnicodeError, ValueError, struct.error,
)  # fmt: skip


class BackupFile:
    """A backup open for reading; a context manager that closes it.

    Args:
        path: of the file.

    Attributes:
        manifest: what it says of itself; every part of it is there, and nothing besides.
        objects: hashes of the evidence in it, in order.

    Raises:
        InputError: the file cannot be opened.
        FormatError: it is no backup, or parts are missing, twice there or strange.
        StoreError: it is of a newer version.
    """

    def __init__(self, path: Path) -> None:
        self._shown = show_path(path)
        try:
            size = path.stat().st_size
            self._archive = ZipFile(path)
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise InputError("error.path-unopened", path=self._shown, why=why) from error
        except _BROKEN as error:
            raise FormatError("error.backup-none", path=self._shown, detail=str(error)) from error
        try:
            self._entries = _list_entries(self._archive, size)
            self.manifest = Manifest.from_json(self._load_manifest())
            self.objects = sorted(filter(None, map(find_object, self._entries)))
            self._check_entries()
        except BaseException:
            self._archive.close()
            raise

    def list_tables(self) -> dict[str, Part]:
        """Return the parts with rows, by table."""
        found = {find_table(part.name): part for part in self.manifest.parts}
        return {name: part for name, part in found.items() if name is not None}

    def list_kept(self) -> list[Part]:
        """Return the parts that are files of the workspace."""
        return [part for part in self.manifest.parts if is_kept_file(part.name)]

    def read(self, name: str, sha256: str) -> Generator[bytes, None, None]:
        """Yield the bytes of an entry; at their end they are known to be the right ones.

        To be closed by who may stop before the end.

        Raises:
            FormatError: they are others.
        """
        seen = hashlib.sha256()
        try:
            with self._archive.open(self._entries[name]) as file:
                while chunk := file.read(CHUNK_BYTES):
                    seen.update(chunk)
                    yield chunk
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise InputError("error.path-unopened", path=self._shown, why=why) from error
        except _BROKEN as error:
            raise broken_part(name, str(error)) from error
        if seen.hexdigest() != sha256:
            raise broken_part(name, f"SHA-256 {sha256} → {seen.hexdigest()}")

    def _load_manifest(self) -> bytes:
        entry = self._entries.get(MANIFEST)
        if entry is None or entry.file_size > _LONGEST_MANIFEST:
            raise FormatError("error.backup-none", path=self._shown, detail=MANIFEST)
        try:
            return self._archive.read(entry)
        except (OSError, *_BROKEN) as error:
            raise broken_part(MANIFEST, str(error)) from error

    def _check_entries(self) -> None:
        told = {part.name: part.size for part in self.manifest.parts}
        if len(told) != len(self.manifest.parts):
            raise broken_part(MANIFEST, "parts")
        found = {
            name: entry.file_size
            for name, entry in self._entries.items()
            if name != MANIFEST and find_object(name) is None
        }
        for name in sorted(told.keys() | found.keys()):
            if told.get(name) != found.get(name):
                raise broken_part(name, f"{told.get(name)} → {found.get(name)}")
        sizes = [entry.file_size for name, entry in self._entries.items() if find_object(name)]
        counted = (len(sizes), sum(sizes))
        expected = (self.manifest.objects, self.manifest.object_bytes)
        if counted != expected:
            raise broken_part("vault/", f"{expected} → {counted}")
        if self.manifest.schema not in REVISIONS:
            raise StoreError(
                "error.docket-newer",
                path=self._shown,
                found=self.manifest.schema,
                supported=HEAD,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._archive.close()


def _list_entries(archive: ZipFile, size: int) -> dict[str, ZipInfo]:
    """Return the entries by name, when all have names of ours and fit into the file together."""
    entries: dict[str, ZipInfo] = {}
    folded: set[str] = set()
    for entry in archive.infolist():
        name = entry.filename
        if not (name == MANIFEST or find_table(name) or find_object(name) or is_kept_file(name)):
            raise broken_part(name, "name")
        # Some file systems take two spellings for one name: the second would replace the first.
        if name.casefold() in folded:
            raise broken_part(name, "twice")
        if entry.compress_type != ZIP_STORED or entry.flag_bits & _ENCRYPTED:
            raise broken_part(name, "compressed or encrypted")
        size -= entry.file_size
        if entry.compress_size != entry.file_size or size < 0:
            raise broken_part(name, "size")
        folded.add(name.casefold())
        entries[name] = entry
    return entries
