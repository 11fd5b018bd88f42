"""The encoding of a delimited text of any size, told from all of its bytes in bounded memory."""

import codecs
import functools
from dataclasses import dataclass
from typing import Final, NoReturn

from zhanlian.errors import FormatError
from zhanlian.model.statement import ByteSource
from zhanlian.readers.encoding import decode
from zhanlian.readers.plausibility import PLAUSIBLE, score_text

_CHUNK: Final = 1024 * 1024
_SAMPLE: Final = 64 * 1024  # bytes by which encodings are weighed against each other
_MOST_NULS: Final = 0.1
"""Part of NUL bytes up to which a file is text: some banks pad their cells with them."""
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# In these, line feed, comma and quote are bytes of their own, so that lines can be cut first.
_CUTTABLE: Final = frozenset({"utf-8", "gb18030", "big5hkscs", "cp950", "utf-16-le", "utf-16-be"})


@dataclass(frozen=True, slots=True)
class TextEncoding:
    """How the bytes of a text are read.

    Attributes:
        name: of the codec.
        mark: bytes of the byte order mark at the beginning, 0 for none.
    """

    name: str
    mark: int = 0


def find_encoding(source: ByteSource) -> TextEncoding:
    """Return the encoding of a text; damaged places do not change it.

    Valid UTF-8 is UTF-8. Else the lines around the first byte that is not are weighed
    (`zhanlian.readers.encoding`).

    Raises:
        FormatError: the bytes are no text.
    """
    head = source.read_at(0, _SAMPLE)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return TextEncoding(name, len(mark))
    if b"\0" in head:
        wide = _find_wide(head)
        if wide or head.count(0) > len(head) * _MOST_NULS:
            return TextEncoding(wide or _refuse(head))
    bad = _find_first_bad(source)
    if bad < 0:
        return TextEncoding("utf-8")
    begin = max(bad - _SAMPLE // 2, 0)
    sample = source.read_at(begin, _SAMPLE)
    if begin:
        sample = sample[sample.find(b"\n", 0, bad - begin) + 1 :]
    if len(sample) == _SAMPLE or begin + _SAMPLE < source.size:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    return TextEncoding(_weigh(sample.replace(b"\0", b"")))


def _find_wide(head: bytes) -> str:
    """Return the encoding of UTF-16 text without a mark, empty if it is none."""
    try:
        name = decode(head[: len(head) & ~1])[1]
    except FormatError:
        return ""
    return name if name in _CUTTABLE else ""


# All formats ask about the same sample, one after another.
@functools.lru_cache(maxsize=4)
def _weigh(sample: bytes) -> str:
    try:
        name = decode(sample)[1]
    except FormatError as error:
        # Broken places inside: the encoding that reads the rest best is named by the error.
        name = str(error.fields.get("encoding", ""))
        if name in _CUTTABLE and score_text(sample.decode(name, "replace")) < PLAUSIBLE:
            name = ""
    return name if name in _CUTTABLE else _refuse(sample)


def _refuse(sample: bytes) -> NoReturn:
    raise FormatError("reject.text-binary", offset=max(sample.find(b"\0"), 0))


def _find_first_bad(source: ByteSource) -> int:
    """Return the offset of the first byte that is not UTF-8, -1 where all are."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    position = 0
    while chunk := source.read_at(position, _CHUNK):
        held = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            return position - held + error.start
        position += len(chunk)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return max(position - 1, 0)
    return -1
