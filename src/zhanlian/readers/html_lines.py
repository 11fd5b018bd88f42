"""HTML elements to lines of text: a block is a line, a table row is a line of cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

_BLOCKS: Final = frozenset(
    re.findall(
        r"\w+",
        """address article aside blockquote body br caption center dd details dialog div dl dt
        fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main
        nav ol option p pre section summary table tbody tfoot thead tr ul""",
    )
)
_SILENT: Final = frozenset(
    re.findall(
        r"\w+",
        """script style noscript template head title svg math iframe object select textarea
        canvas audio video""",
    )
)
_CELLS: Final = frozenset(("td", "th"))
_SPACE: Final = re.compile(r"[ \t\r\n\f\u00a0]+")
# A line end in the source beside a Chinese character is layout: no space stands there, and a
# number before 万元 is not torn from it.
_CHINESE: Final = "\u3000-\u9fff\uff00-\uffef"
_WRAPPED: Final = re.compile(
    rf"(?<=[{_CHINESE}])[ \t]*\r?\n\s*(?=[{_CHINESE}\d])|(?<=\d)[ \t]*\r?\n\s*(?=[{_CHINESE}])"
)
_BREAK, _CELL = "\n", "\t"
_LINK, _LINK_END = "\x01", "\x02"  # taken out of the page's own text
_LINKED: Final = re.compile(f"{_LINK}[^{_LINK_END}]*{_LINK_END}?|^[^{_LINK}]*{_LINK_END}")
_VISIBLE: Final = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Line:
    """A visible line of a page.

    Attributes:
        text: white space tidied, cells separated by tabs.
        is_link: nothing but links stands on it: navigation, related articles.
    """

    text: str
    is_link: bool


def find_lines(root: HtmlElement) -> list[Line]:
    """Return the visible text of an element, one line a block."""
    marked = "".join(_find_pieces(root)).split(_BREAK)
    lines = ((_tidy(one.replace(_LINK, "").replace(_LINK_END, "")), one) for one in marked)
    return [
        Line(text, _LINK in one and not _VISIBLE.search(_LINKED.sub("", one)))
        for text, one in lines
        if text
    ]


def _find_pieces(root: HtmlElement) -> Iterator[str]:
    """Yield text and breaks in reading order; a walk without recursion, however deep the page."""
    preformatted = 0
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event in ("comment", "pi"):
            yield _flow(element.tail, preformatted > 0)
            continue
        tag = element.tag
        if event == "start":
            if tag in _SILENT:
                walk.skip_subtree()
                continue
            if tag == "pre":
                preformatted += 1
            yield _open(tag)
            yield _flow(element.text, preformatted > 0)
            continue
        if tag == "pre":
            preformatted -= 1
        yield _close(tag)
        if element is not root:
            yield _flow(element.tail, preformatted > 0)


def _open(tag: str) -> str:
    if tag == "a":
        return _LINK
    return _BREAK if tag in _BLOCKS else ""


def _close(tag: str) -> str:
    if tag == "a":
        return _LINK_END
    if tag in _CELLS:
        return _CELL
    return _BREAK if tag in _BLOCKS else ""


def _flow(text: str | None, preformatted: bool) -> str:
    """Return text with line ends as spaces, except where the page keeps them."""
    if not text:
        return ""
    text = text.replace(_LINK, "").replace(_LINK_END, "")
    if preformatted:
        return text
    return _SPACE.sub(" ", _WRAPPED.sub("", text))


def _tidy(line: str) -> str:
    # Blocks inside a cell end the line early: the tab that closes the cell then stands alone.
    cells = (_SPACE.sub(" ", cell).strip(" \u3000\u200b\ufeff") for cell in line.split(_CELL))
    return _CELL.join(cells).strip(_CELL)
