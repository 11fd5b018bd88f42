"""A file of any size as batches of whole records, in its order, within a bounded memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from zhanlian.model.statement import ByteSource
from zhanlian.readers.statements.police.head import Head
from zhanlian.readers.statements.police.kernels.split import Bytes, Int64s, find_records

BLOCK: Final = 8 << 20  # bytes; two workers and four batches waiting stay below 0.5 GB
LONGEST_RECORD: Final = 1 << 20  # bytes; a line beyond it is passed over as one reject
_MOST_RECORDS: Final = 1 << 16  # a batch; a line of two bytes costs as much as one of 300


@dataclass(frozen=True, slots=True)
class Batch:
    """Some records of a file.

    Attributes:
        raw: bytes in which they stand: UTF-8 or GB18030.
        places: (4, n) as `find_records` gives them, counted in `raw`.
        offsets: (n,) where each begins in the file.
        lengths: (n,) bytes of each in the file, without its line end.
        line: 1-based line of the file at which the batch begins.
        blank: blank lines among them.
        lines: lines that the batch spans.
        overlong: offset and length of a record that is too long to be read, if one ended here.
        lacks_end: the file ends here, and its last record has no line end.
    """

    raw: Bytes
    places: Int64s
    offsets: Int64s
    lengths: Int64s
    line: int
    blank: int
    lines: int
    overlong: tuple[int, int] | None = None
    lacks_end: bool = False


class BatchCutter:
    """Cuts a source into batches; one pass, the next block read when the last one is used up.

    Args:
        source: the file.
        head: how it is to be read.
    """

    def __init__(self, source: ByteSource, head: Head) -> None:
        self._source, self._head = source, head
        self._at = head.header_end  # first byte of the file that is not in `_held`
        self._held = b""
        self._line = head.lines + 1

    def cut(self) -> Iterator[Batch]:
        """Yield the batches in the order of the file."""
        at_end = False
        while not at_end:
            block = self._source.read_at(self._at, BLOCK)
            self._at += len(block)
            at_end = len(block) < BLOCK and not self._source.read_at(self._at, 1)
            self._held += block
            yield from self._cut_held(at_end)
            if len(self._held) > LONGEST_RECORD and not at_end:
                overlong, at_end = self._skip_line()
                yield overlong

    def _cut_held(self, at_end: bool) -> Iterator[Batch]:
        """Yield the records that are whole in what is held, and hold what is left."""
        told, is_wide = self._held, self._head.is_wide
        begin_of_held = self._at - len(told)
        if is_wide:
            told = self._narrow(told)
        raw = np.frombuffer(told, np.uint8)
        begin = 0
        while True:
            places = np.zeros((4, _MOST_RECORDS), np.int64)
            found, behind, lines, blank = find_records(
                raw, begin, at_end, self._head.delimiter, places
            )
            places = places[:, :found].copy()
            first, ends = places[0], places[1]
            if is_wide:
                first, ends = self._widen(told, first), self._widen(told, ends)
            is_last = at_end and behind >= len(raw)
            lacks_end = is_last and found > 0 and told[-1:] != b"\n"
            if found or blank:
                yield Batch(
                    raw, places, first + begin_of_held, ends - first, self._line, blank, lines,
                    lacks_end=bool(lacks_end),
                )  # fmt: skip
            self._line += lines
            if behind == begin or behind >= len(raw):
                begin = behind
                break
            begin = behind
        used = int(self._widen(told, np.array([begin]))[0]) if is_wide else begin
        self._held = self._held[used:]

    def _skip_line(self) -> tuple[Batch, bool]:
        """Return the reject of a line that is too long, and whether the file ends with it."""
        begin = self._at - len(self._held)
        end_sign = "\n".encode(self._head.encoding)
        while True:
            block = self._source.read_at(self._at, BLOCK)
            place = block.find(end_sign)
            while place % len(end_sign):  # half of one character and half of the next
                place = block.find(end_sign, place + 1)
            if place >= 0 or not block:
                break
            self._at += len(block)
        self._held = b""
        length = self._at + max(place, 0) - begin
        self._at += place + len(end_sign) if place >= 0 else 0
        nothing = np.zeros(0, np.int64)
        batch = Batch(
            np.zeros(0, np.uint8), np.zeros((4, 0), np.int64), nothing, nothing, self._line, 0, 1,
            overlong=(begin, length),
        )  # fmt: skip
        self._line += 1
        return batch, not block

    def _narrow(self, told: bytes) -> bytes:
        """Return UTF-16 as UTF-8; a broken half of a pair becomes three bytes that are no text."""
        text = told[: len(told) // 2 * 2].decode(self._head.encoding, "surrogatepass")
        return text.encode("utf-8", "surrogatepass")

    def _widen(self, told: bytes, places: Int64s) -> Int64s:
        """Return where places of the UTF-8 text are in the UTF-16 bytes that it was made of."""
        raw = np.frombuffer(told, np.uint8)
        units = np.where(raw & 0xC0 == 0x80, 0, np.where(raw >= 0xF0, 4, 2))
        before = np.concatenate((np.zeros(1, np.int64), np.cumsum(units, dtype=np.int64)))
        return before[places]
