"""Passages: a source text with its cited places marked, or what surrounds them in a long one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from markupsafe import Markup, escape

from zhanlian.model.document import Body, Span
from zhanlian.report.html.bilingual import both_of
from zhanlian.words.shown import plain_text

# Characters shown around a quote of a text that is too long, and around one outside the article.
_AROUND: Final = 300
_HEAD: Final = 600
_SPELLED: Final = re.compile(r"‹U\+[0-9A-F]{4,6}›")
_BLANK_LINES: Final = re.compile(r"\n[\s\u3000]*\n")


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited place of one document and the way back.

    Attributes:
        mark: id of the place in the page.
        back: id of what cites it.
        label: its number or sign, shown at the mark.
        start, end: characters in the text.
        quote: the words that stand there.
    """

    mark: str
    back: str
    label: str
    start: int
    end: int
    quote: str


def mark_passages(text: str, body: Body, citations: Sequence[Citation], limit: int) -> Markup:
    """Return a text as HTML in which every citation is a ``<mark>`` with its id.

    The article is shown whole up to `limit` characters; of a longer one its beginning and what
    surrounds the quotes. What is left out is counted in place. A quote that does not stand at
    its place is listed at the end and never marked elsewhere.
    """
    found = [one for one in citations if one.quote and text[one.start : one.end] == one.quote]
    windows, kept = _choose_windows(len(text), _article(body, len(text)), found, limit)
    parts: list[Markup] = []
    last = 0
    for window in windows:
        parts.append(_gap(window.start - last))
        inside = [one for one in kept if window.start <= one.start and one.end <= window.end]
        parts.extend(_mark_window(text, window, inside))
        last = window.end
    parts.append(_gap(len(text) - last))
    marked = set(kept)
    missing = [one for one in citations if one not in marked]
    return Markup().join([*parts, *map(_missing, missing)])


def _article(body: Body, size: int) -> Span:
    spans = [*body.paragraphs, *([body.title] if body.title is not None else [])]
    if not spans:
        return Span(0, size)
    end = min(size, max(span.end for span in spans))
    return Span(min(end, *(span.start for span in spans)), end)


def _choose_windows(
    size: int, article: Span, citations: Sequence[Citation], limit: int
) -> tuple[list[Span], list[Citation]]:
    """Return the shown windows in order, and the citations that stand in them."""
    whole = article.end - article.start <= limit
    wanted = [article if whole else Span(article.start, min(article.end, article.start + _HEAD))]
    left = limit if whole else limit - _HEAD
    kept = []
    for one in citations:
        window = Span(max(0, one.start - _AROUND), min(size, one.end + _AROUND))
        if whole and article.start <= one.start and one.end <= article.end:
            kept.append(one)
        elif left > 0:
            left -= window.end - window.start
            wanted.append(window)
            kept.append(one)
    return _merge(wanted), kept


def _merge(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda one: one.start):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _mark_window(text: str, window: Span, citations: Sequence[Citation]) -> Iterator[Markup]:
    """Return the window in pieces; where quotes cross, a mark is closed and opened again."""
    ranked = sorted(citations, key=lambda one: (one.start, -one.end))
    bounds = {window.start, window.end}
    bounds.update(bound for one in ranked for bound in (one.start, one.end))
    opened: list[Citation] = []
    upcoming = iter([*ranked, None])
    following = next(upcoming)
    for here, there in pairwise(sorted(bounds)):
        ended = next((at for at, one in enumerate(opened) if one.end <= here), len(opened))
        again = [one for one in opened[ended:] if one.end > here]
        yield Markup("</mark>") * (len(opened) - ended)
        yield from (_reopen_mark(one) for one in again)
        opened[ended:] = again
        while following is not None and following.start == here:
            yield _open_mark(following)
            opened.append(following)
            following = next(upcoming)
        yield show_text(text[here:there])
    yield Markup("</mark>") * len(opened)


def show_text(text: str) -> Markup:
    """Return a text escaped, its hidden characters spelled out and set apart."""
    lines = _BLANK_LINES.sub("\n\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    told = str(escape(plain_text(lines)))
    # Only our own span is added, around what is escaped already.
    return Markup(_SPELLED.sub(r'<span class="hidden-sign">\g<0></span>', told))  # noqa: S704


def _open_mark(one: Citation) -> Markup:
    return Markup(
        '<mark id="{0}" data-q="{0}" data-back="{1}"{3}>'
        '<a class="pin" href="#{1}" data-label="{2}" aria-label="{2}"></a>'
    ).format(one.mark, one.back, one.label, _kind(one))


def _reopen_mark(one: Citation) -> Markup:
    return Markup('<mark data-q="{}"{}>').format(one.mark, _kind(one))


def _kind(one: Citation) -> Markup:
    """Return the class of what a record cites: a figure's own mark stays the stronger one."""
    return Markup() if one.label.isdecimal() else Markup(' class="record"')


def _gap(count: int) -> Markup:
    if count <= 0:
        return Markup()
    told = both_of("report.text.left_out", {"count": f"{count:,}"})
    return Markup('<span class="gap">[{}]</span>').format(told)


def _missing(one: Citation) -> Markup:
    told = both_of("report.text.not_in_text")
    return Markup('<p class="missing" id="{}">{} <a href="#{}">{}</a> {}</p>').format(
        one.mark, told, one.back, one.label, show_text(one.quote)
    )
