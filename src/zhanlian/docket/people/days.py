"""The thirty-day counter: days at dens abroad within a year, each with what proves it.

It informs: whether the days matter, and what else there is to weigh, people decide.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from zhanlian.docket.rules.book import RuleBook
from zhanlian.model.docket.day_count import DayCount, DayProof
from zhanlian.model.docket.person import Stay

RULE: Final = "den.days"
WINDOW: Final = 365  # days: the year within which the rule adds them up


def count_days(stays: Sequence[Stay], rules: RuleBook, on: date) -> DayCount:
    """Return the days at dens and the year that holds most of them.

    Of several years with as many days the earliest is told. Cost: the sum of the stays' lengths.

    Args:
        stays: those that were superseded do not count.
        rules: whose line of days is asked.
        on: day for whose rule it is asked.

    Raises:
        NotFoundError: no rule on days was in force on that day.
    """
    threshold = rules.threshold(RULE, on)
    standing = [stay for stay in stays if not stay.superseded]
    travel = {day for stay in standing if stay.travel for day in _list_days(stay)}
    sources: dict[date, set[str]] = {}
    for stay in standing:
        if not stay.travel:
            for day in _list_days(stay):
                sources.setdefault(day, set()).add(stay.source)
    proved = [
        DayProof(day, tuple(sorted(sources[day]))) for day in sorted(sources) if day not in travel
    ]
    counted = [proof.day for proof in proved]
    first, most = _find_year(counted)
    return DayCount(
        days=tuple(proved),
        travel=tuple(sorted(travel)),
        gaps=_find_gaps(counted, travel),
        first=first,
        last=None if first is None else first + timedelta(days=WINDOW - 1),
        most=most,
        line=threshold.value,
        rule=threshold.id,
        policy=threshold.policy,
        reached=threshold.is_reached(most),
    )


def _list_days(stay: Stay) -> list[date]:
    span = (stay.last_day - stay.first_day).days + 1
    return [stay.first_day + timedelta(days=number) for number in range(span)]


def _find_year(days: Sequence[date]) -> tuple[date | None, int]:
    """Return the first day of the year with the most days, and how many."""
    first, most, left = None, 0, 0
    for right, day in enumerate(days):
        while (day - days[left]).days >= WINDOW:
            left += 1
        if right - left + 1 > most:
            first, most = days[left], right - left + 1
    return first, most


def _find_gaps(days: Sequence[date], travel: set[date]) -> tuple[tuple[date, date], ...]:
    """Return the spans between proved days that neither a stay nor a journey covers."""
    gaps: list[tuple[date, date]] = []
    known = sorted({*days, *(day for day in travel if days and days[0] < day < days[-1])})
    for before, after in pairwise(known):
        if (after - before).days > 1:
            gaps.append((before + timedelta(days=1), after - timedelta(days=1)))
    return tuple(gaps)
