"""Pages saved as one file (.mhtml, .mht): the main page; its pictures and styles stay inside."""

from dataclasses import replace
from typing import Final

from zhanlian.errors import FormatError, LimitError
from zhanlian.model.reading import ReadResult
from zhanlian.readers import html_sniff, mime
from zhanlian.readers.encoding import decode
from zhanlian.readers.formats import html
from zhanlian.readers.limits import Limits
from zhanlian.readers.outcome import refuse, refuse_error

MEDIA_TYPE: Final = "multipart/related"
ISOLATED: Final = True

_SAVED: Final = ("snapshot-content-location", "content-location")
_SENT: Final = ("received", "to", "delivered-to", "return-path")


def sniff(head: bytes) -> bool:
    """Return whether the header is one of a saved page: related parts that nobody was sent."""
    fields = mime.find_header(head)
    kind = fields.get("content-type", "").lower()
    if any(name in fields for name in _SENT):
        return False
    is_page = kind.startswith("text/html") and any(name in fields for name in _SAVED)
    return is_page or kind.startswith("multipart/related")


def parse(data: bytes, name: str, limits: Limits) -> ReadResult:
    """Return the article of the main page (the root part, or else the first HTML part)."""
    try:
        message = mime.parse_message(data)
    except LimitError as error:
        return refuse_error(MEDIA_TYPE, name, error)
    pages = [one for one in mime.walk_parts(message) if one.get_content_type() == "text/html"]
    if not pages:
        return refuse(MEDIA_TYPE, name, "no-text")
    root = message.get_param("start")
    main = next((one for one in pages if root and one.get("content-id") == root), pages[0])
    source = mime.load_payload(main)
    try:
        declared = mime.find_charset(main) or html_sniff.find_charset(source)
        page, encoding = decode(source, declared)
    except FormatError as error:
        return refuse_error(MEDIA_TYPE, name, error)
    result = html.parse_page(page, encoding, name, limits)
    address = _find_address(message, main)
    documents = (
        replace(one, hints=replace(one.hints, url=one.hints.url or address))
        for one in result.documents
    )
    return replace(result, media_type=MEDIA_TYPE, documents=tuple(documents))


def _find_address(message: mime.Part, main: mime.Part) -> str | None:
    told = mime.decode_field(message, _SAVED[0]) or mime.decode_field(main, _SAVED[1])
    return told if told and told.startswith(("http://", "https://")) else None
