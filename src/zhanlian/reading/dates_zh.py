"""Chinese dates: a search for where one may stand, and a small grammar over its points."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from zhanlian.model.dates import PartialDate
from zhanlian.reading.date_mention import DateKind, DateMention, Timeline, kind_of, make_date

_D = "0-9０-９"
_HAN = "〇零○一二三四五六七八九"
_YEAR = rf"(?:[{_D}]{{4}}|[一二三四五六七八九〇零○０]{{4}})"
# Years of the Republic of China (107年1月 is January 2018) need their month beside them.
_ROC_YEAR = rf"1[0-2][{_D}](?=年[{_D}]{{1,2}}月)"
_NUMBER = rf"(?:[{_D}]{{1,2}}|[一二三四五六七八九十廿]{{1,3}})"
_TO = r"(?:[ \u3000]?(?:至|到|—{1,2}|[–－\-~～﹣―─])[ \u3000]?)"
_YEAR_WORD = "今年|去年|前年|明年|本年|上年|同年|当年|當年|该年|該年"
_MONTH_WORD = "本月|上月|上个月|上個月|下月|下个月|下個月|当月|當月|同月"
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
    rf"(?=[{_D}{_HAN}十今去前明本上下同当當该該昨次翌第近日最不连連目长長此截到迄至过過])"
    rf"(?:(?<![{_D}{_HAN}.．])(?P<year>{_YEAR}(?:{_TO}{_YEAR})?|{_ROC_YEAR})"
    rf"[ \u3000]?年(?![级級])"
    rf"|(?<![{_D}{_HAN}.．·第十百千万])(?P<month>{_NUMBER}(?:{_TO}{_NUMBER})?[ \u3000]?月)"
    rf"|(?<![{_D}.．·/\-])(?P<day>[{_D}]{{1,2}}(?:{_TO}[{_D}]{{1,2}})?日)(?![内內游間间元圆])"
    rf"|(?<![{_D}.．\-/])(?P<iso>[12][09][{_D}]{{2}}(?P<sep>[-/.．])[01]?[{_D}](?P=sep)"
    rf"[0-3]?[{_D}])(?![{_D}])"
    rf"|(?P<now>{_NOW})|(?P<vague>{_VAGUE})"
    rf"|(?P<relyear>{_YEAR_WORD})|(?P<relmonth>{_MONTH_WORD})|(?P<relday>{_DAY_WORD})"
    rf"|(?:过去|過去)(?P<past>[{_D}一二两兩三四五六七八九十]{{1,2}})年)"
)
_POINT: Final = re.compile(
    rf"(?:(?P<y>{_YEAR}|{_ROC_YEAR})[ \u3000]?年度?|(?P<ry>{_YEAR_WORD})度?)?"
    rf"(?P<part>年?[底末终終初](?![步次审審期级級中高])|全年|[上下]半年|第?前?[一二三四1-4]季度"
    rf"|[前头頭](?P<span>{_NUMBER})[个個]?月)?"
    rf"(?:[ \u3000]?(?P<rm>{_MONTH_WORD})(?P<rmpart>底|末|初|[上中下]旬)?"
    rf"|[ \u3000]?(?P<m>{_NUMBER}|元(?=月))(?:{_TO}(?P<m2>{_NUMBER}))?[ \u3000]?月份?"
    rf"(?P<mpart>底|末|初|[上中下]旬)?)?"
    rf"(?:[ \u3000]?(?P<d>{_NUMBER})(?:{_TO}(?P<d2>{_NUMBER}))?"
    rf"[ \u3000]?[日号號](?![线線楼樓令院]))?"
)
_RANGE_TO: Final = re.compile(_TO)
_YEARS: Final = re.compile(rf"({_YEAR}){_TO}({_YEAR})[ \u3000]?年(?:度|间|間)?")
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
_ROC_FIRST: Final = 1912
_DIGITS: Final = str.maketrans("〇零○０一二三四五六七八九", "0000123456789")
_YEAR_SHIFT: Final = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}
_DAY_SHIFT: Final = {"今": 0, "昨": -1, "前": -2, "明": 1}


@dataclass(frozen=True, slots=True)
class _Point:
    """A date, or a short period (1-7月, 上半年), as one point of the grammar tells it."""

    first: PartialDate | None
    last: PartialDate | None
    is_period: bool
    end: int
    kind: DateKind


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
    point = _Point(told, told, False, hit.end(), DateKind.DAY)
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
        _number(hit["past"].replace("两", "二").replace("兩", "二")),
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
    point = _Point(told, told, False, hit.end(), DateKind.DAY)
    return _finish(text, hit.start(), point, timeline)


def _read_bare_day(text: str, hit: re.Match[str], timeline: Timeline) -> DateMention | None:
    if _NOT_A_DAY.search(text, max(0, hit.start() - 3), hit.start()):
        return None
    days = [int(part) for part in re.findall(rf"[{_D}]+", hit["day"])]
    first = _bare_day(days[0], hit.start(), timeline)
    last = first if len(days) == 1 or first is None else make_date(first.year, first.month, days[1])
    if not 1 <= days[0] <= 31:
        return None
    point = _Point(first, last, len(days) > 1, hit.end(), DateKind.DAY)
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
    first, last = (_year(part) for part in span.groups())
    if first is None or last is None:
        return None
    point = _Point(make_date(first), make_date(last), True, span.end(), DateKind.YEAR)
    return _finish(text, hit.start(), point, timeline)


def _read_date(text: str, hit: re.Match[str], timeline: Timeline) -> DateMention | None:
    point = _read_point(text, hit.start(), timeline, None)
    if point is None or _is_compared(text, hit.start(), point.end):
        return None
    to = _RANGE_TO.match(text, point.end)
    if to is not None and not point.is_period:
        second = _read_point(text, to.end(), timeline, point)
        if second is not None and (
            second.last is None
            or point.first is None
            or second.last.last_day >= point.first.first_day
        ):
            point = _Point(point.first, second.last, True, second.end, second.kind)
    return _finish(text, hit.start(), point, timeline)


def _is_compared(text: str, start: int, end: int) -> bool:
    """Return whether a date is only compared with (与去年同期相比, 比2022年下降)."""
    return text.startswith("同期", end) or text[max(0, start - 1) : start] in ("比", "较", "較")


def _read_point(text: str, place: int, timeline: Timeline, ground: _Point | None) -> _Point | None:
    """Return the point at a place; in a range the second point leans on the first."""
    found = _POINT.match(text, place)
    if found is None or found.end() == place:
        return None
    year = _told_year(found, timeline)
    if found["y"] and year is None:
        return None
    month, month2 = _number(found["m"]), _number(found["m2"])
    day, day2 = _number(found["d"]), _number(found["d2"])
    if month > 12 or month2 > 12 or day > 31 or day2 > 31:
        return None
    before = ground.first if ground is not None else None
    if found["rm"]:
        year, month = _told_month(found["rm"], timeline)
    elif before is not None and year is None and not found["ry"]:
        month = month or before.month
        year = before.year + (1 if month and month < before.month else 0)
    elif year is None and not found["ry"] and month:
        year = timeline.year_of(month, day, place)
    if not (month or day or found["y"] or found["ry"]):
        return None
    if found["part"] and not month:
        return _read_part(found, year)
    kind = DateKind.DAY if day else DateKind.MONTH if month else DateKind.YEAR
    first = make_date(year, month, day)
    last = make_date(year, month2 or month, day2 or day) if month2 or day2 else first
    return _Point(first, last, bool(month2 or day2), found.end(), kind)


def _read_part(found: re.Match[str], year: int | None) -> _Point:
    part, end = found["part"], found.end()
    if part[-1] in "底末终終初":
        told = make_date(year, 1 if part[-1] == "初" else 12)
        return _Point(told, told, False, end, DateKind.MONTH)
    if part == "全年":
        return _Point(make_date(year), make_date(year), True, end, DateKind.YEAR)
    if found["span"]:
        first, last = 1, _number(found["span"])
    elif part.endswith("季度"):
        quarter = part[-3].translate(_DIGITS)
        first, last = (int(quarter) - 1) * 3 + 1, int(quarter) * 3
        first = 1 if "前" in part else first
    else:
        first, last = (1, 6) if part[0] == "上" else (7, 12)
    return _Point(make_date(year, first), make_date(year, last), True, end, DateKind.MONTH)


def _finish(text: str, start: int, point: _Point, timeline: Timeline) -> DateMention:
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


def _told_year(found: re.Match[str], timeline: Timeline) -> int | None:
    if found["y"]:
        return _year(found["y"])
    if not found["ry"]:
        return None
    shift = _YEAR_SHIFT.get(found["ry"])
    if shift is not None:
        return timeline.shift_year(shift)
    return None if timeline.last is None else timeline.last.year


def _told_month(word: str, timeline: Timeline) -> tuple[int | None, int]:
    if word[0] in "本上下":
        shifted = timeline.shift_month({"本": 0, "上": -1, "下": 1}[word[0]])
        return shifted or (None, 1)
    last = timeline.last
    return (last.year, last.month) if last is not None and last.month else (None, 1)


def _year(text: str) -> int | None:
    year = int(text.translate(_DIGITS))
    if len(text) == 3:
        return year + _ROC_FIRST - 1
    return year if 1900 <= year <= 2100 else None


def _number(text: str | None) -> int:
    """Return the value of one to three digits (7, １８, 十一, 二十三), or 0 for none."""
    if not text:
        return 0
    if text.isdecimal():
        return int(text)
    if text == "元":
        return 1
    text = text.replace("廿", "二十")
    tens, ten, ones = text.partition("十")
    if not ten:
        return int(text.translate(_DIGITS)) if len(text) == 1 else 99
    if len(tens) > 1 or len(ones) > 1:
        return 99
    return int(tens.translate(_DIGITS) or 1) * 10 + int(ones.translate(_DIGITS) or 0)


_READERS: Final[dict[str, Callable[[str, re.Match[str], Timeline], DateMention | None]]] = {
    "year": _read_years,
    "month": _read_date,
    "day": _read_bare_day,
    "iso": _read_iso,
    "now": _read_now,
    "vague": _read_vague,
    "relyear": _read_date,
    "relmonth": _read_date,
    "relday": _read_day_word,
    "past": _read_past,
}
