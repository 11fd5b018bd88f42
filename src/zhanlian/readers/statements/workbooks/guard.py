"""What a workbook would cost, found out before the reader of workbooks sees it.

calamine lays a sheet out as a full rectangle: one cell in the last row and column of an .xlsx is
17 thousand million cells, and the process dies. So sizes are counted on the bytes first: what a
zip really inflates to, and how far the cells of each sheet reach.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from xml.parsers import expat

from zhanlian.errors import FormatError
from zhanlian.readers.statements.workbooks.biff import find_extents
from zhanlian.readers.zip_kind import BROKEN, has_too_many
from zhanlian.words.shown import plain_name

OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_ENTRIES: Final = 5_000
"""Files inside an .xlsx: one with 255 sheets has about a thousand."""
MAX_INFLATED: Final = 512 * 1024 * 1024
"""Bytes after inflating: 1,048,576 rows of 31 columns have about 400 MB of XML."""
MAX_RATIO: Final = 200
"""Inflated to packed size above 10 MB: sheets of statements pack 5 to 40 times."""
MAX_CELLS: Final = 12_000_000
"""Cells of one sheet's rectangle, blank ones included: 32 bytes each in the reader."""
MAX_TEXT: Final = 1024 * 1024 * 1024
"""Characters that cells point to in the shared texts, for calamine copies a text for each cell."""
_RATIO_FROM: Final = 10 * 1024 * 1024
_PIECE: Final = 256 * 1024
_ENCRYPTED: Final = 0x1
_CELL: Final = re.compile(rb"<(?:\w{1,20}:)?(?:row|c)[\s/>]")
_TAIL: Final = 32  # bytes of a piece in which a tag may have begun


def check_workbook(data: bytes) -> None:
    """Return if a workbook can be read at a bounded cost.

    Raises:
        FormatError: it is broken, encrypted, or too large once it is unpacked.
    """
    if data.startswith(OLE2):
        for cells, text in find_extents(data):
            _check_cells(cells)
            _check_text(text)
        return
    if has_too_many(data, MAX_ENTRIES):
        raise FormatError("reject.too-many-members", limit=MAX_ENTRIES)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_archive(archive, len(data))
    except BROKEN as error:
        raise FormatError("reject.broken", detail=type(error).__name__) from error
    except expat.ExpatError as error:
        raise FormatError("reject.broken", detail=f"XML: {error}") from error


def _check_archive(archive: zipfile.ZipFile, packed: int) -> None:
    budget = _Budget(packed)
    strings = _SharedStrings()
    sheets: list[zipfile.ZipInfo] = []
    shared = 0
    for entry in archive.infolist():
        if entry.flag_bits & _ENCRYPTED:
            raise FormatError("reject.encrypted")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise FormatError("reject.broken", detail=f"zip method {entry.compress_type}")
        pieces = _inflate(archive, entry, budget)
        if entry.filename.lower().endswith("sharedstrings.xml"):
            strings.read(pieces)
        elif entry.filename.lower().endswith(".xml"):
            sheets.append(entry)
            shared += _Extent().read(pieces)
        else:
            _refuse_cells(pieces, entry.filename)
    # The cheap bound first: a long text that each of a million cells points to is a bomb.
    if shared * max(strings.lengths, default=0) > MAX_TEXT:
        text = sum(
            _SharedCells(strings.lengths).read(_inflate(archive, entry, None)) for entry in sheets
        )
        _check_text(text)


class _Budget:
    """How many bytes a workbook may still inflate to."""

    def __init__(self, packed: int) -> None:
        self._packed = max(packed, 1)
        self._left = min(MAX_INFLATED, max(_RATIO_FROM, MAX_RATIO * packed))
        self._spent = 0

    def spend(self, size: int) -> None:
        """Take some bytes.

        Raises:
            FormatError: there are not so many left.
        """
        self._spent += size
        if self._spent > self._left:
            raise FormatError("reject.bomb", ratio=self._spent // self._packed)


def _inflate(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: _Budget | None
) -> Iterator[bytes]:
    with archive.open(entry) as stream:
        while piece := stream.read(_PIECE):
            if budget is not None:
                budget.spend(len(piece))
            yield piece


def _refuse_cells(pieces: Iterator[bytes], name: str) -> None:
    """Refuse cells in a member that is not called ``.xml``: nobody would have measured them."""
    tail = b""
    for piece in pieces:
        if _CELL.search(tail + piece):
            raise FormatError("reject.broken", detail=f"cells in {plain_name(name)[:100]}")
        tail = piece[-_TAIL:]


def _check_cells(cells: int) -> None:
    if cells > MAX_CELLS:
        raise FormatError("reject.workbook-cells", cells=cells, limit=MAX_CELLS)


def _check_text(characters: int) -> None:
    if characters > MAX_TEXT:
        raise FormatError("reject.too-large-unpacked", limit=MAX_TEXT)


class _Parser:
    """An XML parser that takes pieces and refuses declared document types."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.StartDoctypeDeclHandler = self._refuse

    def _feed(self, pieces: Iterator[bytes]) -> None:
        for piece in pieces:
            self._parser.Parse(piece, False)
            self._check()
        self._parser.Parse(b"", True)
        self._check()

    def _check(self) -> None:
        """Look at what was counted after each piece."""

    def _refuse(self, *_: object) -> None:
        raise FormatError("reject.broken", detail="DOCTYPE")

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError


class _SharedStrings(_Parser):
    """How long the texts are that cells point to."""

    def __init__(self) -> None:
        super().__init__()
        self.lengths: list[int] = []
        self._parser.CharacterDataHandler = self._add

    def read(self, pieces: Iterator[bytes]) -> None:
        """Take the part of the shared texts."""
        self._feed(pieces)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "si":
            self.lengths.append(0)

    def _add(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)


class _SharedCells(_Parser):
    """How much text the cells of one sheet point to."""

    def __init__(self, lengths: list[int]) -> None:
        super().__init__()
        self._lengths = lengths
        self._parser.CharacterDataHandler = self._add
        self._parser.buffer_text = True
        self._is_shared = self._is_value = False
        self._text = 0

    def read(self, pieces: Iterator[bytes]) -> int:
        """Return the characters."""
        self._feed(pieces)
        return self._text

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._is_shared = attributes.get("t") == "s"
        self._is_value = tag == "v"

    def _add(self, text: str) -> None:
        told = text.strip()
        if self._is_shared and self._is_value and told.isascii() and told.isdigit():
            place = int(told[:9])
            self._text += self._lengths[place] if place < len(self._lengths) else 0


class _Extent(_Parser):
    """How far the cells of one sheet reach."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = self._columns = self._row = self._column = self._shared = 0

    def read(self, pieces: Iterator[bytes]) -> int:
        """Return how many cells point to shared texts.

        Raises:
            FormatError: the rectangle has too many cells; a document type is declared.
            expat.ExpatError: no XML.
        """
        self._feed(pieces)
        return self._shared

    def _check(self) -> None:
        _check_cells(self._rows * self._columns)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._column += 1
            self._shared += attributes.get("t") == "s"
            self._read_place(attributes.get("r", ""))
            self._columns = max(self._columns, self._column)
            self._rows = max(self._rows, self._row)
        elif tag == "row":
            told = attributes.get("r", "")
            self._row = int(told[:9]) if told.isascii() and told.isdigit() else self._row + 1
            self._column = 0

    def _read_place(self, place: str) -> None:
        """Take the place that a cell tells, e.g. ``XFD1048576``."""
        letters = place.rstrip("0123456789")
        if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
            return
        column = 0
        for letter in letters.upper():
            column = column * 26 + ord(letter) - 64
        self._column = column
        if digits := place[len(letters) :]:
            self._row = int(digits[:9])
