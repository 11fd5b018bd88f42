"""Sections: the numbered cases of a notice, each a story of its own."""

import re
from collections.abc import Sequence
from typing import Final

from zhanlian.model.document import Body, Span

_HEADING: Final = re.compile(
    r"\s*(?:(?:典型)?案例\s*[一二三四五六七八九十\d]{1,3}|[（(]?[一二三四五六七八九十]{1,3}[）)、.．]"
    r"|[（(]?\d{1,2}[）)、.．](?!\d)|[Cc]ase\s\d{1,2}\b)"
)
_LONGEST: Final = 80
_HEADING_LENGTH: Final = 45
_STOPS: Final = "。！？!?；;：:，,…”』」）)"


def find_headlines(text: str, body: Body) -> list[Span]:
    """Return the title and the headings of an article: short lines that end no sentence."""
    headings = [
        span
        for span in body.paragraphs
        if span.end - span.start <= _HEADING_LENGTH and text[span.end - 1] not in _STOPS
    ]
    return [body.title, *headings] if body.title is not None else headings


def find_sections(text: str, spans: Sequence[Span]) -> list[int]:
    """Return where the numbered sections of an article begin, ascending.

    Args:
        text: the document.
        spans: its title and paragraphs by place; a short one that opens with a number, or with
            案例一, begins a section.
    """
    return [
        span.start
        for span in spans
        if span.end - span.start <= _LONGEST and _HEADING.match(text, span.start, span.end)
    ]
