"""Second verbs: two things that one number of people underwent (抓获30名……全部移交)."""

from typing import Final

from zhanlian.model.claim import Metric
from zhanlian.reading.claims.clause_heads import Governor, find_before, find_behind
from zhanlian.reading.claims.counted import Counted
from zhanlian.reading.claims.sentence import Sentence

_JOINTS: Final = ("并", "、", "和", "及", "并且", "并已")
# A second verb stands in the same clause or in one of the next two.
_CLAUSES: Final = 3
_NO_SECOND: Final = frozenset({Metric.OTHER, Metric.MEMBERS, Metric.VICTIMS})


def find_second(
    sentence: Sentence, counted: Counted, first: Governor, limit: int
) -> Governor | None:
    """Return a second verb over the same people (抓获30名……全部移交), or None.

    It must stand behind the number, in the same clause or in one of the next two that count
    nothing themselves, and say something else than the first.
    """
    joined = _joined_before(sentence, counted, first)
    if joined is not None:
        return joined
    for clause in range(counted.clause, min(counted.clause + _CLAUSES, len(sentence.bounds))):
        start, end = sentence.clause_span(clause)
        if clause > counted.clause and (end > limit or sentence.has_mark("breakdown", start, end)):
            return None
        for found in find_behind(sentence, counted, clause, limit):
            known = found.metric is first.metric or found.metric in _NO_SECOND
            if known or found.token.start <= first.token.start:
                continue
            if clause == counted.clause:
                return found
            if sentence.has_mark("passive", start, found.token.start + 1) and not _names_subject(
                sentence, start, found.token.start
            ):
                return found
    return None


def _joined_before(sentence: Sentence, counted: Counted, first: Governor) -> Governor | None:
    """Return a verb joined to the first one before the number (抓获并遣返2141人)."""
    if first.token.end > counted.start:
        return None
    for found in find_before(sentence, counted, counted.clause):
        if found.token.end > first.token.start:
            continue
        gap = sentence.text[found.token.end : first.token.start]
        return found if gap in _JOINTS and found.metric is not first.metric else None
    return None


def _names_subject(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether a stretch has a subject of its own (……，重大犯罪嫌疑人悉数抓捕到案)."""
    return any(token.entry.noun is not None for token in sentence.tokens_between(start, end))
