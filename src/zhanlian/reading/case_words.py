"""Fields of a supervised case that are words: lead, heads, bases, kinds of scam, notes.

Each function reads one description in simplified script and answers with spans of it, so that
the record quotes the notice in its own script.
"""

import functools
import re
from dataclasses import dataclass
from typing import Final

from zhanlian.model.document import Span
from zhanlian.reading.gazetteer import any_of, load_gazetteer, load_table
from zhanlian.reading.passages import CLOSE_QUOTES, OPEN_QUOTES, find_clause, split_clauses

_MARKS: Final = re.escape(OPEN_QUOTES + CLOSE_QUOTES)
_AGENCY: Final = re.compile(
    r"(?P<kind>公安机关|公安局|公安厅|警方|检察机关)(?:(?P<part>[^\W\d_]{1,4}[区县市])(?=(?:公安)?分局))?"
    r"(?:[^\W\d_]{0,4}分局)?(?:刑侦|反诈)?(?:部门|支队|大队)?"
)
# 云某省某市 as a clause opens with it; a kind is asked for, or 目前 would be a place.
_KINDED: Final = re.compile(
    r"(?:^|(?<=[日月年，：\s由经据向至到]))(?P<place>(?:[\u4e00-\u9fff]{2,4}?(?:省|自治区))?"
    r"(?:[\u4e00-\u9fff]{2,4}?[市州县区盟旗]){0,3}(?<=[省市州县区盟旗]))$"
)
_FOUND: Final = re.compile(r"[^。；\n]{2,90}?发现")
_TOLD: Final = re.compile(
    r"[^。；\n，]{0,40}?(?:线索|报案|报警|举报|(?:移交|交办|转办)(?:的)?(?:线索)?)(?:后)?"
)
_MASKED: Final = re.compile(
    r"(?:欧阳|司马|上官|诸葛|司徒|[^\W\d_a-zA-Z])某(?:某|[甲乙丙丁A-Z0-9])?"
)
_LED: Final = re.compile(
    r"以(?P<heads>(?:[^，。；：\n（]|（[^（）\n]{0,30}）){2,60}?)(?:等(?:\d+|[一二三四五六七八九十几多]*)(?:余)?[名人]*)?为(?:首|头目|核心|骨干)"
)
_JOINT: Final = re.compile(r"、|以及|[和及与]")
_ASIDE: Final = re.compile(r"[（(][^（）()]*[)）]")
_SCAM: Final = (
    re.compile(
        r"(?:包括|涉及|涵盖)(?P<list>[^，。；\n]{2,60}?)等(?:多种|各种)?(?:类型|类别|类)?(?:的)?(?:电信|跨境|网络)*诈骗"
    ),
    re.compile(
        r"(?:通过|采取|采用|利用|使用|以)(?P<list>[^。；，\n]{2,60}?)等?(?:多种)?(?:方式|手段|手法|名义|为名|为由|为幌子|形式)?"
        r"[，]?(?:，?对[^，。；]{2,12}?)?(?:实施|从事|进行)(?:了)?(?:电信|跨境|网络|境外)*诈骗"
    ),
    re.compile(
        r"(?:实施|从事|进行)(?:了)?(?P<list>[^，。；\n]{2,40}?)等?(?:的)?(?:电信|跨境|网络)*(?:诈骗|犯罪)"
    ),
    re.compile(
        r"(?P<list>(?:冒充|假冒|虚构|谎称)[^，。；\n]{2,20}?)等?(?:方式|手段|手法|名义|身份)?"
        r"(?:对[^，。；]{2,12}?)?(?:实施|进行)(?:了)?(?:电信|跨境|网络)*诈骗"
    ),
)


@dataclass(frozen=True, slots=True)
class Lead:
    """How a case came up: the agency's place (in one or two pieces), the agency, the words."""

    places: tuple[Span, ...]
    agency: Span
    words: Span | None


def find_lead(text: str, part: Span) -> Lead | None:
    """Return the first agency that is named with its place, and how it found the case."""
    for agency in _AGENCY.finditer(text, part.start, part.end):
        floor = find_clause(text, part, agency.start(), agency.end()).start
        place = _find_place(text, floor, agency.start())
        if place is None:
            continue
        told = _FOUND.match(text, agency.end(), part.end) or _TOLD.match(
            text, agency.end(), part.end
        )
        start = agency.end()
        if text[place.start - 1] in "向至到" and place.start > floor:
            start = floor  # 受害人…向…公安局报案
        words = Span(start, told.end()) if told else None
        places = [place]
        if agency["part"]:
            places.append(Span(*agency.span("part")))
        return Lead(tuple(places), Span(place.start, agency.end()), words)
    return None


def _find_place(text: str, low: int, stop: int) -> Span | None:
    """Return the place that ends at ``stop``: one the gazetteer knows, else one by its kind."""
    known = load_gazetteer().home_end.search(text, low, stop)
    named = _KINDED.search(text, low, stop)
    if named is None or any(
        word in named["place"] for word in load_table("listing")["never_place"]
    ):
        return Span(*known.span()) if known else None
    spot = Span(*named.span("place"))
    return spot if known is None or spot.start < known.start() else Span(*known.span())


def tidy_lead(words: str) -> str:
    """Return a lead as one phrase: no opening 在, no commas, no 通过 before 研判."""
    words = re.sub(r"^[，,\s]*(?:在|于)?", "", words)
    words = re.sub(r"[，,\s]", "", words)
    return re.sub(
        r"(?:通过|经过|经)(?=(?:深入|进一步|综合)?(?:研判|侦查|偵查|分析|摸排|工作))", "", words
    )


def find_heads(text: str, part: Span) -> list[Span]:
    """Return the names of those said to lead, own or finance the group, in order."""
    found: dict[str, Span] = {}
    for led in _LED.finditer(text, part.start, part.end):
        for head in _split(text, Span(*led.span("heads"))):
            words = text[head.start : head.end]
            if _MASKED.fullmatch(words) or _is_name(words):
                found.setdefault(words, head)
    cue = _head_cue()
    for name in _MASKED.finditer(text, part.start, part.end):
        clause = find_clause(text, part, name.start(), name.end())
        if cue.search(text, clause.start, clause.end) and name[0] not in found:
            found[name[0]] = Span(*name.span())
    return sorted(found.values(), key=lambda span: span.start)


def find_bases(text: str, part: Span) -> list[Span]:
    """Return the places from which the group works or worked, as written, in order."""
    patterns = _base_patterns()
    spans: list[Span] = []
    for clause in split_clauses(text, part):
        if patterns["not_base"].search(text, clause.start, clause.end):
            continue
        for name in ("moved", "abroad", "home", "building"):
            for match in patterns[name].finditer(text, clause.start, clause.end):
                spans += [_trim(text, s) for s in _split(text, Span(*match.span("base")))]
    found: dict[str, Span] = {}
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        words = text[span.start : span.end]
        if not any(old.startswith(words) or (words in old and len(words) > 3) for old in found):
            found[words] = span
    return list(found.values())


def find_scams(text: str, part: Span) -> list[list[Span]]:
    """Return the kinds of scam as written; a lure and the scheme it leads to are one kind."""
    cues, carries = _scam_cues()
    for pattern in _SCAM:
        found: list[list[Span]] = []
        for match in pattern.finditer(text, part.start, part.end):
            for item in _split(text, Span(*match.span("list"))):
                words = text[item.start : item.end]
                if carries.match(words) and found:
                    found[-1].append(item)
                elif cues.search(words):
                    found.append([_cut_before(text, item)])
        if found:
            return [_shorten(text, items, len(found)) for items in found]
    return []


def _shorten(text: str, items: list[Span], count: int) -> list[Span]:
    last = items[-1]
    words = text[last.start : last.end]
    if count == 1 and words.endswith("类"):  # 虚假股票交易类电信网络诈骗: the one kind there is
        items = [*items[:-1], Span(last.start, last.end - 1)]
    elif words in ("多种类型", "各类", "多类型") and text.startswith("诈骗", last.end):
        items = [*items[:-1], Span(last.start, last.end + 2)]
    return items


def _cut_before(text: str, item: Span) -> Span:
    """Return the item without words that stand before the kind itself (对国内民众实施…)."""
    for match in re.finditer(r"实施|从事|进行|的", text[item.start : item.end]):
        if _scam_cues()[0].search(text, item.start + match.end(), item.end):
            item = Span(item.start + match.end(), item.end)
            break
    return item


def _split(text: str, span: Span) -> list[Span]:
    """Return the members of a list joined by 、 or 和, without brackets and outer marks."""
    found = []
    start = span.start
    for end, after in [
        *(m.span() for m in _JOINT.finditer(text, span.start, span.end)),
        (span.end,) * 2,
    ]:
        aside = _ASIDE.search(text, start, end)
        stop = aside.start() if aside else end
        if start < stop:
            found.append(Span(start, stop))
        start = after
    return found


def _trim(text: str, span: Span) -> Span:
    end = span.start + len(re.sub(r"(?:等地|等国|等|境内|一带)$", "", text[span.start : span.end]))
    return Span(span.start, end)


def _is_name(words: str) -> bool:
    if "·" in words or "某" in words:
        return True
    return 2 <= len(words) <= 4 and not re.search(r"[犯罪集团人员骨干境外男女子名]", words)


@functools.cache
def _head_cue() -> re.Pattern[str]:
    return re.compile(any_of(load_table("listing")["head_cues"]))


@functools.cache
def _scam_cues() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = load_table("scam_types")
    return re.compile(any_of(table["cues"])), re.compile(any_of(table["carries_on"]))


@functools.cache
def _base_patterns() -> dict[str, re.Pattern[str]]:
    table = load_table("listing")
    places = load_gazetteer()
    cue = rf"{any_of(table['base_cues'])}(?:所谓的)?(?:中国)?"
    far, near = places.abroad.pattern, places.home.pattern
    stop = r"(?!警方|执法|政府|籍|当局|方面)"
    buildings = any_of(table["buildings"])
    quoted = (
        rf"[{re.escape(OPEN_QUOTES)}][^{_MARKS}，。]{{1,12}}?{buildings}[{re.escape(CLOSE_QUOTES)}]"
    )
    behind = "|".join(f"(?<={verb})" for verb in ("修建", "建造", "建设", "入驻", "迁入", "位于"))
    plain = rf"(?:{behind}|(?={far}))[^\W\d_的在和为由]{{2,8}}?"
    moved = r"从(?P<base>" + far + r")(?=转移|搬|迁|流窜|窜|逃)"
    return {
        "moved": re.compile(moved),
        "abroad": re.compile(rf"{cue}(?P<base>{far}(?:[、和及与]{far})*){stop}"),
        "home": re.compile(
            rf"(?:在|至|到|位于)(?P<base>{near}(?:[、和及与]{near})*)(?={any_of(table['home_verbs'])})"
        ),
        "building": re.compile(
            rf"(?P<base>{quoted}|{plain}(?:科技园|工业园|产业园|开发区|园区|大厦|酒店|国际城))"
        ),
        "not_base": re.compile(any_of(table["not_base"])),
    }
