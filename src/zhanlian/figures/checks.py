"""Series are checked by every rule; what is found is told in words and cites its claims."""

from collections.abc import Sequence
from typing import Final

from zhanlian.figures.material import CITED_CLAIMS, Finding, arrange
from zhanlian.figures.rules import RULES
from zhanlian.model.claim import SourcedClaim
from zhanlian.model.figure import Check, Outcome, Series
from zhanlian.model.message import Message

# A report that shows more checks of one rule than this is read by nobody; the rest is counted.
SHOWN_PER_RULE: Final = 2_000
_GRAVEST_FIRST: Final = {
    Outcome.FAILED: 0,
    Outcome.CONFLICT: 1,
    Outcome.FLAGGED: 2,
    Outcome.RELATED: 3,
    Outcome.PASSED: 4,
}


def check_figures(
    series: Sequence[Series],
    claims: Sequence[SourcedClaim],
    *,
    shown: int = SHOWN_PER_RULE,
) -> tuple[Check, ...]:
    """Return what every rule finds, rule by rule in the order of the registry.

    Within a rule the gravest come first (failed, conflict, flagged, related, passed), then the
    order of the series. Of more than `shown` checks of one rule the gravest `shown` are returned,
    and one more of the outcome `RELATED` says how many were left out.

    Args:
        series: of `build_series`.
        claims: the same claims the series were built from, in any order.
        shown: checks of one rule at most, at least 1.

    Cost: near linear in the claims; 100,000 take seconds.
    """
    material = arrange(series, claims)
    checks: list[Check] = []
    for name, rule in RULES:
        found = sorted(rule(material), key=lambda finding: _GRAVEST_FIRST[finding.outcome])
        checks.extend(finding.tell(name) for finding in found[:shown])
        if len(found) > shown:
            checks.append(_count_left_out(name, found[shown:]))
    return tuple(checks)


def _count_left_out(rule: str, left_out: Sequence[Finding]) -> Check:
    cited = left_out[0].claims[:CITED_CLAIMS]
    reason = Message("check.left-out", {"count": f"{len(left_out):,}"})
    return Check(rule, Outcome.RELATED, reason, cited)
