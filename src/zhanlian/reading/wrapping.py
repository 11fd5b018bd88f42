"""Lines that were broken at a width (plain mail, PDF), put together again."""

from collections.abc import Sequence
from typing import Final

_SENTENCE_ENDS: Final = frozenset("。！？；：…”」』.!?;:\"'’)）】>")
_BULLETS: Final = frozenset("•·●▪◆■□★※*-–—([（【")
_MIN_LINES: Final = 4
# Narrower is a column of headlines, wider a paragraph a line.
_MIN_WIDTH: Final = 24
_MAX_WIDTH: Final = 120
# A line reaches the width when its last word could not have stood in it: ragged right.
_FULL: Final = 0.75
_OVER: Final = 1.15
_MOST: Final = 0.6


def join_wrapped(text: str, places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the lines with those of one paragraph joined, where the text was broken at a width.

    Args:
        text: the whole text.
        places: start and end of each line that is not blank, in order.
    """
    width = _find_width(text, places)
    if width is None:
        return list(places)
    joined = [places[0]]
    tail = places[0]
    for start, end in places[1:]:
        gap = text[tail[1] : start]
        if (
            tail[1] - tail[0] >= _FULL * width
            and gap.count("\n") <= 1
            and text[tail[1] - 1] not in _SENTENCE_ENDS
            and text[start] not in _BULLETS
        ):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
        tail = (start, end)
    return joined


def _find_width(text: str, places: Sequence[tuple[int, int]]) -> float | None:
    """Return the width at which a text was broken, or None."""
    lengths = sorted(end - start for start, end in places)
    if len(lengths) < _MIN_LINES:
        return None
    width = lengths[len(lengths) * 9 // 10]
    if not _MIN_WIDTH <= width <= _MAX_WIDTH or lengths[-1] > _OVER * width:
        return None
    open_lines = [end - start for start, end in places if text[end - 1] not in _SENTENCE_ENDS]
    full = sum(length >= _FULL * width for length in open_lines)
    if len(open_lines) * 2 < len(places) or full < _MOST * len(open_lines):
        return None
    return width
