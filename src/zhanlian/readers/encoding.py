"""Bytes to text: the encoding is told from the bytes, never guessed silently.

Valid UTF-8 is UTF-8. What is not is decoded strictly by each encoding that Chinese files come
in, and the text whose characters are the most usual ones wins (`plausibility`); when no text is
plausible, or the most plausible one has a broken place, the file is refused with that place.
"""

import codecs
from typing import Final

from zhanlian.errors import FormatError
from zhanlian.readers.plausibility import PLAUSIBLE, score_text

# Longer marks first: the UTF-32 mark begins with the UTF-16 one.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CHINESE: Final = ("gb18030", "big5hkscs", "cp950")
_WIDE: Final = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")

# What a page or a mail may declare, by the codec that reads it. Only codecs of characters stand
# here: a hostile declaration must not reach `zlib`, `idna` or `unicode_escape`.
_DECLARED: Final = {
    **dict.fromkeys(("utf-8", "utf8", "us-ascii", "ascii"), "utf-8"),
    **dict.fromkeys(("gb2312", "gb-2312", "gbk", "gb18030", "cp936", "x-gbk"), "gb18030"),
    **dict.fromkeys(("big5", "big-5", "big5-hkscs", "cp950", "x-x-big5"), "big5hkscs"),
    **dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "windows-1252", "cp1252"), "cp1252"),
    **dict.fromkeys(("utf-16", "utf-16le"), "utf-16-le"),
    "utf-16be": "utf-16-be",
    "iso-8859-2": "iso8859-2",
    "iso-8859-15": "iso8859-15",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "windows-1258": "cp1258",
    "koi8-r": "koi8-r",
    "shift_jis": "cp932",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "hz-gb-2312": "hz",
}
_DAMAGE_SAMPLE: Final = 1_000_000  # bytes; judged by their beginning, located in the whole
_HINT_BONUS: Final = 0.1  # decides between texts that are equally plausible, never against one


def decode(data: bytes, hint: str | None = None) -> tuple[str, str]:
    """Return the text of some bytes and the Python name of the encoding it was read by.

    Line ends stay as they are; a byte order mark is taken off. For valid UTF-8 without a mark
    the text is ``data.decode("utf-8")``, so that offsets into it can be cited.

    Args:
        data: the whole file, or the whole part.
        hint: encoding that the file declares, checked against the bytes.

    Raises:
        FormatError: the bytes are not text (NUL characters), or no encoding reads all of them
            plausibly; the field ``offset`` names the first byte that cannot be read.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark) and _is_possible(data, mark):
            return _decode_marked(data, len(mark), encoding), encoding
    if b"\0" in data:
        return _decode_wide(data)
    text = _try_decode(data, "utf-8")
    # HZ and ISO-2022-JP are 7-bit: ASCII on the surface, so only the declaration tells them.
    declared = _DECLARED.get((hint or "").strip().strip("\"'").lower())
    if text is not None and (declared not in ("hz", "iso2022_jp") or not data.isascii()):
        return text, "utf-8"
    return _decode_most_plausible(data, declared)


def _is_possible(data: bytes, mark: bytes) -> bool:
    """Return whether the mark can be one: FF FE 00 00 also begins UTF-16 text with a NUL."""
    return mark not in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE) or len(data) % 4 == 0


def _decode_marked(data: bytes, mark: int, encoding: str) -> str:
    try:
        text = str(memoryview(data)[mark:], encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(encoding, mark + error.start) from error
    _refuse_nul(text, data)
    return text


def _decode_wide(data: bytes) -> tuple[str, str]:
    """Return the text of bytes with NULs, which are UTF-16 or UTF-32 or no text at all."""
    found = [
        (score_text(text), text, encoding)
        for encoding in _WIDE
        if (text := _try_decode(data, encoding)) is not None and "\0" not in text
    ]
    best = max(found, key=lambda one: one[0], default=None)
    if best is None or best[0] < PLAUSIBLE:
        raise FormatError("reject.text-binary", offset=data.index(b"\0"))
    return best[1], best[2]


def _decode_most_plausible(data: bytes, declared: str | None) -> tuple[str, str]:
    best_score, best = PLAUSIBLE, None
    for encoding in (*_CHINESE, *_WIDE):
        text = _try_decode(data, encoding)
        if text is None:
            continue
        score = score_text(text) + (_HINT_BONUS if encoding == declared else 0.0)
        if score > best_score:
            best_score, best = score, (text, encoding)
    damaged = _find_damage(data, best_score)
    if damaged is not None:
        raise damaged
    if best is None and declared is not None:
        # Languages outside the main lists (Thai, English with old quotes) rest on what they say.
        text = _try_decode(data, declared)
        best = (text, declared) if text is not None else None
    if best is None:
        raise _undecodable("utf-8", _first_bad(data, "utf-8"))
    _refuse_nul(best[0], data)
    return best


def _find_damage(data: bytes, score: float) -> FormatError | None:
    """Return the error for text that reads better with a broken place than otherwise whole."""
    worst: FormatError | None = None
    for encoding in ("utf-8", "gb18030", "big5hkscs"):
        offset = _first_bad(data, encoding)
        if offset >= 0:
            found = score_text(data[:_DAMAGE_SAMPLE].decode(encoding, "replace"))
            if found > score:
                score, worst = found, _undecodable(encoding, offset)
    return worst


def _first_bad(data: bytes, encoding: str) -> int:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return -1


def _try_decode(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _refuse_nul(text: str, data: bytes) -> None:
    if "\0" in text:
        raise FormatError("reject.text-binary", offset=max(data.find(b"\0"), 0))


def _undecodable(encoding: str, offset: int) -> FormatError:
    return FormatError("reject.text-undecodable", encoding=encoding, offset=offset)
