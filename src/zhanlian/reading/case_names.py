"""Names of supervised cases in a listing, and where each is described.

A name is a place, a label in quotation marks and a kind ending in 案 (福建某市“9·06”诈骗案). The
label is a label: “9.06” says nothing about a date.
"""

import functools
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from zhanlian.model.document import Span
from zhanlian.reading.gazetteer import any_of, load_gazetteer, load_table
from zhanlian.reading.passages import CLOSE_QUOTES, OPEN_QUOTES

_SEPARATOR: Final = re.compile(r"[.·•・．‧\-－—]")
_MARKS: Final = re.escape(OPEN_QUOTES + CLOSE_QUOTES)
_LABELLED: Final = re.compile(
    rf"[{re.escape(OPEN_QUOTES)}](?P<code>[^{_MARKS}，。；\n]{{1,16}})[{re.escape(CLOSE_QUOTES)}]"
    rf"(?P<kind>[^{_MARKS}，。；、：,;:\s（()）]{{0,24}}?案(?:件)?)(?![情发值由例卷])"
)
# 1. / 一、 / （一） / 案例一： / 2. before a name.
_NUMBER: Final = (
    r"(?:(?:案例|案件)?[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]?(?:[、.．:：是]|(?<=[)）])|\s)\s*"
    r"|案例(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*)?"
)
_BEGINS: Final = re.compile(rf"(?:^|[\n。；;])[\s\u3000【]*{_NUMBER}在?$")
_BETWEEN: Final = re.compile(rf"[\s、；;，,。和及以]*(?:案件名称)?{_NUMBER}\s*")
_HEADING: Final = re.compile(
    r"^[\s\u3000]*(?:案例|案件)?[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]?[、.．:：\s]\s*"
    r"(?P<name>[^\n，。：:；]{4,40}?案(?:件)?)[\s\u3000]*(?=$|[。：:\n])",
    re.MULTILINE,
)
_WINDOW: Final = 32  # characters before the label that may hold its place
_BOUNDS: Final = re.compile(rf"[{_MARKS}，。；：,;:\n（()）.．\s]")
# What a name stands directly behind in an enumeration, and what only opens its clause.
_LISTED_BEHIND: Final = re.compile(
    r"以及|包括|分别[是为系]|案例[一二三四五六七八九十]{1,3}|[、】是即]|(?<=[）)])"
)
_SAID_BEHIND: Final = re.compile(r"例如|比如|其中|近日|日前|此外|另外|另有|督办的?|对|将")
_JOINT: Final = re.compile(r"[、；，\s]*(?:以及|[和及与])?")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]{2,8}")


@dataclass(frozen=True, slots=True)
class CaseName:
    """One place where a case is named.

    Attributes:
        start, end: the name, as offsets in the text.
        place: where the place in it stands, or None.
        code: where the label inside the quotation marks stands, or None.
        key: the label with one separator (“9·06” and “9.06” are one case), else the name.
    """

    start: int
    end: int
    place: Span | None
    code: Span | None
    key: str


def find_names(text: str, parts: list[Span]) -> list[CaseName]:
    """Return every place where a case is named, in order; headings only if no label stands."""
    found: list[CaseName] = []
    for part in parts:
        for match in _LABELLED.finditer(text, part.start, part.end):
            floor = found[-1].end if found else part.start
            found.append(_read_name(text, max(floor, part.start), match))
    if found:
        return found
    for part in parts:
        for match in _HEADING.finditer(text, part.start, part.end):
            start, end = match.span("name")
            place = load_gazetteer().home.match(text, start, end)
            spot = Span(*place.span()) if place else None
            found.append(CaseName(start, end, spot, None, match["name"]))
    return found


def select_listed(names: list[CaseName], text: str, count: int | None) -> list[CaseName]:
    """Return the names that make up the listing: an enumeration, else the headings.

    Args:
        names: all, in order of place.
        text: simplified script.
        count: how many cases the notice says it lists, or None.
    """
    runs: list[list[CaseName]] = []
    for name in names:
        last = runs[-1][-1] if runs else None
        if last is not None and _BETWEEN.fullmatch(text, last.end, name.start):
            runs[-1].append(name)
        else:
            runs.append([name])
    runs.append([name for name in names if _opens(text, name)])
    options = [_distinct(run) for run in runs]
    for option in options:
        if count is not None and len(option) == count:
            return option
    largest = max(options, key=len, default=[])
    return largest if len(largest) >= 2 else []


def find_descriptions(
    names: list[CaseName], listed: list[CaseName], text: str, parts: list[Span]
) -> dict[str, tuple[CaseName, list[Span]]]:
    """Return for each listed case, by key, its heading and the parts that describe it."""
    keys = {name.key for name in listed}
    heads = [name for name in names if name.key in keys and _opens(text, name)]
    found: dict[str, tuple[CaseName, list[Span]]] = {}
    if not heads:
        return found
    last_key = heads[-1].key
    for name, after in zip(heads, [*heads[1:], None], strict=True):
        stop = after.start if after else parts[-1].end
        spans = _describe(text, name, stop, parts)
        if name.key not in found or _length(spans) > _length(found[name.key][1]):
            found[name.key] = (name, spans)
    usual = max((len(spans) for key, (_, spans) in found.items() if key != last_key), default=0)
    if len(found) > 1:  # what follows the last case is the notice going on
        name, spans = found[last_key]
        found[last_key] = (name, spans[:usual])
    return found


def _read_name(text: str, floor: int, match: re.Match[str]) -> CaseName:
    low = max(floor, match.start() - _WINDOW)
    for mark in _BOUNDS.finditer(text, low, match.start()):
        low = mark.end()
    spot = _find_place(text, low, match.start())
    start = spot.start if spot else match.start()
    key = _SEPARATOR.sub(".", match["code"])
    return CaseName(start, match.end(), spot, Span(*match.span("code")), key)


def _find_place(text: str, low: int, stop: int) -> Span | None:
    """Return the place that ends at ``stop``: as the gazetteer knows it, else as it stands there.

    In an enumeration a name begins right behind the mark before it, so that a known place
    inside an unknown one (unknown county + known town) does not cut the name in two.
    """
    known = load_gazetteer().home_end.search(text, low, stop)
    begin, listed = _begin_of(text, low, stop)
    words = _HAN.fullmatch(text, begin, stop)
    if words is None or _never_place().search(text, begin, stop):
        return Span(*known.span()) if known else None
    if known is not None and not (listed and begin < known.start()):
        return Span(*known.span())
    return Span(begin, stop)


def _begin_of(text: str, low: int, stop: int) -> tuple[int, bool]:
    """Return where the words before the label begin, and whether they follow an enumerator."""
    opened = low == 0 or text[low - 1] in "\n.．：:）) \u3000"
    joint = _JOINT.match(text, low, stop) if text[low - 1 : low] in ("案", "件") else None
    begin = joint.end() if joint else low
    listed = opened or begin > low
    for pattern, in_list in ((_LISTED_BEHIND, True), (_SAID_BEHIND, False)):
        for found in pattern.finditer(text, begin, stop):
            begin, listed = found.end(), in_list
    return begin, listed


def _opens(text: str, name: CaseName) -> bool:
    """Whether the name stands where a description begins, and not inside an enumeration."""
    low = max(0, name.start - 16)
    begins = low == name.start or _BEGINS.search(text, low, name.start) is not None
    return begins and text[name.end : name.end + 1] not in tuple("、和及；;")


def _describe(text: str, name: CaseName, stop: int, parts: list[Span]) -> list[Span]:
    spans = []
    first = max(bisect_right(parts, name.end, key=lambda part: part.start) - 1, 0)
    for part in parts[first:]:
        start, end = max(part.start, name.end), min(part.end, stop)
        if part.start >= stop:
            break
        if start >= end:
            continue
        if _closing().match(text[start:end].lstrip()):
            break
        lead = re.compile(r"[\s。：:，,】]*").match(text, start, end)
        start = lead.end() if lead else start
        if end - start > 8:  # a bare number of the next heading is no description
            spans.append(Span(start, end))
    return spans


@functools.cache
def _never_place() -> re.Pattern[str]:
    return re.compile(any_of(load_table("listing")["never_place"]))


@functools.cache
def _closing() -> re.Pattern[str]:
    table = load_table("listing")
    heads = any_of(table["closing"])
    return re.compile(rf"{heads}|.{{0,24}}?{any_of(table['closing_verbs'])}|[^。]{{0,80}}?督办")


def _distinct(names: list[CaseName]) -> list[CaseName]:
    found: dict[str, CaseName] = {}
    for name in names:
        found.setdefault(name.key, name)
    return list(found.values())


def _length(spans: list[Span]) -> int:
    return sum(span.end - span.start for span in spans)
