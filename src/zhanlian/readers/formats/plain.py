"""Plain text, also what no other format claims."""

from typing import Final

from zhanlian.errors import FormatError
from zhanlian.model.document import Document
from zhanlian.model.reading import ReadResult
from zhanlian.readers.encoding import decode
from zhanlian.readers.limits import Limits
from zhanlian.readers.outcome import refuse, refuse_error

MEDIA_TYPE: Final = "text/plain"
ISOLATED: Final = False


def sniff(head: bytes) -> bool:
    """Return True: whether the bytes are text is told by decoding them."""
    del head
    return True


def parse(data: bytes, name: str, limits: Limits) -> ReadResult:
    """Return the text of a file, character for character, line ends included."""
    # One character takes at most four bytes, and one when all are ASCII: no need to decode
    # 100 MB of digits to know that they are too many.
    least = len(data) if data.isascii() else len(data) // 4
    if least > limits.max_text_chars:
        return refuse(MEDIA_TYPE, name, "too-long", limit=limits.max_text_chars)
    try:
        text, encoding = decode(data)
    except FormatError as error:
        # A NUL says that it is no text at all; what it is instead, `binary` could not tell.
        binary = error.key == "reject.text-binary"
        return refuse_error("application/octet-stream" if binary else MEDIA_TYPE, name, error)
    if len(text) > limits.max_text_chars:
        return refuse(MEDIA_TYPE, name, "too-long", limit=limits.max_text_chars)
    return ReadResult(MEDIA_TYPE, (Document(text, encoding),))
