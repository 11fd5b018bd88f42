"""Repeats: one fact is one claim, at its first mention. All notices are synthetic."""

from told_claims import bounds, read_claims, tell

from zhanlian.model.claim import Qualifier


def test_the_same_number_of_the_same_verb_is_told_once() -> None:
    text = (
        "警方打掉诈骗团伙12个，抓获嫌疑人86名。\n"
        "专案组介绍，经过三个月的缜密侦查，86名嫌疑人被抓获，12个团伙被打掉。"
    )
    assert tell(text) == [("gangs_dismantled", 12), ("suspects_captured", 86)]


def test_the_first_mention_is_the_one_that_is_kept() -> None:
    text = "86名诈骗嫌疑人落网\n经过三个月的缜密侦查，澜汀市公安机关一举抓获诈骗嫌疑人86名。"
    (claim,) = read_claims(text, titled=True)
    assert claim.start == 0


def test_a_title_rounds_what_the_text_spells_out() -> None:
    text = "某市抓获诈骗嫌疑人1.8万名\n过去一年，某市各级公安机关共抓获诈骗嫌疑人18,134名。"
    assert tell(text, titled=True) == [("suspects_captured", 18_000)]


def test_a_sum_with_and_without_余_is_one_sum() -> None:
    text = "冻结涉诈资金4300万元\n据澜汀市公安局专案组介绍，警方已冻结涉诈资金4300余万元。"
    assert bounds_of_title(text) == [(43_000_000, Qualifier.EXACT)]


def bounds_of_title(text: str) -> list[tuple[object, Qualifier]]:
    """Return value and comparator of the claims of a text with a title."""
    return [(int(claim.value), claim.qualifier) for claim in read_claims(text, titled=True)]


def test_a_title_with_余_is_spelled_out_by_the_text() -> None:
    text = "30余名诈骗嫌疑人落网\n经过三个月的缜密侦查，澜汀市公安机关一举抓获诈骗嫌疑人36名。"
    assert tell(text, titled=True) == [("suspects_captured", 30)]


def test_a_title_does_not_run_on_into_a_short_first_line() -> None:
    text = "冻结涉诈资金4300万元\n警方冻结涉诈资金4300余万元。"
    assert bounds_of_title(text) == [(43_000_000, Qualifier.EXACT)]


def test_equal_numbers_under_two_verbs_are_two_facts() -> None:
    text = "抓获诈骗嫌疑人86名。\n在检察机关提前介入之后，86名嫌疑人被提起公诉。"
    assert tell(text) == [("suspects_captured", 86), ("suspects_prosecuted", 86)]


def test_two_cases_of_one_notice_may_involve_the_same_sum() -> None:
    text = (
        "一、张某某诈骗案\n该团伙实施虚假投资诈骗，涉案金额2500万元。\n"
        "二、李某某诈骗案\n该团伙实施刷单返利诈骗，涉案金额2500万元。"
    )
    claims = read_claims(text)
    assert [(str(claim.metric), int(claim.value)) for claim in claims] == [
        ("amount_involved", 25_000_000),
        ("amount_involved", 25_000_000),
    ]
    assert claims[0].start != claims[1].start


def test_two_kinds_of_teams_with_one_number_are_two() -> None:
    assert tell("打掉跑分团伙5个、引流团伙5个。") == [
        ("gangs_dismantled", 5),
        ("gangs_dismantled", 5),
    ]


def test_a_contradicting_comparator_is_another_figure() -> None:
    text = "警方抓获诈骗嫌疑人近200名。\n据另一名负责人介绍，抓获的诈骗嫌疑人共有200余名。"
    assert bounds(text) == [(200, Qualifier.NEARLY), (200, Qualifier.OVER)]
