"""Numbers as written in Chinese texts: Arabic, Chinese and mixed, with their comparator.

`3000余万元` is more than 30 million and stays so; `数十` has no value and is not a number.
The comparator may stand before the number (近, 超过), inside it (3000余万), behind it (1.2万余)
or behind its measure word (30名左右; `widen_by_suffix`). A number here is only a candidate: what
it counts, and whether it counts anything, is decided by the grammar of the claims.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from zhanlian.model.claim import Qualifier


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text.

    Attributes:
        start: where it begins, a comparator or currency sign before it included.
        end: behind its last character.
        value: as a plain number (4.8万 is 48000; 8成 is 80 with `percent`).
        qualifier: exact, over, nearly or about.
        step: one of the last digit as written (4.8万: 1000): how far the text has rounded.
        core: where the digits themselves begin.
        percent: written as a percentage or in tenths (成).
        digits: written in Arabic digits.
        sign: currency sign before it as written ($, HK$), or empty.
    """

    start: int
    end: int
    value: Decimal
    qualifier: Qualifier
    step: Decimal
    core: int
    percent: bool = False
    sign: str = ""
    digits: bool = False


_DIGIT: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_SCALE: Final = {"十": 10, "百": 100, "千": 1000, "廿": 20, "卅": 30, "卌": 40}
_MYRIAD: Final = {"万": 10**4, "亿": 10**8}
_POWER: Final = {"十": 10, "百": 100, "千": 1000} | _MYRIAD

# A number behind a digit and a sign that nobody sees is the rest of a larger one: no figure.
# The look-ahead lets most places of a text fail before any alternative is tried: six times faster.
_ZH: Final = re.compile(
    r"""
    (?=[\d百零〇○一二两三四五六七八九十千万亿廿卅卌])
    (?P<fraction>百分之)?
    (?:
      (?P<mixed>(?<![\d.,A-Za-z_/·])(?:
          \d{1,4}亿零?(?:\d千(?:\d百)?|\d百|\d{1,4})(?P<in4>[余多]?)万(?:\d千(?:\d百)?)?
        | \d{1,4}万\d千(?:\d百)?
        | \d千\d百(?:\d十)?[万亿]?
      )(?!\d))
    |
      (?P<digits>(?<![\d.A-Za-z_/·])(?<!\d[\u200b-\u200f\u202a-\u202e\u2060\ufeff])(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,6})?(?![\d.]*\d|[A-Za-z_/·]))
      (?P<in1>\s?[余多]?)
      (?P<mult>\s?(?:[十百千]?万亿|[十百千]?[万亿]|千(?![瓦克米赫])|百(?!分)))?
      (?P<low>(?<=亿)\d{1,4}万|(?<=\d万)\d,?\d{3}(?!\d))?
      (?P<in3>(?<=\d)[余多])?
    | (?P<cjk>[零〇○一二两三四五六七八九十百千万亿廿卅卌]{1,24})
      (?:点(?P<decimals>[零〇一二三四五六七八九]{1,4})(?P<scaled>[百千]?[万亿]{1,2})?)?
    )
    (?P<in2>[余多]|(?<=十)几)?
    (?P<mult2>(?<=[余多几])[十百千]?万?[万亿])?
    (?P<percent>\s?%|成(?![员立功为果本都人长年效绩就分因品份型群])[一二三四五六七八九半]?多?)?
    """,
    re.VERBOSE,
)
_TOKEN: Final = re.compile(r"\d+|[十百千万亿]")
_NEARLY: Final = ("近", "将近", "接近", "不足", "不到", "逼近", "未满", "几近", "近乎")
_OVER: Final = (
    "逾", "超过", "超", "超出", "多于", "高于", "至少", "不少于", "不低于", "突破", "起码",
    "大于",
)  # fmt: skip
_AT_MOST: Final = ("不超过", "不超出", "不多于", "不高于", "不大于", "少于", "低于")
_ABOUT: Final = ("约", "大约", "大概", "约为", "估计", "大致", "约合", "约占")
_COMPARATOR: Final = (
    dict.fromkeys((*_NEARLY, *_AT_MOST), Qualifier.NEARLY)
    | dict.fromkeys(_OVER, Qualifier.OVER)
    | dict.fromkeys(_ABOUT, Qualifier.ABOUT)
)
_NOT_A_COMPARATOR: Final = (
    "最近", "附近", "临近", "靠近", "新近", "侦破", "告破", "核破", "查破", "带破", "条约",
    "公约", "签约",
)  # fmt: skip
_BETWEEN: Final = (" ", "了", "有", "人民币", "达", "新台币", "港币")
# Before a bare 百, 千, 万, 亿 these give it a value.
_BARE_BEFORE: Final = ("近", "逾", "超", "约", "破", "过")
_VAGUE_BEFORE: Final = ("数", "几", "若干", "好几", "第")
# 第二、三批: the second of two ordinals.
_ORDINAL: Final = re.compile(r"第[一二三四五六七八九十\d]+[、和及至到—-]$")
_SUFFIX: Final = (
    ("以上", Qualifier.OVER), ("有余", Qualifier.OVER), ("开外", Qualifier.OVER),
    ("左右", Qualifier.ABOUT), ("上下", Qualifier.ABOUT), ("以内", Qualifier.NEARLY),
)  # fmt: skip


def find_numbers(text: str, start: int = 0, end: int | None = None) -> list[Number]:
    """Return the numbers of a Chinese text in order of their place.

    Args:
        text: in simplified script and half-width digits (`script.fold_script`).
        start, end: the part to look at; offsets in the answer count from the text's begin.
    """
    found = []
    for match in _ZH.finditer(text, start, len(text) if end is None else end):
        read = _read_mixed if match["mixed"] else _read_arabic if match["digits"] else _read_chinese
        number = read(match)
        if number is not None:
            found.append(_compare(number, text, start))
    return found


def widen_by_suffix(number: Number, text: str, end: int) -> tuple[Number, int]:
    """Return the number with the comparator behind its measure word, and the comparator's end.

    Args:
        number: as found.
        text: the text it was found in.
        end: where its measure word ends (30名|左右).
    """
    for word, qualifier in _SUFFIX:
        if text.startswith(word, end):
            return replace(number, qualifier=qualifier), end + len(word)
    return number, end


def _read_mixed(match: re.Match[str]) -> Number:
    """Return 1亿2千万 or 3千5百万: digits and units in turn, as is the habit in Taiwan."""
    written = match["mixed"]
    total = section = digit = 0
    for token in _TOKEN.findall(written):
        if token not in _POWER:
            digit = int(token)
        elif token in _MYRIAD:
            total, section, digit = _add_myriad(total, section + digit, token), 0, 0
        else:
            section, digit = section + digit * _SCALE[token], 0
    tail = written.rstrip("十百千万亿")
    scale = _power(match["mult2"] or "")
    step = Decimal(_power(written[len(tail) :]) * scale)
    value = Decimal((total + section + digit) * scale)
    over = bool(match["in4"] or match["in2"])
    return _number(match, match.start("mixed"), match.end(), value, over, step)


def _add_myriad(total: int, section: int, unit: str) -> int:
    """Return the value with a section closed: 一亿|二千万 adds up, 一万|亿 multiplies."""
    if unit == "万" and section:
        return total + section * _MYRIAD[unit]
    return (total + section) * _MYRIAD[unit]


def _read_arabic(match: re.Match[str]) -> Number | None:
    written = match["digits"].replace(",", "")
    value = Decimal(written)
    inner, mult, mult2 = match["in1"].strip(), (match["mult"] or "").strip(), match["mult2"] or ""
    over = bool(inner or match["in2"] or match["in3"])
    scale = _power(mult) * _power(mult2)
    step = Decimal(1).scaleb(value.as_tuple().exponent) * scale  # type: ignore[arg-type]
    value *= scale
    if match["low"]:
        low = match["low"].replace(",", "")
        step = Decimal(10_000 if low.endswith("万") else 1)
        value += Decimal(low.rstrip("万")) * step
    end = match.end()
    if inner and not mult and match["in2"]:
        return None
    return _number(match, match.start("digits"), end, value, over, step)


def _read_chinese(match: re.Match[str]) -> Number | None:
    written = match["cjk"]
    over = bool(match["in2"])
    before = match.string[match.start() - 1] if match.start() else ""
    if written[0] in "百千万亿" or (written == "十" and over):
        # 百余, 上百, 近千, 百万余 have a value; 百 in 百货 or 数百 has none.
        upper = before == "上" and match.string[max(0, match.start() - 2)] not in "以网线马晚早"
        if not (over or upper or before in _BARE_BEFORE):
            return None
        value = Decimal(_power(written)) if all(c in _POWER for c in written) else None
        over = over or upper or before in ("过", "破")
    else:
        value = _parse_chinese(written)
    if value is None:
        return None
    tail = len(written) - len(written.rstrip("十百千万亿"))
    step = Decimal(_power(written[-tail:]) if tail else 1)
    if match["decimals"]:
        decimals = "".join(str(_DIGIT[char]) for char in match["decimals"])
        value, step = value + Decimal(f"0.{decimals}"), Decimal(1).scaleb(-len(decimals))
    scale = _power(match["scaled"] or "") * _power(match["mult2"] or "")
    value, step = value * scale, step * scale
    return _number(match, match.start("cjk"), match.end(), value, over, step)


def _number(
    match: re.Match[str], core: int, end: int, value: Decimal, over: bool, step: Decimal
) -> Number:
    sign = match["percent"] or ""
    if sign.startswith("成"):
        value, step, over = value * 10, step * 10, over or sign.endswith("多")
        rest = sign[1:].rstrip("多")
        if rest:  # 一成八 is 18 percent
            value, step = value + (5 if rest == "半" else _DIGIT[rest]), Decimal(1)
    qualifier = Qualifier.OVER if over else Qualifier.EXACT
    percent = bool(sign or match["fraction"])
    return Number(
        match.start(), end, value, qualifier, step, core, percent, digits=match["cjk"] is None
    )


def _power(written: str) -> int:
    product = 1
    for char in written:
        product *= _POWER[char]
    return product


def _parse_chinese(written: str) -> Decimal | None:
    """Return the value of 三万一千, 一百二十三, 廿八 or 一一七八; None when it has no value."""
    if all(char in _DIGIT for char in written):
        if len(written) == 2 and _DIGIT[written[1]] == _DIGIT[written[0]] + 1:
            return None  # 三四 is "three or four"
        return Decimal("".join(str(_DIGIT[char]) for char in written))
    total = section = digit = 0
    fresh = False
    last = 10**12
    for char in written:
        if char in _DIGIT:
            if fresh and digit:
                return None
            digit, fresh = _DIGIT[char], char not in "零〇○"
        elif char in _MYRIAD:
            total, section, digit = _add_myriad(total, section + digit, char), 0, 0
            fresh, last = False, 10**12
        else:
            if _SCALE[char] >= last:
                return None
            last = _SCALE[char]
            section += last if last in (20, 30, 40) else (digit if fresh else 1) * last
            digit, fresh = 0, False
    if fresh and digit and written[-2] in "百千万亿":
        digit *= _POWER[written[-2]] // 10  # 三万一 is 31,000
    return Decimal(total + section + digit)


_LAST: Final = frozenset(word[-1] for word in (*_COMPARATOR, *_BETWEEN, "上"))


def _compare(number: Number, text: str, floor: int) -> Number:
    """Return the number with the comparator that stands before it."""
    start = number.core
    bare = not number.digits and number.qualifier is Qualifier.OVER
    if bare and text[start - 1 : start] in ("上", "过", "破") and text[start - 2] != "超":
        return replace(number, start=start - 1)  # 上百, 过百, 破亿
    if start <= floor or text[start - 1] not in _LAST:
        return number  # nine numbers in ten: told by one character
    window = text[max(floor, start - 8) : start]
    while window.endswith(_BETWEEN):
        cut = next(word for word in _BETWEEN if window.endswith(word))
        window, start = window[: -len(cut)], start - len(cut)
    # The longest word counts: 不超过 and 不少于 turn round what they end with.
    word = max((word for word in _COMPARATOR if window.endswith(word)), key=len, default="")
    if word and not window.endswith(_NOT_A_COMPARATOR):
        qualifier, told = _COMPARATOR[word], number.qualifier
        if told is Qualifier.OVER and qualifier is Qualifier.ABOUT:
            qualifier = told
        return replace(number, start=start - len(word), qualifier=qualifier)
    if text[number.core - 1 : number.core] == "上" and number.qualifier is Qualifier.OVER:
        return replace(number, start=number.core - 1)
    return number


def is_vague(number: Number, text: str) -> bool:
    """Return whether the words before take the value away (数十, 几百) or order it (第三)."""
    before = text[max(0, number.start - 6) : number.start]
    return before.endswith(_VAGUE_BEFORE) or _ORDINAL.search(before) is not None
