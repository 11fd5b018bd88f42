"""Quotes: the shortest stretch of the original that carries number, verb and noun."""

from typing import Final

from zhanlian.reading.claims.finding import Finding

_REACH: Final = 12


def find_quote(finding: Finding) -> tuple[int, int]:
    """Return begin and end of a finding's quote in the text.

    It holds the number with its measure word, its noun, and the governing verb where that stands
    near in the same clause.
    """
    counted = finding.counted
    start, end = counted.start, counted.end
    if counted.noun_start >= 0:
        start, end = min(start, counted.noun_start), max(end, counted.noun_end)
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
    if 0 <= start - token.end <= _REACH:
        start = token.start
    elif 0 <= token.start - end <= _REACH:
        end = token.end
    return start, end
