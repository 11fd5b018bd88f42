"""Sentences and clauses: the frame in which a number finds what governs it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from zhanlian.reading.claims.lexicon import Token

_SENTENCE_END: Final = re.compile(r"[。！？!?]+[”’」』）)\"]*|[；;](?=\s|$)|(?<=[^\d])\.(?=\s|$)")
_CLAUSE_END: Final = re.compile(
    r"[，；;：:—…｜\n\r\t\u3000]+|\s+(?![\s近超约逾达共]*[\d,.]+[万亿余多]*[一-鿿]{1,2}(?:\s|[，。；、,;]|$))|,(?!\d{3}(?!\d))|(?<!\d),"
)


# Characters. The longest sentence of the notices we know has 507; a number looks through all of
# its sentence, so that one without an end would cost the square of its length.
_LONGEST: Final = 1_000
_BREAK: Final = re.compile(r"[，,、；;：:\s](?!\d{3}(?!\d))")


@dataclass(slots=True)
class Sentence:
    """A part of a paragraph between two full stops.

    Attributes:
        text: the whole folded document.
        start, end: where the sentence stands in it.
        bounds: where its clauses begin, ascending; the first is `start`.
        tokens: words of the lexicon in it.
        opening: where its paragraph begins.
        english: it is read by the English grammar and has no tokens.
        abroad: it, or one before it in the paragraph, names a place abroad or a border.
    """

    text: str
    start: int
    end: int
    bounds: list[int] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    abroad: bool = False
    opening: int = 0
    english: bool = False
    _starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._starts = [token.start for token in self.tokens]

    def clause_at(self, offset: int) -> int:
        """Return the index of the clause that holds an offset."""
        return bisect_right(self.bounds, offset) - 1

    def clause_span(self, index: int) -> tuple[int, int]:
        """Return where a clause begins and ends."""
        last = index + 1 >= len(self.bounds)
        return self.bounds[index], self.end if last else self.bounds[index + 1]

    def tokens_between(self, start: int, end: int) -> list[Token]:
        """Return the tokens that lie wholly between two offsets."""
        found = self._begin_between(start, end)
        if found and found[-1].end > end:  # they do not overlap: only the last one can reach over
            found.pop()
        return found

    def has_mark(self, mark: str, start: int, end: int) -> bool:
        """Return whether a word with this mark begins between two offsets."""
        return any(mark in token.entry.marks for token in self._begin_between(start, end))

    def _begin_between(self, start: int, end: int) -> list[Token]:
        first = bisect_left(self._starts, start)
        return self.tokens[first : bisect_left(self._starts, end, first)]


def find_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield begin and end of the sentences in a part of a text, stops included."""
    return cut_sentences(text, start, end, _SENTENCE_END)


def cut_sentences(
    text: str, start: int, end: int, stops: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    """Yield begin and end of what lies between stops, in pieces where that is too long to read."""
    at = start
    for stop in (*(found.end() for found in stops.finditer(text, start, end)), end):
        while stop - at > _LONGEST:
            middle = at + _LONGEST // 2
            breaks = [found.end() for found in _BREAK.finditer(text, middle, at + _LONGEST)]
            cut = breaks[-1] if breaks else at + _LONGEST
            yield at, cut
            at = cut
        if at < stop:
            yield at, stop
            at = stop


def find_clauses(text: str, start: int, end: int, tokens: Sequence[Token]) -> list[int]:
    """Return where the clauses of a sentence begin, the first at its start.

    A stop inside a word of the lexicon (判处死刑，缓期二年执行) ends no clause.
    """
    inside = {
        offset
        for token in tokens
        if token.entry.holds_stop
        for offset in range(token.start + 1, token.end)
    }
    return [
        start,
        *(
            stop.end()
            for stop in _CLAUSE_END.finditer(text, start, end)
            if stop.end() < end and stop.end() not in inside
        ),
    ]
