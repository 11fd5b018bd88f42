"""The cases of listed batches add up to the number told later (2批8起 = 5 + 3)."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from typing import Final

from zhanlian.figures.bounds import ZERO, find_interval
from zhanlian.figures.material import Finding, Material, list_dated
from zhanlian.figures.phrases import tell, tell_all, tell_interval
from zhanlian.model.claim import Metric, SourcedClaim
from zhanlian.model.figure import Outcome, Period

# A number of batches and the number of their cases stand together (2批8起).
_TOGETHER: Final = 20
_MOST_BATCHES: Final = 100


def check_batch_sum(material: Material) -> Iterator[Finding]:
    """Yield for each “N batches, M cases” whether the last N listings before it sum to M.

    Only listings published before it are counted. A sum that differs
    is told as related, not as failed: a batch number alone does not name its programme (2016
    and 2022 both had a first batch).
    """
    announced = [pair for claims in material.documents.values() for pair in _find_announced(claims)]
    listings = _list_listings(material, {cases for _, cases in announced})
    days = [day for day, _ in listings]
    for batches, cases in announced:
        published, told = cases.source.published, batches.claim.value
        if published is None or not 0 < told <= _MOST_BATCHES:
            continue
        count = int(told)
        earlier = listings[: bisect_left(days, published.first_day)][-count:]
        if len(earlier) == count:
            yield _compare(batches, cases, [listing for _, listing in earlier])


def _list_listings(
    material: Material, announced: set[SourcedClaim]
) -> list[tuple[date, SourcedClaim]]:
    """Return the listings in order of their publication."""
    return sorted(
        (
            (day, stated)
            for series in material.list_series(Period.EVENT)
            if series.key.metric is Metric.CASES_SUPERVISED
            for day, stated in list_dated(series)
            if stated not in announced and stated.claim.part_of is None
        ),
        key=lambda one: (one[0], one[1].source.sha256, one[1].claim.start),
    )


def _find_announced(
    claims: tuple[SourcedClaim, ...],
) -> list[tuple[SourcedClaim, SourcedClaim]]:
    """Return the numbers of batches of a document with the number of their cases."""
    cases = [one for one in claims if one.claim.metric is Metric.CASES_SUPERVISED]
    starts = [one.claim.start for one in cases]
    found = []
    for batch in claims:
        place = bisect_left(starts, batch.claim.start - _TOGETHER)
        if batch.claim.metric is not Metric.BATCHES or place == len(cases):
            continue
        if starts[place] <= batch.claim.start + _TOGETHER:
            found.append((batch, cases[place]))
    return found


def _compare(batches: SourcedClaim, cases: SourcedClaim, listings: list[SourcedClaim]) -> Finding:
    added = ZERO
    for listing in listings:
        added += find_interval(listing.claim)
    agrees = added.meets(find_interval(cases.claim))
    outcome = Outcome.PASSED if agrees else Outcome.RELATED
    case = "agrees" if agrees else "differs"
    return Finding(
        outcome,
        case,
        (batches, cases, *listings),
        lambda: (
            tell("batches", batches)
            | tell("cases", cases)
            | tell_all("listings", listings)
            | tell_interval("sum", added, cases.claim)
        ),
    )
