"""One event, several counts: each party's figure is kept and the difference shown."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhanlian.figures.areas import is_within, list_containing
from zhanlian.figures.bounds import find_interval
from zhanlian.figures.material import Finding, Material, list_firsts
from zhanlian.figures.phrases import tell_all, tell_area
from zhanlian.model.claim import SourcedClaim
from zhanlian.model.figure import Outcome, Period

# Counts further apart than this are taken as other events of the same day.
_SAME_EVENT: Final = Decimal("1.5")
# (area, claim) of one verb and one day
_Counted = tuple[str, SourcedClaim]


def check_party_count(material: Material) -> Iterator[Finding]:
    """Yield a conflict where different sources count one event of one day differently.

    One event: the same verb, unit and day, areas that contain each other (佤邦 and 缅北), no
    contradicting nationality, counts less than one and a half times apart. Documents that share
    one of these figures tell the same story and do not disagree. Cost: linear but for sorting.
    """
    buckets: dict[tuple[object, ...], list[_Counted]] = defaultdict(list)
    for series in material.list_series(Period.EVENT, Period.CUMULATIVE):
        key = series.key
        if key.area is None:
            continue
        kind = (key.metric, key.unit, key.period, key.role, key.item, key.currency)
        for stated in list_firsts(series.points):
            as_of = stated.claim.as_of
            if as_of is not None and as_of.day:
                bucket = (*kind, list_containing(key.area)[-1], as_of)
                buckets[bucket].append((key.area, stated))
    for counted in buckets.values():
        for cluster in _cluster(sorted(counted, key=_by_value)):
            if _disagree([stated for _, stated in cluster]):
                yield _show(cluster)


def _cluster(counted: Sequence[_Counted]) -> list[list[_Counted]]:
    """Return counts that can be of one event; each is compared with its cluster's smallest."""
    clusters: list[list[_Counted]] = []
    for area, stated in counted:
        if clusters and _fits(clusters[-1][0], area, stated):
            clusters[-1].append((area, stated))
        else:
            clusters.append([(area, stated)])
    return clusters


def _fits(smallest: _Counted, area: str, stated: SourcedClaim) -> bool:
    home, first = smallest
    nations = {first.claim.nationality, stated.claim.nationality} - {None}
    return (
        len(nations) < 2
        and stated.claim.value <= first.claim.value * _SAME_EVENT
        and (is_within(area, home) or is_within(home, area))
    )


def _disagree(claims: Sequence[SourcedClaim]) -> bool:
    """Return whether another party than the first's has a count that no first one meets."""
    first = claims[0]
    own = [find_interval(one.claim) for one in claims if _party(one) == _party(first)]
    others: dict[str, bool] = {}
    for stated in claims:
        if _party(stated) != _party(first):
            interval = find_interval(stated.claim)
            meets = any(interval.meets(mine) for mine in own)
            others[_party(stated)] = others.get(_party(stated), False) or meets
    return not all(others.values())


def _party(stated: SourcedClaim) -> str:
    return stated.source.agency or stated.source.outlet or stated.source.sha256


def _show(cluster: Sequence[_Counted]) -> Finding:
    claims = [stated for _, stated in cluster]
    return Finding(
        Outcome.CONFLICT,
        "differ",
        tuple(claims),
        lambda: tell_all("figures", claims, source=True) | tell_area("area", cluster[0][0]),
    )


def _by_value(counted: _Counted) -> tuple[Decimal, str, str, int]:
    area, stated = counted
    return (stated.claim.value, area, stated.source.sha256, stated.claim.start)
