"""The same story from several outlets is counted once, with all its sources.

Two documents tell the same story when they are published within three days of each other and
share at least two figures, and at least three fifths of the shorter one's. A part is shared only
where its whole is: 5 ringleaders of 43 are not 5 of 44. Within a series, the
same value with the same comparator is one point when it is the same statement again; published
weeks later it is a point of its own (equal values are allowed).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final, TypeAlias

from zhanlian.figures.periods import find_day, find_period
from zhanlian.model.claim import Claim, Qualifier, SourcedClaim
from zhanlian.model.figure import Period, Point

STORY_DAYS: Final = 3
_SHARED_FIGURES: Final = 2
_SHARED_PART: Final = Decimal("0.6")
# Small events repeat by chance (抓获5名 twice in a week); from here on a number is a name.
_DISTINCTIVE: Final = 100

_Print: TypeAlias = tuple[str, Decimal, str, str, str, str]


def find_stories(claims: Sequence[SourcedClaim]) -> Mapping[str, str]:
    """Return for each document's sha256 that of the first published document of its story.

    Cost: linear in the claims but for sorting; only neighbours in time that share a figure are
    compared. A story never spans more than `STORY_DAYS` days.
    """
    prints: dict[str, dict[_Print, Decimal | None]] = defaultdict(dict)
    days: dict[str, date | None] = {}
    wholes = {(stated.source.sha256, stated.claim.start): stated.claim.value for stated in claims}
    for stated in claims:
        sha256, published, part_of = (
            stated.source.sha256,
            stated.source.published,
            stated.claim.part_of,
        )
        whole = None if part_of is None else wholes.get((sha256, part_of))
        prints[sha256].setdefault(_print(stated.claim), whole)
        days[sha256] = published.last_day if published and published.day else None
    found = {sha256: sha256 for sha256 in prints}
    first, last = dict(days), dict(days)
    for one, other in _neighbours(prints, days):
        if not _share_enough(prints[one], prints[other]):
            continue
        a, b = sorted((_root(found, one), _root(found, other)), key=lambda x: (days[x], x))
        starts, ends = (first[a], first[b]), (last[a], last[b])
        if a == b or None in starts or None in ends:
            continue
        start, end = min(d for d in starts if d), max(d for d in ends if d)
        if (end - start).days <= STORY_DAYS:
            found[b], first[a], last[a] = a, start, end
    return {sha256: _root(found, sha256) for sha256 in found}


def merge_points(claims: Iterable[SourcedClaim], stories: Mapping[str, str]) -> tuple[Point, ...]:
    """Return the points of one series, ordered by day, then value, then source and place.

    Figures without any day come last. Equal values stay two points unless `_is_same` says that
    they are one statement.
    """
    buckets: dict[tuple[Decimal, Qualifier], list[SourcedClaim]] = defaultdict(list)
    for stated in claims:
        buckets[(stated.claim.value, stated.claim.qualifier)].append(stated)
    points: list[Point] = []
    for bucket in buckets.values():
        points.extend(_cluster(sorted(bucket, key=_point_order), stories))
    return tuple(sorted(points, key=lambda point: _point_order(point.claims[0])))


def _cluster(ordered: Sequence[SourcedClaim], stories: Mapping[str, str]) -> list[Point]:
    """Return the points of claims of one value; each is compared with its cluster's first."""
    clusters: list[list[SourcedClaim]] = []
    homes: dict[tuple[str, str], list[SourcedClaim]] = {}
    for stated in ordered:
        retold = (stories[stated.source.sha256], stated.claim.quote)
        home = homes.get(retold)
        if home is None and clusters and _is_same(clusters[-1][0], stated, stories):
            home = clusters[-1]
        if home is None:
            home = []
            clusters.append(home)
        home.append(stated)
        homes.setdefault(retold, home)
    return [Point(tuple(sorted(cluster, key=_published_order))) for cluster in clusters]


def _is_same(one: SourcedClaim, other: SourcedClaim, stories: Mapping[str, str]) -> bool:
    """Return whether two claims of one series and one value are the same statement."""
    same_document = one.source.sha256 == other.source.sha256
    event = find_period(one.claim) is Period.EVENT
    if event and same_document and one.claim.value < _DISTINCTIVE:
        return False  # the reading states a fact once; two small equal ones are two facts
    both_dated = one.claim.as_of is not None and other.claim.as_of is not None
    if both_dated and one.claim.as_of == other.claim.as_of:
        return True
    if stories[one.source.sha256] == stories[other.source.sha256]:
        return not event or one.claim.value >= _DISTINCTIVE
    if event and (both_dated or one.claim.value < _DISTINCTIVE):
        return False
    return _are_near(one, other)


def _are_near(one: SourcedClaim, other: SourcedClaim) -> bool:
    first, second = one.source.published, other.source.published
    if first is None or second is None or not (first.day and second.day):
        return False
    return abs((first.first_day - second.first_day).days) <= STORY_DAYS


def _print(claim: Claim) -> _Print:
    return (
        claim.metric, claim.value, claim.unit, claim.qualifier,
        claim.nationality or "", claim.role or "",
    )  # fmt: skip


def _neighbours(
    prints: Mapping[str, Mapping[_Print, Decimal | None]], days: Mapping[str, date | None]
) -> list[tuple[str, str]]:
    """Return pairs of documents that share a figure and stand next to each other in time."""
    holders: dict[_Print, list[tuple[date, str]]] = defaultdict(list)
    for sha256, figures in prints.items():
        day = days[sha256]
        if day is not None:
            for figure in figures:
                holders[figure].append((day, sha256))
    pairs = {
        (one, other)
        for documents in holders.values()
        for (early, one), (late, other) in pairwise(sorted(documents))
        if (late - early).days <= STORY_DAYS
    }
    return sorted(pairs, key=lambda pair: (days[pair[0]], days[pair[1]], pair))


def _share_enough(
    one: Mapping[_Print, Decimal | None], other: Mapping[_Print, Decimal | None]
) -> bool:
    shared = sum(
        None in (one[figure], other[figure]) or one[figure] == other[figure]
        for figure in one.keys() & other.keys()
    )
    return shared >= _SHARED_FIGURES and shared >= _SHARED_PART * min(len(one), len(other))


def _root(found: dict[str, str], sha256: str) -> str:
    while found[sha256] != sha256:
        found[sha256] = found[found[sha256]]
        sha256 = found[sha256]
    return sha256


def _point_order(stated: SourcedClaim) -> tuple[date, Decimal, str, int, str]:
    claim = stated.claim
    day = find_day(stated) or date.max
    return (day, claim.value, stated.source.sha256, claim.start, claim.qualifier)


def _published_order(stated: SourcedClaim) -> tuple[date, str, int]:
    published = stated.source.published
    day = published.last_day if published else date.max
    return (day, stated.source.sha256, stated.claim.start)
