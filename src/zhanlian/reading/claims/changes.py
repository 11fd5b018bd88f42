"""Changes: percentages by which a published figure rose or fell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

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


_DIFFERENCE: Final = re.compile(r"(?:减少|下降|增加|上升|增长|多|少|降低)了?$")
_BY_KIND: Final = {
    "case": Metric.CASES_FILED,
    "gang": Metric.GANGS_DISMANTLED,
    "person": Metric.SUSPECTS_CAPTURED,
}


def find_change(
    sentence: Sentence, counted: Counted, rank: int, told: Sequence[Metric]
) -> Change | None:
    """Return the change that a percentage states, or None when it states something else.

    Args:
        sentence: where it stands.
        counted: the percentage.
        rank: how many percentages stand before it in its clause.
        told: metrics of the figures that the sentence told before, for a change that names
            nothing itself (……抓获4120人，同比分别上升12.3%和8.5%).
    """
    start, _ = sentence.clause_span(counted.clause)
    before = sentence.tokens_between(start, counted.start)
    sign, place = _direction(before)
    if sign is None:
        return None
    if sign == 0:
        return Change(0, None, place)
    named = _what_changes(before)
    if named is not None:
        return Change(sign, *named)
    if told:
        each = told[-2:] if sentence.text.find("分别", start, counted.start) >= 0 else told[-1:]
        return Change(sign, each[min(rank, len(each) - 1)], place)
    for clause in range(counted.clause - 1, max(-1, counted.clause - 3), -1):
        named = _what_changes(sentence.tokens_between(*sentence.clause_span(clause)))
        if named is not None:
            return Change(sign, named[0], place)
    return None


def is_difference(sentence: Sentence, counted: Counted) -> bool:
    """Return whether an amount is only the difference to an earlier one (减少2.1亿元)."""
    before = sentence.text[max(sentence.start, counted.start - 5) : counted.start]
    return _DIFFERENCE.search(before) is not None


def _direction(before: Sequence[Token]) -> tuple[int | None, int]:
    """Return the sign of the nearest word of change (0 for a share) and where it stands."""
    for token in reversed(before):
        marks = token.entry.marks
        if "change_up" in marks:
            return 1, token.start
        if "change_down" in marks:
            return -1, token.start
        if "share" in marks:
            return 0, token.start
    return None, -1


def _what_changes(tokens: Sequence[Token]) -> tuple[Metric, int] | None:
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
