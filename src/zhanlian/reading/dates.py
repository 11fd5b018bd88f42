"""Mentions of dates in Chinese and English text, resolved against the publication date."""

import re
from typing import Final

from zhanlian.model.dates import PartialDate
from zhanlian.reading.date_mention import DateKind, DateMention
from zhanlian.reading.dates_en import find_english_dates
from zhanlian.reading.dates_zh import find_chinese_dates

__all__ = ["DateKind", "DateMention", "find_dates"]

_ENGLISH: Final = re.compile(r"[A-Z]?[a-z]{2,}")


def find_dates(text: str, published: PartialDate | None) -> tuple[DateMention, ...]:
    """Return the mentions of dates in a text, in order of place, none inside another.

    An event has one date (``as_of``), a closed period its two ends, 以来 a first and 截至 a last
    date; 近日 has none. Case codes (“9.06”), decimals and long numbers are no dates.

    Args:
        text: any text, Chinese in either script, English, or both; linear time.
        published: publication date; without it relative dates are found but have no value.
    """
    chinese = find_chinese_dates(text, published)
    if _ENGLISH.search(text) is None:
        return tuple(chinese)
    english = find_english_dates(text, published)
    return tuple(_merge(chinese, english)) if english else tuple(chinese)


def _merge(chinese: list[DateMention], english: list[DateMention]) -> list[DateMention]:
    merged: list[DateMention] = []
    for mention in sorted(chinese + english, key=lambda one: (one.start, -one.end)):
        if not merged or mention.start >= merged[-1].end:
            merged.append(mention)
    return merged
