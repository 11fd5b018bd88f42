"""The cases of listed batches add up to the number told later (2批8起 = 5 + 3)."""

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


def check_batch_sum(material: Material) -> Iterator[Finding]:
    """Yield for each “N batches, M cases” whether the last N listings before it sum to M.

    Only listings published by other documents and before it are counted. A sum that differs
    is told as related, not as failed: a batch number alone does not name its programme (2016
    and 2022 both had a first batch).
    """
    listings = _list_listings(material)
    for claims in material.documents.values():
        for batches, cases in _find_announced(claims):
            day = cases.source.published
            earlier = [
                listing
                for published, listing in listings
                if day is not None
                and published < day.first_day
                and listing.source.sha256 != cases.source.sha256
            ]
            count = int(batches.claim.value)
            if 0 < count <= len(earlier):
                yield _compare(batches, cases, earlier[-count:])


def _list_listings(material: Material) -> list[tuple[date, SourcedClaim]]:
    """Return the listings in order of their publication."""
    announced = {
        cases for claims in material.documents.values() for _, cases in _find_announced(claims)
    }
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
    batches = [one for one in claims if one.claim.metric is Metric.BATCHES]
    found = []
    for batch in batches:
        for cases in claims:
            near = abs(cases.claim.start - batch.claim.start) <= _TOGETHER
            if cases.claim.metric is Metric.CASES_SUPERVISED and near:
                found.append((batch, cases))
                break
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
