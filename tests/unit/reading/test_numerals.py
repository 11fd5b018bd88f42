"""Numbers as written: what each spelling is worth and how it bounds the true number.

All numbers are invented.
"""

import gc
import time
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanlian.model.claim import Qualifier
from zhanlian.reading.numerals import Number, find_numbers, is_vague, widen_by_suffix
from zhanlian.reading.numerals_en import find_english_numbers
from zhanlian.reading.script import fold_script

EXACT, OVER, NEARLY, ABOUT = Qualifier.EXACT, Qualifier.OVER, Qualifier.NEARLY, Qualifier.ABOUT

Row = tuple[Decimal, Qualifier, str]


def read(text: str) -> list[Row]:
    """Return value, comparator and spelling of the numbers that have a value."""
    folded = fold_script(text)
    return [
        (number.value, number.qualifier, text[number.start : number.end])
        for number in find_numbers(folded)
        if not is_vague(number, folded)
    ]


def read_english(text: str) -> list[Row]:
    """Return value, comparator and spelling of the numbers of an English text."""
    return [
        (number.value, number.qualifier, text[number.start : number.end])
        for number in find_english_numbers(text)
    ]


@pytest.mark.parametrize(
    ("text", "value", "qualifier", "spelling"),
    [
        # Arabic digits
        ("抓获47名", 47, EXACT, "47"),
        ("共1,234,567元", 1_234_567, EXACT, "1,234,567"),
        ("4.8万名", 48_000, EXACT, "4.8万"),
        ("4.8 万名", 48_000, EXACT, "4.8 万"),
        ("2,170.7万元", 21_707_000, EXACT, "2,170.7万"),
        ("1亿2000万元", 120_000_000, EXACT, "1亿2000万"),
        ("1万8,300人", 18_300, EXACT, "1万8,300"),
        ("1.5千万元", 15_000_000, EXACT, "1.5千万"),
        ("3百名", 300, EXACT, "3百"),
        ("6万亿元", 6 * 10**12, EXACT, "6万亿"),
        # comparators inside and behind
        ("30余名", 30, OVER, "30余"),
        ("30多名", 30, OVER, "30多"),
        ("3000余万元", 30_000_000, OVER, "3000余万"),
        ("3,000多万元", 30_000_000, OVER, "3,000多万"),
        ("5千余万元", 50_000_000, OVER, "5千余万"),
        ("3百余万", 3_000_000, OVER, "3百余万"),
        ("1.2万余名", 12_000, OVER, "1.2万余"),
        ("1.2余万名", 12_000, OVER, "1.2余万"),
        ("1亿多元", 100_000_000, OVER, "1亿多"),
        ("1000余亿元", 100_000_000_000, OVER, "1000余亿"),
        # comparators before
        ("近3亿元", 300_000_000, NEARLY, "近3亿"),
        ("不足100名", 100, NEARLY, "不足100"),
        ("接近2万元", 20_000, NEARLY, "接近2万"),
        ("逾5000人", 5000, OVER, "逾5000"),
        ("超10万人", 100_000, OVER, "超10万"),
        ("超过1.2万名", 12_000, OVER, "超过1.2万"),
        ("至少31人", 31, OVER, "至少31"),
        ("约2.1万名", 21_000, ABOUT, "约2.1万"),
        ("大约700起", 700, ABOUT, "大约700"),
        ("约5亿余元", 500_000_000, OVER, "约5亿余"),
        ("近人民币300万元", 3_000_000, NEARLY, "近人民币300万"),
        # no comparator, only a word that ends like one
        ("最近30天", 30, EXACT, "30"),
        ("侦破12起", 12, EXACT, "12"),
        ("附近3户", 3, EXACT, "3"),
        # Chinese numerals
        ("三万一千名", 31_000, EXACT, "三万一千"),
        ("三万一", 31_000, EXACT, "三万一"),
        ("一百二", 120, EXACT, "一百二"),
        ("一百零八名", 108, EXACT, "一百零八"),
        ("一万零五百", 10_500, EXACT, "一万零五百"),
        ("两万两千", 22_000, EXACT, "两万两千"),
        ("卅名", 30, EXACT, "卅"),
        ("廿八名", 28, EXACT, "廿八"),
        ("三百廿五名", 325, EXACT, "三百廿五"),
        ("一一七八名", 1178, EXACT, "一一七八"),
        ("二〇三一", 2031, EXACT, "二〇三一"),
        ("十二亿", 1_200_000_000, EXACT, "十二亿"),
        ("一万亿", 10**12, EXACT, "一万亿"),
        ("十余名", 10, OVER, "十余"),
        ("十多名", 10, OVER, "十多"),
        ("百余名", 100, OVER, "百余"),
        ("上百名", 100, OVER, "上百"),
        ("千余名", 1000, OVER, "千余"),
        ("万余名", 10_000, OVER, "万余"),
        ("上亿元", 100_000_000, OVER, "上亿"),
        ("百余万元", 1_000_000, OVER, "百余万"),
        ("二十余万元", 200_000, OVER, "二十余万"),
        ("逾百万", 1_000_000, OVER, "逾百万"),
        ("近百名", 100, NEARLY, "近百"),
        ("近千名", 1000, NEARLY, "近千"),
        ("一亿二千万元", 120_000_000, EXACT, "一亿二千万"),
        ("十几名", 10, OVER, "十几"),
        ("二十几万元", 200_000, OVER, "二十几万"),
        # digits and units in turn
        ("1億2千萬元", 120_000_000, EXACT, "1億2千萬"),
        ("13亿5千万", 1_350_000_000, EXACT, "13亿5千万"),
        ("2亿3千多万元", 230_000_000, OVER, "2亿3千多万"),
        ("1亿零500万元", 105_000_000, EXACT, "1亿零500万"),
        ("2亿3000余万元", 230_000_000, OVER, "2亿3000余万"),
        ("3千5百萬元", 35_000_000, EXACT, "3千5百萬"),
        ("3千5百余万元", 35_000_000, OVER, "3千5百余万"),
        ("1千2百余名", 1200, OVER, "1千2百余"),
        ("2万3千名", 23_000, EXACT, "2万3千"),
        ("近4万8千名", 48_000, NEARLY, "近4万8千"),
        # at most
        ("不超过20人", 20, NEARLY, "不超过20"),
        ("少于20人", 20, NEARLY, "少于20"),
        ("不少于20人", 20, OVER, "不少于20"),
        # full width
        ("１２３名", 123, EXACT, "１２３"),
        ("４．８万名", 48_000, EXACT, "４．８万"),
        # a spoken decimal point
        ("三点五亿", 350_000_000, EXACT, "三点五亿"),
        # spellings that are not read yet
        ("过百人", 100, OVER, "过百"),
        ("破亿", 100_000_000, OVER, "破亿"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_written(
    text: str, value: int, qualifier: Qualifier, spelling: str
) -> None:
    assert read(text) == [(Decimal(value), qualifier, spelling)]


@pytest.mark.parametrize(
    "text",
    [
        "数十名", "数百万元", "几百名", "好几百", "几十万", "若干名", "数万", "半数", "马上百人",
        "第三批", "第2批", "第十二批", "第二、三批", "三四名", "七八名", "两三百人",
        "百货", "千方百计", "万一", "版本3.5.7", "1/3", "A12", "12GB", "",
    ],
)  # fmt: skip
def test_what_has_no_value_or_only_orders_is_no_number(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [
        ("12.5%", "12.5", EXACT), ("０．５％", "0.5", EXACT), ("百分之三十", "30", EXACT),
        ("三成", "30", EXACT), ("8成多", "80", OVER), ("近三成", "30", NEARLY),
        ("超八成", "80", OVER),
        ("百分之三点五", "3.5", EXACT),
    ],
)  # fmt: skip
def test_tenths_and_hundredths_are_percent(text: str, value: str, qualifier: Qualifier) -> None:
    (number,) = find_numbers(fold_script(text))
    assert (number.percent, number.value, number.qualifier) == (True, Decimal(value), qualifier)


def test_a_word_that_begins_with_成_makes_no_tenths() -> None:
    (number,) = find_numbers("2成员")
    assert (number.percent, number.value) == (False, Decimal(2))


@pytest.mark.parametrize(
    ("text", "end", "qualifier", "widened"),
    [
        ("30名以上", 3, OVER, 5), ("30人左右", 3, ABOUT, 5), ("50万元以内", 4, NEARLY, 6),
        ("30岁上下", 3, ABOUT, 5), ("30人有余", 3, OVER, 5), ("30名嫌疑人", 3, EXACT, 3),
    ],
)  # fmt: skip
def test_a_comparator_behind_the_measure_word_widens_the_number(
    text: str, end: int, qualifier: Qualifier, widened: int
) -> None:
    (number,) = find_numbers(text)
    wider, stop = widen_by_suffix(number, text, end)
    assert (wider.qualifier, stop, wider.value) == (qualifier, widened, number.value)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("4.8万", 1000), ("5万余", 10_000), ("48213", 1), ("2,170.7万", 1000), ("3000余万", 10_000),
        ("1亿2000万", 10_000), ("1万8,300", 1), ("三万一千", 1000), ("廿八", 1), ("12.5%", "0.1"),
        ("8成多", 10), ("百余", 100), ("1亿2千万", 10**7), ("3千5百余万", 10**6),
    ],
)  # fmt: skip
def test_the_step_is_one_of_the_last_digit_as_written(text: str, step: int | str) -> None:
    (number,) = find_numbers(text)
    assert number.step == Decimal(step)


def test_the_core_begins_behind_comparator_and_currency() -> None:
    (number,) = find_numbers("损失近3亿元")
    assert ((number.start, number.core, number.end), number.digits) == ((2, 3, 5), True)
    (english,) = find_english_numbers("lost nearly $3 million")
    assert ((english.start, english.core, english.end), english.sign) == ((5, 13, 22), "$")


def test_only_the_asked_part_is_read() -> None:
    text = "抓获12名，移交34名，另有56名"
    assert [number.value for number in find_numbers(text, 6, 12)] == [34]
    assert [number.value for number in find_english_numbers("12 men, 34 men, 56 men", 8, 14)] == [
        34
    ]


@pytest.mark.parametrize(
    ("text", "value", "qualifier", "spelling"),
    [
        ("more than 1,200 suspects", 1200, OVER, "more than 1,200"),
        ("more than\n200", 200, OVER, "more than\n200"),
        ("At least 31 men", 31, OVER, "At least 31"),
        ("well over 100 people", 100, OVER, "well over 100"),
        ("70+ devices", 70, OVER, "70+"),
        ("over a million dollars", 1_000_000, OVER, "over a million"),
        ("nearly $3 million", 3_000_000, NEARLY, "nearly $3 million"),
        ("almost twenty", 20, NEARLY, "almost twenty"),
        ("up to 60 people", 60, NEARLY, "up to 60"),
        ("about 5,000", 5000, ABOUT, "about 5,000"),
        ("some 310 people", 310, ABOUT, "some 310"),
        ("an estimated 40", 40, ABOUT, "an estimated 40"),
        ("S$6.54m", 6_540_000, EXACT, "S$6.54m"),
        ("US$1.2 billion", 1_200_000_000, EXACT, "US$1.2 billion"),
        ("€20 million", 20_000_000, EXACT, "€20 million"),
        ("RM 5.6 million", 5_600_000, EXACT, "RM 5.6 million"),
        ("3.4k accounts", 3400, EXACT, "3.4k"),
        ("21 million", 21_000_000, EXACT, "21 million"),
        ("twenty-one people", 21, EXACT, "twenty-one"),
        ("two hundred and five", 205, EXACT, "two hundred and five"),
        ("one thousand two hundred", 1200, EXACT, "one thousand two hundred"),
        ("one hundred and one thousand", 101_000, EXACT, "one hundred and one thousand"),
        ("a dozen men", 12, EXACT, "a dozen"),
        ("RM5.6 million", 5_600_000, EXACT, "RM5.6 million"),
        ("RMB30m", 30_000_000, EXACT, "RMB30m"),
        ("HK$3.2 bn", 3_200_000_000, EXACT, "HK$3.2 bn"),
        ("half a million", 500_000, EXACT, "half a million"),
        ("less than 50", 50, NEARLY, "less than 50"),
        ("fewer than 20", 20, NEARLY, "fewer than 20"),
    ],
)
def test_an_english_number_is_read_as_written(
    text: str, value: int, qualifier: Qualifier, spelling: str
) -> None:
    assert read_english(text) == [(Decimal(value), qualifier, spelling)]


@pytest.mark.parametrize(
    "text", ["hundreds of people", "dozens", "tens of thousands", "million", "v2.0", "1,23", "A12"]
)
def test_english_words_without_a_value_are_no_numbers(text: str) -> None:
    assert read_english(text) == []


@pytest.mark.parametrize("text", ["12.5%", "12.5 percent", "12.5 per cent"])
def test_english_percentages_are_percent(text: str) -> None:
    (number,) = find_english_numbers(text)
    assert (number.percent, number.value) == (True, Decimal("12.5"))


# A writer of our own, the other way round: section by section of four digits.
_DIGITS = "零一二三四五六七八九"


def write_section(number: int) -> str:
    """Return a number below 10,000 in Chinese numerals."""
    written, gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            written += ("零" if gap and written else "") + _DIGITS[digit] + unit
        gap = not digit
    return written


def write_chinese(number: int) -> str:
    """Return a number up to 10^12 in Chinese numerals (10,500 is 一万零五百)."""
    if number == 0:
        return "零"
    if number == 10**12:
        return "一万亿"
    written = ""
    for power, unit in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section = number // power % 10_000
        if section:
            written += "零" if written and section < 1000 else ""
            written += write_section(section) + unit
    return written.removeprefix("一") if written.startswith("一十") else written


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "零"), (10, "十"), (17, "十七"), (105, "一百零五"), (10_500, "一万零五百"),
        (30_005, "三万零五"), (120_000_000, "一亿二千万"), (100_500_000, "一亿零五十万"),
        (300_000_000_001, "三千亿零一"),
    ],
)  # fmt: skip
def test_the_writer_of_this_test_writes_chinese(number: int, written: str) -> None:
    assert write_chinese(number) == written


@given(st.one_of(st.integers(0, 10**8 - 1), st.integers(1, 9999).map(lambda n: n * 10**8)))
def test_chinese_numerals_are_read_back(number: int) -> None:
    assert read(f"共{write_chinese(number)}人") == [(Decimal(number), EXACT, write_chinese(number))]


@given(st.integers(0, 10**12))
def test_chinese_numerals_up_to_a_trillion_are_read_back(number: int) -> None:
    assert read(f"共{write_chinese(number)}人") == [(Decimal(number), EXACT, write_chinese(number))]


@given(st.integers(0, 10**12), st.booleans())
def test_arabic_digits_are_read_back(number: int, commas: bool) -> None:
    written = f"{number:,}" if commas else str(number)
    assert read(f"共{written}人") == [(Decimal(number), EXACT, written)]
    assert read_english(f"the {written} people") == [(Decimal(number), EXACT, written)]


@given(
    st.decimals(0, 9999, places=2, allow_nan=False).filter(lambda value: value > 0),
    st.sampled_from([("万", 10**4), ("亿", 10**8), ("千万", 10**7), ("", 1)]),
    st.sampled_from(["", "余", "多"]),
)
def test_digits_with_myriads_are_read_back(
    value: Decimal, unit: tuple[str, int], more: str
) -> None:
    written = f"{value}{unit[0]}{more}"
    ((read_value, qualifier, spelling),) = read(f"共{written}元")
    assert (read_value, spelling) == (value * unit[1], written)
    assert qualifier is (OVER if more else EXACT)


PIECES = st.sampled_from(
    [*"0123456789,.%％零一二两三九十百千万亿廿卅余多成近超约上第数几点 -+$￥RMbn", "百分之",
     "million", "more than "]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_random_text_never_raises_and_numbers_come_in_order(text: str) -> None:
    folded = fold_script(text)
    for numbers in (find_numbers(folded), find_english_numbers(folded)):
        at = 0
        for number in numbers:
            assert 0 <= number.start <= number.core < number.end <= len(text)
            assert number.core >= at
            assert number.value >= 0
            assert number.step > 0
            at = number.end


def least_seconds(find: Callable[[str], list[Number]], text: str) -> float:
    """Return the shorter of two runs."""
    spent = []
    for _ in range(2):
        gc.collect()
        begin = time.process_time()
        find(text)
        spent.append(time.process_time() - begin)
    return min(spent)


@pytest.mark.parametrize("find", [find_numbers, find_english_numbers])
@pytest.mark.parametrize("unit", ["1", "一", "万", "近", "one "])
def test_a_text_of_one_million_characters_takes_time_in_proportion(
    find: Callable[[str], list[Number]], unit: str
) -> None:
    small, large = unit * (250_000 // len(unit)), unit * (1_000_000 // len(unit))
    # Four times the text costs four times as much; sixteen times would be a square.
    assert least_seconds(find, large) < 10 * max(least_seconds(find, small), 0.005)
