"""What the first bytes of a page tell: that it is one, and the encoding it declares."""

import re
from typing import Final

_HEAD: Final = 4096
_CHARSET_HEAD: Final = 8192
_BEGINS: Final = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?"
    # Atomic: otherwise a row of empty comments is tried in each way of joining them.
    rb"(?>(?:<!--.{0,2000}?-->\s*){0,5})"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|table|article|section|center|h[1-6])\b",
    re.DOTALL,
)
_CONTAINS: Final = re.compile(rb"<(?:!doctype\s+html|html)[\s>]")
_ANY_TAG: Final = re.compile(rb"</?(?:p|div|br|span|a|h[1-6]|table|li|b|strong)\b[^<>]{0,500}>")
_META: Final = re.compile(
    rb"<meta[^>]{0,500}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([a-z0-9_:.-]{2,40})"
)
_XML: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([a-z0-9_:.-]{2,40})")


def looks_like_html(head: bytes) -> bool:
    """Return whether the bytes begin as an HTML page, in whatever encoding."""
    start = _plain(head[:_HEAD])
    return bool(_BEGINS.match(start) or (b"<" in start[:256] and _CONTAINS.search(start)))


def has_tags(head: bytes) -> bool:
    """Return whether there are usual tags: enough for a file that is named .html."""
    return bool(_ANY_TAG.search(_plain(head[:_HEAD])))


def find_charset(data: bytes) -> str | None:
    """Return the encoding that a page declares, or None; a claim to check, not a fact."""
    head = _plain(data[:_CHARSET_HEAD])
    found = _META.search(head) or _XML.match(head.lstrip())
    return found.group(1).decode("ascii") if found else None


def _plain(head: bytes) -> bytes:
    """Return the bytes in lower case and without NULs, so that UTF-16 reads like ASCII."""
    return head.replace(b"\0", b"").lower()
