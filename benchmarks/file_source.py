"""A file on disk as a source of bytes, for benchmarks that ask a reader without a workspace."""

import os
from pathlib import Path


class FileSource:
    """An open file (`zhanlian.model.statement.ByteSource`).

    Args:
        path: of the file.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._file = path.open("rb", buffering=0)

    @property
    def size(self) -> int:
        """Bytes."""
        return os.fstat(self._file.fileno()).st_size

    def read_at(self, offset: int, size: int) -> bytes:
        """Return so many bytes from an offset, fewer at the end."""
        self._file.seek(offset)
        return self._file.read(size)
