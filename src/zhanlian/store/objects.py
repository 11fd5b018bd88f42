"""An object of the vault, open for reading in pieces."""

import hashlib
from pathlib import PurePath
from types import TracebackType
from typing import BinaryIO, Self

from zhanlian.errors import StoreError
from zhanlian.store.hashing import read_chunks
from zhanlian.store.vault import Vault


class ObjectSource:
    """One item, read from any offset; a context manager that closes it.

    Args:
        vault: that holds it.
        sha256: the item.
        name: as received, only to be shown.

    Raises:
        StoreError: there is no such object.
    """

    def __init__(self, vault: Vault, sha256: str, name: str) -> None:
        self.name = PurePath(name).name
        self._sha256 = sha256
        self._file: BinaryIO = vault.open_object(sha256)
        self.size = self._file.seek(0, 2)

    def read_at(self, offset: int, size: int) -> bytes:
        """Return so many bytes from an offset, fewer at the end.

        Raises:
            StoreError: the disk cannot read it.
        """
        try:
            self._file.seek(offset)
            return self._file.read(size)
        except OSError as error:
            raise StoreError("error.object-missing", sha256=self._sha256) from error

    def check(self) -> None:
        """Refuse an object whose bytes are no longer those of its name.

        Raises:
            StoreError: they have changed.
        """
        self._file.seek(0)
        seen = hashlib.sha256()
        for chunk in read_chunks(self._file):
            seen.update(chunk)
        if seen.hexdigest() != self._sha256:
            raise StoreError("error.object-damaged", sha256=self._sha256)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
