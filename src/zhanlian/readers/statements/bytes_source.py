"""Bytes in memory as a source, for heads of files and small items."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MemorySource:
    """Bytes that are read like an open evidence item (`model.statement.ByteSource`).

    Attributes:
        data: all of them.
        name: to be shown.
    """

    data: bytes
    name: str = ""

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.data)

    def read_at(self, offset: int, size: int) -> bytes:
        """Return so many bytes from an offset, fewer at the end."""
        return self.data[offset : offset + size]
