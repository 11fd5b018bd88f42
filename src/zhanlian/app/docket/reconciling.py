"""Figures of our own beside published ones: what agrees, what contradicts, what stands alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from zhanlian.app.ports import Figuring
from zhanlian.figures.bounds import find_interval
from zhanlian.figures.periods import find_day
from zhanlian.figures.stories import STORY_DAYS
from zhanlian.model.claim import SourcedClaim
from zhanlian.model.figure import Check, Outcome, Period, Series

_AGAINST: Final = frozenset((Outcome.FAILED, Outcome.CONFLICT))


class Verdict(StrEnum):
    """How one figure of ours stands to the published ones."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One figure of ours and the published ones that it was compared with.

    Attributes:
        own: of the docket.
        verdict: contradictions count before agreements.
        others: published claims that agree, or contradict.
        checks: of the figures room that cite it and a published one and did not pass.
    """

    own: SourcedClaim
    verdict: Verdict
    others: tuple[SourcedClaim, ...] = ()
    checks: tuple[Check, ...] = ()


def reconcile(
    own: Sequence[SourcedClaim], published: Sequence[SourcedClaim], figuring: Figuring
) -> tuple[Reconciled, ...]:
    """Return each figure of ours with what was published about the same, in their order.

    Comparable is what the figures room puts into one series: verb, unit, population, area and
    period. Published events of the same days with another number contradict.
    """
    together = (*own, *published)
    series = figuring.build_series(together)
    checks = figuring.check_figures(series, together)
    mine = frozenset(own)
    home = {claim: one for one in series for point in one.points for claim in point.claims}
    return tuple(_compare(claim, home.get(claim), checks, mine) for claim in own)


def _compare(
    own: SourcedClaim,
    series: Series | None,
    checks: Sequence[Check],
    mine: frozenset[SourcedClaim],
) -> Reconciled:
    against = tuple(
        check
        for check in checks
        if check.outcome in _AGAINST and own in check.claims and not mine.issuperset(check.claims)
    )
    near = [] if series is None else _list_near(own, series, mine)
    meets = find_interval(own.claim)
    differing = [one for one in near if not find_interval(one.claim).meets(meets)]
    if against or differing:
        return Reconciled(own, Verdict.CONTRADICTS, tuple(differing), against)
    if near:
        return Reconciled(own, Verdict.AGREES, tuple(near))
    return Reconciled(own, Verdict.ALONE)


def _list_near(
    own: SourcedClaim, series: Series, mine: frozenset[SourcedClaim]
) -> list[SourcedClaim]:
    """Return the published claims of a series that are about the same event or day as ours."""
    day, found = find_day(own), list[SourcedClaim]()
    for point in series.points:
        same_point = own in point.claims
        for other in point.claims:
            if other in mine:
                continue
            their = find_day(other)
            apart = None if day is None or their is None else abs((day - their).days)
            limit = STORY_DAYS if series.key.period is Period.EVENT else 0
            if same_point or (apart is not None and apart <= limit):
                found.append(other)
    return found
