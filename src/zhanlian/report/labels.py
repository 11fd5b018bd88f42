"""Labels: numbers, comparators and codes of the ledger in the reader's language."""

import re
from decimal import Decimal
from typing import Final

from zhanlian.model.claim import Claim, Qualifier, Unit
from zhanlian.model.figure import Outcome, SeriesKey
from zhanlian.words import has_key, say
from zhanlian.words.codes import nationality_words, role_words

_WAN: Final = 10_000
_YI: Final = 100_000_000
_STEPS: Final = {
    "zh": ((_YI * _WAN, "万亿"), (_YI, "亿"), (_WAN, "万")),
    "en": ((10**12, " tn"), (10**9, " bn"), (10**6, " m")),
}
_COMPACT_DIGITS: Final = 4
_HASH: Final = re.compile("[0-9a-f]{64}")
_SIGNS: Final = {
    Qualifier.EXACT: "",
    Qualifier.OVER: ">",
    Qualifier.NEARLY: "<",
    Qualifier.ABOUT: "≈",
}


def word(kind: str, code: str, language: str) -> str:
    """Return the word of a code (`kind` names the table: metric, unit …), else the code."""
    key = f"report.{kind}.{code}"
    return say(key, language) if has_key(key) else code


def area_words(code: str | None, language: str) -> str:
    """Return the name of a normalised area, the area as written where it has none, or empty."""
    key = f"area.{code}"
    return say(key, language) if code and has_key(key) else code or ""


def rule_words(rule: str, language: str) -> str:
    """Return the name of a rule of the checks, else its code."""
    key = f"check.name.{rule}"
    return say(key, language) if has_key(key) else rule


def outcome_words(outcome: Outcome, language: str) -> str:
    """Return how a check ended, in words."""
    return say(f"check.outcome.{outcome.value}", language)


def party_words(party: str | None) -> str:
    """Return whose count it is: an agency; empty for a story that is known by a hash only."""
    return "" if party is None or _HASH.fullmatch(party) else party


def grouped(value: Decimal | int) -> str:
    """Return all digits of a number in groups of three: 48,000."""
    told = Decimal(value)
    return f"{int(told):,}" if told == told.to_integral_value() else f"{told.normalize():,f}"


def compact(value: Decimal | int, language: str) -> str:
    """Return a number as people of the language say it (4.8万, 1.25 m), nothing rounded away.

    A number that would need more than four digits or one decimal there keeps all its digits.
    """
    told = Decimal(value)
    for step, name in _STEPS[language]:
        if abs(told) >= step:
            short = (told / step).normalize()
            tenths = short * 10
            few = len(short.as_tuple().digits) <= _COMPACT_DIGITS
            if few or tenths == tenths.to_integral_value():
                return f"{short:,f}{name}"
    return grouped(told)


def sign_of(qualifier: Qualifier) -> str:
    """Return the comparator as a sign: ``>`` over, ``<`` nearly, ``≈`` about, empty when exact."""
    return _SIGNS[qualifier]


def unit_word(unit: Unit, currency: str | None, language: str) -> str:
    """Return what one of the number is: the currency where it is neither CNY nor USD."""
    return currency or word("unit", unit.value, language)


def people_words(key: Claim | SeriesKey, language: str) -> str:
    """Return the population a figure is limited to (中国籍 · 头目), or empty text."""
    parts = []
    if key.nationality:
        parts.append(nationality_words(key.nationality, language))
    if key.role:
        parts.append(role_words(key.role, language))
    return " · ".join(parts)
