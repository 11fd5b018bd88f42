"""Records of a delimited text with the bytes they stand in, one at a time, in bounded memory.

Lines are cut as bytes before anything is decoded: in UTF-8, GB18030 and Big5 a line feed, a comma
and a quote are never part of another character. So each record knows its bytes, and one broken
character costs one record and not the file.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from zhanlian.model.statement import ByteSource
from zhanlian.readers.statements.rows import Place
from zhanlian.readers.statements.text_encoding import TextEncoding, find_encoding

_CHUNK: Final = 1024 * 1024
MAX_LINE: Final = 1024 * 1024
"""Bytes of one line: a row of a statement has some hundred, the widest table some ten thousand."""
MAX_JOINED_LINES: Final = 200
"""Lines that one quoted cell may hold; behind that its quote was never meant to open."""
_MAX_JOINED: Final = 64 * 1024  # characters, for the same reason
_BLANKS: Final = " \t\r\u3000\ufeff"
_SHOWN: Final = 1_000  # bytes of a line too long that its reject may show


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a table, as text.

    Attributes:
        place: its bytes, or its row in a sheet.
        cells: as written, without the quotes of the format.
        lines: lines of the file that it takes.
        reason: why it cannot be read, a key under ``reject.`` of the words; else empty.
    """

    place: Place
    cells: tuple[str, ...]
    lines: int = 1
    reason: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether no cell says anything."""
        return not self.reason and not any(cell.strip(_BLANKS) for cell in self.cells)

    def exceeds(self, width: int) -> bool:
        """Return whether a cell behind so many says something.

        Commas too many at the end are harmless. Anything there means that a comma stands inside a
        cell without quotes (``50,000`` would be 50), so that no cell is sure of its column.
        """
        return any(cell.strip(_BLANKS) for cell in self.cells[width:])


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    offset: int
    length: int
    text: str
    reason: str


def read_records(
    source: ByteSource, delimiter: str = ",", encoding: TextEncoding | None = None
) -> Iterator[Record]:
    """Yield the records of a text in its order.

    Args:
        source: the whole item.
        delimiter: one ASCII character.
        encoding: of the text; None asks the bytes.

    Raises:
        FormatError: the bytes are no text.
    """
    known = find_encoding(source) if encoding is None else encoding
    lines = _decode_lines(source, known)
    waiting: deque[_Line] = deque()
    while True:
        line = waiting.popleft() if waiting else next(lines, None)
        if line is None:
            return
        yield _read_record(line, lines, waiting, delimiter)


def _read_record(
    first: _Line, lines: Iterator[_Line], waiting: deque[_Line], delimiter: str
) -> Record:
    """Return the record that begins with a line; lines read too far wait for the next one."""
    if first.reason:
        return Record(_place(first, first), (first.text,), reason=first.reason)
    cells = split_cells(first.text, delimiter)
    if cells is not None:
        return Record(_place(first, first), tuple(cells))
    text, taken = first.text, [first]
    while len(taken) < MAX_JOINED_LINES and len(text) < _MAX_JOINED:
        index = len(taken) - 1
        line = waiting[index] if index < len(waiting) else next(lines, None)
        if line is None:
            break
        if index >= len(waiting):
            waiting.append(line)
        if line.reason:
            break
        taken.append(line)
        text += "\n" + line.text
        cells = split_cells(text, delimiter) if '"' in line.text else None
        if cells is not None:
            for _ in taken[1:]:
                waiting.popleft()
            return Record(_place(first, taken[-1]), tuple(cells), len(taken))
    return Record(_place(first, first), tuple(first.text.split(delimiter)))


def _place(first: _Line, last: _Line) -> Place:
    return Place(first.number, first.offset, last.offset + last.length - first.offset)


def split_cells(text: str, delimiter: str = ",") -> list[str] | None:
    """Return the cells of a record; None while a quoted cell is still open.

    A quote counts only at the beginning of a cell, and what is quoted must be followed by the
    delimiter (blanks and tabs between them are dropped); else quotes are signs like others.
    """
    if '"' not in text:
        return text.split(delimiter)
    cells: list[str] = []
    at = 0
    while True:
        begin = at
        while text[begin : begin + 1] in (" ", "\t") and delimiter != text[begin]:
            begin += 1
        end = -1
        if text[begin : begin + 1] == '"':
            close = _find_close(text, begin + 1)
            if close < 0:
                return None
            end = text.find(delimiter, close + 1)
            after = text[close + 1 : end] if end >= 0 else text[close + 1 :]
            if after.strip(" \t\r"):
                return text.split("\n")[0].split(delimiter) if "\n" not in text else None
            cells.append(text[begin + 1 : close].replace('""', '"'))
        else:
            end = text.find(delimiter, at)
            cells.append(text[at:end] if end >= 0 else text[at:])
        if end < 0:
            return cells
        at = end + 1


def _find_close(text: str, begin: int) -> int:
    """Return the place of the quote that closes a cell, -1 while there is none."""
    at = text.find('"', begin)
    while at >= 0 and text[at + 1 : at + 2] == '"':
        at = text.find('"', at + 2)
    return at


def _decode_lines(source: ByteSource, encoding: TextEncoding) -> Iterator[_Line]:
    turn = len("\r".encode(encoding.name))
    for number, (offset, length, data) in enumerate(_cut_lines(source, encoding), 1):
        if length > MAX_LINE:
            text = data[:_SHOWN].decode(encoding.name, "replace")
            yield _Line(number, offset, length, text, "row-too-long")
            continue
        try:
            text, reason = data.decode(encoding.name), ""
        except UnicodeDecodeError:
            text, reason = data.decode(encoding.name, "replace"), "row-undecodable"
        if text.endswith("\r"):
            text, length = text[:-1], length - turn
        yield _Line(number, offset, length, text, reason)


def _cut_lines(source: ByteSource, encoding: TextEncoding) -> Iterator[tuple[int, int, bytes]]:
    """Yield offset, length and bytes of each line without its line feed, `MAX_LINE` at most."""
    ending = "\n".encode(encoding.name)
    begin = position = encoding.mark
    kept = bytearray()
    while chunk := source.read_at(position, _CHUNK):
        chunk = chunk[: len(chunk) - len(chunk) % len(ending)] or chunk
        at = 0
        while (end := _find_ending(chunk, ending, at)) >= 0:
            kept += chunk[at : min(end, at + MAX_LINE - len(kept))]
            yield begin, position + end - begin, bytes(kept)
            kept.clear()
            at = end + len(ending)
            begin = position + at
        kept += chunk[at : max(at, at + MAX_LINE - len(kept))]
        position += len(chunk)
    if position > begin:
        yield begin, position - begin, bytes(kept)


def _find_ending(chunk: bytes, ending: bytes, at: int) -> int:
    """Return where the next line feed is; in UTF-16 its bytes begin at an even place."""
    end = chunk.find(ending, at)
    while end >= 0 and end % len(ending):
        end = chunk.find(ending, end + 1)
    return end
