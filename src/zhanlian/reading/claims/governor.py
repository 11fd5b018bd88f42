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


# Verbs that do not reach over a comma to people: 打击 names an agency as often as an act.
_NEAR_ONLY: Final = frozenset({"dismantle", "member", "solve", "dissuade"})
# Words for an amount that yield to the verb over it (追缴违法所得3.9亿元).
_YIELDING: Final = frozenset({"loss", "gain", "pay", "rate"})
_RECOVERING: Final = frozenset({"repay", "intercept"})
_CATCHING: Final = frozenset({"capture", "transfer", "escort", "arrest", "detain"})
_BEHIND_MONEY: Final = 12
_STOPS: Final = "，,、：: "
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
        governor = _governs(sentence, token, counted.kind)
        if governor is not None:
            yield governor


def _governs(sentence: Sentence, token: Token, kind: str) -> Governor | None:
    for head in token.entry.heads:
        metric = head.counts.get(kind)
        if head.abroad and sentence.abroad:
            metric = head.abroad.get(kind)
        if metric is not None:
            start, _ = sentence.clause_span(sentence.clause_at(token.start))
            if sentence.has_mark("negated", max(start, token.start - 6), token.start):
                if kind != "person":
                    return None
                return Governor(token, head, Metric.OTHER)
            return Governor(token, head, metric)
    return None


def govern(sentence: Sentence, counted: Counted, limit: int) -> Governor | None:
    """Return the head that governs a counted thing of any kind but money, or None.

    Args:
        sentence: where it stands.
        counted: the counted thing.
        limit: where the next number of the sentence begins; no head behind that counts.
    """
    before = _best_before(sentence, counted)
    behind = _best_behind(sentence, counted, limit)
    if before is not None and behind is not None:
        return behind if _is_attributive(sentence, before) else before
    if before is not None:
        return before
    if behind is not None and not _is_attributive(sentence, behind):
        return behind
    return _govern_from_afar(sentence, counted, limit) or behind


def _best_before(sentence: Sentence, counted: Counted) -> Governor | None:
    """Return the nearest head before, past words that only say what the suspects did.

    In 抓获招募人员、转移赃款的嫌疑人28名 the suspects are caught, not recruited.
    """
    first = None
    for governor in find_before(sentence, counted, counted.clause):
        if governor.head.name != "member" or counted.told_as != "suspect":
            return governor if first is None or governor.head.name in _CATCHING else first
        first = first or governor
    return first


def _best_behind(sentence: Sentence, counted: Counted, limit: int) -> Governor | None:
    """Return the head behind that speaks of the number: a passive before a mere verb.

    In 6人在联合打击……行动中被抓获 the people are caught, not struck.
    """
    found = [
        governor
        for governor in find_behind(sentence, counted, counted.clause, limit)
        if governor.head.name != "cheat"  # those who cheat stand before the verb
    ]
    for governor in found:
        if governor.head.frame == "subject" or sentence.has_mark(
            "passive", counted.end, governor.token.start + 1
        ):
            return governor
    return found[0] if found else None


def _govern_from_afar(sentence: Sentence, counted: Counted, limit: int) -> Governor | None:
    """Ask the next clause (……6名嫌疑人，相继将他们抓获), then the ones before (a list)."""
    following = counted.clause + 1
    if following < len(sentence.bounds):
        start, end = sentence.clause_span(following)
        if end <= limit and not sentence.has_mark("breakdown", start, end):
            found = next(find_behind(sentence, counted, following, limit), None)
            if found is not None and (
                found.head.frame == "subject"
                or sentence.has_mark("preposed", sentence.bounds[counted.clause], counted.start)
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
                if governor.head.frame == "object"
                and governor.head.name not in _NEAR_ONLY
                and not _is_attributive(sentence, governor)
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


def is_among(sentence: Sentence, counted: Counted) -> bool:
    """Return whether the clause before names the whole (39名被告人中，女性4名)."""
    return any(_ends_among(sentence, at) for at in range(counted.clause))


def _ends_among(sentence: Sentence, clause: int) -> bool:
    _, end = sentence.clause_span(clause)
    return sentence.text[end - 2 : end].strip(_STOPS).endswith("中")


def find_among(sentence: Sentence, counted: Counted) -> Governor | None:
    """Return the verb of a whole that has no number (被押解人员中，头目占37名), or None."""
    whole = next((at for at in range(counted.clause) if _ends_among(sentence, at)), None)
    if whole is None:
        return None
    start, end = sentence.clause_span(whole)
    if any(char.isdigit() for char in sentence.text[start:end]):
        return None
    for token in reversed(sentence.tokens_between(start, end)):
        governor = _governs(sentence, token, counted.kind)
        if governor is not None:
            return governor
    return None


def govern_money(sentence: Sentence, counted: Counted, limit: int) -> Governor | None:
    """Return the head that governs an amount of money, or None.

    A verb that gets money back or stops it rules over the noun of the amount that stands between
    (冻结涉案资金2700万元, 为被害人挽回损失138万元).
    """
    amount = Counted(counted.number, counted.start, counted.end, "money", counted.clause)
    before = list(find_before(sentence, amount, counted.clause))
    stopped = _stopped_behind(sentence, amount, before, limit)
    if stopped is not None:
        return stopped
    if before:
        return _ruling(sentence, before)
    behind = [
        found
        for found in find_behind(sentence, amount, counted.clause, limit)
        if found.token.start - counted.end <= _BEHIND_MONEY or _is_passive(sentence, amount, found)
    ]
    if behind:
        passive = (each for each in behind if _is_passive(sentence, amount, each))
        return next(passive, behind[0])
    following = _behind_in_next_clause(sentence, amount, limit)
    if following is not None:
        return following
    for clause in range(counted.clause - 1, max(-1, counted.clause - 3), -1):
        found = list(find_before(sentence, amount, clause))
        if found and found[0].head.frame == "object" and not found[0].head.weak:
            return _ruling(sentence, found)
    return None


def _stopped_behind(
    sentence: Sentence, amount: Counted, before: list[Governor], limit: int
) -> Governor | None:
    """Return the verb that stops or returns an amount named before (涉案资金2300余万元被冻结)."""
    if not before:
        return None
    described = len(before) == 1 and _is_attributive(sentence, before[0])
    if not described and before[0].head.frame != "amount":
        return None
    for found in find_behind(sentence, amount, amount.clause, limit):
        if found.head.name in _RECOVERING and _is_passive(sentence, amount, found):
            return found
    return None


def _is_passive(sentence: Sentence, amount: Counted, governor: Governor) -> bool:
    return sentence.has_mark("passive", amount.end, governor.token.start + 1)


def _behind_in_next_clause(sentence: Sentence, amount: Counted, limit: int) -> Governor | None:
    """Return what befell an amount in the next clause (290万和“股神”，一起消失了), or None."""
    following = amount.clause + 1
    if following >= len(sentence.bounds):
        return None
    start, end = sentence.clause_span(following)
    if end > limit:
        return None
    found = next(find_behind(sentence, amount, following, limit), None)
    if found is not None and sentence.has_mark("passive", start, found.token.start):
        return found
    return None


def _ruling(sentence: Sentence, heads: list[Governor]) -> Governor:
    nearest = heads[0]
    joined = len(heads) > 1 and nearest.token.start == heads[1].token.end
    joined = joined and not heads[1].head.weak
    if nearest.head.frame == "amount" and joined:
        # 罚金总额: a bare word for an amount takes its meaning from the word it joins.
        return heads[1]
    if nearest.head.frame == "amount" or nearest.head.name in _YIELDING:
        for other in heads[1:]:
            if other.head.name in _RECOVERING and nearest.token.start - other.token.end <= 14:
                return other
    return nearest
