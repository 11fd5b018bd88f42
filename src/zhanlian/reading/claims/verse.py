"""Verse: social-media articles that break one sentence over several short lines."""

from collections.abc import Iterator, Sequence
from typing import Final

from zhanlian.model.document import Span

_STOPS: Final = "。！？!?：:；;…”」』）)》"
_LINE: Final = 26


def join_verse(text: str, spans: Sequence[Span], title: Span | None) -> Iterator[Span]:
    """Yield the paragraphs, with runs of short lines that do not end a sentence joined.

    Args:
        text: the document.
        spans: title and paragraphs by place.
        title: the one that is never joined, or None.
    """
    held: Span | None = None
    for span in spans:
        if held is not None and held != title and _runs_on(text, held, span):
            held = Span(held.start, span.end)
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held


def _runs_on(text: str, line: Span, following: Span) -> bool:
    last = text.rfind("\n", line.start, line.end) + 1 or line.start
    return (
        line.end - last <= _LINE
        and following.end - following.start <= _LINE
        and text[line.end - 1] not in _STOPS
        and not text[line.end : following.start].strip()
        and following.start - line.end < 12
    )
