"""HTML pages: the main article by readability, the whole page where that finds too little."""

from typing import Final

from zhanlian.errors import FormatError
from zhanlian.model.document import Document
from zhanlian.model.reading import ReadResult
from zhanlian.readers.encoding import decode
from zhanlian.readers.html_sniff import find_charset, looks_like_html
from zhanlian.readers.limits import Limits
from zhanlian.readers.outcome import refuse, refuse_error

MEDIA_TYPE: Final = "text/html"
ISOLATED: Final = True  # libxml2 and readability see hostile bytes in the reading process only


def sniff(head: bytes) -> bool:
    """Return whether the bytes begin as a page: a doctype or a tag, behind any mark or comment."""
    return looks_like_html(head)


def parse(data: bytes, name: str, limits: Limits) -> ReadResult:
    """Return the article of a page as lines of text, title first where the article lacks it.

    ``is_body`` is True where readability found the article, False for the text of a whole page.
    """
    try:
        page, encoding = decode(data, find_charset(data))
    except FormatError as error:
        return refuse_error(MEDIA_TYPE, name, error)
    return parse_page(page, encoding, name, limits)


def parse_page(page: str, encoding: str, name: str, limits: Limits) -> ReadResult:
    """Return the article of a page that is already decoded (also used for saved mails)."""
    if len(page) > limits.max_text_chars:
        return refuse(MEDIA_TYPE, name, "too-long", limit=limits.max_text_chars)
    # Only the reading process pays for the libraries: reading .txt must not import lxml.
    from zhanlian.readers.html_article import read_page

    try:
        text, hints, is_body = read_page(page, limits.max_html_depth)
    except FormatError as error:
        return refuse_error(MEDIA_TYPE, name, error)
    if not text.strip():
        return refuse(MEDIA_TYPE, name, "no-text")
    return ReadResult(MEDIA_TYPE, (Document(text, encoding, hints, is_body),))
