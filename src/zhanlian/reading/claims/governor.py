"""Governors: which word of a sentence says what happened to a counted thing.

A head governs by its frame: a verb with an object stands before the number (抓获30名) unless 被
or 将 moves the object before it; a verb of the subject kind stands behind it (30名嫌疑人落网);
a noun of an amount stands before its number (涉案金额3000万元). The nearest head of the same
clause wins; only then the neighbouring clauses are asked. Amounts of money have a room of their
own (`amount_governor`), and so has the second verb over the same people (`second_verb`).
"""

from typing import Final

from zhanlian.reading.claims.clause_heads import (
    Governor,
    find_before,
    find_behind,
    is_attributive,
)
from zhanlian.reading.claims.counted import Counted
from zhanlian.reading.claims.sentence import Sentence

# Verbs that do not reach over a comma to people: 打击 names an agency as often as an act.
_NEAR_ONLY: Final = frozenset({"dismantle", "member", "solve", "dissuade"})
_CATCHING: Final = frozenset({"capture", "transfer", "escort", "arrest", "detain"})
# A list of seized things runs over about this many commas under one verb.
_NEIGHBOUR_CLAUSES: Final = 4
# Kinds whose figures come in long lists under one verb; others stay with their own clause.
_LISTED: Final = frozenset({"person", "item", "account", "message", "call", "site", "warning"})


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
        return behind if is_attributive(sentence, before) else before
    if before is not None:
        return before
    if behind is not None and not is_attributive(sentence, behind):
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
    found = _behind_in_next_clause(sentence, counted, limit)
    return found if found is not None else _before_in_list(sentence, counted)


def _behind_in_next_clause(sentence: Sentence, counted: Counted, limit: int) -> Governor | None:
    following = counted.clause + 1
    if following >= len(sentence.bounds):
        return None
    start, end = sentence.clause_span(following)
    if end > limit or sentence.has_mark("breakdown", start, end):
        return None
    found = next(find_behind(sentence, counted, following, limit), None)
    if found is not None and (
        found.head.frame == "subject"
        or sentence.has_mark("preposed", sentence.bounds[counted.clause], counted.start)
        or sentence.has_mark("passive", start, found.token.end)
        or sentence.has_mark("preposed", start, found.token.start)
    ):
        return found
    return None


def _before_in_list(sentence: Sentence, counted: Counted) -> Governor | None:
    reach = _NEIGHBOUR_CLAUSES if counted.kind in _LISTED else 0
    for clause in range(counted.clause - 1, max(-1, counted.clause - 1 - reach), -1):
        found = next(
            (
                governor
                for governor in find_before(sentence, counted, clause)
                if governor.head.frame == "object"
                and governor.head.name not in _NEAR_ONLY
                and not is_attributive(sentence, governor)
            ),
            None,
        )
        if found is not None:
            return found
    return None
