"""Claims: every figure of a document that says something about enforcement, harm or prevention."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from zhanlian.model.claim import Claim
from zhanlian.model.document import Body, Span
from zhanlian.reading.claims.assemble import assemble
from zhanlian.reading.claims.paragraph import Finding, find_findings
from zhanlian.reading.claims.scope import find_scope
from zhanlian.reading.claims.stories import settle_stakes
from zhanlian.reading.date_mention import DateMention
from zhanlian.reading.dates import find_dates
from zhanlian.reading.numerals import find_numbers
from zhanlian.reading.script import fold_script

__all__ = ["find_claims"]


def find_claims(text: str, body: Body) -> tuple[Claim, ...]:
    """Return the figure claims of a document, in order of their place.

    Args:
        text: the document's text; offsets of the claims count its characters.
        body: where the article stands in it.
    """
    folded = fold_script(text)
    dates = find_dates(folded, body.published)
    spans = sorted(
        [*body.paragraphs, *([body.title] if body.title else [])], key=lambda span: span.start
    )
    findings: list[Finding] = []
    for span in spans:
        findings.extend(_read_span(folded, span, dates))
    scope = find_scope(folded, spans)
    return assemble(text, settle_stakes(findings), dates, scope)


def _read_span(folded: str, span: Span, dates: Sequence[DateMention]) -> Iterator[Finding]:
    numbers = find_numbers(folded, span.start, span.end)
    first = bisect_left(dates, span.start, key=lambda mention: mention.start)
    inside = []
    for number in numbers:
        while first < len(dates) and dates[first].end <= number.core:
            first += 1
        if first < len(dates) and dates[first].start <= number.core:
            continue
        inside.append(number)
    return find_findings(folded, span.start, span.end, inside)
