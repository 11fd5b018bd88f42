"""Points of a Chinese date: 2023年7月8日, 今年, 7月底, 1-7月, 上半年, 107年1月, 元月."""

import re
from dataclasses import dataclass
from typing import Final

from zhanlian.model.dates import PartialDate
from zhanlian.reading.date_mention import DateKind, Timeline, make_date

# Parts of patterns, shared with the search for dates.
DIGIT = "0-9０-９"
HAN_DIGIT = "〇零○一二三四五六七八九"
YEAR = rf"(?:[{DIGIT}]{{4}}|[一二三四五六七八九〇零○０]{{4}})"
# Years of the Republic of China (107年1月 is January 2018) need their month beside them.
ROC_YEAR = rf"1[0-2][{DIGIT}](?=年[{DIGIT}]{{1,2}}月)"
NUMBER = rf"(?:[{DIGIT}]{{1,2}}|[一二三四五六七八九十廿]{{1,3}})"
TO = r"(?:[ \u3000]?(?:至|到|—{1,2}|[–－\-~～﹣―─])[ \u3000]?)"
YEAR_WORD = "今年|去年|前年|明年|本年|上年|同年|当年|當年|该年|該年"
MONTH_WORD = "本月|上月|上个月|上個月|下月|下个月|下個月|当月|當月|同月"

_POINT: Final = re.compile(
    rf"(?:(?P<y>{YEAR}|{ROC_YEAR})[ \u3000]?年度?|(?P<ry>{YEAR_WORD})度?)?"
    rf"(?P<part>年?[底末终終初](?![步次审審期级級中高])|全年|[上下]半年|第?前?[一二三四1-4]季度"
    rf"|[前头頭](?P<span>{NUMBER}|[两兩])[个個]?月)?"
    rf"(?:[ \u3000]?(?P<rm>{MONTH_WORD})(?P<rmpart>底|末|初|[上中下]旬)?"
    rf"|[ \u3000]?(?P<m>{NUMBER}|元(?=月))(?:{TO}(?P<m2>{NUMBER}))?[ \u3000]?月份?"
    rf"(?P<mpart>底|末|初|[上中下]旬)?)?"
    rf"(?:[ \u3000]?(?P<d>{NUMBER})(?:{TO}(?P<d2>{NUMBER}))?"
    rf"[ \u3000]?[日号號](?![线線楼樓令院]))?"
)
_WORDS: Final = {"元": 1, "两": 2, "兩": 2}
_ROC_FIRST: Final = 1912
_DIGITS: Final = str.maketrans("〇零○０一二三四五六七八九", "0000123456789")
_YEAR_SHIFT: Final = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}


@dataclass(frozen=True, slots=True)
class Point:
    """A date, or a short period (1-7月, 上半年), as one point of the grammar tells it."""

    first: PartialDate | None
    last: PartialDate | None
    is_period: bool
    end: int
    kind: DateKind


def read_point(text: str, place: int, timeline: Timeline, ground: Point | None) -> Point | None:
    """Return the point at a place; in a range the second point leans on the first."""
    found = _POINT.match(text, place)
    if found is None or found.end() == place:
        return None
    year = _told_year(found, timeline)
    if found["y"] and year is None:
        return None
    month, month2 = read_number(found["m"]), read_number(found["m2"])
    day, day2 = read_number(found["d"]), read_number(found["d2"])
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
    if found["span"] and not 1 <= read_number(found["span"]) <= 12:
        return None
    if found["part"] and not month:
        return _read_part(found, year, timeline)
    if not (month or day or found["y"] or found["ry"]):
        return None
    kind = DateKind.DAY if day else DateKind.MONTH if month else DateKind.YEAR
    first = make_date(year, month, day)
    last = make_date(year, month2 or month, day2 or day) if month2 or day2 else first
    return Point(first, last, bool(month2 or day2), found.end(), kind)


def _read_part(found: re.Match[str], year: int | None, timeline: Timeline) -> Point:
    """Return a part of a year; one without its year (上半年, 一季度) is the last that is over."""
    part, end = found["part"], found.end()
    first, last = _part_months(part, read_number(found["span"]))
    if not (found["y"] or found["ry"]):
        year = timeline.year_of(last, 0, found.start())
    if part == "全年":
        return Point(make_date(year), make_date(year), True, end, DateKind.YEAR)
    since, as_of = make_date(year, first), make_date(year, last)
    return Point(since, as_of, first != last or bool(found["span"]), end, DateKind.MONTH)


def _part_months(part: str, span: int) -> tuple[int, int]:
    if part[-1] in "底末终終":
        return 12, 12
    if part[-1] == "初":
        return 1, 1
    if span:
        return 1, span
    if part.endswith("季度"):
        quarter = int(part[-3].translate(_DIGITS))
        return (1 if "前" in part else quarter * 3 - 2), quarter * 3
    return {"上": (1, 6), "下": (7, 12), "全": (1, 12)}[part[0]]


def _told_year(found: re.Match[str], timeline: Timeline) -> int | None:
    if found["y"]:
        return read_year(found["y"])
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


def read_year(text: str) -> int | None:
    year = int(text.translate(_DIGITS))
    if len(text) == 3:
        return year + _ROC_FIRST - 1
    return year if 1900 <= year <= 2100 else None


def read_number(text: str | None) -> int:
    """Return the value of one to three digits (7, １８, 十一, 二十三), or 0 for none."""
    if not text:
        return 0
    if text.isdecimal():
        return int(text)
    if text in _WORDS:
        return _WORDS[text]
    text = text.replace("廿", "二十")
    tens, ten, ones = text.partition("十")
    if not ten:
        digits = text.translate(_DIGITS)
        return int(digits) if len(digits) == 1 and digits.isdecimal() else 99
    tens, ones = tens.translate(_DIGITS) or "1", ones.translate(_DIGITS) or "0"
    if len(tens) > 1 or len(ones) > 1 or not (tens + ones).isdecimal():
        return 99  # no month and no day: 十十月, 二十十日
    return int(tens) * 10 + int(ones)
