"""Shared verbs: 分别 shares out a row of verbs over a row of numbers.

In 分别抓获、刑拘、移送起诉38名、32名、29名 the first verb has the first number.
"""

import itertools
from collections.abc import Sequence
from typing import Final

from zhanlian.reading.claims.clause_heads import Governor, find_governor
from zhanlian.reading.claims.counted import Counted
from zhanlian.reading.claims.lexicon import Token
from zhanlian.reading.claims.sentence import Sentence

_SHARES: Final = "分别"
_JOINTS: Final = frozenset({"、", "和", "及", "并"})
# Between the last verb and the first number stands at most the noun: 诈骗犯罪嫌疑人.
_NOUN_REACH: Final = 16


def share_verbs(sentence: Sentence, things: Sequence[Counted]) -> dict[int, Governor]:
    """Return the verb of each number that 分别 gives one, by the number's index in `things`."""
    at = sentence.text.find(_SHARES, sentence.start, sentence.end)
    if at < 0:
        return {}
    for first, thing in enumerate(things):
        if thing.start > at:
            row = _row_of(sentence, things, first)
            verbs = _verbs_between(sentence, at + len(_SHARES), thing.start, thing.kind)
            if len(row) > 1 and len(row) == len(verbs):
                return dict(zip(row, verbs, strict=True))
            return {}
    return {}


def _row_of(sentence: Sentence, things: Sequence[Counted], first: int) -> list[int]:
    """Return the indices of the numbers of one kind that stand in a row from the first on."""
    row = [first]
    for at in range(first + 1, len(things)):
        before, thing = things[at - 1], things[at]
        if thing.kind != before.kind or sentence.text[before.end : thing.start] not in _JOINTS:
            break
        row.append(at)
    return row


def _verbs_between(sentence: Sentence, start: int, end: int, kind: str) -> list[Governor]:
    """Return the verbs that stand in a row between 分别 and the first number, or nothing."""
    found: list[tuple[Token, Governor]] = []
    for token in sentence.tokens_between(start, end):
        governor = find_governor(sentence, token, kind)
        if governor is not None:
            found.append((token, governor))
    for (one, _), (following, _) in itertools.pairwise(found):
        if sentence.text[one.end : following.start] not in _JOINTS:
            return []
    if not found or found[0][0].start != start or end - found[-1][0].end > _NOUN_REACH:
        return []
    return [governor for _, governor in found]
