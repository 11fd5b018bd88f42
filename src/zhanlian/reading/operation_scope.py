"""Which part of an article tells of an operation: all of it, or one item of a round-up."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from zhanlian.model.document import Body, Span
from zhanlian.reading.gazetteer import any_of, load_gazetteer, load_table
from zhanlian.reading.passages import iterate_parts, split_sentences

_LONGEST_HEADING: Final = 48
_FULL_STOP: Final = re.compile(r"[。！？；]")
_PEOPLE: Final = re.compile(r"(?:\d|[一二三四五六七八九十百千万])[余多]?[名人]")


@dataclass(frozen=True, slots=True)
class Scope:
    """The part about one operation.

    Attributes:
        head: the title or heading that announces it.
        sentences: all of its sentences, the heading first.
        telling: those that tell what happened, not what is going to be done.
        is_cross_border: another country or its police are named in it.
        span: from the heading to the last paragraph.
    """

    head: Span
    sentences: tuple[Span, ...]
    telling: tuple[Span, ...]
    is_cross_border: bool
    span: Span


def find_scopes(text: str, body: Body) -> Iterator[Scope]:
    """Return the parts whose heading announces an operation or a hand-over.

    Args:
        text: folded (`passages.fold_text`).
        body: the article.
    """
    parts = list(iterate_parts(body))
    headings = [part for part in parts if part == body.title or _is_heading(text, part)]
    for number, head in enumerate(headings):
        if not _announces(text, head):
            continue
        stop = parts[-1].end
        if head != body.title and number + 1 < len(headings):
            stop = headings[number + 1].start
        below = [part for part in parts if head.end <= part.start < stop]
        yield _make_scope(text, head, below)
        return
    opening = [part for part in parts if part != body.title and not _is_heading(text, part)]
    if opening and _is_joint_event(text, opening):
        head = next(iter(split_sentences(text, opening[0])), opening[0])
        if body.title is not None and _is_abroad(text, body.title):
            head = body.title
        yield _make_scope(text, head, [part for part in parts if part.start >= head.start])


def _make_scope(text: str, head: Span, below: list[Span]) -> Scope:
    sentences = [one for part in below for one in split_sentences(text, part)]
    if head not in sentences:
        sentences.insert(0, head)
    outlook = _pattern("outlook")
    telling = tuple(one for one in sentences if not outlook.search(text, one.start, one.end))
    abroad = any(_is_abroad(text, one) for one in telling)
    end = max((part.end for part in below), default=head.end)
    return Scope(head, tuple(sentences), telling, abroad, Span(head.start, max(end, head.end)))


def _is_heading(text: str, part: Span) -> bool:
    words = text[part.start : part.end].strip()
    return len(words) <= _LONGEST_HEADING and not _FULL_STOP.search(words)


def _announces(text: str, head: Span) -> bool:
    """Whether a heading tells of people handed over, or of a joint operation with its catch."""
    words = text[head.start : head.end]
    if _pattern("planned").search(words) or _pattern("yearly").search(words):
        return False
    if _pattern("kinds").search(words) and _is_abroad(text, head):
        return True
    people = _PEOPLE.search(words) is not None
    return people and _pattern("transferred").search(words) is not None


def _is_joint_event(text: str, parts: list[Span]) -> bool:
    """Whether the opening sentence itself tells of a joint operation with its catch."""
    for sentence in list(split_sentences(text, parts[0]))[:1]:
        words = text[sentence.start : sentence.end]
        if _pattern("cumulative").search(words) or _pattern("planned").search(words):
            continue
        caught = _pattern("captured").search(words) or _pattern("transferred").search(words)
        joint = _pattern("joint").search(words)
        if caught and joint and _PEOPLE.search(words) and _is_abroad(text, sentence):
            return True
    return False


def _is_abroad(text: str, span: Span) -> bool:
    abroad = load_gazetteer().abroad.search(text, span.start, span.end)
    return abroad is not None or _family().search(text, span.start, span.end) is not None


@functools.cache
def _family() -> re.Pattern[str]:
    return re.compile(r"中(?:印尼|[缅泰老柬越菲马西韩葡])+[两二三四五六国双方警联]|[缅柬泰老]方")


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(any_of(load_table("operations")[name]))
