"""Files that Zhanlian knows by their first bytes and does not read: told by name, with a remedy."""

from typing import Final

from zhanlian.model.reading import ReadResult
from zhanlian.readers.limits import Limits
from zhanlian.readers.outcome import refuse
from zhanlian.readers.zip_kind import tell_zip

MEDIA_TYPE: Final = "application/octet-stream"
ISOLATED: Final = False

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# (first bytes, offset, media type, kind in the word catalogue `reject.kind.*`)
_MAGIC: Final = (
    (b"\x89PNG\r\n\x1a\n", 0, "image/png", "image"),
    (b"\xff\xd8\xff", 0, "image/jpeg", "image"),
    (b"GIF87a", 0, "image/gif", "image"),
    (b"GIF89a", 0, "image/gif", "image"),
    (b"II*\0", 0, "image/tiff", "image"),
    (b"MM\0*", 0, "image/tiff", "image"),
    (b"WEBP", 8, "image/webp", "image"),
    (b"ftyphei", 4, "image/heic", "image"),
    (b"ftypmif1", 4, "image/heic", "image"),
    (b"ftyp", 4, "video/mp4", "media"),
    (b"\x1aE\xdf\xa3", 0, "video/x-matroska", "media"),
    (b"AVI ", 8, "video/x-msvideo", "media"),
    (b"WAVE", 8, "audio/wav", "media"),
    (b"ID3", 0, "audio/mpeg", "media"),
    (b"OggS", 0, "audio/ogg", "media"),
    (b"#!AMR", 0, "audio/amr", "media"),
    (b"Rar!\x1a\x07", 0, "application/vnd.rar", "archive"),
    (b"7z\xbc\xaf\x27\x1c", 0, "application/x-7z-compressed", "archive"),
    (b"\x1f\x8b\x08", 0, "application/gzip", "archive"),
    (b"BZh", 0, "application/x-bzip2", "archive"),
    (b"\xfd7zXZ\0", 0, "application/x-xz", "archive"),
    (b"ustar", 257, "application/x-tar", "archive"),
    (b"{\\rtf", 0, "application/rtf", "word"),
    (b"\x7fELF", 0, "application/x-elf", "program"),
    (b"SQLite format 3\0", 0, "application/vnd.sqlite3", "database"),
)
# What an OLE container holds stands in its directory, in UTF-16.
_OLE_KINDS: Final = (
    ("WordDocument", "application/msword", "word"),
    ("Workbook", "application/vnd.ms-excel", "sheet"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint", "slides"),
    ("EncryptedPackage", "application/x-ole-storage", "locked"),
    ("__properties_version1.0", "application/vnd.ms-outlook", "outlook"),
)
_ZIP_KINDS: Final = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "sheet"),
    "pptx": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "slides",
    ),
    "odt": ("application/vnd.oasis.opendocument.text", "word"),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", "sheet"),
    "epub": ("application/epub+zip", "word"),
    "ofd": ("application/ofd", "ofd"),
    "apk": ("application/vnd.android.package-archive", "program"),
}


def sniff(head: bytes) -> bool:
    """Return whether the first bytes are those of a format that is known and not read."""
    return _tell(head) is not None


def parse(data: bytes, name: str, limits: Limits) -> ReadResult:
    """Return a reject that names what the file is and what to do with it."""
    del limits
    media_type, kind = _tell(data) or (MEDIA_TYPE, "unknown")
    return refuse(media_type, name, f"kind-{kind}", media_type=media_type)


def _tell(data: bytes) -> tuple[str, str] | None:
    for magic, offset, media_type, kind in _MAGIC:
        if data.startswith(magic, offset):
            return media_type, kind
    if data.startswith(_OLE):
        for entry, media_type, kind in _OLE_KINDS:
            if entry.encode("utf-16-le") in data:
                return media_type, kind
        return "application/x-ole-storage", "unknown"
    if _is_windows_program(data):
        return "application/vnd.microsoft.portable-executable", "program"
    if _is_bitmap(data):
        return "image/bmp", "image"
    return _ZIP_KINDS.get(tell_zip(data))


def _is_windows_program(data: bytes) -> bool:
    """Return whether MZ is followed by a PE header: two letters alone also begin a text."""
    if not data.startswith(b"MZ") or len(data) < 64:
        return False
    header = int.from_bytes(data[60:64], "little")
    return data[header : header + 4] == b"PE\0\0"


def _is_bitmap(data: bytes) -> bool:
    return data.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data)
