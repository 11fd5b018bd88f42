"""Changes: percentages by which a published figure rose or fell."""

from dataclasses import dataclass

from zhanlian.model.claim import Metric
from zhanlian.reading.claims.counted import Counted
from zhanlian.reading.claims.lexicon import Token
from zhanlian.reading.claims.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Change:
    """A change or share in percent.

    Attributes:
        sign: -1 for a fall, 1 for a rise, 0 for a share.
        of: the metric that changes, or None when the text does not say one of ours.
        start: where the words that name it begin, for the quote.
    """

    sign: int
    of: Metric | None
    start: int


_BY_KIND = {
    "case": Metric.CASES_FILED,
    "gang": Metric.GANGS_DISMANTLED,
    "person": Metric.SUSPECTS_CAPTURED,
}


def find_change(sentence: Sentence, counted: Counted) -> Change | None:
    """Return the change that a percentage states, or None when it states something else."""
    start, _ = sentence.clause_span(counted.clause)
    before = sentence.tokens_between(start, counted.start)
    sign = 0
    for token in reversed(before):
        marks = token.entry.marks
        if "change_up" in marks or "change_down" in marks:
            sign = 1 if "change_up" in marks else -1
            break
        if "share" in marks:
            return Change(0, None, token.start)
    if not sign:
        return None
    named = _what_changes(before)
    clause = counted.clause
    while named is None and clause > max(0, counted.clause - 2):
        clause -= 1
        earlier, end = sentence.clause_span(clause)
        named = _what_changes(sentence.tokens_between(earlier, end))
    if named is None:
        return None
    metric, first = named
    return Change(sign, metric, first if first >= start else before[0].start if before else start)


def _what_changes(tokens: list[Token]) -> tuple[Metric, int] | None:
    """Return the metric that the nearest word names, and where the word begins."""
    for token in reversed(tokens):
        for head in token.entry.heads:
            for kind in ("case", "person", "money"):
                metric = head.counts.get(kind)
                if metric is not None and metric is not Metric.OTHER:
                    return metric, token.start
        noun = token.entry.noun
        if noun is not None and noun.kind in _BY_KIND:
            return _BY_KIND[noun.kind], token.start
    return None
