"""Texts from outside, made fit to show: what hides or turns other signs is spelled ``‹U+202E›``.

The one place that decides it, for the terminal, the report, the workbook and names of members.
"""

import unicodedata
from typing import Final

LONGEST_NAME: Final = 500  # file systems allow 255; a longer name hides its end

# Format characters that only shape or join signs of a script and cannot turn a line around.
_HARMLESS: Final = frozenset("\n\t\u00ad\u200c\u200d")
_HIDING: Final = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})


def plain_text(text: str) -> str:
    """Return a text in which characters that hide or turn others are spelled out.

    Controls, direction marks (U+202E …), lone surrogates and unassigned characters become
    ``‹U+202E›``, so that a name cannot look like another one. Tab, line feed and what joins
    signs of a script stay.
    """
    if text.isprintable():
        return text
    return "".join(sign if sign in _HARMLESS or not _hides(sign) else _spell(sign) for sign in text)


def plain_line(text: str) -> str:
    """Return a text as one line: like `plain_text`, and tab, line feed and joiners too."""
    if text.isprintable():
        return text
    return "".join(_spell(sign) if _hides(sign) else sign for sign in text)


def plain_name(name: str) -> str:
    """Return a name as one line of at most 500 characters; an ellipsis tells of a cut."""
    name = plain_line(name)
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def storable_text(text: str) -> str:
    """Return a text without halves of characters, which no file or database can hold."""
    if text.isascii():
        return text
    return "".join(_spell(sign) if "\ud800" <= sign <= "\udfff" else sign for sign in text)


def _hides(sign: str) -> bool:
    return unicodedata.category(sign) in _HIDING


def _spell(sign: str) -> str:
    return f"‹U+{ord(sign):04X}›"
