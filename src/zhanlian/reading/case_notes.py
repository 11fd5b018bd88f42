"""Notes of a supervised case: the clauses of its description that no other field carries."""

import functools
import re
from collections.abc import Sequence
from typing import Final

from zhanlian.model.document import Span
from zhanlian.reading.gazetteer import any_of, load_table
from zhanlian.reading.passages import split_clauses, split_sentences

_LEAST: Final = 4  # characters of its own that make a clause worth a note
_WORD: Final = re.compile(r"[^\W_]")
_DAY: Final = r"(?:\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:\d{1,2}日)?)"
_POINT: Final = rf"{_DAY}(?:[初底末]|以来|之后|之前|[起后前])?"
_DATE: Final = re.compile(rf"{_POINT}(?:[-－—~至到]+{_POINT})?")
_WITHIN: Final = "其中"
# …以某某为首的一…的犯罪集团: heads, bases and kind of the case, all in fields of their own.
_PRESENTED: Final = re.compile(r"以[^，。；]{1,30}?为首的[^，。；]{0,60}(?:集团|团伙)")
# 以某某为首的犯罪集团…, 该犯罪集团…: whom the case is about is told by its other fields.
_SUBJECT: Final = re.compile(
    r"(?:以[^，。；]{1,30}?为首的[^，。；在先]{0,12}?|该(?:犯罪|诈骗|电诈)*)(?:集团|团伙)(?=[^，。；]{4})"
)


def build_notes(
    text: str, folded: str, parts: Sequence[Span], used: Sequence[Span], begin: int
) -> str:
    """Return the clauses that say more than the other fields, in the words of the notice.

    Args:
        text, folded: the document's text, as it is and folded.
        parts: the spans that describe the case.
        used: what the other fields have taken.
        begin: offset behind the words that tell how the case was found.

    Returns:
        Clauses of one sentence joined by a comma, sentences by a semicolon; or empty.
    """
    notes = []
    for part in parts:
        if part.end <= begin:
            continue
        for sentence in split_sentences(folded, Span(max(part.start, begin), part.end)):
            kept = _select(folded, sentence, used)
            if kept:
                mark = "," if "," in text[sentence.start : sentence.end] else "，"
                notes.append(mark.join(text[span.start : span.end] for span in kept))
    return ("；" if "，" in "".join(notes) or "," not in "".join(notes) else ";").join(notes)


def _select(text: str, sentence: Span, used: Sequence[Span]) -> list[Span]:
    kept: list[Span] = []
    date: Span | None = None
    within = False
    for clause in split_clauses(text, sentence):
        words = text[clause.start : clause.end]
        if _DATE.fullmatch(words):
            date = clause  # 2018年之后，…: the date belongs to what follows it
            continue
        if _PRESENTED.fullmatch(words) and not any(letter.isdigit() for letter in words):
            date = None
            continue
        # The parts of a total (其中…) are told for their nesting, which no other field carries.
        within = within or words.startswith(_WITHIN)
        dated = date is not None or _DATE.search(words) is not None
        if dated or within or _own_letters(text, clause, used) >= _LEAST:
            subject = _SUBJECT.match(text, clause.start, clause.end)
            clause = Span(subject.end(), clause.end) if subject else clause
            kept += [span for span in (date, clause) if span is not None]
        date = None
    return kept


def _own_letters(text: str, clause: Span, used: Sequence[Span]) -> int:
    rest = list(text[clause.start : clause.end])
    for span in used:
        for place in range(max(span.start, clause.start), min(span.end, clause.end)):
            rest[place - clause.start] = " "
    return len(_WORD.findall(_filler().sub(" ", "".join(rest))))


@functools.cache
def _filler() -> re.Pattern[str]:
    return re.compile(any_of(load_table("listing")["filler"]))
