"""Dates as written: absolute, relative, periods, bounds; and what is no date."""

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhanlian.model.dates import PartialDate
from zhanlian.reading.dates import DateKind, find_dates

PUBLISHED = PartialDate(2024, 4, 1)


def told(text: str, published: PartialDate | None = PUBLISHED) -> list[tuple[str, str, str, str]]:
    """Quote, since, as-of and kind of each mention."""
    return [
        (text[one.start : one.end], str(one.since or ""), str(one.as_of or ""), one.kind.value)
        for one in find_dates(text, published)
    ]


@pytest.mark.parametrize(
    ("text", "as_of", "kind"),
    [
        ("2023年7月8日，警方收网", "2023-07-08", "day"),
        ("二〇二三年七月八日", "2023-07-08", "day"),
        ("十一月三日", "2023-11-03", "day"),
        ("５月１８日", "2023-05-18", "day"),
        ("3月31日移交", "2024-03-31", "day"),
        ("12月31日移交", "2023-12-31", "day"),
        ("7月底，再次约谈", "2023-07", "month"),
        ("5月份，再次约谈", "2023-05", "month"),
        ("去年12月", "2023-12", "month"),
        ("本月1日", "2024-04-01", "day"),
        ("上月", "2024-03", "month"),
        ("昨天", "2024-03-31", "day"),
        ("今日", "2024-04-01", "day"),
        ("前年", "2022", "year"),
        ("2023年", "2023", "year"),
        ("2023年年底", "2023-12", "month"),
        ("去年年初", "2023-01", "month"),
        ("2024-03-31 10:00", "2024-03-31", "day"),
        ("2024/3/31", "2024-03-31", "day"),
        ("2024.03.31", "2024-03-31", "day"),
        ("3月31號", "2024-03-31", "day"),
        ("March 31, 2024", "2024-03-31", "day"),
        ("31 March", "2024-03-31", "day"),
        ("in July 2023", "2023-07", "month"),
        ("in fiscal year 2023", "2023", "year"),
        ("last year", "2023", "year"),
        ("on Feb. 4", "2024-02-04", "day"),
    ],
)
def test_an_event_has_one_date(text: str, as_of: str, kind: str) -> None:
    [(_, since, found, found_kind)] = told(text)
    assert (since, found, found_kind) == ("", as_of, kind)


@pytest.mark.parametrize(
    ("text", "since", "as_of"),
    [
        ("2023年全年", "2023", "2023"),
        ("今年1—3月", "2024-01", "2024-03"),
        ("2023年1月至11月", "2023-01", "2023-11"),
        ("3月1日至5日", "2024-03-01", "2024-03-05"),
        ("8月15日—16日", "2023-08-15", "2023-08-16"),
        ("2022年12月至今年3月", "2022-12", "2024-03"),
        ("2016年-2018年", "2016", "2018"),
        ("2016-2018年", "2016", "2018"),
        ("2023年上半年", "2023-01", "2023-06"),
        ("今年一季度", "2024-01", "2024-03"),
        ("去年前三季度", "2023-01", "2023-09"),
        ("上半年，全市", "2023-01", "2023-06"),
        ("一季度", "2024-01", "2024-03"),
        ("前两个月", "2024-01", "2024-02"),
        ("去年前7个月", "2023-01", "2023-07"),
        ("between 2019 and 2022", "2019", "2022"),
        ("from January 2023 to March 2023", "2023-01", "2023-03"),
        ("from January to May 2018", "2018-01", "2018-05"),
        ("March 1-5, 2024", "2024-03-01", "2024-03-05"),
        ("in the first half of 2023", "2023-01", "2023-06"),
        ("the first ten months of last year", "2023-01", "2023-10"),
        ("the first twelve months of 2023", "2023-01", "2023-12"),
        ("107年1月至108年5月", "2018-01", "2019-05"),
    ],
)
def test_a_closed_period_has_two_ends(text: str, since: str, as_of: str) -> None:
    assert [one[1:] for one in told(text)] == [(since, as_of, "closed")]


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("去年以来", "2023"),
        ("今年以來", "2024"),
        ("2023年7月以来", "2023-07"),
        ("年初以来", "2024-01"),
        ("自2021年4月起", "2021-04"),
        ("2021年4月至今", "2021-04"),
        ("从去年10月打到现在", "2023-10"),
        ("2023年7月部署开展专项工作以来", "2023-07"),
        ("近年来", ""),
        ("since July 2023", "2023-07"),
        ("since 2021", "2021"),
        ("since October of 2023", "2023-10"),
        ("自2018年元月起", "2018-01"),
    ],
)
def test_since_has_a_first_date_only(text: str, since: str) -> None:
    assert [one[1:] for one in told(text)] == [(since, "", "since")]


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("截至目前", "2024-04-01"),
        ("截至2023年底", "2023-12"),
        ("截至8月底", "2023-08"),
        ("至今", "2024-04-01"),
        ("to date", "2024-04-01"),
        ("as of June 2023", "2023-06"),
    ],
)
def test_until_has_a_last_date_only(text: str, as_of: str) -> None:
    assert [one[1:] for one in told(text)] == [("", as_of, "until")]


@pytest.mark.parametrize("text", ["近日", "日前", "近期", "recently"])
def test_vague_words_are_found_without_a_date(text: str) -> None:
    assert [one[1:] for one in told(text)] == [("", "", "vague")]


@pytest.mark.parametrize(
    "text",
    [
        "甲市“9.06”案",
        "“7·12”专案",
        "电话010-53650000",
        "许可证第20245号",
        "增长3.14倍",
        "3个月内",
        "一年后",
        "行政拘留10日",
        "连续3日",
        "2000年级",
        "破获5起",
        "they may march on",
        "与去年同期相比",
        "比2022年下降",
        "刑期115年",
    ],
)
def test_labels_and_numbers_are_no_dates(text: str) -> None:
    assert told(text) == []


def test_a_narrative_keeps_its_year() -> None:
    text = "2021年9月，甲团伙成立。同年12月，团伙迁往乙地。"
    assert [one[2] for one in told(text)] == ["2021-09", "2021-12"]
    assert [one[2] for one in told("2021年3月10日，报案。5月6日，收网。")] == [
        "2021-03-10",
        "2021-05-06",
    ]


def test_a_day_without_month_leans_on_publication() -> None:
    assert told("公安部21日公布", PartialDate(2023, 11, 22))[0][2] == "2023-11-21"
    assert told("公安部30日公布", PartialDate(2023, 11, 2))[0][2] == "2023-10-30"


def test_the_same_day_is_the_day_last_told() -> None:
    assert [one[2] for one in told("3月5日报案，当天止付，次日抓获")] == [
        "2024-03-05",
        "2024-03-05",
        "2024-03-06",
    ]


def test_relative_dates_without_publication_are_found_without_a_value() -> None:
    found = find_dates("去年以来，截至目前，3月31日，今年1—7月", None)
    assert [one.kind for one in found] == [
        DateKind.SINCE,
        DateKind.UNTIL,
        DateKind.DAY,
        DateKind.CLOSED,
    ]
    assert all(one.since is None and one.as_of is None for one in found)


def test_days_beyond_the_calendar_have_no_value() -> None:
    assert told("昨天", PartialDate(1, 1, 1))[0][2] == ""
    assert told("明天", PartialDate(9999, 12, 31))[0][2] == ""
    assert told("前0个月", PUBLISHED) == []


def test_a_day_that_does_not_exist_has_no_value() -> None:
    assert [one[2] for one in told("2023年2月30日")] == [""]


@given(st.text(alphabet="0123年月日至今去截以来自起一二十 .-—MayJune", max_size=60))
@settings(deadline=None)
def test_mentions_are_in_order_and_inside_the_text(text: str) -> None:
    found = find_dates(text, PUBLISHED)
    for before, after in itertools.pairwise(found):
        assert before.end <= after.start
    assert all(0 <= one.start < one.end <= len(text) for one in found)


@pytest.mark.parametrize("unit", ["1", "年", "月", "2023年", "一", "May ", "截至", "1-", "自", " "])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.perf_counter()
        find_dates(text, PUBLISHED)
        return time.perf_counter() - start

    assert seconds(400_000) < 40 * seconds(40_000) + 1.0


@pytest.mark.parametrize(
    "text", ["十十月", "二十十日", "3月十十日", "廿廿月一日", "〇十月", "十〇日"]
)
def test_digits_that_make_no_number_are_no_date_and_no_crash(text: str) -> None:
    for mention in find_dates(text, PartialDate(2024, 5, 6)):
        assert 0 <= mention.start < mention.end <= len(text)
