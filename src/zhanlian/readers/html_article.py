"""The article of a page: readability's choice, checked against the sentences of the whole page."""

import logging
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from readability import Document as Readable
from readability.readability import Unparseable

from zhanlian.errors import FormatError
from zhanlian.model.document import DocumentHints
from zhanlian.readers.html_hints import find_hints, find_title
from zhanlian.readers.html_lines import Line, find_lines

# readability logs a stack trace for each page it cannot take, and raises as well.
logging.getLogger("readability").setLevel(logging.CRITICAL)

_SENTENCE: Final = re.compile(r"[。！？]|[.!?](?:\s|$)")
_SENTENCE_LENGTH: Final = 20
# readability's article is used when it holds this share of the page's sentences. Pages lose up
# to a third of them to teasers and copyright notes; a wrongly chosen block holds much less.
_SHARE: Final = 0.5
_HEADING_LINES: Final = 12  # between headline and first sentence: date, source, editor, sharing


def read_page(page: str, max_depth: int) -> tuple[str, DocumentHints, bool]:
    """Return the text of a page, what its head tells, and whether the text is the article only.

    Raises:
        FormatError: the page nests deeper than allowed, or is no HTML at all.
    """
    root = _parse(page, max_depth)
    hints = find_hints(root, page)
    whole = find_lines(root)
    headings = [" ".join(one.text_content().split()) for one in root.iter("h1")]
    article = _find_article(page, whole, [one for one in (hints.title, *headings) if one])
    if article is None:
        return "\n".join(line.text for line in whole), hints, False
    text = "\n".join(line.text for line in article)
    if article[0].text in headings and hints.title == find_title(root):
        # The heading over the article, where the page's title names only a column or the site.
        return text, replace(hints, title=article[0].text), True
    if hints.title and hints.title not in text[: 4 * len(hints.title) + 200]:
        # A headline outside the page's visible text: its figures are claims too.
        text = f"{hints.title}\n{text}"
    return text, hints, True


def _parse(page: str, max_depth: int) -> HtmlElement:
    # As bytes: lxml refuses a str that carries an XML declaration.
    parser = HTMLParser(encoding="utf-8", huge_tree=False)
    try:
        root = document_fromstring(page.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise FormatError("reject.no-text") from error
    # libxml2 stops at its own limits (depth 256, 10 MB of text in one place) and gives what it
    # has, which may be nothing, without an error.
    stops = [one for one in parser.error_log if one.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT]
    if any("depth" in one.message for one in stops) or _is_deeper(root, max_depth):
        raise FormatError("reject.html-too-deep", limit=max_depth)
    if stops:
        raise FormatError("reject.broken", detail="libxml2 resource limit")
    return root


def _is_deeper(root: HtmlElement, limit: int) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limit:
            return True
    return False


def _find_article(page: str, whole: list[Line], titles: list[str]) -> list[Line] | None:
    """Return the lines of the article, or None where readability missed what the page says.

    Readability tells where the article stands; what it throws out inside (tables of figures,
    lists, subheadings) is kept, except for lines that are only links.
    """
    wanted = _keep_sentences(whole)
    if not wanted:
        return None
    try:
        chosen = document_fromstring(Readable(page).summary(html_partial=True))
    except (Unparseable, etree.ParserError):
        return None
    found = {line.text for line in find_lines(chosen)} & wanted
    if sum(map(len, found)) < _SHARE * sum(map(len, wanted)):
        return None
    places = [place for place, line in enumerate(whole) if line.text in found]
    first, last = _find_start(whole, places[0], titles), places[-1] + 1
    while last < len(whole) and "\t" in whole[last].text and not whole[last].is_link:
        last += 1  # a table behind the last sentence
    return [line for line in whole[first:last] if not line.is_link or line.text in found]


def _find_start(whole: list[Line], first: int, titles: list[str]) -> int:
    """Return where the headline stands, with date and source under it, or the first sentence."""
    for place in range(first, max(first - _HEADING_LINES, 0) - 1, -1):
        if whole[place].text.startswith(tuple(titles)):
            return place
    return first


def _keep_sentences(lines: Iterable[Line]) -> set[str]:
    return {
        line.text
        for line in lines
        if len(line.text) >= _SENTENCE_LENGTH and not line.is_link and _SENTENCE.search(line.text)
    }
