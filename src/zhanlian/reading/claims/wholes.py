"""Wholes and parts: a breakdown goes on with the verb of the total it divides."""

from typing import Final

from zhanlian.reading.claims.clause_heads import Governor, find_governor
from zhanlian.reading.claims.counted import Counted
from zhanlian.reading.claims.finding import Context, Finding
from zhanlian.reading.claims.sentence import Sentence

_TOTALS: Final = 4
# A breakdown stands in the next sentence or two, not in the next case of a notice.
_FAR: Final = 160
# A list goes on in the next line: a line end, a bullet, a blank.
_NEXT_LINE: Final = 6
_STOPS: Final = "，,、：: "


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
        governor = find_governor(sentence, token, counted.kind)
        if governor is not None:
            return governor
    return None


def find_part(
    sentence: Sentence, counted: Counted, context: Context, *, breakdown: bool, governed: bool
) -> Finding | None:
    """Return the figure as a part of the last total (其中缅甸籍455名), or None when it is not."""
    total = find_total(sentence, context, counted)
    if total is None or governed:
        return None
    if not (breakdown or _lists_on(context, sentence, counted)):
        return None
    role, item = counted.role or total.role, total.item
    return Finding(counted, total.metric, sentence, total.governor, total, role, item)


def find_total(sentence: Sentence, context: Context, counted: Counted) -> Finding | None:
    """Return the last total near by that can hold a part of this size, or None."""
    value = counted.number.value
    for total, end in reversed(context.totals[-_TOTALS:]):
        if total.counted.number.value >= value:
            return total if sentence.start - end <= _FAR else None
    return None


def _lists_on(context: Context, sentence: Sentence, counted: Counted) -> bool:
    """Return whether the breakdown of a total goes on here (中国籍28名、越南籍3名)."""
    last = context.sentence
    if last is None or (last is not sentence and sentence.start - last.end > _NEXT_LINE):
        return False
    if last is sentence and counted.noun is not None:
        return True
    end = max(counted.end, counted.noun_end)
    return counted.role is not None or any(
        token.entry.nation is not None for token in sentence.tokens_between(counted.floor, end)
    )
