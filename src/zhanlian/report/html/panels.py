"""Panels: series that share a unit, an area and a kind of period are drawn on one chart.

Drawn together is not merged: each keeps its own line, colour and shape by verb.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from zhanlian.model.claim import SourcedClaim, Unit
from zhanlian.model.dates import PartialDate
from zhanlian.model.figure import Period, Point, Series

MAX_LINES: Final = 6
_PERIODS: Final = (Period.CUMULATIVE, Period.CLOSED, Period.EVENT)


@dataclass(frozen=True, slots=True)
class Panel:
    """Series to be drawn on one chart.

    Attributes:
        unit, currency, area, period, item: what they have in common.
        series: one to six, each with its own verb or population.
    """

    unit: Unit
    currency: str | None
    area: str | None
    period: Period
    item: str | None
    series: tuple[Series, ...]


def build_panels(series: Iterable[Series]) -> list[Panel]:
    """Return the panels with at least two points, running totals and long ones first."""
    groups: dict[tuple[Unit, str, str, Period, str], list[Series]] = {}
    for one in series:
        key = one.key
        common = (key.unit, key.currency or "", key.area or "", key.period, key.item or "")
        groups.setdefault(common, []).append(one)
    panels = []
    for common, members in groups.items():
        for part in _parts(members):
            unit, currency, area, period, item = common
            panels.append(Panel(unit, currency or None, area or None, period, item or None, part))
    panels = [panel for panel in panels if count_points(panel) > 1]
    return sorted(panels, key=lambda one: (_PERIODS.index(one.period), -count_points(one)))


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


def _parts(members: Sequence[Series]) -> list[tuple[Series, ...]]:
    """Return the series of a group in parts of up to six lines, the longest first."""
    if len(members) <= MAX_LINES:
        return [tuple(members)]
    ranked = sorted(members, key=lambda one: -len(one.points))
    return [tuple(ranked[at : at + MAX_LINES]) for at in range(0, len(ranked), MAX_LINES)]
