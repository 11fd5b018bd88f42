"""Further fields of an operation: hand-over, provinces that take the cases, things seized."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from zhanlian.model.dates import PartialDate
from zhanlian.model.document import Span
from zhanlian.reading.date_mention import DateMention
from zhanlian.reading.dates import DateKind, find_dates
from zhanlian.reading.gazetteer import any_of, load_gazetteer, load_table
from zhanlian.reading.numerals import find_numbers
from zhanlian.reading.passages import split_clauses
from zhanlian.reading.unlisted import find_unlisted

# 3月6日电, 3月9日消息: the day on which the news was sent, not the one of the event.
_SENT: Final = re.compile(
    r"[上下中]?[午晚]?\s?(?:电(?![诈信话])|讯|消息|报道|通报|发布|公布|获悉|从[^，。；]{2,20}?获悉)"
)
_VERBS: Final = 8  # verbs of one sentence whose date is looked for
_PEOPLE: Final = r"(?:嫌疑人|疑犯|嫌犯|人员|头目|骨干|分子)"
_SUBJECT: Final = re.compile(
    rf"(?:目前|截至目前|现|当日|随后|按照双方协定|又有|再有|共有|共)*(?P<who>[^，。；]{{0,30}}?{_PEOPLE}[^，。；]{{0,16}}?)"
    r"(?:已经|已|均|悉数|全部|被|于|将|通过|经由|经|从|由|先后|顺利|陆续|在|乘)"
)
_GIVEN: Final = re.compile(
    rf"将(?:[^，。；]{{0,16}}?抓获的)?(?P<who>[^，。；]{{0,40}}?{_PEOPLE}(?:及[^，。；]{{2,10}}?)?)(?=，|通过|经|从|全部|移交|押)"
)
_COUNTED: Final = re.compile(
    rf"[^\d，。；]{{0,8}}?(?P<who>[\d,.零一二三四五六七八九十百千万余多]+[名人][^，。；]{{0,24}}?{_PEOPLE})"
)
_OWN: Final = re.compile(r"^(?:位于[^，。]*?的|我国|我方|我)")
_DISPOSED: Final = re.compile(
    r"(?:由|交由|交|移交)[^，。；]{1,10}(?:打击处理|处理|处置|审理|依法|打击|查处)"
)
_MEASURE: Final = re.compile(r"(?:余|多)?\s?(?:台|部|张|个|套|件|本|支|枚|辆|块|把|发|份|只|条|根)")
_PIECE: Final = re.compile(r"(?:[^、和及以，]|(?<=\d)，(?=\d))+")
_TAIL: Final = re.compile(
    r"(?:等)?(?:一大批|大批|大量|一批)?(?:涉案|涉诈|相关)?(?:电信网络诈骗)?(?:作案工具|作案设备|涉案物品|诈骗工具|物证|物品|设备|工具|财物|证据)$"
)


@dataclass(frozen=True, slots=True)
class Seizure:
    """A thing seized: its name, and how many where the notice says so."""

    name: Span
    value: int | None


def find_port(text: str, sentences: Sequence[Span]) -> Span | None:
    """Return the border crossing or airport at which people changed hands, or None."""
    for sentence in sentences:
        found = _port().search(text, sentence.start, sentence.end)
        if found is not None:
            start, end = found.span("port")
            own = _OWN.match(text, start, end)
            return Span(own.end() if own else start, end)
    return None


def find_day(
    text: str,
    sentences: Sequence[Span],
    published: PartialDate | None,
    cue: re.Pattern[str],
    bar: re.Pattern[str],
) -> PartialDate | None:
    """Return the exact day told before a ``cue``, with no ``bar`` between the two, or None."""
    for sentence in sentences:
        dates = find_told_dates(text, sentence, published)
        for verb in islice(cue.finditer(text, sentence.start, sentence.end), _VERBS):
            for date in reversed(dates):
                end = sentence.start + date.end
                if end > verb.start() or date.kind is not DateKind.DAY or date.as_of is None:
                    continue
                if not bar.search(text, end, verb.start()):
                    return date.as_of
                break
    return None


def find_told_dates(text: str, sentence: Span, published: PartialDate | None) -> list[DateMention]:
    """Return the dates of a sentence, their offsets counted from its start, without datelines."""
    words = text[sentence.start : sentence.end]
    return [date for date in find_dates(words, published) if not _SENT.match(words, date.end)]


def find_subject(text: str, sentences: Sequence[Span], cue: re.Pattern[str]) -> Span | None:
    """Return who or what is handed over, as the clause with ``cue`` names it, or None."""
    for sentence in sentences:
        given = _GIVEN.search(text, sentence.start, sentence.end)
        if given is not None and cue.search(text, given.end(), sentence.end):
            return Span(*given.span("who"))
        for clause in split_clauses(text, sentence):
            found = _SUBJECT.match(text, clause.start, clause.end)
            if found is not None and cue.search(text, found.end("who"), clause.end):
                return Span(*found.span("who"))
    return None


def find_people(text: str, start: int) -> Span | None:
    """Return the people counted at ``start`` with their noun (352名中国籍犯罪嫌疑人), or None."""
    found = _COUNTED.match(text, start)
    return Span(*found.span("who")) if found else None


def find_others(text: str, sentences: Sequence[Span]) -> Span | None:
    """Return the clause that says what becomes of people of other nationalities, or None."""
    for sentence in sentences:
        for clause in split_clauses(text, sentence):
            words = text[clause.start : clause.end]
            other = re.search(r"(?<!中国)(?<!我国)(?<!大陆)籍|其他国籍|其余国籍|外籍", words)
            if other is not None and _DISPOSED.search(words):
                return clause
    return None


def find_provinces(text: str, sentences: Sequence[Span]) -> tuple[list[Span], bool]:
    """Return the provinces whose police take over, and whether the list is open (等)."""
    pattern, cue = _provinces(), _assigned()
    for sentence in sentences:
        if not cue.search(text, sentence.start, sentence.end):
            continue
        for found in pattern.finditer(text, sentence.start, sentence.end):
            names = load_gazetteer().province.finditer(text, *found.span("listed"))
            spans = [Span(*name.span()) for name in names]
            if spans:
                return spans, found["open"] is not None
    at_work = [one for one in sentences if cue.search(text, one.start, one.end)]
    _, unlisted, is_open = find_unlisted(text, at_work)
    return unlisted, is_open


def find_seizures(text: str, sentences: Sequence[Span]) -> tuple[list[Seizure], Span | None]:
    """Return the things seized, and where the words for an unnumbered mass of them stand."""
    for sentence in sentences:
        for pattern in (_seized(), _seized_before()):
            found = pattern.search(text, sentence.start, sentence.end)
            items = _read_items(text, Span(*found.span("listed"))) if found else []
            if found and items:
                plenty = _plenty().search(text, found.start("listed"), sentence.end)
                return items, Span(*plenty.span()) if plenty else None
    return [], None


def _read_items(text: str, listed: Span) -> list[Seizure]:
    pieces = _PIECE.finditer(text, listed.start, listed.end)
    read = [_read_item(text, Span(*piece.span())) for piece in pieces]
    return [item for item in read if item is not None]


def _read_item(text: str, piece: Span) -> Seizure | None:
    start, end = piece.start, piece.end
    tail = _TAIL.search(text, start, end)
    if tail is not None and tail.start() > start:
        end = tail.start()
    lead = _lead_words().match(text, start, end)
    start = lead.end() if lead else start
    value = None
    numbers = find_numbers(text, start, end)
    if numbers:
        value = int(numbers[0].value)
        unit = _MEASURE.match(text, numbers[0].end, end)
        if numbers[0].start > start:
            end = numbers[0].start
        else:
            start = unit.end() if unit else numbers[0].end
    words = text[start:end].strip("等共计 ")
    if not words or _not_item().search(words):
        return None
    start = text.index(words, start)
    return Seizure(Span(start, start + len(words)), value)


@functools.cache
def _port() -> re.Pattern[str]:
    ports = any_of(load_table("operations")["ports"])
    return re.compile(
        rf"(?:降落在|降落于|抵达|通过|经由|经|从|在|于|至|到)(?P<port>[^\W\d_]{{2,18}}?{ports})(?!.{{0,4}}出发)"
    )


@functools.cache
def _provinces() -> re.Pattern[str]:
    province = load_gazetteer().province.pattern
    one = rf"{province}(?:省|市|自治区|壮族自治区|维吾尔自治区|回族自治区)?"
    listed = rf"(?P<listed>{one}(?:[、，和及]{one})*)"
    return re.compile(
        rf"{listed}(?P<open>等)?\d*(?:个)?(?:省区市|省市|省份|省|地|市)*(?:公安|警方|民警|检察)"
    )


@functools.cache
def _assigned() -> re.Pattern[str]:
    return re.compile(any_of(load_table("operations")["assigned"]))


@functools.cache
def _lead_words() -> re.Pattern[str]:
    plenty = any_of(load_table("operations")["plenty"])
    return re.compile(rf"(?:{plenty}|用于作案的|作案用|涉案|作案|了|的)+")


@functools.cache
def _seized() -> re.Pattern[str]:
    verbs = any_of(load_table("operations")["seized"])
    return re.compile(
        rf"{verbs}(?:了)?(?P<listed>[^。；，][^。；]{{1,120}}?)(?=[。；]|，[^，]*?[移押抓]|$)"
    )


@functools.cache
def _seized_before() -> re.Pattern[str]:
    """Things named before the verb (电脑、手机扣了一大批; 将电脑等查扣; 电脑被缴获)."""
    table = load_table("operations")
    verbs, plenty = any_of(table["seized"]), any_of(table["plenty"])
    opening = r"(?:现场|当场|同时|还有|连同|另有|警方|民警|公安机关){0,3}"
    # One thing alone is read only with 将 before it or 被 behind it: 警方查扣 names a subject.
    mark = r"(?:[^，。；、\s]{0,16}?[将把]|(?=[^，。；]{0,80}[、被]))"
    thing = r"[^，。；、：\s]{1,14}?"
    adverbs = r"(?:全部|全都|全|均|都|也|一并|悉数|依法|当场){0,3}"
    return re.compile(
        rf"(?:^|(?<=[，：；\s])){opening}{mark}(?P<listed>{thing}(?:、{thing}){{0,20}})"
        rf"{adverbs}被?{adverbs}{verbs}[了走下]?"
        rf"(?:{plenty}|[^，。；]{{0,6}}?[台部张个套件余多])?(?=[，。；]|$)"
    )


@functools.cache
def _plenty() -> re.Pattern[str]:
    return re.compile(any_of(load_table("operations")["plenty"]))


@functools.cache
def _not_item() -> re.Pattern[str]:
    return re.compile(any_of(load_table("operations")["not_item"]))
