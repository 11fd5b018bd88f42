"""A running total does not fall."""

from collections.abc import Iterator
from itertools import pairwise

from zhanlian.figures.bounds import find_interval
from zhanlian.figures.material import Finding, Material, list_dated
from zhanlian.figures.phrases import tell
from zhanlian.model.claim import SourcedClaim
from zhanlian.model.figure import Outcome, Period, SeriesKey


def check_monotone(material: Material) -> Iterator[Finding]:
    """Yield for each two neighbours of a cumulative series whether the later one holds.

    A total may stand still, and may fall by no more than the rounding of both figures allows
    (5万余 → 53,000 grows, 5.3万余 → 53,000 stands). A fall is a failure only where area and start
    of the count are the same in both texts; else it is told as open. Figures of one day are
    compared by the party-count rule.
    """
    for series in material.list_series(Period.CUMULATIVE):
        for (day, earlier), (next_day, later) in pairwise(list_dated(series)):
            if day < next_day:
                yield _compare(series.key, earlier, later)


def _compare(key: SeriesKey, earlier: SourcedClaim, later: SourcedClaim) -> Finding:
    before, after = find_interval(earlier.claim), find_interval(later.claim)
    if later.claim.value == earlier.claim.value:
        outcome, case = Outcome.PASSED, "equal"
    elif later.claim.value > earlier.claim.value:
        outcome, case = Outcome.PASSED, "grown"
    elif after.high >= before.low:
        outcome, case = Outcome.PASSED, "rounding"
    elif earlier.claim.since != later.claim.since:
        outcome, case = Outcome.RELATED, "other-start"
    elif key.area is None:
        outcome, case = Outcome.FLAGGED, "no-area"
    else:
        outcome, case = Outcome.FAILED, "fallen"
    return Finding(
        outcome, case, (earlier, later), lambda: tell("earlier", earlier) | tell("later", later)
    )
