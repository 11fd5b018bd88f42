"""How long the shared texts of an .xls are (MS-XLS 2.4.265, SST and the CONTINUE records of it).

A cell names a text by its number, and the reader of workbooks copies the text for each cell: what
all cells point to together is the cost, not the size of the file.
"""

import struct
from typing import Final

_WIDE, _PHONETIC, _RICH = 0x01, 0x04, 0x08
_HEADER: Final = 8  # bytes before the first text: how often they are used, and how many there are


class SharedTexts:
    """The shared texts of a workbook, of which only the lengths are kept."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self._segments: list[bytes] = []
        self._segment = self._at = 0

    def add(self, body: bytes) -> None:
        """Take the body of the SST record, or of one that continues it."""
        self._segments.append(body[_HEADER:] if not self._segments else body)

    def measure(self) -> None:
        """Read the lengths once all bodies were added; a broken end is left out."""
        while True:
            head = self._take(3)
            if len(head) < 3:
                break
            length, flags = struct.unpack("<HB", head)
            runs = self._number(2) * 4 if flags & _RICH else 0
            phonetic = self._number(4) if flags & _PHONETIC else 0
            self._skip_text(length, 2 if flags & _WIDE else 1)
            self._skip(runs + phonetic)
            self.lengths.append(length)
        self._segments = []

    def _number(self, size: int) -> int:
        return int.from_bytes(self._take(size), "little")

    def _take(self, size: int) -> bytes:
        """Return the next bytes, fewer at the end; numbers may lie on both sides of a border."""
        taken = b""
        while len(taken) < size and self._segment < len(self._segments):
            body = self._segments[self._segment]
            part = body[self._at : self._at + size - len(taken)]
            taken, self._at = taken + part, self._at + len(part)
            if len(taken) < size:
                self._segment, self._at = self._segment + 1, 0
        return taken

    def _skip(self, size: int) -> None:
        while size > 0 and self._segment < len(self._segments):
            there = len(self._segments[self._segment]) - self._at
            if size <= there:
                self._at += size
                return
            size -= there
            self._segment, self._at = self._segment + 1, 0

    def _skip_text(self, length: int, width: int) -> None:
        """Pass over characters; behind a border a new byte tells how wide they are."""
        while length > 0 and self._segment < len(self._segments):
            fitting = (len(self._segments[self._segment]) - self._at) // width
            if length <= fitting:
                self._at += length * width
                return
            length -= fitting
            self._segment, self._at = self._segment + 1, 0
            flags = self._take(1)
            width = 2 if flags and flags[0] & _WIDE else 1
