"""Governors: which word of a sentence says what happened to a counted thing.

A head governs by its frame: a verb with an object stands before the number (抓获30名) unless 被
or 将 moves the object before it; a verb of the subject kind stands behind it (30名嫌疑人落网);
a noun of an amount stands before its number (涉案金额3000万元). The nearest head of the same
clause wins; only then the neighbouring clauses are asked.
"""

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


_RECOVERING: Final = frozenset({"repay", "intercept"})
_ATTRIBUTIVE: Final = "的"
_NEIGHBOUR_CLAUSES: Final = 4
# Kinds whose figures come in long lists under one verb; others stay with their own clause.
_LISTED: Final = frozenset({"person", "item", "account", "message", "call", "site", "warning"})


def find_before(sentence: Sentence, counted: Counted, clause: int) -> Iterator[Governor]:
    """Yield the heads of a clause that stand before the counted thing, nearest first."""
    start, end = sentence.clause_span(clause)
    last = min(end, counted.start)
    for token in reversed(sentence.tokens_between(start, last)):
        governor = _governs(sentence, token, counted.kind)
        if governor is None:
            continue
        if governor.head.frame != "subject" or _reaches(sentence, governor, counted):
            yield governor


def find_behind(
    sentence: Sentence, counted: Counted, clause: int, limit: int
) -> Iterator[Governor]:
    """Yield the heads of a clause that stand behind the counted thing, nearest first."""
    start, end = sentence.clause_span(clause)
    for token in sentence.tokens_between(max(start, counted.end), min(end, limit)):
        governor = _governs(sentence, token, counted.kind)
        if governor is not None:
            yield governor


def _governs(sentence: Sentence, token: Token, kind: str) -> Governor | None:
    for head in token.entry.heads:
        metric = head.counts.get(kind)
        if head.abroad and sentence.has_mark("abroad", sentence.start, sentence.end):
            metric = head.abroad.get(kind)
        if metric is not None:
            return Governor(token, head, metric)
    return None


def govern(sentence: Sentence, counted: Counted, limit: int) -> Governor | None:
    """Return the head that governs a counted thing of any kind but money, or None.

    Args:
        sentence: where it stands.
        counted: the counted thing.
        limit: where the next number of the sentence begins; no head behind that counts.
    """
    before = next(find_before(sentence, counted, counted.clause), None)
    behind = next(find_behind(sentence, counted, counted.clause, limit), None)
    if before is not None and behind is not None:
        return behind if _is_attributive(sentence, before) else before
    if before is not None:
        return before
    if behind is not None and not _is_attributive(sentence, behind):
        return behind
    return _govern_from_afar(sentence, counted, limit) or behind


def _govern_from_afar(sentence: Sentence, counted: Counted, limit: int) -> Governor | None:
    """Ask the next clause (……6名嫌疑人，相继将他们抓获), then the ones before (a list)."""
    following = counted.clause + 1
    if following < len(sentence.bounds):
        start, end = sentence.clause_span(following)
        if end <= limit and not sentence.has_mark("breakdown", start, end):
            found = next(find_behind(sentence, counted, following, limit), None)
            if found is not None and (
                found.head.frame == "subject"
                or sentence.has_mark("passive", start, found.token.end)
                or sentence.has_mark("preposed", start, found.token.start)
            ):
                return found
    reach = _NEIGHBOUR_CLAUSES if counted.kind in _LISTED else 0
    for clause in range(counted.clause - 1, max(-1, counted.clause - 1 - reach), -1):
        found = next(
            (
                governor
                for governor in find_before(sentence, counted, clause)
                if governor.head.frame == "object" and not _is_attributive(sentence, governor)
            ),
            None,
        )
        if found is not None:
            return found
    return None


def _reaches(sentence: Sentence, governor: Governor, counted: Counted) -> bool:
    """Return whether a subject verb before the number still speaks of it (落网的49名, 死亡3人)."""
    return _is_attributive(sentence, governor) or counted.start - governor.token.end <= 3


def _is_attributive(sentence: Sentence, governor: Governor) -> bool:
    """Return whether the head only describes the noun (首批落网的49名被告人)."""
    return sentence.text.startswith(_ATTRIBUTIVE, governor.token.end)


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
    for clause in range(counted.clause, min(counted.clause + 3, len(sentence.bounds))):
        start, end = sentence.clause_span(clause)
        if clause > counted.clause and (end > limit or sentence.has_mark("breakdown", start, end)):
            return None
        for found in find_behind(sentence, counted, clause, limit):
            if found.token.start <= first.token.start or found.metric in (
                first.metric,
                Metric.OTHER,
            ):
                continue
            if found.metric in (Metric.MEMBERS, Metric.VICTIMS):
                continue
            if clause == counted.clause:
                return found
            if sentence.has_mark("passive", start, found.token.start + 1) and not _names_subject(
                sentence, start, found.token.start
            ):
                return found
    return None


_JOINTS: Final = ("并", "、", "和", "及", "并且", "并已")


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


def govern_money(sentence: Sentence, counted: Counted, limit: int) -> Governor | None:
    """Return the head that governs an amount of money, or None.

    A verb that gets money back or stops it rules over the noun of the amount that stands between
    (冻结涉案资金2700万元, 为被害人挽回损失138万元).
    """
    amount = Counted(counted.number, counted.start, counted.end, "money", counted.clause)
    before = list(find_before(sentence, amount, counted.clause))
    if before:
        return _ruling(sentence, before)
    behind = [
        found
        for found in find_behind(sentence, amount, counted.clause, limit)
        if found.token.start - counted.end <= 12
    ]
    if behind:
        return behind[0]
    for clause in range(counted.clause - 1, max(-1, counted.clause - 3), -1):
        found = list(find_before(sentence, amount, clause))
        if found:
            return _ruling(sentence, found)
    return None


def _ruling(sentence: Sentence, heads: list[Governor]) -> Governor:
    nearest = heads[0]
    if nearest.head.frame == "amount" or nearest.head.name == "loss":
        for other in heads[1:]:
            if other.head.name in _RECOVERING and nearest.token.start - other.token.end <= 14:
                return other
    return nearest
