"""Chinese dates: a search for where one may stand, and a small grammar over its points."""

import re
from collections.abc import Callable
from typing import Final

from zhanlian.model.dates import PartialDate
from zhanlian.reading.date_mention import DateKind, DateMention, Timeline, kind_of, make_date
from zhanlian.reading.dates_zh_point import (
    DIGIT,
    HAN_DIGIT,
    MONTH_WORD,
    NUMBER,
    ROC_YEAR,
    TO,
    YEAR,
    YEAR_WORD,
    Point,
    read_number,
    read_point,
    read_year,
)

_DAY_WORD = "今[天日晨早晚]|昨[天日晚]|前[天日]|明[天日]|[当當同次翌]日|[当當]天|第二天"
_VAGUE = (
    "近日|日前|近期|近来|近來|最近|不久前|连日来|連日來|日来|目前|近年来|近年來|近年|近几年来?"
    "|近些年来?|近幾年來?|一直以来|一直以來|长期以来|長期以來|此前"
)
_NOW = (
    "截[至止](?:到|至)?(?:目前|现在|現在|当前|當前|发稿|發稿|记者发稿|記者發稿|昨日|今日|今天|昨天)"
    "|到目前为止|到目前為止|迄今为止|迄今為止|迄今|至今"
)

# Where a date may stand. The lookahead keeps the common character cheap.
_SEARCH: Final = re.compile(
    rf"(?=[{DIGIT}{HAN_DIGIT}十今去前明本上下同当當该該昨次翌第近日最不连連目长長此截到迄至过過年头頭])"
    rf"(?:(?<![{DIGIT}{HAN_DIGIT}.．])(?P<year>{YEAR}(?:{TO}{YEAR})?|{ROC_YEAR})"
    rf"[ \u3000]?年(?![级級])"
    rf"|(?<![{DIGIT}{HAN_DIGIT}.．·第十百千万])(?P<month>{NUMBER}(?:{TO}{NUMBER})?[ \u3000]?月)"
    rf"|(?<![{DIGIT}.．·/\-])(?P<day>[{DIGIT}]{{1,2}}(?:{TO}[{DIGIT}]{{1,2}})?日)(?![内內游間间元圆])"
    rf"|(?<![{DIGIT}.．\-/])(?P<iso>[12][09][{DIGIT}]{{2}}(?P<sep>[-/.．])[01]?[{DIGIT}](?P=sep)"
    rf"[0-3]?[{DIGIT}])(?![{DIGIT}])"
    rf"|(?<![年{DIGIT}])(?P<part>[上下]半年|(?:第|前)?[一二三四]季度|[前头頭](?:{NUMBER}|[两兩])[个個]月"
    r"|年初(?=以[来來]|至今))"
    rf"|(?P<now>{_NOW})|(?P<vague>{_VAGUE})"
    rf"|(?P<relyear>{YEAR_WORD})|(?P<relmonth>{MONTH_WORD})|(?P<relday>{_DAY_WORD})"
    rf"|(?:过去|過去)(?P<past>[{DIGIT}一二两兩三四五六七八九十]{{1,2}})年)"
)
_RANGE_TO: Final = re.compile(TO)
_YEARS: Final = re.compile(rf"({YEAR}){TO}({YEAR})[ \u3000]?年(?:度|间|間)?")
_AFTER: Final = re.compile(
    r"(?P<since>[^，,。；;！？!?\n年月日至]{0,40}?以[来來]|[ \u3000]?至今|迄今|来(?=[，,])"
    r"|[之以][后後]"
    r"|[^，,。；;！？!?\n年月日]{0,6}?到(?:现在|現在|目前)|起(?![诉訴草获獲义義])|开始|開始|算起)"
    r"|(?P<until>为止|為止|[之以]前|前(?![往期后後\d一二三四五六七八九十几来來]))"
)
_OPEN: Final = re.compile(
    r"[^，,。；;！？!?\n年月日至到]{0,12}?(?:(?<![\d余餘多])起(?![诉訴草获獲义義])|开始|開始|算起)"
)
_BEFORE: Final = re.compile(
    r"(?:(?P<until>截[至止][到至]?|(?<![^，,。；;：:\s])[到至])|(?P<since>自[从從]?(?<![来來各亲親独獨]自))"
    r"|(?P<open>[从從由]))[ \u3000]?\Z"
)
_NOT_A_DAY: Final = re.compile(r"(?:拘留|连续|連續|为期|為期|[近每满滿第逾超约約达達时時过過共])\Z")
_DAY_SHIFT: Final = {"今": 0, "昨": -1, "前": -2, "明": 1}


def find_chinese_dates(text: str, published: PartialDate | None) -> list[DateMention]:
    """Return the mentions of dates in Chinese words, in order of place.

    Args:
        text: any text; linear time.
        published: publication date, which relative dates lean on.
    """
    timeline = Timeline(published)
    found: list[DateMention] = []
    place = 0
    while (hit := _SEARCH.search(text, place)) is not None:
        mention = _READERS[hit.lastgroup or ""](text, hit, timeline)
        place = hit.end() if mention is None else max(mention.end, hit.end())
        if mention is not None:
            found.append(mention)
    return found


def _read_iso(text: str, hit: re.Match[str], timeline: Timeline) -> DateMention | None:
    told = make_date(*(int(part) for part in hit["iso"].split(hit["sep"])))
    if told is None:
        return None
    point = Point(told, told, False, hit.end(), DateKind.DAY)
    return _finish(text, hit.start(), point, timeline)


def _read_now(text: str, hit: re.Match[str], timeline: Timeline) -> DateMention | None:
    word = hit["now"]
    told = timeline.shift_day(-1) if word[-2] == "昨" else timeline.published
    return DateMention(hit.start(), hit.end(), None, told, DateKind.UNTIL)


def _read_vague(text: str, hit: re.Match[str], timeline: Timeline) -> DateMention | None:
    after = _AFTER.match(text, hit.end())
    is_since = hit["vague"].endswith(("年来", "年來", "以来", "以來")) or (
        after is not None and after.lastgroup == "since"
    )
    kind = DateKind.SINCE if is_since else DateKind.VAGUE
    return DateMention(hit.start(), hit.end(), None, None, kind)


def _read_past(text: str, hit: re.Match[str], timeline: Timeline) -> DateMention | None:
    """过去5年, told in the first months of a year, is the five calendar years before it."""
    published, years = (
        timeline.published,
        read_number(hit["past"].replace("两", "二").replace("兩", "二")),
    )
    if published is None:
        return DateMention(hit.start(), hit.end(), None, None, DateKind.VAGUE)
    since = make_date(published.year - years)
    if 1 <= published.month <= 3:
        closed = make_date(published.year - 1)
        return DateMention(hit.start(), hit.end(), since, closed, DateKind.CLOSED)
    return DateMention(hit.start(), hit.end(), since, None, DateKind.SINCE)


def _read_day_word(text: str, hit: re.Match[str], timeline: Timeline) -> DateMention | None:
    word = hit["relday"]
    shift = _DAY_SHIFT.get(word[0])
    if shift is not None:
        told = timeline.shift_day(shift)
    else:
        told = timeline.same_day(1 if word[0] in "次翌第" else 0)
    point = Point(told, told, False, hit.end(), DateKind.DAY)
    return _finish(text, hit.start(), point, timeline)


def _read_bare_day(text: str, hit: re.Match[str], timeline: Timeline) -> DateMention | None:
    if _NOT_A_DAY.search(text, max(0, hit.start() - 3), hit.start()):
        return None
    days = [int(part) for part in re.findall(rf"[{DIGIT}]+", hit["day"])]
    first = _bare_day(days[0], hit.start(), timeline)
    last = first if len(days) == 1 or first is None else make_date(first.year, first.month, days[1])
    if not 1 <= days[0] <= 31:
        return None
    point = Point(first, last, len(days) > 1, hit.end(), DateKind.DAY)
    return _finish(text, hit.start(), point, timeline)


def _bare_day(day: int, place: int, timeline: Timeline) -> PartialDate | None:
    last, published = timeline.last, timeline.published
    if last is not None and last.month and timeline.reaches(place) and day >= last.day:
        return make_date(last.year, last.month, day)
    if published is None or not published.month:
        return None
    told = make_date(published.year, published.month, day)
    if told is not None and (not published.day or day <= published.day):
        return told
    year, month = timeline.shift_month(-1) or (None, 0)
    return make_date(year, month, day)


def _read_years(text: str, hit: re.Match[str], timeline: Timeline) -> DateMention | None:
    span = _YEARS.match(text, hit.start())
    if span is None:
        return _read_date(text, hit, timeline)
    first, last = (read_year(part) for part in span.groups())
    if first is None or last is None:
        return None
    point = Point(make_date(first), make_date(last), True, span.end(), DateKind.YEAR)
    return _finish(text, hit.start(), point, timeline)


def _read_date(text: str, hit: re.Match[str], timeline: Timeline) -> DateMention | None:
    point = read_point(text, hit.start(), timeline, None)
    if point is None or _is_compared(text, hit.start(), point.end):
        return None
    to = _RANGE_TO.match(text, point.end)
    if to is not None and not point.is_period:
        second = read_point(text, to.end(), timeline, point)
        if second is not None and (
            second.last is None
            or point.first is None
            or second.last.last_day >= point.first.first_day
        ):
            point = Point(point.first, second.last, True, second.end, second.kind)
    return _finish(text, hit.start(), point, timeline)


def _is_compared(text: str, start: int, end: int) -> bool:
    """Return whether a date is only compared with (与去年同期相比, 比2022年下降)."""
    return text.startswith("同期", end) or text[max(0, start - 1) : start] in ("比", "较", "較")


def _finish(text: str, start: int, point: Point, timeline: Timeline) -> DateMention:
    """Return the mention of a point with the words before and after it that make it a bound."""
    before = _BEFORE.search(text, max(0, start - 4), start)
    after = _AFTER.match(text, point.end)
    begin = before.start() if before is not None else start
    end = after.end() if after is not None else point.end
    led = before.lastgroup if before is not None else None
    if led == "until":
        return DateMention(begin, point.end, None, point.last, DateKind.UNTIL)
    if after is not None and after.lastgroup == "since":
        return DateMention(begin, end, point.first, None, DateKind.SINCE)
    if led == "since" and not point.is_period:
        return DateMention(begin, point.end, point.first, None, DateKind.SINCE)
    if led == "open" and (opened := _OPEN.match(text, point.end)) is not None:
        return DateMention(begin, opened.end(), point.first, None, DateKind.SINCE)
    if after is not None:
        return DateMention(start, end, None, point.last, DateKind.UNTIL)
    timeline.note(point.last, point.end)
    if point.is_period:
        return DateMention(start, point.end, point.first, point.last, DateKind.CLOSED)
    return DateMention(start, point.end, None, point.last, kind_of(point.last, point.kind))


_READERS: Final[dict[str, Callable[[str, re.Match[str], Timeline], DateMention | None]]] = {
    "year": _read_years,
    "month": _read_date,
    "day": _read_bare_day,
    "iso": _read_iso,
    "part": _read_date,
    "now": _read_now,
    "vague": _read_vague,
    "relyear": _read_date,
    "relmonth": _read_date,
    "relday": _read_day_word,
    "past": _read_past,
}
