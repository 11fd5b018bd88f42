"""Places: where the people and things of a figure were, as the text names it."""

import re
from typing import Final

from zhanlian.reading.claims.english_words import find_english_place
from zhanlian.reading.claims.finding import Finding
from zhanlian.reading.claims.lexicon import Token, find_tokens
from zhanlian.reading.claims.sentence import Sentence

# Words of place that tell no place a reader could look for.
_NOWHERE: Final = frozenset({"境内", "国内", "中国", "我国", "境外", "海外"})
# 缅甸执法部门, 泰国副总理: who acts, not where it happened.
_AGENCY: Final = re.compile(
    "(?:的)?(?:[一-鿿]{0,4}执法|警察|警方|政府|副?总理|外长|内政部|多地|有关部门|军方|驻|方面)"
)
# An earlier sentence of the paragraph still tells the place for this many characters.
_REACH: Final = 300
_PROVINCE: Final = 5
_NAME_START: Final = re.compile(r"(?:黑龙江|内蒙古|[一-鿿]{2})(?:省|自治区)$")
_NAME_END: Final = re.compile(r"(?:省|市|自治区|地区|州)?(?:[一-鿿]{2,4}(?:市|县|区|州))?")


def find_place(finding: Finding) -> str | None:
    """Return the place that a figure is about, as written: the nearest named before it.

    A place behind the number in the same clause counts when none stands before; then the place
    abroad that the paragraph named last; a part has the place of its total.
    """
    sentence, counted = finding.sentence, finding.counted
    if sentence.english:
        return find_english_place(finding)
    _, clause_end = sentence.clause_span(counted.clause)
    before = sentence.tokens_between(sentence.start, counted.start)
    behind = sentence.tokens_between(counted.end, clause_end)
    for token in (*reversed(before), *behind):
        if _is_place(sentence, token):
            start, end = _extend(sentence.text, token)
            return sentence.text[_open_list(sentence, start) : end]
    if finding.parent is not None:
        return find_place(finding.parent)
    return _place_told_before(sentence)


def _open_list(sentence: Sentence, start: int) -> int:
    """Return where a list of places begins that ends in one (缅甸、|马来西亚)."""
    for token in reversed(sentence.tokens_between(sentence.start, start)):
        if sentence.text[token.end : start] != "、" or not _is_place(sentence, token):
            break
        start = _extend(sentence.text, token)[0]
    return start


def _place_told_before(sentence: Sentence) -> str | None:
    start = max(sentence.opening, sentence.start - _REACH)
    for token in reversed(find_tokens(sentence.text, start, sentence.start)):
        if "abroad" in token.entry.marks and _is_place(sentence, token):
            begin, end = _extend(sentence.text, token)
            return sentence.text[begin:end]
    return None


def _is_place(sentence: Sentence, token: Token) -> bool:
    place = token.entry.place
    if place is None or place in _NOWHERE:
        return False
    return _AGENCY.match(sentence.text, token.end) is None


def _extend(text: str, token: Token) -> tuple[int, int]:
    """Return a place with what follows as part of its name (福建省莆田市, 妙瓦底地区)."""
    before = _NAME_START.search(text[max(0, token.start - _PROVINCE) : token.start])
    start = token.start - len(before[0]) if before else token.start
    following = _NAME_END.match(text, token.end)
    return start, following.end() if following else token.end
