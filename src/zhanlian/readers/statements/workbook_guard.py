"""What a workbook would cost, found out before the reader of workbooks sees it.

calamine lays a sheet out as a full rectangle: one cell in the last row and column of an .xlsx is
17 thousand million cells, and the process dies. So sizes are counted on the bytes first: what a
zip really inflates to, and how far the cells of each sheet reach.
"""

import zipfile
from io import BytesIO
from typing import Final
from xml.parsers import expat

from zhanlian.errors import FormatError
from zhanlian.readers.statements.biff import find_extents
from zhanlian.readers.zip_kind import BROKEN, has_too_many

OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_ENTRIES: Final = 5_000
"""Files inside an .xlsx: one with 255 sheets has about a thousand."""
MAX_INFLATED: Final = 512 * 1024 * 1024
"""Bytes after inflating: 1,048,576 rows of 31 columns have about 400 MB of XML."""
MAX_RATIO: Final = 200
"""Inflated to packed size above 10 MB: sheets of statements pack 5 to 40 times."""
MAX_CELLS: Final = 12_000_000
"""Cells of one sheet's rectangle, blank ones included: 32 bytes each in the reader."""
_RATIO_FROM: Final = 10 * 1024 * 1024
_PIECE: Final = 256 * 1024
_ENCRYPTED: Final = 0x1


def check_workbook(data: bytes) -> None:
    """Return if a workbook can be read at a bounded cost.

    Raises:
        FormatError: it is broken, encrypted, or too large once it is unpacked.
    """
    if data.startswith(OLE2):
        for cells in find_extents(data):
            _check_cells(cells)
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
    left = min(MAX_INFLATED, max(_RATIO_FROM, MAX_RATIO * packed))
    for entry in archive.infolist():
        if entry.flag_bits & _ENCRYPTED:
            raise FormatError("reject.encrypted")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise FormatError("reject.broken", detail=f"zip method {entry.compress_type}")
        extent = _Extent() if _is_sheet(entry.filename) else None
        with archive.open(entry) as stream:
            while piece := stream.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise FormatError("reject.bomb", ratio=MAX_INFLATED // max(packed, 1))
                if extent is not None:
                    extent.feed(piece)
        if extent is not None:
            extent.feed(b"", final=True)


def _is_sheet(name: str) -> bool:
    """Return whether a member may hold cells: a sheet may have any path, but is no other part."""
    name = name.lower()
    return name.endswith(".xml") and ("sheet" in name or not name.startswith(("docprops/", "xl/")))


def _check_cells(cells: int) -> None:
    if cells > MAX_CELLS:
        raise FormatError("reject.workbook-cells", cells=cells, limit=MAX_CELLS)


class _Extent:
    """How far the cells of one sheet reach, from its XML as it comes.

    Raises:
        FormatError: the rectangle has too many cells; a document type is declared.
        expat.ExpatError: no XML.
    """

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._rows = self._columns = self._row = self._column = 0

    def feed(self, piece: bytes, final: bool = False) -> None:
        """Take the next bytes."""
        self._parser.Parse(piece, final)
        _check_cells(self._rows * self._columns)

    def _refuse(self, *_: object) -> None:
        raise FormatError("reject.broken", detail="DOCTYPE")

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._column += 1
            self._read_place(attributes.get("r", ""))
            self._columns = max(self._columns, self._column)
            self._rows = max(self._rows, self._row)
        elif tag == "row":
            told = attributes.get("r", "")
            self._row = int(told) if told.isascii() and told.isdigit() else self._row + 1
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
