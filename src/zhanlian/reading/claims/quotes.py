"""Quotes: the shortest stretch of the original that carries number, verb and noun."""

from typing import Final

from zhanlian.reading.claims.finding import Finding

# A verb farther away than this is left out of the quote.
_REACH: Final = 12
_REACH_BEHIND: Final = 26
_JOINTS: Final = frozenset("、和及与“”")


def _open_phrase(finding: Finding, start: int) -> int:
    """Return where the noun phrase of the counted people begins (中国籍|犯罪嫌疑人352名)."""
    sentence, counted = finding.sentence, finding.counted
    floor = max(counted.floor, sentence.bounds[counted.clause])
    for token in reversed(sentence.tokens_between(floor, start)):
        entry = token.entry
        named = entry.nation is not None or (entry.noun is not None and entry.noun.kind == "person")
        if not named or not _JOINTS.issuperset(sentence.text[token.end : start]):
            break
        start = token.start
    return start


def find_quote(finding: Finding) -> tuple[int, int]:
    """Return begin and end of a finding's quote in the text.

    It holds the number with its measure word, its noun, and the governing verb where that stands
    near in the same clause.
    """
    counted = finding.counted
    start, end = counted.start, counted.end
    if counted.noun_start >= 0:
        start, end = min(start, counted.noun_start), max(end, counted.noun_end)
        start = _open_phrase(finding, start)
    if finding.change is not None:
        return (
            (finding.change.start, end) if start - finding.change.start <= _REACH else (start, end)
        )
    governor = finding.governor
    if governor is None:
        return start, end
    token, sentence = governor.token, finding.sentence
    if sentence.clause_at(token.start) != counted.clause:
        return start, end
    if 0 <= start - token.end <= _REACH and token.start >= counted.floor:
        start = token.start
    elif 0 <= token.start - end <= _REACH_BEHIND:
        end = token.end
    return start, end
