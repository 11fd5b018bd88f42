"""Mentions of dates, and the calendar that gives a date without a year its year."""

import calendar
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from zhanlian.model.dates import PartialDate

# A narrative that told a year keeps it for dates without one this many characters on.
_REACH: Final = 300
# After a bare year ("2023年，…") a day of the last weeks before publication is news, not narrative.
_NEWS_DAYS: Final = 31


class DateKind(StrEnum):
    """How a mention relates to time: an event of some precision, a period, or a bound."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    CLOSED = "closed"
    SINCE = "since"
    UNTIL = "until"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True)
class DateMention:
    """One mention of a date in a text.

    Attributes:
        start, end: offsets in the text; ``end`` is exclusive.
        since: first date: of a closed period and of SINCE mentions, else None.
        as_of: the date of an event, or the last date of a period or of an UNTIL mention.
        kind: event precision, period or bound. Both dates are None where the text gives none
            (近日), or gives one relative to a publication date that is not known.
    """

    start: int
    end: int
    since: PartialDate | None
    as_of: PartialDate | None
    kind: DateKind


@dataclass(slots=True)
class Timeline:
    """What a text has told about time so far; resolves dates that lean on it.

    Attributes:
        published: publication date, or None.
        last: last date of an event that the text told, with its year.
        place: offset behind it.
    """

    published: PartialDate | None
    last: PartialDate | None = None
    place: int = field(default=-_REACH)

    def note(self, told: PartialDate | None, place: int) -> None:
        """Keep the date of an event as the ground of the dates that follow it."""
        if told is not None:
            self.last, self.place = told, place

    def reaches(self, place: int) -> bool:
        """Return whether the last date told is near enough to be leant on at a place."""
        return self.last is not None and place - self.place <= _REACH

    def shift_year(self, years: int) -> int | None:
        """Return the publication year moved by ``years`` (去年 is -1), or None."""
        return None if self.published is None else self.published.year + years

    def shift_month(self, months: int) -> tuple[int, int] | None:
        """Return year and month of the publication moved by ``months``, or None."""
        if self.published is None or not self.published.month:
            return None
        year, month = divmod(self.published.year * 12 + self.published.month - 1 + months, 12)
        return year, month + 1

    def shift_day(self, days: int) -> PartialDate | None:
        """Return the day of publication moved by ``days`` (昨天 is -1), or None."""
        return _move(self.published, days)

    def same_day(self, days: int) -> PartialDate | None:
        """Return the day last told moved by ``days`` (当天 0, 次日 1), or None."""
        return _move(self.last, days)

    def year_of(self, month: int, day: int, place: int) -> int | None:
        """Return the year of a date told without one.

        A narrative goes on from the last date with a year; else it is the last such date that
        does not lie after publication.

        Args:
            month: 1 to 12.
            day: 1 to 31, or 0 when unknown.
            place: offset of the mention.
        """
        by_news = self._news_year(month, day)
        last = self.last
        if last is None or not self.reaches(place):
            return by_news
        if by_news is None:
            return last.year + (1 if (month, day or 31) < (last.month, last.day) else 0)
        told = make_date(last.year, month, day)
        if told is None or last.year >= by_news or (month, day or 31) < (last.month, last.day):
            return by_news
        recent = make_date(by_news, month, day)
        if not last.month and recent is not None and self._is_news(recent):
            return by_news
        return last.year

    def _news_year(self, month: int, day: int) -> int | None:
        published = self.published
        if published is None:
            return None
        told = make_date(published.year, month, day)
        late = told is None or told.first_day > published.last_day
        return published.year - 1 if late else published.year

    def _is_news(self, told: PartialDate) -> bool:
        published = self.published
        assert published is not None  # noqa: S101  - asked only where the news year is known
        return (published.last_day - told.last_day).days <= _NEWS_DAYS


def make_date(year: int | None, month: int = 0, day: int = 0) -> PartialDate | None:
    """Return the date, or None where the year is unknown or there is no such day."""
    if year is None or not 1 <= year <= 9999 or not 0 <= month <= 12:
        return None
    if day and (not month or not 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return PartialDate(year, month, day)


def kind_of(told: PartialDate | None, default: DateKind = DateKind.DAY) -> DateKind:
    """Return the kind of an event by the precision of its date."""
    if told is None:
        return default
    if told.day:
        return DateKind.DAY
    return DateKind.MONTH if told.month else DateKind.YEAR


def _move(ground: PartialDate | None, days: int) -> PartialDate | None:
    if ground is None or not ground.day:
        return None
    moved = date(ground.year, ground.month, ground.day).toordinal() + days
    if not 1 <= moved <= date.max.toordinal():
        return None
    day = date.fromordinal(moved)
    return PartialDate(day.year, day.month, day.day)
