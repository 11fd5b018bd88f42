"""Who published a page and when: header lines, datelines, the words of the format."""

import itertools
import re
from collections.abc import Iterable, Sequence
from email.utils import parsedate_to_datetime
from typing import Final

from zhanlian.model.dates import PartialDate
from zhanlian.reading.date_mention import make_date
from zhanlian.reading.dates import DateKind, find_dates
from zhanlian.reading.furniture import Kind, Line
from zhanlian.reading.gazetteer import load_table
from zhanlian.reading.script import fold_script

_RULES: Final = load_table("byline")


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_DATE: Final = (
    r"(?:\d{4} ?[-/.] ?\d{1,2} ?[-/.] ?\d{1,2}|\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?[日号]"
    r"|\d{1,2} [A-Z][A-Za-z]{2,8} \d{4}|(?:[A-Z][a-z]+day,? )?[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4})"
)
_TIME: Final = r"(?:[ T]*\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?)"
_LABEL: Final = rf"(?:(?:{_any(_RULES['published'])})[ \u3000]*[:：]?[ \u3000]*)"
_SOURCE: Final = rf"(?:{_any(_RULES['source'])})[ \u3000]*[:：丨|][ \u3000]*"
# A header stands alone in its line, or runs on into the first sentence where a page lost a break.
_HEADER: Final = re.compile(
    rf"[(（\[【]?[ ]?(?:{_LABEL}(?P<told>{_DATE}){_TIME}?|(?P<bare>{_DATE})(?P<time>{_TIME})?)"
    r"[ ]?[)）\]】]?"
)
_SOURCE_LINE: Final = re.compile(
    rf"[(（\[【]?{_SOURCE}(?P<name>[^\s:：,，。;；|｜()（）\[\]\d【】]{{2,30}}?)"
    rf"(?=[\s|｜()（）\[\]【】\d,，。;；]|点击|点击量|浏览|作者|责任|编辑|发布|时间|\Z)"
)
_COUNTER: Final = re.compile(rf"(?:{_any(_RULES['counter'])})[ ]?[:：]?[ ]?")
_DATELINE: Final = re.compile(
    r"[（(]?(?:(?P<wire>[\u4e00-\u9fff]{2,8}?(?:网|網|报|報|社|客户端|新闻))"
    r"(?:[\u4e00-\u9fff]{0,8}?(?P<day>[\d０-９]{1,2}月[\d０-９]{1,2}日)?(?:电|消息|讯|報導|报道)))"
)
_OUTLET_ENDS: Final = tuple(_RULES["outlet_ends"])
_AGENCY: Final = re.compile(_any(_RULES["agencies"]))
_LOCAL: Final = re.compile(
    rf"(?P<name>[\u4e00-\u9fff]{{2,16}}?(?:{_any(_RULES['agency_ends'])}))"
    rf"(?:{_any(_RULES['agency_tells'])})"
)
# What a sentence says before the agency's name; 从江, 从化 and 经开区 are names themselves.
_BEFORE_NAME: Final = re.compile(
    rf"(?:(?<=\d)[日号](?:[上下]午)?)?(?:.*(?:记者|{_any(_RULES['day_words'])}))?(?:(?:从(?!江|化)|经(?!开|济)|[据由在向自])(?=..))*"
)
_ADDRESS: Final = re.compile(
    r"https?://[^\s/]+/(?:[\w-]+/){0,4}?(20\d\d)[-/]?([01]\d)[-/]?([0-3]\d)/"
)
_NAME_MAX: Final = 20
# 即時新聞, 法治新闻 are sections of a page, not outlets.
_SECTION_MAX: Final = 4
_HINT_MAX: Final = 100
_ZONE: Final = 400


def read_header(line: str) -> tuple[PartialDate | None, int]:
    """Return the publication date at the start of a header line and the length of the header.

    The length is 0 for a line that is no header; a sentence that begins with a date is none.
    """
    found = _HEADER.match(line)
    if found is None:
        source = _SOURCE_LINE.match(line)
        if source is None:
            return None, 0
        told, more = read_header(line[source.end() :].lstrip())
        return told, len(line) if len(line) <= 60 else source.end() + more
    rest = line[found.end() :]
    if found["bare"] and not found["time"] and len(line) > 60:
        return None, 0
    told = _first_day(found["told"] or found["bare"])
    if told is None:
        return None, 0
    if len(rest) <= 45 and not rest.endswith(("。", "；")):
        return told, len(line)
    source = _SOURCE_LINE.match(rest.lstrip())
    extra = len(rest) - len(rest.lstrip()) + source.end() if source is not None else 0
    return told, found.end() + extra


def find_published(lines: Sequence[Line], hint: str | None, first: int) -> PartialDate | None:
    """Return the publication date: of the format, of a header, of a line below the article.

    Args:
        lines: of the page.
        hint: date as the format told it (ISO 8601 or RFC 5322), or None.
        first: index of the article's first line of prose; headers stand above it.
    """
    told = _hinted(hint)
    if told is not None:
        return told
    opening = lines[first] if first < len(lines) else None
    for line in [*reversed(lines[: first + 1]), *_below(lines, first)]:
        date, length = read_header(line.text[:160])
        if date is not None and (length == len(line.text) or line is opening):
            return date
    for line in lines[:first]:
        if len(line.text) <= 80 and (date := _first_day(line.text)) is not None:
            return date
    return _address_date(lines)


def _below(lines: Sequence[Line], first: int) -> list[Line]:
    """Return the short lines below the article's first, as far as no other story begins."""
    below = itertools.takewhile(
        lambda line: line.kind not in (Kind.END, Kind.RELATED), lines[first + 1 :]
    )
    return [line for line in below if len(line.text) <= 60]


def _address_date(lines: Sequence[Line]) -> PartialDate | None:
    """Return the one day that the page's own addresses (/2024/04/01/) tell, or None."""
    days = {found.groups() for line in lines for found in _ADDRESS.finditer(line.text[:500])}
    if len(days) != 1:
        return None
    return make_date(*(int(part) for part in days.pop()))


def find_outlet(
    lines: Sequence[Line], hint: str | None, first: int, title: int | None
) -> str | None:
    """Return who published the page, as written: source line, dateline, name above the title."""
    if hint:
        return hint
    for line in lines[: first + 1]:
        if (source := _SOURCE_LINE.search(line.text, 0, 120)) is not None:
            return source["name"]
    stamp = _beside_stamp(lines[: first + 1])
    if stamp is not None:
        return stamp
    if first < len(lines) and (wire := _DATELINE.match(lines[first].text)) is not None:
        return wire["wire"]
    for line in lines[: title if title is not None else first]:
        name = re.split(r"[ >＞|｜/_]", line.text.lstrip("- "), maxsplit=1)[0]
        if is_outlet(name):
            return name
    for line in lines[first + 1 :]:
        if (source := _SOURCE_LINE.match(line.text)) is not None:
            return source["name"]
    return None


def is_outlet(name: str) -> bool:
    """Return whether a line reads as the name of an outlet."""
    if name in _OUTLET_ENDS or (len(name) <= _SECTION_MAX and name.endswith(("新闻", "新聞"))):
        return False
    return 2 < len(name) <= _NAME_MAX and name.endswith(_OUTLET_ENDS)


def find_agency(lines: Sequence[Line], title: str | None, outlet: str | None) -> str | None:
    """Return whose news it is, as written: named by the source, else first in the article."""
    for text in (outlet or "", *(line.text[:_ZONE] for line in lines[:3]), title or ""):
        folded = fold_script(text)
        if (central := _AGENCY.search(folded)) is not None:
            return text[central.start() : central.end()]
        if (local := _LOCAL.search(folded)) is not None:
            start, end = local.span("name")
            lead = _BEFORE_NAME.match(folded, start, end)
            return text[lead.end() if lead else start : end]
    return None


def _beside_stamp(lines: Sequence[Line]) -> str | None:
    for line in lines:
        found = _HEADER.match(line.text)
        if found is None or len(line.text) > 60:
            continue
        for word in re.split(r"[\s|｜]+", line.text[found.end() :]):
            if is_outlet(word) and not _COUNTER.match(word):
                return word
    return None


def _hinted(hint: str | None) -> PartialDate | None:
    if not hint:
        return None
    told = _first_day(hint[:40])
    if told is not None:
        return told
    try:
        sent = parsedate_to_datetime(hint[:_HINT_MAX])
    except ValueError:
        return None
    return PartialDate(sent.year, sent.month, sent.day)


def _first_day(text: str) -> PartialDate | None:
    """Return the first day with its own year that a short text tells."""
    plain = text.title() if text.isascii() else text
    for mention in find_dates(plain, None):
        if mention.kind is DateKind.DAY and mention.as_of is not None and mention.as_of.day:
            return mention.as_of
    return None
