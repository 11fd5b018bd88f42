"""A part is not more than the total it is taken from."""

from collections.abc import Iterator, Sequence

from zhanlian.figures.bounds import find_interval
from zhanlian.figures.material import Finding, Material
from zhanlian.figures.phrases import tell
from zhanlian.model.claim import SourcedClaim
from zhanlian.model.figure import Outcome


def check_subset(material: Material) -> Iterator[Finding]:
    """Yield for each breakdown (“其中”) whether it fits into its total.

    Each part is compared by itself: two parts of one total may overlap (21 heads and 51
    fugitives), so they are never added up here.
    """
    for claims in material.documents.values():
        totals = index_totals(claims)
        for part in claims:
            total = find_total(part, totals)
            if total is not None:
                yield _compare(part, total)


def index_totals(claims: Sequence[SourcedClaim]) -> dict[int, list[SourcedClaim]]:
    """Return the claims of one document by their place."""
    totals: dict[int, list[SourcedClaim]] = {}
    for stated in claims:
        totals.setdefault(stated.claim.start, []).append(stated)
    return totals


def find_total(part: SourcedClaim, totals: dict[int, list[SourcedClaim]]) -> SourcedClaim | None:
    """Return the total that a part names, or None where it names none in the same unit.

    Where two figures begin at one place (2批8起), the one of the part's unit is meant, and of
    several the one of the same verb, else the largest.
    """
    if part.claim.part_of is None:
        return None
    fitting = [
        one
        for one in totals.get(part.claim.part_of, ())
        if one.claim.unit is part.claim.unit and one.claim.start != part.claim.start
    ]
    if not fitting:
        return None
    return max(fitting, key=lambda one: (one.claim.metric is part.claim.metric, one.claim.value))


def _compare(part: SourcedClaim, total: SourcedClaim) -> Finding:
    fits = find_interval(part.claim).low <= find_interval(total.claim).high
    outcome = Outcome.PASSED if fits else Outcome.FAILED
    return Finding(
        outcome,
        "fits" if fits else "exceeds",
        (total, part),
        lambda: tell("part", part) | tell("total", total),
    )
