"""Claims: every figure of a document that says something about enforcement, harm or prevention."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from zhanlian.model.claim import Claim
from zhanlian.model.document import Body, Span
from zhanlian.reading.claims.assemble import assemble
from zhanlian.reading.claims.counted import may_count
from zhanlian.reading.claims.english import find_english_findings
from zhanlian.reading.claims.finding import Context, Finding
from zhanlian.reading.claims.lexicon import find_tokens
from zhanlian.reading.claims.paragraph import find_findings
from zhanlian.reading.claims.scope import find_scope, find_unrelated
from zhanlian.reading.claims.sections import find_headlines, find_sections
from zhanlian.reading.claims.stories import settle_stakes
from zhanlian.reading.claims.verse import join_verse
from zhanlian.reading.date_mention import DateMention
from zhanlian.reading.dates import find_dates
from zhanlian.reading.numerals import find_numbers
from zhanlian.reading.numerals_en import find_english_numbers
from zhanlian.reading.script import fold_script, is_traditional

__all__ = ["find_claims"]

_SAMPLE: Final = 200


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
    context = Context()
    if body.title is not None:
        words = find_tokens(folded, body.title.start, body.title.end)
        context.headline_abroad = any("abroad" in word.entry.marks for word in words)
    if is_traditional(text):
        # Press of Hong Kong, Macau and Taiwan: their 逮捕 is the catching, as abroad.
        context.headline_abroad = True
    unrelated = find_unrelated(folded, spans)
    for span in join_verse(folded, spans, body.title):
        found = _read_span(folded, span, dates, context)
        if span.start in unrelated:
            found = (replace(finding, scope="general") for finding in found)
        findings.extend(found)
    sections = find_sections(folded, spans)
    scope = find_scope(folded, spans)
    return assemble(
        text, settle_stakes(findings), dates, sections, find_headlines(folded, body), scope
    )


def _read_span(
    folded: str, span: Span, dates: Sequence[DateMention], context: Context
) -> Iterator[Finding]:
    english = _is_english(folded, span)
    find = find_english_numbers if english else find_numbers
    numbers = find(folded, span.start, span.end)
    first = bisect_left(dates, span.start, key=lambda mention: mention.start)
    inside = []
    for number in numbers:
        while first < len(dates) and dates[first].end <= number.core:
            first += 1
        if first < len(dates) and dates[first].start <= number.core:
            continue
        if english or may_count(folded, number):
            inside.append(number)
    read = find_english_findings if english else find_findings
    return read(folded, span.start, span.end, inside, context)


def _is_english(text: str, span: Span) -> bool:
    """Return whether a span is written in Latin letters: one Chinese character in ten ends it."""
    sample = text[span.start : min(span.end, span.start + _SAMPLE)]
    # A Chinese character takes three bytes in UTF-8, a Latin letter one.
    return len(sample.encode("utf-8", "replace")) * 10 < len(sample) * 12
