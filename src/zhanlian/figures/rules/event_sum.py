"""What happened between two running totals is not more than their difference."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final

from zhanlian.figures.areas import list_containing
from zhanlian.figures.bounds import ZERO, Interval, find_interval
from zhanlian.figures.material import Finding, Material, list_dated, list_firsts
from zhanlian.figures.phrases import tell, tell_all, tell_interval
from zhanlian.model.claim import SourcedClaim
from zhanlian.model.figure import Outcome, Period, Series, SeriesKey

# Counts of one day that differ by less than this are taken as two parties' counts of one event,
# and the smallest is summed: counting both would invent a failure (2,349 and 2,350).
_SAME_EVENT: Final = Decimal("1.5")
_Dated = tuple[date, SourcedClaim]


def check_event_sum(material: Material) -> Iterator[Finding]:
    """Yield for each two neighbouring totals whether the events between them fit.

    An event counts when its own day is told and lies behind the earlier total and not behind the
    later one, its verb and population are the totals', and its place lies in their area. A part
    of another figure (“其中”) is not counted again. Cost: linear but for sorting.
    """
    events = _gather_events(material)
    for series in material.list_series(Period.CUMULATIVE):
        inside = sorted(events.get(_population(series.key, series.key.area), ()), key=_by_day)
        if series.key.area is None or not inside:
            continue
        days = [day for day, _ in inside]
        for (first, earlier), (last, later) in pairwise(list_dated(series)):
            between = inside[bisect_right(days, first) : bisect_right(days, last)]
            if between:
                yield _compare(earlier, later, _count_once(between))


def _gather_events(material: Material) -> dict[tuple[object, ...], list[_Dated]]:
    """Return dated events by population and by each area that holds them."""
    totals = {_population(one.key, one.key.area) for one in material.list_series(Period.CUMULATIVE)}
    events: dict[tuple[object, ...], list[_Dated]] = defaultdict(list)
    for series in material.list_series(Period.EVENT):
        dated = _list_events(series) if series.key.area else []
        for area in list_containing(series.key.area or ""):
            population = _population(series.key, area)
            if dated and population in totals:
                events[population].extend(dated)
    return events


def _list_events(series: Series) -> list[_Dated]:
    return [
        (first.claim.as_of.first_day, first)
        for first in list_firsts(series.points)
        if first.claim.as_of is not None and first.claim.as_of.day and first.claim.part_of is None
    ]


def _population(key: SeriesKey, area: str | None) -> tuple[object, ...]:
    return (key.metric, key.unit, key.nationality, key.role, key.item, key.currency, area)


def _count_once(events: Sequence[_Dated]) -> list[SourcedClaim]:
    """Return the events with several parties' counts of one event taken once, the smallest."""
    counted: list[_Dated] = []
    for day, event in events:
        if counted and counted[-1][0] == day and _is_retold(counted[-1][1], event):
            continue
        counted.append((day, event))
    return [event for _, event in counted]


def _is_retold(counted: SourcedClaim, event: SourcedClaim) -> bool:
    if counted.source.sha256 == event.source.sha256:
        return False
    return event.claim.value <= counted.claim.value * _SAME_EVENT


def _compare(earlier: SourcedClaim, later: SourcedClaim, events: list[SourcedClaim]) -> Finding:
    total: Interval = ZERO
    for event in events:
        total += find_interval(event.claim)
    growth = find_interval(later.claim) - find_interval(earlier.claim)
    if total.low > growth.high:
        outcome, case = Outcome.FAILED, "too-many"
    elif total == growth:
        outcome, case = Outcome.PASSED, "exact"
    else:
        outcome, case = Outcome.PASSED, "fits"
    return Finding(
        outcome,
        case,
        (earlier, later, *events),
        lambda: (
            tell("earlier", earlier)
            | tell("later", later)
            | tell_all("events", events)
            | tell_interval("sum", total, later.claim)
            | tell_interval("growth", growth, later.claim)
        ),
    )


def _by_day(dated: _Dated) -> tuple[date, Decimal, str, int]:
    day, event = dated
    return (day, event.claim.value, event.source.sha256, event.claim.start)
