"""Which format a zip container is: many formats are zips with agreed names inside."""

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Final

_FIRST: Final = (b"PK\x03\x04", b"PK\x05\x06")
_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
# zipfile builds an object of about 500 bytes for each entry before anybody can count them.
MAX_ENTRIES: Final = 100_000

BROKEN: Final = (
    zipfile.BadZipFile,
    EOFError,
    NotImplementedError,  # another compression, or a split archive
    OSError,
    OverflowError,
    RuntimeError,  # zipfile's word for an encrypted member
    UnicodeDecodeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What zipfile raises on broken archives."""

_MIME: Final = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/epub+zip": "epub",
}


def is_zip(data: bytes) -> bool:
    """Return whether the first bytes are those of a zip."""
    return data.startswith(_FIRST)


def has_too_many(data: bytes, most: int) -> bool:
    """Return whether the directory may hold more entries than allowed, without building it."""
    return data.count(_DIRECTORY_ENTRY) > most


def tell_zip(data: bytes) -> str:
    """Return docx, xlsx, pptx, odt, ods, epub, ofd or apk; zip for others, "" if not a zip."""
    if not is_zip(data):
        return ""
    if has_too_many(data, MAX_ENTRIES):
        return "zip"
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except BROKEN:
        return "zip"
    if "[Content_Types].xml" in names:
        tops = {name.partition("/")[0] for name in names}
        for folder, kind in (("word", "docx"), ("xl", "xlsx"), ("ppt", "pptx")):
            if folder in tops:
                return kind
    if "OFD.xml" in names:
        return "ofd"
    if "AndroidManifest.xml" in names:
        return "apk"
    return _tell_by_mime(data)


def _tell_by_mime(data: bytes) -> str:
    """Return the kind that the first member, stored and named ``mimetype``, tells."""
    if data[30:38] == b"mimetype":
        for mime, kind in _MIME.items():
            if data.startswith(mime, 38):
                return kind
    return "zip"
