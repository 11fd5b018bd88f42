"""Equal digits under different verbs are shown, not merged."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from zhanlian.figures.areas import find_area
from zhanlian.figures.material import Finding, Material, list_firsts
from zhanlian.figures.periods import find_period
from zhanlian.figures.phrases import tell_all, tell_area, tell_metrics
from zhanlian.model.claim import Metric, SourcedClaim, Unit
from zhanlian.model.figure import Outcome, Period

# Below this, two figures are equal by chance.
_DISTINCTIVE: Final = 100


def check_same_digits(material: Material) -> Iterator[Finding]:
    """Yield a conflict where totals of one area have the same digits and different verbs.

    50,000 caught and 50,000 handed over cannot be told apart from a slip of the verb by the
    figures alone. People in events of one document (352 caught, 352 handed over) are only told
    as related: there the text itself keeps both verbs.
    """
    totals: dict[tuple[object, ...], list[SourcedClaim]] = defaultdict(list)
    for series in material.list_series(Period.CUMULATIVE, Period.CLOSED):
        key = series.key
        for stated in list_firsts(series.points):
            place = (key.area, key.unit, key.period, key.role, key.currency, stated.claim.value)
            totals[place].append(stated)
    for (area, *_), claims in totals.items():
        told = _one_a_verb(claims)
        if area is not None and told:
            yield _show(Outcome.CONFLICT, "totals", told)
    for claims_of_document in material.documents.values():
        yield from _show_events(claims_of_document)


def _show_events(claims: tuple[SourcedClaim, ...]) -> Iterator[Finding]:
    events: dict[tuple[object, ...], list[SourcedClaim]] = defaultdict(list)
    for stated in claims:
        claim = stated.claim
        people = claim.unit is Unit.PERSON and not claim.planned and claim.scope is None
        if people and find_period(claim) is Period.EVENT:
            events[(claim.role, claim.nationality, claim.value)].append(stated)
    for equal in events.values():
        told = _one_a_verb(equal)
        if told:
            yield _show(Outcome.RELATED, "events", told)


def _one_a_verb(claims: list[SourcedClaim]) -> list[SourcedClaim]:
    """Return the first claim of each verb, or nothing where there is one verb only."""
    firsts: dict[Metric, SourcedClaim] = {}
    for stated in claims:
        if stated.claim.metric not in (Metric.OTHER, Metric.CHANGE):
            firsts.setdefault(stated.claim.metric, stated)
    distinctive = claims[0].claim.value >= _DISTINCTIVE
    return list(firsts.values()) if len(firsts) > 1 and distinctive else []


def _show(outcome: Outcome, case: str, claims: list[SourcedClaim]) -> Finding:
    return Finding(
        outcome,
        case,
        tuple(claims),
        lambda: (
            tell_all("figures", claims)
            | tell_metrics("verbs", [one.claim.metric for one in claims])
            | tell_area("area", find_area(claims[0].claim.place))
        ),
    )
