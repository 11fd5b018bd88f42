"""Names from outside, made fit to show: they are text, never paths to open."""

import unicodedata
from typing import Final

_LONGEST: Final = 500  # file systems allow 255; a longer name hides its end


def show_name(name: str) -> str:
    """Return a name without characters that hide or turn other ones.

    Controls, direction marks (a name that reads ``txt.exe`` backwards) and lone surrogates
    become visible as ``<U+202E>``; what is longer than 500 characters is cut with an ellipsis.
    """
    if not name.isascii() or not name.isprintable():
        name = "".join(_show_character(character) for character in name)
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def _show_character(character: str) -> str:
    hidden = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    return f"<U+{ord(character):04X}>" if hidden else character
