"""The article in the text of a page: its title, its paragraphs, who published it and when."""

import re
from collections.abc import Sequence
from typing import Final

from zhanlian.model.document import Body, Document, Span
from zhanlian.reading.byline import (
    find_agency,
    find_outlet,
    find_published,
    is_outlet,
    read_header,
)
from zhanlian.reading.furniture import (
    Kind,
    Line,
    cut_credit,
    is_bullet,
    is_stamp,
    split_lines,
)
from zhanlian.reading.roundup import is_topical, keep_topic

# Behind the last sentence of a line: the editor, the source, the site.
_TAIL: Final = re.compile(
    r"(?<=[。！？”」）).!])\s*(?:[(（\[【]\s*)?"
    r"(?:责任编辑|责编|編輯[:：]|编辑[:：]|编辑 |来源[:：]|來源[:：]|原标题|版权声明|版权归|转载请"
    r"|更多精彩|欢迎提供新闻线索|扫码|点击阅读原文)"
)
_EDITOR: Final = re.compile(r"[\[【(（\- ]*(?:责任编辑|責任編輯|责编|编辑|編輯)|.*[（(]完[)）]\Z")
_SOURCE: Final = re.compile(r"[(（]?(?:信息|稿件|文章)?(?:来源|來源|稿源)[ \u3000]*[:：|｜丨]")
_SITE: Final = re.compile(r"\s*(?:[|｜_–—]|\s-)\s*[^|｜_–—]{2,40}\Z")
_TAIL_ZONE: Final = 200
_SHORT_LINED: Final = 0.5
_LISTED: Final = 3
_TITLE_MIN: Final = 9
_NAME_MIN: Final = 4
_MENU_MAX: Final = 25
_SOURCE_MAX: Final = 60


def find_body(document: Document) -> Body:
    """Return the article of a document: spans of its title and paragraphs, outlet, agency, date.

    Everything is exact offsets into ``document.text``; linear time. A text that has no furniture
    passes whole. In a round-up only the items about fraud are the article.

    Args:
        document: text with what its format told besides.
    """
    lines = split_lines(document.text)
    first = _find_first(lines)
    title = _find_title(lines, document.hints.title, first)
    head = lines[title] if title is not None else None
    kept = _keep_article(lines, (title + 1) if title is not None else 0, first, head)
    name = head.text if head is not None else None
    kept = keep_topic(name, kept)
    hints = document.hints
    outlet = find_outlet(lines, hints.outlet, first, title)
    return Body(
        title=Span(head.start, head.end) if head is not None else None,
        paragraphs=tuple(Span(line.start, line.end) for line in kept),
        outlet=outlet,
        agency=find_agency(kept, name, outlet),
        published=find_published(lines, hints.published, first),
    )


def _find_first(lines: Sequence[Line]) -> int:
    """Return the index of the article's first line of prose, or the number of lines.

    Prose above a dated header is the site's, where the greater part stands below the header.
    """
    prose = [
        at for at, line in enumerate(lines) if line.kind is Kind.PROSE and not _all_header(line)
    ]
    if not prose:
        return len(lines)
    for at in range(prose[0] + 1, min(len(lines), 60)):
        date, length = read_header(lines[at].text) if len(lines[at].text) <= 80 else (None, 0)
        if date is None or length < len(lines[at].text):
            continue
        above = sum(len(lines[one].text) for one in prose if one < at)
        below = sum(len(lines[one].text) for one in prose if one > at)
        headed = any(line.kind is Kind.HEADING for line in lines[max(0, at - 3) : at])
        if headed and below > 2 * above:
            return next(one for one in prose if one > at)
        break
    return prose[0]


def _all_header(line: Line) -> bool:
    return read_header(line.text)[1] >= len(line.text)


def _find_title(lines: Sequence[Line], hint: str | None, first: int) -> int | None:
    """Return the index of the title's line, or None.

    The format's title where the page shows it; else the heading above the dated header; else
    the first line above the prose that is long enough for a headline.
    """
    heads = [
        at
        for at in range(min(first, len(lines)))
        if lines[at].kind is Kind.HEADING
        and not _all_header(lines[at])
        and not is_stamp(lines[at].text)
    ]
    if hint:
        names = {hint.strip(), _SITE.sub("", hint.strip())}
        told = [at for at in heads if lines[at].text in names]
        if told:
            return told[0]
    long = [at for at in heads if len(lines[at].text) >= _TITLE_MIN]
    if not long:
        last = heads[-1] if heads and first < len(lines) else None
        return last if last is not None and len(lines[last].text) >= _NAME_MIN else None
    header = next((at for at in range(first) if at > long[0] and _is_dated(lines[at])), None)
    above = [at for at in long if header is not None and at < header]
    if not above:
        topical = [at for at in long if is_topical(lines[at].text)]
        # Other headlines of a portal stand above; a subtitle stands below its headline.
        is_listed = bool(topical) and long.index(topical[0]) >= _LISTED
        return topical[0] if is_listed else long[0]
    if lines[above[-1]].text.isascii():
        return max(above, key=lambda at: len(lines[at].text))
    return next((at for at in reversed(above) if not is_outlet(lines[at].text)), above[-1])


def _is_dated(line: Line) -> bool:
    return len(line.text) <= 80 and read_header(line.text)[0] is not None


def _keep_article(lines: Sequence[Line], begin: int, first: int, title: Line | None) -> list[Line]:
    """Return the lines of the article, cut to what is its text, each text once."""
    kept: list[Line] = []
    headline = title.text if title is not None else ""
    header = _find_header(lines, begin, first)
    seen = {headline}
    is_skipping = False
    for at in range(begin, _find_end(lines, first)):
        line = lines[at]
        if line.kind is Kind.RELATED:
            is_skipping = at > first
        elif line.kind is Kind.PROSE:
            is_skipping = False
        if is_skipping or (at < first and _is_menu(line.text, at < header, headline)):
            continue
        cut = _cut_line(line, at <= first)
        if cut is None or cut.text in seen:
            continue
        seen.add(cut.text)
        kept.append(cut)
        if at >= first and cut.end < line.end and _TAIL.match(line.text, cut.end - line.start):
            break
    return _trim_end(kept)


def _find_header(lines: Sequence[Line], begin: int, first: int) -> int:
    """Return the index of the dated header between headline and prose, or ``begin``."""
    return next((at for at in range(begin, min(first, len(lines))) if _is_dated(lines[at])), begin)


def _find_end(lines: Sequence[Line], first: int) -> int:
    """Return the index of the line that is behind the article.

    The editor's line, or what else ends a page; other stories end it too, except where the
    article goes on below them: then an editor's line with prose before it follows.
    """
    begin = first + 1 if first < len(lines) else 1
    end = next((at for at in range(begin, len(lines)) if lines[at].kind is Kind.END), len(lines))
    breaks = [at for at in range(begin, end) if _is_break(lines, at)]
    if not breaks:
        return end
    is_edited = end < len(lines) and _EDITOR.match(lines[end].text) is not None
    goes_on = any(line.kind is Kind.PROSE for line in lines[breaks[-1] + 1 : end])
    return end if is_edited and goes_on else breaks[0]


def _is_break(lines: Sequence[Line], at: int) -> bool:
    if lines[at].kind is Kind.RELATED:
        return True
    if _SOURCE.match(lines[at].text) is None or len(lines[at].text) > _SOURCE_MAX:
        return False
    is_caption = lines[at - 1].kind is not Kind.PROSE
    return not (is_caption and at + 1 < len(lines) and lines[at + 1].kind is Kind.PROSE)


def _is_menu(line: str, is_above: bool, headline: str) -> bool:
    """Return whether a line between headline and prose repeats the one or is a menu's word."""
    if len(line) >= _TITLE_MIN and line in headline:
        return True
    return is_above and (len(line) < _TITLE_MIN or (line.isascii() and len(line) < _MENU_MAX))


def _cut_line(line: Line, is_head: bool) -> Line | None:
    """Return the part of a line that is the article's text, or None."""
    if line.kind not in (Kind.PROSE, Kind.HEADING):
        return None
    begin, end = 0, len(line.text)
    if is_head:
        begin = read_header(line.text)[1]
        begin += len(line.text[begin:]) - len(line.text[begin:].lstrip(" \u3000|：:"))
    elif line.kind is Kind.HEADING and is_stamp(line.text):
        return None
    tail = _TAIL.search(line.text, max(begin, end - _TAIL_ZONE)) if end > 20 else None
    if tail is not None:
        end = tail.start()
    end = min(end, cut_credit(line.text[:end]))
    if end - begin < 2:
        return None
    if begin == 0 and end == len(line.text):
        return line
    text = line.text[begin:end].rstrip()
    return (
        Line(line.start + begin, line.start + begin + len(text), text, line.kind) if text else None
    )


def _trim_end(kept: list[Line]) -> list[Line]:
    """Return the lines up to the last sentence; behind it only items of a list are kept.

    An article that is itself told in short lines (a picture story, a list of results) is whole.
    """
    prose = [at for at, line in enumerate(kept) if line.kind is Kind.PROSE]
    if not prose or len(prose) <= _SHORT_LINED * (prose[-1] + 1):
        return kept
    listed = prose[-1] + 1
    while listed < len(kept) and is_bullet(kept[listed].text):
        listed += 1
    return kept[:listed]
