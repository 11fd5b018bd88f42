"""Elements of an XML file one after the other, with their places, in bounded memory.

expat of the standard library, because it alone of the parsers at hand tells the byte of every
tag while it streams, and because a document type can be refused before it takes effect: without
one there are neither entities to blow up nor files to fetch.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from zhanlian.errors import FormatError
from zhanlian.model.statement import ByteSource
from zhanlian.readers.statements.rows import Place

_CHUNK: Final = 1 << 16
# Messages of ISO 20022 nest some 20 deep and their longest text has 500 characters.
_DEPTH: Final = 64
_TEXT: Final = 1 << 16
_NODES: Final = 50_000
_TAG: Final = 1 << 20  # bytes of one tag; expat holds it whole
_HEAD: Final = 1 << 10
_END_TAG: Final = 200
_LONGEST: Final = 2**31  # bytes that a place can tell
_DECLARED: Final = re.compile(rb"""<\?xml[^>]{0,100}encoding\s*=\s*["']([A-Za-z0-9_.-]{1,30})""")
# expat reads no encoding of several bytes but UTF-8 and UTF-16; Chinese banks write these.
_WIDE: Final = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "cp936"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "cp950"), "big5hkscs"),
}


@dataclass(slots=True)
class Element:
    """One element, with what lies inside it.

    Attributes:
        name: without namespace.
        line: of its start tag, from 1.
        offset: byte of its start tag; None where the file had to be decoded first.
        length: bytes up to the end of its end tag, None as above.
        attributes: by name without namespace.
        text: its own characters, trimmed once it is closed.
        children: elements inside it, but for those that are given on their own.
    """

    name: str
    line: int
    offset: int | None
    length: int | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    @property
    def place(self) -> Place:
        """Where it stands."""
        length = self.length if self.length is not None and self.length < _LONGEST else None
        return Place(self.line, self.offset, length)

    def find(self, path: str) -> "Element | None":
        """Return the first element at a path of names below this one (``Acct/Id/IBAN``)."""
        name, _, rest = path.partition("/")
        for child in self.children:
            if child.name == name:
                found = child.find(rest) if rest else child
                if found is not None:
                    return found
        return None

    def find_text(self, *paths: str) -> str | None:
        """Return the text at the first of some paths that has one."""
        for path in paths:
            found = self.find(path)
            if found is not None and found.text:
                return found.text
        return None

    def list_all(self, name: str) -> list["Element"]:
        """Return the children of a name."""
        return [child for child in self.children if child.name == name]


def read_elements(
    source: ByteSource, wanted: frozenset[str], begun: frozenset[str] = frozenset()
) -> Iterator[tuple[bool, Element]]:
    """Yield each wanted element when it closes, as ``(True, element)``.

    An element of `begun` is told when it opens too, as ``(False, element)``. A wanted element
    inside another wanted one is told first, and is no child of it: memory is bounded by the
    largest part that is not told on its own.

    Raises:
        FormatError: no well-formed XML, a document type, or nesting, tags or texts beyond what
            any message has; what came before was told.
    """
    tree = _Tree(source, wanted, begun)
    for final, chunk in _read_chunks(source, tree):
        yield from tree.feed(chunk, final)


def _read_chunks(source: ByteSource, tree: "_Tree") -> Iterator[tuple[bool, bytes]]:
    head = source.read_at(0, _HEAD)
    declared = _DECLARED.search(head)
    wide = _WIDE.get(declared[1].decode("ascii").lower()) if declared else None
    # Blanks before the declaration are no XML, and happen.
    start = len(head) - len(head.lstrip(b" \t\r\n"))
    tree.begin(start, head.count(b"\n", 0, start), wide is not None)
    if wide is None:
        yield from _read_plain(source, start)
        return
    decoder = codecs.getincrementaldecoder(wide)()
    try:
        for final, chunk in _read_plain(source, start):
            yield final, decoder.decode(chunk, final).encode()
    except UnicodeDecodeError as error:
        raise _broken(tree.line, f"{wide}: {error.reason}") from error


def _read_plain(source: ByteSource, start: int) -> Iterator[tuple[bool, bytes]]:
    at = start
    while chunk := source.read_at(at, _CHUNK):
        at += len(chunk)
        yield False, chunk
    yield True, b""


class _Tree:
    """What is open at one point of the file; the handlers of expat add to it."""

    def __init__(self, source: ByteSource, wanted: frozenset[str], begun: frozenset[str]) -> None:
        self._source, self._wanted, self._begun = source, wanted, begun
        self._open: list[Element | None] = []
        self._done: list[tuple[bool, Element]] = []
        self._before: list[int] = []  # nodes kept when each open wanted element began
        self._nodes = self._fed = self._start = self._lines = 0
        self._decoded = False

    def begin(self, start: int, lines: int, decoded: bool) -> None:
        """Prepare the parser for a text that begins at a byte and after so many lines."""
        self._start, self._lines, self._decoded = start, lines, decoded
        parser = expat.ParserCreate("utf-8" if decoded else None, namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._open_element
        parser.EndElementHandler = self._close_element
        parser.CharacterDataHandler = self._add_text
        self._parser = parser

    @property
    def line(self) -> int:
        """Line of the file that was reached."""
        return self._lines + self._parser.CurrentLineNumber

    def feed(self, chunk: bytes, final: bool) -> Iterator[tuple[bool, Element]]:
        """Yield what the next bytes of the file tell."""
        failed: FormatError | None = None
        try:
            self._parser.Parse(chunk, final)
        except expat.ExpatError as error:
            failed = _broken(self.line, expat.ErrorString(error.code))
        except FormatError as error:
            failed = error
        self._fed += len(chunk)
        if failed is None and self._fed - max(self._parser.CurrentByteIndex, 0) > _TAG:
            failed = FormatError("reject.message-xml-huge", line=self.line)
        done, self._done = self._done, []
        yield from done
        if failed is not None:
            raise failed

    def _refuse(self, *_told: object) -> None:
        raise FormatError("reject.message-xml-doctype", line=self.line)

    def _open_element(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= _DEPTH:
            raise FormatError("reject.message-xml-deep", line=self.line, limit=_DEPTH)
        local = _local(name)
        parent = self._open[-1] if self._open else None
        element = None
        if parent is not None or local in self._wanted or local in self._begun:
            element = Element(local, self.line, self._offset())
            element.attributes = {_local(key): told for key, told in attributes.items()}
        if element is not None and local in self._begun:
            self._done.append((False, element))
        if local in self._wanted:
            self._before.append(self._nodes)
        elif parent is None:
            element = None
        elif element is not None:
            self._nodes += 1
            if self._nodes > _NODES:
                raise FormatError("reject.message-xml-huge", line=self.line)
            parent.children.append(element)
        self._open.append(element)

    def _close_element(self, _name: str) -> None:
        element = self._open.pop()
        if element is None:
            return
        element.text = element.text.strip()
        if element.name in self._wanted:
            if element.offset is not None:
                element.length = self._end_of_tag(element.name) - element.offset
            self._nodes = self._before.pop()
            self._done.append((True, element))

    def _add_text(self, text: str) -> None:
        element = self._open[-1] if self._open else None
        if element is not None:
            if len(element.text) + len(text) > _TEXT:
                raise FormatError("reject.message-xml-huge", line=self.line)
            element.text += text

    def _offset(self) -> int | None:
        return None if self._decoded else self._start + self._parser.CurrentByteIndex

    def _end_of_tag(self, name: str) -> int:
        """Return the byte after the end tag that is being told (it may hold a prefix, blanks)."""
        at = self._start + self._parser.CurrentByteIndex
        tag = self._source.read_at(at, _END_TAG)
        # An element without content has no end tag, and expat stands behind it already.
        if name.encode() not in tag.replace(b"\0", b"") or not tag.startswith(
            (b"</", b"<\0/", b"\0<")
        ):
            return at
        close = tag.find(b">")
        return at + close + (2 if tag[close + 1 : close + 2] == b"\0" else 1) if close > 0 else at


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _broken(line: int, detail: str) -> FormatError:
    return FormatError("reject.message-xml-broken", line=line, detail=detail)
