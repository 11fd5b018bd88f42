"""Mails (.eml): the body as text, attachments as members."""

from dataclasses import replace
from typing import Final

from zhanlian.errors import FormatError, LimitError
from zhanlian.model.document import Document, DocumentHints, Member
from zhanlian.model.evidence import Reject
from zhanlian.model.reading import ReadResult
from zhanlian.readers import mime
from zhanlian.readers.encoding import decode
from zhanlian.readers.formats import html
from zhanlian.readers.limits import Limits
from zhanlian.readers.outcome import refuse, refuse_error, reject
from zhanlian.words.shown import plain_name

MEDIA_TYPE: Final = "message/rfc822"
ISOLATED: Final = True  # the standard library's parser has no bound on time or memory

_TRANSPORT: Final = ("received", "message-id", "return-path", "mime-version", "delivered-to")
_LETTER: Final = ("to", "subject", "date")


def sniff(head: bytes) -> bool:
    """Return whether the text begins with a mail's header.

    One field that mail programs write, or a sender with two of recipient, subject and date: a
    notice that begins with ``Date:`` is none.
    """
    fields = mime.find_header(head)
    if "from" not in fields and "subject" not in fields:
        return False
    return any(name in fields for name in _TRANSPORT) or (
        "from" in fields and sum(name in fields for name in _LETTER) >= 2
    )


def parse(data: bytes, name: str, limits: Limits) -> ReadResult:
    """Return the body (plain text before HTML) as a document, all else as members."""
    try:
        message = mime.parse_message(data)
    except LimitError as error:
        return refuse_error(MEDIA_TYPE, name, error)
    parts = list(mime.walk_parts(message))
    if len(parts) > limits.max_members:
        return refuse(MEDIA_TYPE, name, "too-many-members", limit=limits.max_members)
    body = _find_body(parts)
    documents, rejects = _read_body(body, name, limits) if body is not None else ((), ())
    told = _find_hints(message)
    members = _take_members([one for one in parts if one is not body], body)
    refusal = _refuse_members(members, name, limits)
    return ReadResult(
        MEDIA_TYPE,
        tuple(replace(one, hints=told) for one in documents),
        () if refusal else members,
        rejects + refusal,
    )


def _refuse_members(members: tuple[Member, ...], name: str, limits: Limits) -> tuple[Reject, ...]:
    """Return a reject where the attachments exceed what is left of the limits, else nothing."""
    if members and limits.max_depth <= 0:
        return (reject(name, "too-deep"),)
    if sum(len(one.data) for one in members) > limits.max_total_unpacked:
        return (reject(name, "too-large-unpacked", limit=limits.max_total_unpacked),)
    return ()


def _find_hints(message: mime.Part) -> DocumentHints:
    return DocumentHints(
        title=mime.decode_field(message, "subject"),
        author=mime.decode_field(message, "from"),
        published=mime.decode_field(message, "date"),
    )


def _find_body(parts: list[mime.Part]) -> mime.Part | None:
    """Return the first plain text that is no attachment, else the first HTML, else None."""
    inline = [one for one in parts if one.get_content_disposition() != "attachment"]
    for wanted in ("text/plain", "text/html"):
        for one in inline:
            has_text = one.get_content_type() == wanted and not one.is_multipart()
            if has_text and mime.find_file_name(one) is None and mime.load_payload(one).strip():
                return one
    return None


def _read_body(
    body: mime.Part, name: str, limits: Limits
) -> tuple[tuple[Document, ...], tuple[Reject, ...]]:
    data = mime.load_payload(body)
    try:
        text, encoding = decode(data, mime.find_charset(body))
    except FormatError as error:
        result = refuse_error(MEDIA_TYPE, name, error)
        return (), result.rejects
    if body.get_content_type() == "text/html":
        result = html.parse_page(text, encoding, name, limits)
        return result.documents, result.rejects
    if len(text) > limits.max_text_chars:
        return (), (reject(name, "too-long", limit=limits.max_text_chars),)
    return (Document(text, encoding),), ()


def _take_members(parts: list[mime.Part], body: mime.Part | None) -> tuple[Member, ...]:
    """Return what is not the body, without the HTML twin of a plain body."""
    members: list[Member] = []
    for number, part in enumerate(parts, start=1):
        shown = mime.find_file_name(part)
        is_text = part.get_content_type() in ("text/html", "text/plain")
        is_twin = is_text and shown is None and part.get_content_disposition() != "attachment"
        if is_twin and body is not None and body.get_content_type() != part.get_content_type():
            continue  # the same letter in its other form
        data = mime.load_payload(part)
        if not data and shown is None:
            continue
        members.append(Member(plain_name(shown or _make_name(part, number)), data))
    return tuple(members)


def _make_name(part: mime.Part, number: int) -> str:
    endings = {"message/rfc822": "eml", "text/html": "html", "text/plain": "txt"}
    return f"part-{number}.{endings.get(part.get_content_type(), 'bin')}"
