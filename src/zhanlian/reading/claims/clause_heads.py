"""Heads of a clause: the words in it that can say what happened to a counted thing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from zhanlian.model.claim import Metric
from zhanlian.reading.claims.counted import Counted
from zhanlian.reading.claims.lexicon import Head, Token
from zhanlian.reading.claims.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Governor:
    """A head at its place, with the metric that it gives to the counted thing."""

    token: Token
    head: Head
    metric: Metric


_ATTRIBUTIVE: Final = "的"
# 落网20人, 死亡3人: a subject verb right before the number may have 了 or 的 between.
_SUBJECT_REACH: Final = 3
_NEGATION_REACH: Final = 6


def find_before(sentence: Sentence, counted: Counted, clause: int) -> Iterator[Governor]:
    """Yield the heads of a clause that stand before the counted thing, nearest first."""
    start, end = sentence.clause_span(clause)
    last = min(end, counted.start)
    for token in reversed(sentence.tokens_between(start, last)):
        governor = find_governor(sentence, token, counted.kind)
        if governor is None or _speaks_of_whole(sentence, counted):
            continue  # 被捕者中4人: the verb speaks of the whole
        if governor.head.frame != "subject" or _reaches(sentence, governor, counted):
            yield governor


def _speaks_of_whole(sentence: Sentence, counted: Counted) -> bool:
    before = sentence.text[max(sentence.start, counted.start - 2) : counted.start]
    return before.endswith("中") and before != "其中"


def find_behind(
    sentence: Sentence, counted: Counted, clause: int, limit: int
) -> Iterator[Governor]:
    """Yield the heads of a clause that stand behind the counted thing, nearest first."""
    start, end = sentence.clause_span(clause)
    for token in sentence.tokens_between(max(start, counted.end), min(end, limit)):
        governor = find_governor(sentence, token, counted.kind)
        if governor is not None:
            yield governor


def find_governor(sentence: Sentence, token: Token, kind: str) -> Governor | None:
    """Return a word as the head of things of a kind, or None when it does not count them.

    A negated verb (暂缓遣送) tells of people something else; of things it tells nothing.
    """
    for head in token.entry.heads:
        metric = head.counts.get(kind)
        if head.abroad and sentence.abroad:
            metric = head.abroad.get(kind)
        if metric is not None:
            start, _ = sentence.clause_span(sentence.clause_at(token.start))
            if sentence.has_mark("negated", max(start, token.start - _NEGATION_REACH), token.start):
                if kind != "person":
                    return None
                return Governor(token, head, Metric.OTHER)
            return Governor(token, head, metric)
    return None


def _reaches(sentence: Sentence, governor: Governor, counted: Counted) -> bool:
    """Return whether a subject verb before the number still speaks of it (落网的49名, 死亡3人)."""
    return (
        is_attributive(sentence, governor) or counted.start - governor.token.end <= _SUBJECT_REACH
    )


def is_attributive(sentence: Sentence, governor: Governor) -> bool:
    """Return whether the head only describes the noun (首批落网的49名被告人)."""
    return sentence.text.startswith(_ATTRIBUTIVE, governor.token.end)
