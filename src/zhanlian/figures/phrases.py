"""Figures told in words, in every language at once: the parts that messages are made of.

A message carries plain values only, so a part that reads differently in Chinese and English is
given once for each: ``earlier_zh`` and ``earlier_en``, of which each language's text uses its own.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from zhanlian.figures.areas import list_known
from zhanlian.figures.bounds import Interval
from zhanlian.figures.periods import find_period
from zhanlian.model.claim import Claim, Metric, SourcedClaim, Unit
from zhanlian.model.figure import Period
from zhanlian.model.message import Value
from zhanlian.words import LANGUAGES, say
from zhanlian.words.codes import item_words, nationality_words, role_words

# A sentence names this many figures; the check's claims hold the rest of those shown.
NAMED_FIGURES: Final = 6
_MONEY: Final = (Unit.CNY, Unit.USD)
_SCALES: Final = {"zh": ((8, "亿"), (4, "万")), "en": ((9, " billion"), (6, " million"))}
_DECIMALS: Final = 4


def tell(name: str, stated: SourcedClaim, *, source: bool = False) -> dict[str, Value]:
    """Return a claim as ``抓获超过50,000人（中国籍，2024-08-27发布）``, or with its source."""
    return _each(name, lambda language: say_claim(stated, language, source=source))


def tell_all(
    name: str, claims: Sequence[SourcedClaim], *, source: bool = False
) -> dict[str, Value]:
    """Return claims one after the other, at most `NAMED_FIGURES`, with the number of the rest."""

    def join(language: str) -> str:
        named = [say_claim(one, language, source=source) for one in claims[:NAMED_FIGURES]]
        text = say("figures.comma", language).join(named)
        rest = len(claims) - len(named)
        return text + (say("figures.more", language, {"count": f"{rest:,}"}) if rest else "")

    return _each(name, join)


def tell_amount(name: str, value: Decimal, like: Claim) -> dict[str, Value]:
    """Return a number in the unit of a claim: ``4,666人``."""
    return _each(name, lambda language: _say_amount(value, like, language))


def tell_interval(name: str, interval: Interval, like: Claim) -> dict[str, Value]:
    """Return an interval in the unit of a claim: ``500–1,500人``, or one number."""
    if interval.low == interval.high:
        return tell_amount(name, interval.low, like)

    def join(language: str) -> str:
        low = say_number(interval.low, language, money=like.unit in _MONEY)
        high = _say_amount(interval.high, like, language)
        return say("figures.range", language, {"low": low, "high": high})

    return _each(name, join)


def tell_area(name: str, area: str | None) -> dict[str, Value]:
    """Return an area by its name in each language."""
    return _each(name, lambda language: say_area(area, language))


def tell_metrics(name: str, metrics: Sequence[Metric]) -> dict[str, Value]:
    """Return verbs one after the other: ``“移交”“抓获”``."""
    return _each(
        name,
        lambda language: say("figures.between-verbs", language).join(
            say("figures.quoted", language, {"text": say(f"figures.verb.{metric}", language)})
            for metric in metrics
        ),
    )


def say_claim(stated: SourcedClaim, language: str, *, source: bool = False) -> str:
    """Return a claim in words: verb, number with comparator and unit, population, date."""
    claim = stated.claim
    limits = _list_limits(stated, language)
    if source:
        publisher = stated.source.agency or stated.source.outlet or stated.source.name
        limits.append(say("figures.by", language, {"source": publisher}))
    number = _say_amount(abs(claim.value) if _is_change(claim) else claim.value, claim, language)
    fields = {
        "figure": say(f"figures.qualifier.{claim.qualifier}", language, {"number": number}),
        "verb": _say_verb(claim, language),
        "limits": say("figures.semicolon", language).join(limits),
    }
    form = "claim-of-item" if claim.item and _is_other(claim) else "claim"
    if _is_change(claim):
        form = "fall" if claim.value < 0 else "rise"
    text = say(f"figures.{form}", language, fields)
    return text + (say("figures.limits", language, fields) if limits else "")


def say_number(value: Decimal, language: str, *, money: bool) -> str:
    """Return a number with thousands separated; large ones and money with 万, 亿, million.

    The scale is used only where no digit is lost: 315,100,000,000 yuan is 3,151亿元.
    """
    for power, word in _SCALES[language]:
        scaled = value.scaleb(-power).normalize()
        exponent = scaled.as_tuple().exponent
        fits = isinstance(exponent, int) and exponent >= -_DECIMALS
        if abs(scaled) >= 1 and fits and (money or power >= 8):
            return f"{scaled:,f}{word}"
    return f"{value.normalize():,f}"


@lru_cache(maxsize=4096)
def say_area(area: str | None, language: str) -> str:
    """Return the name of an area; a place the table does not know is named as written."""
    if area is None:
        return say("figures.no-area", language)
    known = frozenset(list_known())
    parts = []
    for part in area.split("+"):
        larger, _, smaller = part.partition("/")
        name = say(f"area.{larger}", language) if larger in known else larger
        parts.append(f"{name} {smaller}".strip() if smaller else name)
    return say("figures.between-areas", language).join(parts)


def _each(name: str, telling: Callable[[str], str]) -> dict[str, Value]:
    return {f"{name}_{language}": telling(language) for language in LANGUAGES}


def _say_amount(value: Decimal, like: Claim, language: str) -> str:
    number = say_number(value, language, money=like.unit in _MONEY or like.currency is not None)
    if like.currency is not None:
        return say("figures.currency", language, {"number": number, "currency": like.currency})
    one, _, many = say(f"figures.unit.{like.unit}", language).partition("|")
    return number + (one if value == 1 else many or one)


def _is_change(claim: Claim) -> bool:
    return claim.metric is Metric.CHANGE and claim.of is not None


def _is_other(claim: Claim) -> bool:
    """Return whether the item, not the metric, says what is counted."""
    return claim.metric is Metric.OTHER


def _say_verb(claim: Claim, language: str) -> str:
    if claim.item and _is_other(claim):
        return item_words(claim.item, language)
    metric = claim.of if claim.metric is Metric.CHANGE and claim.of else claim.metric
    return say(f"figures.verb.{metric}", language)


def _list_limits(stated: SourcedClaim, language: str) -> list[str]:
    """Return what narrows a figure: the thing counted, nationality, role and date."""
    claim = stated.claim
    limits = [
        item_words(claim.item, language) if claim.item and not _is_other(claim) else "",
        nationality_words(claim.nationality, language) if claim.nationality else "",
        role_words(claim.role, language) if claim.role else "",
        _say_date(stated, language),
    ]
    return [limit for limit in limits if limit]


def _say_date(stated: SourcedClaim, language: str) -> str:
    claim, published = stated.claim, stated.source.published
    period = find_period(claim)
    if period is Period.CLOSED and claim.since == claim.as_of:
        return say("figures.date.year", language, {"day": str(claim.as_of)})
    if period is Period.CLOSED:
        return say(
            "figures.date.window", language, {"first": str(claim.since), "last": str(claim.as_of)}
        )
    if claim.as_of is not None:
        kind = "on" if period is Period.EVENT else "as-of"
        return say(f"figures.date.{kind}", language, {"day": str(claim.as_of)})
    if published is not None:
        return say("figures.date.published", language, {"day": str(published)})
    return ""
