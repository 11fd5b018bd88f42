"""Frames: objects behind the verb, moved before it, and shared. All sentences are synthetic."""

import pytest
from told_claims import read_claims, tell

from zhanlian.model.claim import Metric


@pytest.mark.parametrize(
    ("sentence", "metric"),
    [
        ("38名诈骗犯罪嫌疑人被抓获。", Metric.SUSPECTS_CAPTURED),
        ("38名诈骗犯罪嫌疑人全部被警方抓获归案。", Metric.SUSPECTS_CAPTURED),
        ("警方将38名诈骗犯罪嫌疑人抓获归案。", Metric.SUSPECTS_CAPTURED),
        ("警方把38名诈骗犯罪嫌疑人抓捕归案。", Metric.SUSPECTS_CAPTURED),
        ("警方锁定38名诈骗犯罪嫌疑人，相继将他们抓获。", Metric.SUSPECTS_CAPTURED),
        ("警方对38名诈骗犯罪嫌疑人采取刑事强制措施。", Metric.SUSPECTS_DETAINED),
        ("3月5日，38名诈骗犯罪嫌疑人被移交我方。", Metric.SUSPECTS_TRANSFERRED),
        ("检察机关对38名诈骗犯罪嫌疑人提起公诉。", Metric.SUSPECTS_PROSECUTED),
    ],
)
def test_an_object_before_its_verb_is_governed_by_it(sentence: str, metric: Metric) -> None:
    assert tell(sentence) == [(str(metric), 38)]


def test_two_verbs_before_one_number_are_two_claims() -> None:
    assert tell("缅方抓获并移交诈骗犯罪嫌疑人38名。") == [
        ("suspects_captured", 38),
        ("suspects_transferred", 38),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "缅北联合行动抓获诈骗犯罪嫌疑人38名，已全部移交我方。",
        "老挝警方抓获诈骗嫌疑人38名，全部移交中方。",
        "抓获诈骗犯罪嫌疑人38名，并于次日全部押解回国。",
    ],
)
def test_a_verb_over_the_same_people_in_the_next_clause_is_a_second_claim(sentence: str) -> None:
    assert tell(sentence) == [("suspects_captured", 38), ("suspects_transferred", 38)]


def test_both_claims_of_a_shared_number_have_its_attributes() -> None:
    caught, handed_over = read_claims("联合行动抓获中国籍诈骗嫌疑人30余名，已全部移交我方。")
    for name in ("value", "qualifier", "nationality", "unit"):
        assert getattr(caught, name) == getattr(handed_over, name)


def test_a_verb_with_its_own_number_is_no_second_verb() -> None:
    assert tell("抓获诈骗犯罪嫌疑人38名，其余12名被移交我方。") == [
        ("suspects_captured", 38),
        ("suspects_transferred", 12),
    ]


def test_one_verb_governs_a_list_of_people() -> None:
    claims = read_claims("警方在缅甸先后将61名、46名诈骗犯罪嫌疑人抓获。")
    assert [(claim.metric, int(claim.value)) for claim in claims] == [
        (Metric.SUSPECTS_CAPTURED, 61),
        (Metric.SUSPECTS_CAPTURED, 46),
    ]


def test_each_verb_of_a_list_governs_its_own_thing() -> None:
    assert tell("累计打掉诈骗团伙52个、抓获嫌疑人1,204名、破获案件3,018起。") == [
        ("gangs_dismantled", 52),
        ("suspects_captured", 1204),
        ("cases_solved", 3018),
    ]


def test_分别_gives_each_number_its_own_verb() -> None:
    assert tell("警方分别抓获、刑拘、移送起诉诈骗嫌疑人38名、32名、29名。") == [
        ("suspects_captured", 38),
        ("suspects_detained", 32),
        ("suspects_prosecuted", 29),
    ]


def test_a_verb_as_attribute_only_describes_its_noun() -> None:
    assert tell("法院对首批落网的49名诈骗被告人作出判决。") == [("suspects_sentenced", 49)]
