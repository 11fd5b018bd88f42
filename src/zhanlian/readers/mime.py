"""What mails and saved pages share: a look at the header, a bounded parse, decoded parts."""

import email
import email.header
import email.message
import email.policy
import re
from collections.abc import Iterator
from typing import Final

from zhanlian.errors import FormatError, LimitError
from zhanlian.readers.encoding import decode

Part = email.message.Message

_HEAD: Final = 65_536
_HEADER_LINE: Final = re.compile(rb"[!-9;-~]{1,100}:")
# Each level of nesting needs one of these; Python's parser passes every line through all levels.
_CONTAINER: Final = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.I | re.M)
_MAX_CONTAINERS: Final = 100
_LONGEST: Final = 2_000


def find_header(head: bytes) -> dict[str, str]:
    """Return the header fields a text begins with, names in lower case; {} if it has none."""
    block = re.split(rb"\r?\n\r?\n", head[:_HEAD].removeprefix(b"\xef\xbb\xbf"), maxsplit=1)[0]
    fields: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        if line[:1] in (b" ", b"\t") and name:
            fields[name] += line.decode("latin-1")
        elif _HEADER_LINE.match(line):
            raw, _, value = line.partition(b":")
            name = raw.decode("ascii").lower()
            fields[name] = value.decode("latin-1").strip()
        else:
            return {}
    return fields


def parse_message(data: bytes) -> Part:
    """Return the message, parsed with the policy that leaves headers as they are.

    Not ``policy.default``: its header parser takes time that grows faster than the header. The
    few fields that are shown are decoded by `decode_field`, cut to 2,000 characters first.

    Raises:
        LimitError: parts are nested in more than 100 containers.
    """
    if sum(1 for _ in _CONTAINER.finditer(data)) > _MAX_CONTAINERS:
        raise LimitError("reject.mime-nesting", limit=_MAX_CONTAINERS)
    return email.message_from_bytes(data, policy=email.policy.compat32)


def decode_field(part: Part, name: str) -> str | None:
    """Return a header field as text, encoded words decoded; None if absent or empty."""
    # `get` would already have replaced raw 8-bit bytes.
    raw = (str(value) for key, value in part.raw_items() if key.lower() == name)
    value = next(raw, None)
    return None if value is None else _decode_words(value[:_LONGEST])


def _decode_words(raw: str) -> str | None:
    try:
        pieces = email.header.decode_header(raw)
    except email.errors.HeaderParseError:
        pieces = [(raw, None)]
    text = "".join(_decode_word(piece, charset) for piece, charset in pieces)
    return " ".join(text.split()) or None


def _decode_word(piece: str | bytes, charset: str | None) -> str:
    if isinstance(piece, str):
        # Raw 8-bit headers arrive as surrogates; their bytes are told like any others.
        if not _has_surrogates(piece):
            return piece
        piece = piece.encode("utf-8", "surrogateescape")
    try:
        return decode(piece, charset)[0]
    except FormatError:
        return piece.decode("ascii", "backslashreplace")


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def find_file_name(part: Part) -> str | None:
    """Return the name a part carries, or None."""
    raw = part.get_filename()
    return _decode_words(str(raw)[:_LONGEST]) if raw else None


def walk_parts(part: Part) -> Iterator[Part]:
    """Yield the parts that carry content, in order; a mail inside a mail is one part."""
    waiting = [part]
    while waiting:
        one = waiting.pop()
        if one.get_content_maintype() == "multipart" and one.is_multipart():
            waiting.extend(reversed(one.get_payload()))  # type: ignore[arg-type]
        else:
            yield one


def load_payload(part: Part) -> bytes:
    """Return the bytes of a part, transfer encoding undone."""
    if part.is_multipart():  # message/rfc822: the mail inside, written out again
        return b"".join(bytes(one) for one in part.get_payload())  # type: ignore[arg-type]
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def find_charset(part: Part) -> str | None:
    """Return the encoding a part declares, or None."""
    declared = part.get_content_charset()
    return declared if isinstance(declared, str) else None
