"""Lines of a text file with their places, in bounded memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from zhanlian.errors import FormatError
from zhanlian.model.statement import ByteSource
from zhanlian.readers.encoding import decode

_CHUNK: Final = 1 << 18
_LONGEST: Final = 1 << 16  # bytes of one line; SWIFT allows 65
_SAMPLE: Final = 1 << 20
_ESCAPED: Final = "ascii"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file.

    Attributes:
        number: from 1.
        offset: its first byte.
        data: its bytes without the line end.
    """

    number: int
    offset: int
    data: bytes

    @property
    def end(self) -> int:
        """The byte after its last one, before the line end."""
        return self.offset + len(self.data)


def read_lines(source: ByteSource) -> Iterator[Line]:
    """Yield the lines of a file; CR LF, LF and CR CR LF all end one.

    Raises:
        FormatError: a line of more than 64 KiB, which no message has.
    """
    number = offset = at = 0
    rest = b""
    while chunk := source.read_at(at, _CHUNK):
        at += len(chunk)
        *lines, rest = (rest + chunk).split(b"\n")
        for data in lines:
            number += 1
            yield Line(number, offset, data.rstrip(b"\r"))
            offset += len(data) + 1
        if len(rest) > _LONGEST:
            raise FormatError("reject.message-line-long", line=number + 1)
    if rest:
        yield Line(number + 1, offset, rest.rstrip(b"\r"))


def find_encoding(source: ByteSource, hint: str | None = None) -> str | None:
    """Return what the texts of a file are written in, None where no encoding reads its start.

    Args:
        source: the file.
        hint: encoding that it declares.
    """
    sample = source.read_at(0, _SAMPLE)
    if len(sample) == _SAMPLE:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    try:
        return decode(sample, hint)[1]
    except FormatError:
        return None


def decode_line(data: bytes, encoding: str | None) -> str:
    """Return a line as text; bytes that are none are spelled (``\\xe4``), never replaced."""
    return data.decode(encoding or _ESCAPED, "backslashreplace")
