"""Governors of money: which word of a sentence says what an amount is."""

from typing import Final

from zhanlian.reading.claims.clause_heads import (
    Governor,
    find_before,
    find_behind,
    is_attributive,
)
from zhanlian.reading.claims.counted import Counted
from zhanlian.reading.claims.sentence import Sentence

_RECOVERING: Final = frozenset({"repay", "intercept"})
# Words for an amount that yield to the verb over it (追缴违法所得3.9亿元).
_YIELDING: Final = frozenset({"loss", "gain", "pay", "rate"})
# A noun behind an amount names it within a phrase: 800余万元涉案诈骗资金.
_BEHIND_REACH: Final = 12
# 为多名被害人挽回经济损失: a verb rules over the noun of its object within about this many signs.
_RULE_REACH: Final = 14


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
        if found.token.start - counted.end <= _BEHIND_REACH or _is_passive(sentence, amount, found)
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
    described = len(before) == 1 and is_attributive(sentence, before[0])
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
    if nearest.head.name == "intercept":
        for other in heads[1:]:
            if other.head.name == "repay" and nearest.token.start - other.token.end <= _RULE_REACH:
                return other  # 返还冻结资金3120万元: what was frozen is given back
    joined = len(heads) > 1 and (
        sentence.text[heads[1].token.end : nearest.token.start] in ("", "的")  # 被骗的金额
    )
    joined = joined and not heads[1].head.weak
    if nearest.head.frame == "amount" and joined:
        # 罚金总额: a bare word for an amount takes its meaning from the word it joins.
        return heads[1]
    if nearest.head.frame == "amount" or nearest.head.name in _YIELDING:
        for other in heads[1:]:
            if (
                other.head.name in _RECOVERING
                and nearest.token.start - other.token.end <= _RULE_REACH
            ):
                return other
    return nearest
