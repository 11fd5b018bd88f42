"""From findings to claims: attributes, quotes, and one claim a fact."""

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Final

from zhanlian.model.claim import Claim, Metric, Unit
from zhanlian.model.document import Span
from zhanlian.reading.claims.attributes import (
    find_nationality,
    find_period,
    is_cumulative,
    is_planned,
)
from zhanlian.reading.claims.finding import Finding
from zhanlian.reading.claims.measures import unit_of
from zhanlian.reading.claims.places import find_place
from zhanlian.reading.claims.quotes import find_quote
from zhanlian.reading.claims.repeats import Told, drop_repeats
from zhanlian.reading.date_mention import DateMention

# A noun's modifier is about this long at most (车手团队).
_MODIFIER: Final = 6


def assemble(
    text: str,
    findings: Sequence[Finding],
    dates: Sequence[DateMention],
    sections: Sequence[int],
    headlines: Sequence[Span],
    scope: str | None,
) -> tuple[Claim, ...]:
    """Return the claims of a document's findings, repeats left out, by place.

    Args:
        text: the original text, which quotes are cut from.
        findings: in order of their place.
        dates: date mentions of the document, by place.
        sections: where the numbered sections of the article begin (one case each).
        headlines: the title and the headings, which round figures that the text spells out.
        scope: ``general`` when the document is not about fraud.
    """
    starts = [mention.start for mention in dates]
    headings = sorted((span.start, span.end) for span in headlines)
    claims = [_claim(text, finding, dates, starts, scope) for finding in findings]
    told = [
        Told(
            claim,
            finding.governor.head.stage if finding.governor else "",
            finding.counted.start,
            finding.sentence.start,
            bisect_right(sections, claim.start),
            finding.counted.number.step,
            _is_inside(claim.start, headings),
            finding.counted.kind,
            _name(finding),
            _is_weak(finding),
        )
        for claim, finding in zip(claims, findings, strict=True)
    ]
    told.sort(key=lambda each: (each.claim.start, each.claim.metric))
    return tuple(drop_repeats(told))


def _is_inside(offset: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Return whether an offset lies in one of some spans, which do not overlap."""
    last = bisect_right(spans, offset, key=itemgetter(0))
    return last > 0 and offset < spans[last - 1][1]


def _claim(
    text: str,
    finding: Finding,
    dates: Sequence[DateMention],
    starts: Sequence[int],
    scope: str | None,
) -> Claim:
    counted, change = finding.counted, finding.change
    start, end = find_quote(finding)
    since, as_of = find_period(finding, dates, starts)
    unit = unit_of(counted.kind, counted.currency)
    if finding.metric is Metric.ORG_UNITS:
        unit = Unit.OTHER
    value = counted.number.value
    parent = finding.parent
    return Claim(
        metric=finding.metric,
        value=_plain(-value if change is not None and change.sign < 0 else value),
        unit=unit,
        qualifier=counted.number.qualifier,
        quote=text[start:end],
        start=start,
        cumulative=is_cumulative(finding),
        nationality=find_nationality(finding),
        role=finding.role,
        since=since,
        as_of=as_of,
        place=find_place(finding),
        item=finding.item,
        currency=counted.currency if unit == "other" else None,
        of=change.of if change is not None else None,
        scope=finding.scope or scope,
        planned=is_planned(finding),
        verb=finding.governor.token.entry.word if finding.governor else "",
        part_of=find_quote(parent)[0] if parent is not None else None,
    )


def _name(finding: Finding) -> str:
    """Return the words that name the counted things, with what stands before the noun."""
    counted, sentence = finding.counted, finding.sentence
    if counted.noun_start < 0:
        return ""
    start = counted.noun_start
    if start < counted.start:
        start = max(counted.floor, sentence.bounds[counted.clause], start - _MODIFIER)
    return sentence.text[start : counted.noun_end].strip("、和及，, ")


def _is_weak(finding: Finding) -> bool:
    if finding.metric in (Metric.MEMBERS, Metric.ORG_UNITS):
        return finding.role is None
    governor = finding.governor
    return (
        governor is not None
        and governor.head.name == "escort"
        and finding.metric is Metric.SUSPECTS_CAPTURED
    )


def _plain(value: Decimal) -> Decimal:
    """Return the value without a trailing fraction of zeros (48000.0 is 48000)."""
    whole = value.to_integral_value()
    return whole if value == whole else value
