"""The record of one item in the lake: what its bytes gave, without the names it goes by.

The same bytes may have come under many names and for many cases, so names are filled in when a
record is taken out.
"""

from dataclasses import dataclass
from typing import Final

from zhanlian.app.ports import Extraction, Lake
from zhanlian.app.serialise import dump_record, load_record
from zhanlian.errors import FormatError
from zhanlian.model.claim import Source
from zhanlian.model.document import Document, Span
from zhanlian.model.evidence import Reject

_TEXT: Final = "-text"


@dataclass(frozen=True, slots=True)
class MemberRef:
    """A member of a container by its path in it and the hash of its bytes."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """What one item's bytes gave.

    Attributes:
        members: of a container, in its order.
        rejects: what could not be taken; ``source`` empty when it is the item itself.
        source: title, outlet, agency and date of its text; name empty, or None without a text.
        extraction: everything stated in its text, or None.
    """

    members: tuple[MemberRef, ...]
    rejects: tuple[Reject, ...]
    source: Source | None
    extraction: Extraction | None


def find_record(lake: Lake, sha256: str, version: str) -> ReadRecord | None:
    """Return the record of an item, or None when it was not read yet by this version.

    A damaged record counts as not there: it is derived, and is made again from the evidence.
    """
    data = lake.find_reading(sha256, version)
    if data is None:
        return None
    try:
        return load_record(ReadRecord, data)
    except FormatError:
        return None


def save_record(
    lake: Lake, sha256: str, version: str, record: ReadRecord, text: str | None
) -> None:
    """Save a record, the text first: a record that is there has its text."""
    if text is not None:
        lake.save_reading(sha256, version + _TEXT, text.encode("utf-8", "surrogatepass"))
    lake.save_reading(sha256, version, dump_record(record))


def find_text(lake: Lake, sha256: str, version: str) -> str | None:
    """Return the text that an item's claims cite, or None when the lake does not have it."""
    data = lake.find_reading(sha256, version + _TEXT)
    return None if data is None else data.decode("utf-8", "surrogatepass")


def tell_source(sha256: str, name: str, document: Document, extraction: Extraction) -> Source:
    """Return who says it: body before format, for the format's hints are often the template's."""
    body = extraction.body
    return Source(
        sha256=sha256,
        name=name,
        title=_cut(document.text, body.title) or document.hints.title,
        outlet=body.outlet or document.hints.outlet,
        agency=body.agency,
        published=body.published,
    )


def _cut(text: str, span: Span | None) -> str | None:
    return None if span is None else " ".join(text[span.start : span.end].split()) or None
