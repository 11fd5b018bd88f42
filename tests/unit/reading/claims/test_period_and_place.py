"""When and where: running totals, first and last dates, places. All sentences are synthetic.

The notices are published on 10 March 2031.
"""

import pytest
from told_claims import only, read_claims


@pytest.mark.parametrize(
    ("opening", "cumulative", "since", "as_of"),
    [
        ("", False, None, None),
        ("2030年7月以来，累计", True, "2030-07", None),
        ("去年以来，", True, "2030", None),
        ("截至2031年2月底，警方共", True, None, "2031-02"),
        ("截至目前，", True, None, "2031-03-10"),
        ("专项行动三年来，", True, None, None),
        ("累计", True, None, None),
        ("3月5日，警方", False, None, "2031-03-05"),
        ("去年，警方", False, None, "2030"),
        ("2030年1月至11月，警方", False, "2030-01", "2030-11"),
        ("今年1至2月，警方", False, "2031-01", "2031-02"),
    ],
)
def test_a_figure_has_the_period_its_sentence_tells(
    opening: str, cumulative: bool, since: str | None, as_of: str | None
) -> None:
    claim = only(f"{opening}抓获诈骗犯罪嫌疑人4,512名。")
    told = [None if date is None else str(date) for date in (claim.since, claim.as_of)]
    assert (claim.cumulative, *told) == (cumulative, since, as_of)


def test_a_part_has_the_period_of_its_total() -> None:
    total, part = read_claims("2030年7月以来，累计移交诈骗嫌疑人5.3万名，其中头目171名。")
    assert str(total.since) == "2030-07"
    assert (part.cumulative, part.since) == (total.cumulative, total.since)


def test_each_event_has_its_own_day() -> None:
    claims = read_claims("3月5日，抓获诈骗嫌疑人807名，3月8日，又移交嫌疑人352名。")
    assert [str(claim.as_of) for claim in claims] == ["2031-03-05", "2031-03-08"]


def test_a_change_is_no_running_total() -> None:
    assert not only("今年以来，诈骗立案数下降12.3%。").cumulative


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("缅北木姐地区抓获诈骗嫌疑人31名。", "缅北木姐地区"),
        ("老挝金三角地区抓获诈骗嫌疑人31名。", "老挝金三角地区"),
        ("缅甸警方在妙瓦底抓获诈骗嫌疑人31名。", "妙瓦底"),
        ("全国破获诈骗案件31起。", "全国"),
        ("在福建省泉州市，警方抓获诈骗嫌疑人31名。", "福建省泉州市"),
    ],
)  # fmt: skip
def test_a_place_is_kept_as_written(sentence: str, place: str) -> None:
    assert only(sentence).place == place


@pytest.mark.parametrize(
    "sentence",
    [
        "泰国警方抓获诈骗嫌疑人31名。",
        "缅甸执法部门抓获诈骗嫌疑人31名。",
        "抓获境外诈骗嫌疑人31名。",
        "警方抓获诈骗嫌疑人31名。",
    ],
)
def test_an_agency_abroad_and_abroad_itself_are_no_place(sentence: str) -> None:
    assert only(sentence).place is None


def test_a_part_has_the_place_of_its_total() -> None:
    claims = read_claims("缅北木姐地区抓获诈骗嫌疑人807名，其中缅甸籍455名。")
    assert {claim.place for claim in claims} == {"缅北木姐地区"}
