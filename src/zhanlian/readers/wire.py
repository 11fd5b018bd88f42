"""Read results as JSON values, for the pipe between the two processes."""

from collections.abc import Sequence
from typing import Any

from zhanlian.model.document import Document, DocumentHints, Member
from zhanlian.model.evidence import Reject
from zhanlian.model.message import Message
from zhanlian.model.reading import ReadResult

_HINTS = ("title", "outlet", "author", "published", "url")


def encode_result(result: ReadResult) -> dict[str, object]:
    """Return a result as JSON values, its members by name only."""
    return {
        "media_type": result.media_type,
        "documents": [
            [one.text, one.encoding, one.is_body, *(getattr(one.hints, name) for name in _HINTS)]
            for one in result.documents
        ],
        "members": [member.path for member in result.members],
        "rejects": [
            [one.source, one.place, one.reason.key, dict(one.reason.fields)]
            for one in result.rejects
        ],
    }


def decode_result(told: Any, members: Sequence[bytes]) -> ReadResult:
    """Return the result of JSON values and the members' bytes.

    Raises:
        TypeError, KeyError, ValueError: the values are not a result's.
    """
    return ReadResult(
        str(told["media_type"]),
        tuple(_decode_document(one) for one in told["documents"]),
        tuple(Member(str(path), data) for path, data in zip(told["members"], members, strict=True)),
        tuple(
            Reject(str(source), str(place), Message(str(key), _decode_fields(fields)))
            for source, place, key, fields in told["rejects"]
        ),
    )


def _decode_document(told: Any) -> Document:
    text, encoding, is_body, *hints = told
    known = (None if value is None else str(value) for value in hints)
    return Document(
        str(text),
        str(encoding),
        DocumentHints(**dict(zip(_HINTS, known, strict=True))),
        bool(is_body),
    )


def _decode_fields(told: Any) -> dict[str, str | int | float]:
    return {
        str(name): value if isinstance(value, int | float) else str(value)
        for name, value in told.items()
    }
