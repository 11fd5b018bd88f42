"""Panels: series that share a unit, an area and a kind of period are drawn on one chart.

Drawn together is not merged: each keeps its own line, colour and shape by verb.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from zhanlian.model.claim import Metric, SourcedClaim
from zhanlian.model.dates import PartialDate
from zhanlian.model.figure import Period, Point, Series, SeriesKey

MAX_LINES: Final = 6
_PERIODS: Final = (Period.CUMULATIVE, Period.CLOSED, Period.EVENT)


@dataclass(frozen=True, slots=True)
class Panel:
    """Series to be drawn on one chart.

    Attributes:
        key: what they have in common; its verb, population and window are those of the first.
        series: one to six, each with its own verb, population or window.
    """

    key: SeriesKey
    series: tuple[Series, ...]


def build_panels(series: Iterable[Series]) -> list[Panel]:
    """Return the panels with at least two points: drawn ones, running totals, long ones first."""
    groups: dict[SeriesKey, list[Series]] = {}
    for one in series:
        common = replace(one.key, metric=Metric.OTHER, nationality=None, role=None, window=None)
        groups.setdefault(common, []).append(one)
    panels = [Panel(part[0].key, part) for one in groups.values() for part in _parts(one)]
    panels = [panel for panel in panels if count_points(panel) > 1]
    return sorted(panels, key=_rank)


def has_course(panel: Panel) -> bool:
    """Return whether the points of a panel stand on more than one date, so that time tells."""
    dates = {date_of(point.claims[0]) for one in panel.series for point in one.points}
    return len(dates - {None}) > 1


def count_points(panel: Panel) -> int:
    """Return how many points all series of a panel have."""
    return sum(len(series.points) for series in panel.series)


def date_of(sourced: SourcedClaim) -> PartialDate | None:
    """Return the as-of date of a figure, else the day it was published, else None."""
    return sourced.claim.as_of or sourced.source.published


def extent_of(point: Point) -> tuple[date, date] | None:
    """Return the first and last day that the date of a point can mean, or None."""
    told = date_of(point.claims[0])
    return None if told is None else (told.first_day, told.last_day)


def _rank(panel: Panel) -> tuple[bool, int, int]:
    return not has_course(panel), _PERIODS.index(panel.key.period), -count_points(panel)


def _parts(members: Sequence[Series]) -> list[tuple[Series, ...]]:
    """Return the series of a group in parts of up to six lines, the longest first."""
    if len(members) <= MAX_LINES:
        return [tuple(members)]
    ranked = sorted(members, key=lambda one: -len(one.points))
    return [tuple(ranked[at : at + MAX_LINES]) for at in range(0, len(ranked), MAX_LINES)]
