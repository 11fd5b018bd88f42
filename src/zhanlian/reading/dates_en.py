"""English dates: months by name, years behind a preposition, relative words."""

import re
from typing import Final

from zhanlian.model.dates import PartialDate
from zhanlian.reading.date_mention import DateKind, DateMention, Timeline, kind_of, make_date
from zhanlian.reading.numerals_en import ENGLISH_UNITS

_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR = r"(?:19|20)\d\d"
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_FISCAL = r"(?:fiscal year |FY ?)"
_EXPLICIT = (
    rf"{_DAY} {_MONTH}(?:,? {_YEAR})?|{_MONTH} {_DAY}(?!\d)(?:[-–]{_DAY}(?!\d))?(?:,? {_YEAR})?"
    rf"|{_MONTH}(?:,| of)? {_YEAR}|{_FISCAL}{_YEAR}"
)
_DATE = rf"(?:{_EXPLICIT}|{_YEAR}|{_MONTH})(?!\w)"
_PART: Final = re.compile(
    rf"(?:(?P<day>[0-3]?\d)(?:st|nd|rd|th)? )?(?P<month>{_MONTH})?"
    rf"(?: (?P<day2>[0-3]?\d)(?:st|nd|rd|th)?(?!\d)(?:[-–](?P<day3>[0-3]?\d)(?:st|nd|rd|th)?)?)?"
    rf"(?:(?:,| of)? ?{_FISCAL}?(?P<year>{_YEAR}))?"
)
_LEAD = (
    r"as of(?: the end of)?|by the end of|since|starting(?: in)?|beginning(?: in)?|between|until"
    r"|through|from|during|throughout|before|after|in|of|on|by|late|early|mid-|end of|and|to"
)
# The lookahead keeps the characters of Chinese text cheap.
_SEARCH: Final = re.compile(
    rf"(?=[A-Za-z0-3])\b(?:(?P<lead>(?i:{_LEAD}))"
    rf"(?: (?:the )?(?:early |late |mid-?|fiscal year |calendar year |year )?|(?<=-))"
    rf"(?P<led>{_DATE})"
    r"|(?P<relative>(?i:(?:since |as of )?(?:last|this) (?:year|month)|yesterday|today|so far"
    r"|to date|recently|in recent (?:days|weeks|months|years)))\b"
    rf"|(?P<date>{_EXPLICIT})(?!\w)"
    r"|(?P<period>(?i:first|second|third|fourth|last)(?: (?P<months>[a-z]+|\d\d?) months"
    rf"| (?P<unit>half|quarter)) of (?P<of>{_YEAR}|this year|last year))(?!\w))"
)
_ORDINALS: Final = ("first", "second", "third", "fourth")
_TAIL: Final = re.compile(rf" ?(?:to|through|and|until|[-–—]) ?(?:the end of )?({_DATE})")
_SINCE: Final = ("since", "starting", "beginning", "after")
_UNTIL: Final = ("as of", "until", "by", "before", "through")


def find_english_dates(text: str, published: PartialDate | None) -> list[DateMention]:
    """Return the mentions of dates in English words, in order of place.

    Args:
        text: any text; linear time.
        published: publication date, which relative dates lean on.
    """
    timeline = Timeline(published)
    found: list[DateMention] = []
    place = 0
    while (hit := _SEARCH.search(text, place)) is not None:
        if hit["relative"] or hit["period"]:
            reader = _read_relative if hit["relative"] else _read_period
            found.append(reader(hit, timeline))
            place = hit.end()
            continue
        mention = _read_date(text, hit, timeline)
        place = mention.end if mention is not None else hit.end()
        if mention is not None:
            found.append(mention)
    return found


def _read_date(text: str, hit: re.Match[str], timeline: Timeline) -> DateMention | None:
    words = hit["led"] or hit["date"]
    lead = (hit["lead"] or "").lower()
    if _is_verb(text, hit, words):
        return None
    start = hit.start() if lead else hit.start("date")
    first = _resolve(words, hit.end(), timeline)
    if lead.startswith(_SINCE):
        return DateMention(start, hit.end(), first, None, DateKind.SINCE)
    if lead.startswith(_UNTIL):
        return DateMention(start, hit.end(), None, first, DateKind.UNTIL)
    timeline.note(first, hit.end())
    days = _PART.fullmatch(words)
    if days is not None and days["day3"] and first is not None:
        last = make_date(first.year, first.month, int(days["day3"]))
        return DateMention(start, hit.end(), first, last, DateKind.CLOSED)
    tail = _TAIL.match(text, hit.end())
    joined = tail is not None and tail[0].lstrip().startswith("and")
    if tail is not None and (lead == "between" or not joined):
        last = _resolve(tail[1], tail.end(), timeline)
        if last is not None and first is not None and not _tells_year(words):
            # "January to May 2018": the year stands once, behind the second month.
            first = make_date(last.year, first.month, first.day) or first
        if first is not None and last is not None and last.last_day >= first.first_day:
            timeline.note(last, tail.end())
            return DateMention(start, tail.end(), first, last, DateKind.CLOSED)
    return DateMention(start, hit.end(), None, first, kind_of(first))


def _tells_year(words: str) -> bool:
    found = _PART.fullmatch(words)
    return found is not None and found["year"] is not None


def _read_period(hit: re.Match[str], timeline: Timeline) -> DateMention:
    """Return the first half of 2023, the second quarter of last year, the first ten months …"""
    start, end = hit.start(), hit.end()
    of = hit["of"].lower()
    year = int(of) if of.isdecimal() else timeline.shift_year(-1 if of.startswith("last") else 0)
    rank = hit["period"].lower().partition(" ")[0]
    count = (hit["months"] or "").lower()
    if hit["unit"]:
        size = 6 if hit["unit"] == "half" else 3
        at = _ORDINALS.index(rank) if rank in _ORDINALS else 12 // size - 1
        first, last = at * size + 1, (at + 1) * size
    else:
        size = int(count) if count.isdecimal() else _count_word(count)
        first, last = (1, size) if rank == "first" else (13 - size, 12)
    since, as_of = make_date(year, first), make_date(year, last)
    if not 1 <= first <= last <= 12:
        since = as_of = None
    return DateMention(start, end, since, as_of, DateKind.CLOSED)


def _count_word(word: str) -> int:
    return ENGLISH_UNITS.index(word) if word in ENGLISH_UNITS else 0


def _is_verb(text: str, hit: re.Match[str], words: str) -> bool:
    """Return whether May or March stands alone as a verb, or a count only looks like a year."""
    if words.isalpha() and words in ("May", "March"):
        return hit["lead"] is None or hit["lead"].lower() not in (
            "in",
            "since",
            "of",
            "by",
            "until",
            "from",
            "late",
            "early",
            "mid-",
            "as of",
            "during",
        )
    return words.isdigit() and text[hit.end() : hit.end() + 2].lstrip(",.")[:1].isdigit()


def _resolve(words: str, place: int, timeline: Timeline) -> PartialDate | None:
    found = _PART.fullmatch(words)
    if found is None:
        return None
    month = _MONTHS.index(found["month"][:3].lower()) + 1 if found["month"] else 0
    day = int(found["day"] or found["day2"] or 0)
    if found["year"]:
        return make_date(int(found["year"]), month, day)
    return make_date(timeline.year_of(month, day, place), month, day) if month else None


def _read_relative(hit: re.Match[str], timeline: Timeline) -> DateMention:
    words = hit["relative"].lower()
    start, end = hit.start(), hit.end()
    if words in ("so far", "to date"):
        return DateMention(start, end, None, timeline.published, DateKind.UNTIL)
    if words.startswith(("recently", "in recent")):
        return DateMention(start, end, None, None, DateKind.VAGUE)
    told = _relative(words, timeline)
    if words.startswith("since"):
        return DateMention(start, end, told, None, DateKind.SINCE)
    default = DateKind.YEAR if words.endswith("year") else DateKind.DAY
    return DateMention(start, end, None, told, kind_of(told, default))


def _relative(words: str, timeline: Timeline) -> PartialDate | None:
    back = -1 if "last" in words or words == "yesterday" else 0
    if words.endswith("year"):
        return make_date(timeline.shift_year(back))
    if words.endswith("month"):
        year, month = timeline.shift_month(back) or (None, 1)
        return make_date(year, month)
    return timeline.shift_day(back)
