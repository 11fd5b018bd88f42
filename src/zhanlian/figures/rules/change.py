"""A change in percent belongs to what it is said of, and to nothing else."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

from zhanlian.figures.bounds import Interval, find_interval
from zhanlian.figures.material import Finding, Material, list_firsts
from zhanlian.figures.phrases import tell, tell_interval
from zhanlian.model.claim import Metric, SourcedClaim
from zhanlian.model.dates import PartialDate
from zhanlian.model.figure import Outcome, Period

_HUNDRED: Final = Decimal(100)
_Period: TypeAlias = tuple[Metric | None, PartialDate | None, PartialDate | None]


def check_change(material: Material) -> Iterator[Finding]:
    """Yield for each change in percent what it may be set beside.

    A change of crime in general (刑事案件同比下降25.7%) is never attached to the fraud figures of
    its document; the first of them is cited. A change of fraud figures is recomputed where its
    document states the figure of the same period and the series holds that of the year before.
    """
    before = _index_years(material)
    for claims in material.documents.values():
        figures = _index_figures(claims)
        for change in (one for one in claims if one.claim.metric is Metric.CHANGE):
            claim = change.claim
            if claim.scope is not None:
                other = figures.get((claim.of, None, None))
                if other is not None:
                    yield _keep_apart(change, other)
                continue
            figure = figures.get((claim.of, claim.since, claim.as_of))
            if figure is not None and figure in before:
                yield _compute(change, figure, before[figure])


def _index_figures(claims: Sequence[SourcedClaim]) -> dict[_Period, SourcedClaim]:
    """Return the first fraud figure of each metric, and of each metric and period."""
    figures: dict[_Period, SourcedClaim] = {}
    for stated in claims:
        claim = stated.claim
        if claim.scope is None and claim.role is None and not claim.planned:
            figures.setdefault((claim.metric, None, None), stated)
            figures.setdefault((claim.metric, claim.since, claim.as_of), stated)
    return figures


def _index_years(material: Material) -> dict[SourcedClaim, SourcedClaim]:
    """Return for figures of closed periods the figure of the same period one year before."""
    found: dict[SourcedClaim, SourcedClaim] = {}
    for series in material.list_series(Period.CLOSED):
        by_start: dict[tuple[int, date], SourcedClaim] = {}
        for stated in list_firsts(series.points):
            since = stated.claim.since
            if since is not None:
                by_start.setdefault((since.year, _day_of_year(since.first_day)), stated)
        for point in series.points:
            for stated in point.claims:
                since = stated.claim.since
                day = None if since is None else _day_of_year(since.first_day)
                before = by_start.get((since.year - 1, day)) if since and day else None
                if before is not None:
                    found[stated] = before
    return found


def _day_of_year(day: date) -> date:
    return date(2000, day.month, day.day)


def _keep_apart(change: SourcedClaim, figure: SourcedClaim) -> Finding:
    return Finding(
        Outcome.RELATED,
        "general",
        (change, figure),
        lambda: tell("change", change) | tell("figure", figure),
    )


def _compute(change: SourcedClaim, figure: SourcedClaim, before: SourcedClaim) -> Finding:
    now, then = find_interval(figure.claim), find_interval(before.claim)
    if then.low <= 0:
        computed = Interval(-_HUNDRED, _HUNDRED)
    else:
        computed = Interval(
            (now.low / then.high - 1) * _HUNDRED, (now.high / then.low - 1) * _HUNDRED
        )
    agrees = computed.meets(find_interval(change.claim))
    rounded = Interval(round(computed.low, 1), round(computed.high, 1))
    outcome = Outcome.PASSED if agrees else Outcome.CONFLICT
    case = "agrees" if agrees else "differs"
    return Finding(
        outcome,
        case,
        (change, figure, before),
        lambda: (
            tell("change", change)
            | tell("figure", figure)
            | tell("before", before)
            | tell_interval("computed", rounded, change.claim)
        ),
    )
