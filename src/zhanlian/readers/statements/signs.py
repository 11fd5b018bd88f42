"""Signs that exports put around and into cells: full-width forms, quotes, marks without width."""

from typing import Final

_NARROW: Final[dict[int, str]] = {
    **{0xFF01 + place: chr(0x21 + place) for place in range(94)},
    0x3000: " ",
    0xA0: " ",
    0xFFE5: "¥",
    0x2212: "-",
}
_AROUND: Final = " \t\r\n\v\f\"'`\u200b\u200e\u200f\ufeff\u2060\0“”‘’"
_BLANKS: Final = " \t\r\n\v\f\u3000\xa0\u200b\u200e\u200f\ufeff\u2060\0"


def narrow_cell(text: str) -> str:
    """Return a cell with ASCII in place of full-width signs, and nothing around it."""
    return (text if text.isascii() else text.translate(_NARROW)).strip(_AROUND)


def trim_cell(text: str) -> str:
    """Return a cell as written, without blanks, no-width marks and quotes around all of it."""
    text = text.strip(_BLANKS)
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1].strip(_BLANKS)
    return text
