"""Word documents (.docx): paragraphs and tables in document order, headers and footers not."""

import zipfile
from io import BytesIO
from typing import Final

from zhanlian.model.document import Document
from zhanlian.model.reading import ReadResult
from zhanlian.readers.limits import Limits
from zhanlian.readers.outcome import refuse
from zhanlian.readers.zip_kind import BROKEN, tell_zip

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ISOLATED: Final = True  # libxml2 sees hostile XML in the reading process only

_RATIO_FROM: Final = 10 * 1024 * 1024
_DOCTYPE: Final = (b"<!doctype", b"<!entity")
_XML_PROLOG: Final = 65_536


def sniff(head: bytes) -> bool:
    """Return whether the bytes are a zip with a content-type list and a ``word`` folder."""
    return tell_zip(head) == "docx"


def parse(data: bytes, name: str, limits: Limits) -> ReadResult:
    """Return the text of a document, one paragraph or table row a line, cells after tabs."""
    try:
        refusal = _refuse_hostile(data, name, limits)
    except BROKEN as error:
        return refuse(MEDIA_TYPE, name, "broken", detail=type(error).__name__)
    if refusal is not None:
        return refusal
    # Only the reading process pays for the library.
    from zhanlian.readers.docx_lines import read_docx

    text, hints = read_docx(data)
    if len(text) > limits.max_text_chars:
        return refuse(MEDIA_TYPE, name, "too-long", limit=limits.max_text_chars)
    if not text.strip():
        return refuse(MEDIA_TYPE, name, "no-text")
    return ReadResult(MEDIA_TYPE, (Document(text, "docx", hints),))


def _refuse_hostile(data: bytes, name: str, limits: Limits) -> ReadResult | None:
    """Return a refusal for a package that unpacks too far or defines entities, else None."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        entries = package.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > limits.max_members:
            return refuse(MEDIA_TYPE, name, "too-many-members", limit=limits.max_members)
        if unpacked > limits.max_bytes:
            return refuse(MEDIA_TYPE, name, "too-large-unpacked", limit=limits.max_bytes)
        if unpacked > max(_RATIO_FROM, limits.max_ratio * len(data)):
            return refuse(MEDIA_TYPE, name, "bomb", ratio=unpacked // max(len(data), 1))
        if any(entry.flag_bits & 0x1 for entry in entries):
            return refuse(MEDIA_TYPE, name, "encrypted")
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")):
                with package.open(entry) as part:
                    prolog = part.read(_XML_PROLOG).replace(b"\0", b"").lower()
                # The standard (ECMA-376 part 2, §9.1.4) forbids document types in parts.
                if any(mark in prolog for mark in _DOCTYPE):
                    return refuse(MEDIA_TYPE, name, "xml-entities", part=entry.filename[:200])
    return None
