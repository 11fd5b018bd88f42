"""Numbers as written in English texts, with their comparator and currency sign."""

import re
from decimal import Decimal
from typing import Final

from zhanlian.model.claim import Qualifier
from zhanlian.reading.numerals import Number

ENGLISH_UNITS: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
"""The words for 0 to 19, each at the place of its value."""
_EN_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_WORDS: Final = {word: value for value, word in enumerate(ENGLISH_UNITS)} | {
    word: 10 * value for value, word in enumerate(_EN_TENS, start=2)
}
_EN_SCALE: Final = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "dozen": 12, "k": 1000, "m": 10**6, "mn": 10**6, "mil": 10**6, "b": 10**9, "bn": 10**9,
}  # fmt: skip
_EN_BEFORE: Final = {
    Qualifier.OVER: (
        "more than", "no less than", "no fewer than", "at least", "upward of", "upwards of",
        "in excess of", "greater than", "well over", "over", "exceeding", "exceeded", "exceeds",
        "tops", "topped", "surpassed",
    ),
    Qualifier.NEARLY: (
        "nearly", "almost", "less than", "fewer than", "under", "close to", "just under",
        "up to", "as many as", "as much as",
    ),
    Qualifier.ABOUT: (
        "approximately", "about", "around", "roughly", "some", "an estimated", "estimated",
    ),
}  # fmt: skip
_EN_COMPARATOR: Final = {word: q for q, words in _EN_BEFORE.items() for word in words}
_UNITS: Final = "|".join(sorted(_EN_WORDS, key=len, reverse=True))
_COMPARATORS: Final = "|".join(
    sorted((word.replace(" ", r"\s") for word in _EN_COMPARATOR), key=len, reverse=True)
)
_CORE: Final = re.compile(
    rf"""
    (?:(?<![\w.,-])|(?<=\bRM)|(?<=\bRMB)|(?<=\bUSD)|(?<=\bSGD)|(?<=\bHKD)|(?<=\bTHB))(?:
      (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,6}})?|\d{{1,15}}(?:\.\d{{1,6}})?)
      (?!\d|,\d|\.\d|/)
      (?:(?P<short>bn|mn|mil|[kmb])\b
        |[\s-](?P<scale>hundred|thousand|million|billion|trillion|dozen|bn|mn)\b)?
    | (?P<half>half\s(?:a\s)?(?:million|billion|dozen))\b
    | (?P<words>(?:(?:a|{_UNITS})[\s-](?:and\s)?)?
        (?:hundred|thousand|million|billion|dozen|{_UNITS})
        (?:[\s-](?:and\s)?(?:{_UNITS}|hundred|thousand|million|billion))*)\b
    )
    (?P<plus>\+)?
    (?P<percent>\s?%|\s(?:percent|per\scent)\b)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIGN: Final = re.compile(
    r"(?:\b(?:US|HK|NT|S|A|C|RM|MOP|USD|SGD|HKD|CNY|RMB)\s?)?[$€£¥]\s?$"
    r"|\b(?:RMB|USD|HKD|SGD|RM)\s?$"
)
# "handed over 531": the comparator is a part of the verb.
_BEFORE: Final = re.compile(
    rf"(?<!\bhand\s)(?<!\bhanded\s)(?<!\bhanding\s)(?<!\bturned\s)\b(?P<before>{_COMPARATORS})\s$",
    re.IGNORECASE,
)
_APPROXIMATE: Final = re.compile(r"\b(?:approximate|estimated)\s(?:\w+\s){1,3}of\s$", re.IGNORECASE)
_WINDOW: Final = 28


def find_english_numbers(text: str, start: int = 0, end: int | None = None) -> list[Number]:
    """Return the numbers of an English text in order of their place.

    Args:
        text: any text; offsets in the answer count from its begin.
        start, end: the part to look at.
    """
    found = []
    for match in _CORE.finditer(text, start, len(text) if end is None else end):
        digits = match["digits"]
        if digits:
            value = Decimal(digits.replace(",", ""))
            unit = match["short"] or match["scale"]
            scale = _EN_SCALE[unit.lower()] if unit else 1
            step = Decimal(1).scaleb(value.as_tuple().exponent) * scale  # type: ignore[arg-type]
            value *= scale
        elif match["half"]:
            step = Decimal(_EN_SCALE[match["half"].split()[-1].lower()]) / 2
            value = step
        else:
            counted = _parse_english(match["words"].lower())
            if counted is None:
                continue
            value, step = Decimal(counted), Decimal(1)
        core = match.start()
        sign, at = _strip(_SIGN, text, core, start)
        before, at = _strip(_BEFORE, text, at, start)
        told = Qualifier.OVER if match["plus"] else Qualifier.EXACT
        if _APPROXIMATE.search(text, max(start, at - 40), at):
            told = Qualifier.ABOUT
        qualifier = _EN_COMPARATOR.get(" ".join(before.lower().split()), told)
        number = Number(
            at, match.end(), value, qualifier, step, core,
            percent=bool(match["percent"]), sign=sign, digits=bool(digits),
        )  # fmt: skip
        found.append(number)
    return found


def _strip(pattern: re.Pattern[str], text: str, end: int, floor: int) -> tuple[str, int]:
    """Return what a pattern finds right before an offset, and where it begins."""
    window = max(floor, end - _WINDOW)
    found = pattern.search(text[window:end])
    return (found[0].strip(), window + found.start()) if found else ("", end)


def _parse_english(words: str) -> int | None:
    total = current = 0
    parts = re.split(r"[\s-]+", words)
    if parts[0] not in _EN_WORDS and parts[0] != "a":
        return None  # "hundreds", "million" alone: no value
    for part in parts:
        if part in _EN_WORDS:
            current += _EN_WORDS[part]
        elif part == "hundred":
            current = (current or 1) * 100
        elif part in _EN_SCALE:
            total += (current or 1) * _EN_SCALE[part]
            current = 0
    return total + current
