"""Victims' stories: of all amounts that a victim puts in, only the final loss is a claim."""

from collections.abc import Sequence
from typing import Final

from zhanlian.model.claim import Metric
from zhanlian.reading.claims.finding import Finding

# A story of one victim takes about this many characters from its stakes to its loss.
_REACH: Final = 220


def settle_stakes(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings without stakes on the way to a loss that is told.

    An amount of a weak head (投入, 转账, 充值) counts only where its neighbourhood tells no loss,
    and then only the largest one of a run of stakes.
    """
    kept = [finding for finding in findings if not finding.weak]
    run: list[Finding] = []
    for finding in [*findings, None]:
        if finding is not None and finding.weak:
            run.append(finding)
        elif run and (finding is None or _tells_loss(finding) or _is_far(run[-1], finding)):
            if not any(_tells_loss(other) and not _is_far(run[0], other) for other in kept):
                kept.append(max(run, key=lambda stake: stake.counted.number.value))
            run = []
    return sorted(kept, key=lambda finding: finding.counted.start)


def _tells_loss(finding: Finding) -> bool:
    return finding.metric is Metric.AMOUNT_LOSS and not finding.weak


def _is_far(one: Finding, other: Finding) -> bool:
    return abs(other.counted.start - one.counted.start) > _REACH
