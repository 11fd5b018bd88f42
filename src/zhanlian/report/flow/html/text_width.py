"""Widths of texts, so that labels of a picture neither overlap nor leave their box."""

import unicodedata
from typing import Final

# In parts of the font size; on the wide side of the system fonts that the page asks for, so that
# a text of another font stays inside too.
_WIDE: Final = 1.0
_NARROW: Final = 0.62
_ELLIPSIS: Final = "…"


def measure(text: str) -> float:
    """Return the width of a text in parts of its font size; Chinese signs count a whole one."""
    return sum(map(_sign_width, text))


def wrap(text: str, width: float, most: int) -> list[str]:
    """Return a text in lines of at most `width`, broken anywhere; an ellipsis tells of a cut.

    Args:
        text: one line, hidden signs already spelled out.
        width: in parts of the font size.
        most: lines at most.
    """
    lines = [""]
    used = 0.0
    for sign in text:
        step = _sign_width(sign)
        if used + step > width and lines[-1]:
            if len(lines) == most:
                return [*lines[:-1], _shorten(lines[-1], width)]
            lines.append("")
            used = 0.0
        lines[-1] += sign
        used += step
    return lines


def _shorten(text: str, width: float) -> str:
    while text and measure(text) + _WIDE > width:
        text = text[:-1]
    return text + _ELLIPSIS


def _sign_width(sign: str) -> float:
    if sign.isascii():
        return _NARROW
    if unicodedata.combining(sign):
        return 0.0
    return _NARROW if unicodedata.east_asian_width(sign) in ("Na", "H", "N") else _WIDE
