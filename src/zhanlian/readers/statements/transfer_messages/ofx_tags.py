"""Tags of OFX with their values and places: SGML (OFX 1) and XML (OFX 2) by one reading.

OFX 1 closes aggregates only, OFX 2 everything; what a value belongs to follows from the names of
the aggregates alone, so one pass over the tags serves both. There is no entity but the five of
XML and numbers: nothing can be defined, so nothing can be blown up.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from zhanlian.errors import FormatError
from zhanlian.model.statement import ByteSource

_CHUNK: Final = 1 << 18
_LONGEST: Final = 1 << 16  # bytes of one tag with its value; OFX allows 10,000 characters at most
_TAG: Final = re.compile(rb"<([^<>]*)>([^<]*)")
_NAME: Final = re.compile(rb"/?[A-Za-z0-9_.]{1,40}")
_CDATA, _CDATA_END = b"![CDATA[", b"]]"
_ENTITY: Final = re.compile(r"&(lt|gt|amp|nbsp|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")
_SIGNS: Final = {"lt": "<", "gt": ">", "amp": "&", "nbsp": " ", "quot": '"', "apos": "'"}
_LAST_SIGN: Final = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag.

    Attributes:
        name: upper case; with a slash before it when it closes.
        value: the bytes up to the next tag, trimmed.
        line: from 1.
        offset: byte of its ``<``.
        end: the byte after its ``>``.
    """

    name: str
    value: bytes
    line: int
    offset: int
    end: int


def read_tags(source: ByteSource) -> Iterator[Tag]:
    """Yield the tags of a file in their order.

    Raises:
        FormatError: a document type, or a tag or value longer than any of OFX.
    """
    at, line = 0, 1
    rest, start = b"", 0
    while chunk := source.read_at(at, _CHUNK):
        at += len(chunk)
        rest += chunk
        last = at >= source.size
        whole = len(rest) if last else max(rest.rfind(b"<"), 0)
        done = 0
        for found in _TAG.finditer(rest, 0, whole):
            line += rest.count(b"\n", done, found.start())
            done = found.start()
            yield _read_tag(found, line, start)
        line += rest.count(b"\n", done, whole)
        rest, start = rest[whole:], start + whole
        if len(rest) > _LONGEST:
            raise FormatError("reject.message-xml-huge", line=line)


def _read_tag(found: "re.Match[bytes]", line: int, start: int) -> Tag:
    name, value = found[1].strip(), found[2].strip()
    if len(found[0]) > _LONGEST:
        raise FormatError("reject.message-xml-huge", line=line)
    if name.startswith(_CDATA):
        name, value = b"", name.removeprefix(_CDATA).removesuffix(_CDATA_END)
    elif name.startswith(b"!") and not name.startswith(b"!--"):
        raise FormatError("reject.message-xml-doctype", line=line)
    name = name.removesuffix(b"/").rstrip() if not name.startswith(b"/") else name
    told = name.decode("ascii").upper() if _NAME.fullmatch(name) else ""
    return Tag(told, value, line, start + found.start(), start + found.end(1) + 1)


def unescape(text: str) -> str:
    """Return a value with the signs that its entities stand for; other ``&`` stay as they are."""
    return _ENTITY.sub(_find_sign, text)


def _find_sign(found: re.Match[str]) -> str:
    told = found[1]
    if not told.startswith("#"):
        return _SIGNS[told]
    code = int(told[2:], 16) if told.startswith("#x") else int(told[1:])
    bad = code > _LAST_SIGN or 0xD800 <= code <= 0xDFFF or code == 0
    return found[0] if bad else chr(code)
