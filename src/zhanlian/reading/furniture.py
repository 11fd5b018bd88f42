"""Lines of a page, each told apart: prose, heading, credit, or furniture beside the article."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from zhanlian.reading.gazetteer import load_table
from zhanlian.reading.wrapping import join_wrapped

_LINE: Final = re.compile(r"[^\n\r\x0b\x0c\u2028\u2029]+")
_BLANK: Final = " \t\u3000\xa0\u200b\ufeff\u200e"
_LETTER: Final = re.compile(r"[^\W\d_]")
# 首页>新闻内页, A | B | C: trails and menus, without the signs of a sentence.
_TRAIL: Final = re.compile(
    r"[^。，；！？.!?]{0,80}[>＞›»][^。；！？]{0,60}"
    r"|[^|｜。，]{1,30}(?:[|｜][^|｜。，]{0,30}){2,}"
)
_PATH: Final = re.compile(r"[^\W\d]{2,8}(?: ?[/／] ?[^\W\d]{2,8}){1,3}")
_MENU: Final = re.compile(r"[\u4e00-\u9fff]{1,8}(?:[ \u3000]+[\u4e00-\u9fff]{1,8}){4,}")
_WRITER: Final = re.compile(
    r"[（(【]?(?:[\w·]{0,8}(?:本报|本網|本网|总台|央视|新闻|晨报|日报|晚报|时报))?[ ]?"
    r"(?:见习记者|记者|通讯员|作者|文字|撰文|文|图文|來源|綜合報導|By)"
    r"(?: ?[:：/／|] ?| )[^。，,]{2,30}[)）】]?"
    r"|通讯员[\w ]{2,20}|[\w·]{2,8}记者[ ]?[\w ]{2,12}|By [A-Z][\w.]+ [\w. ]{2,30}"
)
_STAMP: Final = re.compile(
    r"[(（\[]?[ ]?(?:\d{4} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2} ?[日号]?|\d{1,2}[-/月]\d{1,2}日?)"
    r"[ T]?(?:\d{1,2}:\d{2}(?::\d{2})?)?[^。，,]{0,20}"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}(?: .{0,20})?|\d{1,2}:\d{2}(?::\d{2})?"
)
_STOPS: Final = frozenset("。；：;:")
_CRIES: Final = frozenset("！？!?.\"'’)）…”」』")
_ENDS: Final = _STOPS | _CRIES
_LINK: Final = re.compile(r"[:：].{4}")
_BULLET: Final = re.compile(
    r"[•·●▪◆■□★※*\-–—]\s*\S|[(（]?\d{1,2}[.．、)）]|[一二三四五六七八九十]{1,2}[、，]"
)

_LEADS: Final = "[【(（-·•|▍■□> "

_SHORT: Final = 60
_CERTAIN: Final = 400
_SHORT_WORD: Final = 2
_ENGLISH_ROOM: Final = 10
_LONG_LATIN: Final = 320
_STRICT: Final = 40
# Four words with a full stop are a sentence in English; a headline has none.
_WORDS: Final = 3
_LATIN_ENDS: Final = frozenset('.!?:;"”’)')
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


class Kind(Enum):
    """What a line is on its page."""

    PROSE = auto()
    HEADING = auto()
    CREDIT = auto()
    FURNITURE = auto()
    RELATED = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the blanks around it, where it stands, and what it is."""

    start: int
    end: int
    text: str
    kind: Kind


_RULES: Final = load_table("furniture")


def _openings(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for lines that open with one of these words of the rule file."""
    parts: list[str] = []
    for word in words:
        if word.isascii() and word.isalpha():
            parts.append(re.escape(word) + rf"(?!\w)(?=.{{0,{_ENGLISH_ROOM}}}\Z)")
        elif not word.isascii() and len(word) <= _SHORT_WORD:
            parts.append(re.escape(word) + r"(?=[\s|｜:：·/\d(（]|\Z)")
        else:
            parts.append(re.escape(word))
    return re.compile("|".join(parts))


_END: Final = _openings(_RULES["end"]["starts"])
_NOTICES: Final = tuple(_RULES["end"]["notices"])
_RELATED: Final = _openings(_RULES["related"]["starts"])
_DROP: Final = _openings(_RULES["drop"]["starts"])
_ALWAYS: Final = re.compile("|".join(map(re.escape, _RULES["drop"]["always"])))
_DROP_INSIDE: Final = re.compile("|".join(map(re.escape, _RULES["drop"]["contains"])))
_CREDIT: Final = tuple(_RULES["credit"]["starts"])
_CREDIT_TAIL: Final = re.compile(
    r"[\s(（]*(?:" + "|".join(map(re.escape, _RULES["credit"]["starts"])) + r").{0,30}\Z"
    r"|(?<=[。！？”\s])[^。，！？\s]{2,14}(?:"
    + "|".join(map(re.escape, _RULES["credit"]["ends"]))
    + r")\Z"
)


def split_lines(text: str) -> list[Line]:
    """Return the lines of a text that are not blank, in order, each with its kind.

    Lines that were broken at a width, as in plain mail and PDF, are one line again.
    """
    places: list[tuple[int, int]] = []
    for found in _LINE.finditer(text):
        raw = found[0]
        bare = raw.strip(_BLANK)
        if bare:
            start = found.start() + len(raw) - len(raw.lstrip(_BLANK))
            places.append((start, start + len(bare)))
    joined = join_wrapped(text, places)
    return [Line(a, b, text[a:b], tell_kind(text[a:b])) for a, b in joined]


def tell_kind(line: str) -> Kind:
    """Return what a line is, by its own words alone."""
    length = len(line)
    if length == 1:
        return Kind.FURNITURE
    if length > _CERTAIN:
        return Kind.PROSE
    bare = line.lstrip(_LEADS) or line
    if bare.startswith(_NOTICES):
        return Kind.END
    if length <= _STRICT and line[-1] not in _STOPS:
        if _END.match(bare) is not None:
            return Kind.END
        if _RELATED.match(bare) is not None:
            # "Read more: another headline" is one link; only a bare title opens a list of them.
            return Kind.FURNITURE if _LINK.search(bare) is not None else Kind.RELATED
    if is_prose(line):
        return Kind.PROSE
    if _LETTER.search(line) is None or (length <= _STRICT and _DROP.match(bare) is not None):
        return Kind.FURNITURE
    if length <= 100 and (_is_furniture(bare) or _ALWAYS.search(line) is not None):
        return Kind.FURNITURE
    if line.startswith(_CREDIT) or (length <= 20 and _CREDIT_TAIL.match(" " + line)):
        return Kind.CREDIT
    return Kind.HEADING


def is_prose(line: str) -> bool:
    """Return whether a line reads as a sentence or more, not as a heading or a menu."""
    length = len(line)
    if _HAN.search(line, 0, _STRICT) is None:
        return length >= _LONG_LATIN or (line[-1] in _LATIN_ENDS and line.count(" ") >= _WORDS)
    if length >= _SHORT:
        return line[-1] in _ENDS or _DROP_INSIDE.search(line, 0, 100) is None
    if line[-1] in _STOPS:
        return length > _SHORT or _ALWAYS.search(line) is None
    # A headline may end in a quotation or an exclamation: a sentence within makes it prose.
    return line[-1] in _CRIES and ("。" in line or (length >= 45 and "，" in line))


def is_bullet(line: str) -> bool:
    """Return whether a line is an item of a list."""
    return _BULLET.match(line) is not None


def is_stamp(line: str) -> bool:
    """Return whether a line is a date or time with few words beside it."""
    return len(line) <= 60 and _STAMP.fullmatch(line) is not None


def cut_credit(line: str) -> int:
    """Return how many characters of a line stand before the credit for its picture."""
    tail = _CREDIT_TAIL.search(line, max(0, len(line) - 50)) if len(line) <= 300 else None
    return len(line) if tail is None else tail.start()


def _is_furniture(line: str) -> bool:
    return (
        _DROP_INSIDE.search(line) is not None
        or _TRAIL.fullmatch(line) is not None
        or _PATH.fullmatch(line) is not None
        or _MENU.fullmatch(line) is not None
        or _WRITER.fullmatch(line) is not None
    )
