"""How plausible a decoded text is: the usual characters of Chinese notices against all others.

Wrongly decoded Chinese consists of rare characters: of 20,000 ideographs the thousand in
`data/common_characters.txt` make up about nine tenths of a notice and about one twentieth of a
wrong decoding. Characters of the first level of GB 2312 and Big5, which both standards chose by
frequency, count a little. This tells four characters of GB18030 from Big5.
"""

import functools
import itertools
import re
from collections import Counter
from importlib import resources
from typing import Final

PLAUSIBLE: Final = 0.35
"""Lowest mean weight of a text that is taken for read right (wrong decodings stay below 0.3)."""

_SAMPLE: Final = 4_000  # characters outside ASCII that are weighed
_SIGNS: Final = frozenset("“”‘’—…·、。〈〉《》「」『』【】〔〕　％￥～") | frozenset(
    map(chr, range(0xFF01, 0xFF5F))
)
_COMMON, _LEVEL_ONE, _RARE, _OTHER, _BROKEN = 1.0, 0.3, -0.3, -0.2, -2.0
_ASCII, _SIGN = 0.5, 0.7
_OUTSIDE_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x9f]")


def score_text(text: str) -> float:
    """Return the mean weight of a text's characters, 1.0 for common Chinese only.

    ASCII counts only where there is nothing else, since all encodings of Chinese share it.
    """
    sample = "".join(itertools.islice((run[:_SAMPLE] for run in _find_runs(text)), _SAMPLE))[
        :_SAMPLE
    ]
    controls = len(_CONTROLS.findall(text[:_SAMPLE]))
    if not sample:
        return _ASCII + _BROKEN * controls / max(len(text[:_SAMPLE]), 1)
    total = sum(_weigh(character) * times for character, times in Counter(sample).items())
    return (total + _BROKEN * controls) / len(sample)


def _find_runs(text: str) -> "itertools.chain[str]":
    return itertools.chain(found.group() for found in _OUTSIDE_ASCII.finditer(text))


@functools.cache
def _weigh(character: str) -> float:
    if character in load_common():
        return _COMMON
    if character in _SIGNS:
        return _SIGN
    if character in _level_one():
        return _LEVEL_ONE
    code = ord(character)
    if 0x3400 <= code <= 0x9FFF or 0x20000 <= code <= 0x3FFFF:
        return _RARE
    private = 0xE000 <= code <= 0xF8FF or code >= 0xF0000
    return _BROKEN if private or code in (0xFFFD, 0xFEFF, 0xFFFE) else _OTHER


@functools.cache
def load_common() -> frozenset[str]:
    """Return the characters that are frequent in notices, of both scripts."""
    file = resources.files("zhanlian.readers").joinpath("data", "common_characters.txt")
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset("".join(line for line in lines if not line.startswith("#")))


@functools.cache
def _level_one() -> frozenset[str]:
    """Return the first levels of GB 2312 (rows 16-55) and Big5 (A440-C67E)."""
    chinese = bytes(
        itertools.chain.from_iterable(
            (row, cell) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)
        )
    )
    big5 = bytes(
        itertools.chain.from_iterable(
            (lead, trail)
            for lead in range(0xA4, 0xC7)
            for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
        )
    )
    return frozenset(chinese.decode("gb2312", "ignore")) | frozenset(big5.decode("big5", "ignore"))
