"""Claims become series: only figures of one verb, population, area and period are put in one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from zhanlian.figures.areas import find_area
from zhanlian.figures.periods import covers, find_period, find_window
from zhanlian.figures.sources import order_claims
from zhanlian.figures.stories import find_stories, merge_points
from zhanlian.model.claim import Metric, SourcedClaim
from zhanlian.model.dates import PartialDate
from zhanlian.model.figure import Period, Series, SeriesKey

_METRIC_ORDER: Final = {metric: place for place, metric in enumerate(Metric)}


def build_series(claims: Sequence[SourcedClaim]) -> tuple[Series, ...]:
    """Return all claims as series of comparable figures (DOMAIN §5.4 rules 1, 2 and 9).

    Comparable means: the same metric (which carries the verb), unit, population (nationality,
    role), area, kind of period and window. A population that is not told is not the population
    that is: those series are shown as related by the checks. Losses of single events are compared
    within one story only. Every claim stands in exactly one series; the same claim given twice
    counts once; the order of `claims` does not matter.

    Series of one area stand together (area, period, unit, metric …); points are ordered by
    as-of day, else publication day, then value, hash of the document and place in it.
    """
    ordered = order_claims(claims)
    stories = find_stories(ordered)
    groups: dict[SeriesKey, list[SourcedClaim]] = defaultdict(list)
    for stated in ordered:
        groups[_find_key(stated, stories)].append(stated)
    series = [
        Series(key, merge_points(members, stories))
        for rough, group in groups.items()
        for key, members in _split_by_start(rough, group)
    ]
    return tuple(sorted(series, key=lambda one: _key_order(one.key)))


def _find_key(stated: SourcedClaim, stories: Mapping[str, str]) -> SeriesKey:
    claim, source = stated.claim, stated.source
    area, period = find_area(claim.place), find_period(claim)
    story = stories[source.sha256]
    party = None if area else (source.agency or story)
    if claim.metric is Metric.AMOUNT_LOSS and period is Period.EVENT:
        party = story  # what one victim lost says nothing about what another one did
    return SeriesKey(
        metric=claim.metric,
        unit=claim.unit,
        nationality=claim.nationality,
        role=claim.role,
        area=area,
        period=period,
        item=claim.item,
        currency=claim.currency,
        of=claim.of,
        scope=claim.scope,
        planned=claim.planned,
        window=find_window(claim),
        party=party,
    )


def _split_by_start(
    key: SeriesKey, group: list[SourcedClaim]
) -> Iterable[tuple[SeriesKey, list[SourcedClaim]]]:
    """Return cumulative figures apart by the day they are counted from.

    A less exact start (2023) joins the one exact start that it covers (2023-07), and a figure
    that tells no start joins where there is only one: else each stands alone, because “this
    year” begins again every January.
    """
    if key.period is not Period.CUMULATIVE:
        return [(key, group)]
    starts = _join_starts({one.claim.since for one in group if one.claim.since is not None})
    told = set(starts.values())
    alone = next(iter(told)) if len(told) == 1 else None
    split: dict[PartialDate | None, list[SourcedClaim]] = defaultdict(list)
    for stated in group:
        since = stated.claim.since
        split[alone if since is None else starts[since]].append(stated)
    return [
        (replace(key, window=None if since is None else str(since)), members)
        for since, members in split.items()
    ]


def _join_starts(sinces: set[PartialDate]) -> dict[PartialDate, PartialDate]:
    """Return for each start the most exact one that it can only mean."""
    exact_first = sorted(sinces, key=lambda one: (not one.day, not one.month, one))
    joined: dict[PartialDate, PartialDate] = {}
    for since in exact_first:
        inside = {joined[other] for other in joined if covers(since, other)}
        joined[since] = inside.pop() if len(inside) == 1 else since
    return joined


def _key_order(key: SeriesKey) -> tuple[object, ...]:
    rest = (key.nationality, key.role, key.item, key.currency, key.of, key.scope, key.window)
    return (
        *(key.area or "~", key.period, key.unit, _METRIC_ORDER[key.metric], key.planned),
        *(value or "" for value in rest),
        key.party or "",
    )
