"""Script and width: one spelling of the text for the rules, offsets unchanged.

Rules and lexicons are written in simplified characters and half-width digits. Texts in
traditional script or full-width forms are mapped character by character, so that an offset in
the mapped text is the same offset in the original: quotes are always cut from the original.
"""

import functools
import re
from typing import Final

# Full-width letters, digits and percent signs; punctuation is left as the text has it.
_WIDTH: Final = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B))}
_WIDTH[ord("％")] = ord("%")
_WIDTH[ord("．")] = ord(".")

# A few very common characters that only traditional script has; one of them is enough to
# pay for the whole table.
_TRADITIONAL: Final = re.compile(
    "[們個來這為國會對時說過後將還與從開關於無發電話騙詐億萬員團帳緬內獲]"
)
_WIDE: Final = re.compile("[０-９Ａ-Ｚａ-ｚ％．]")
_CJK: Final = range(0x4E00, 0xA000)


@functools.lru_cache(maxsize=2)
def fold_script(text: str) -> str:
    """Return the text in simplified script and half-width digits, of the same length.

    Several stages read one document in turn, so the last two texts are kept.
    """
    if _TRADITIONAL.search(text):
        return text.translate(_to_simplified())
    # Mapping a text costs ten times as much as looking whether anything is to be mapped.
    return text.translate(_WIDTH) if _WIDE.search(text) else text


def is_traditional(text: str) -> bool:
    """Return whether a text has characters that only traditional script has."""
    return _TRADITIONAL.search(text) is not None


@functools.cache
def _to_simplified() -> dict[int, int]:
    from opencc import OpenCC  # loaded only for traditional texts: it costs 50 ms

    letters = [chr(code) for code in _CJK]
    turned = OpenCC("t2s").convert("\n".join(letters)).split("\n")
    table = dict(_WIDTH)
    for letter, simple in zip(letters, turned, strict=True):
        if simple != letter and len(simple) == 1:
            table[ord(letter)] = ord(simple)
    # Characters that the dictionary keeps because both scripts have them.
    table[ord("於")] = ord("于")
    table[ord("號")] = ord("号")
    return table
