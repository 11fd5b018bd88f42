"""Breakdowns: a part knows its total, and has its metric, nationality and role from it.

All sentences are synthetic.
"""

import pytest
from told_claims import of, read_claims

from zhanlian.model.claim import Claim, Metric, Role

NATIONS = [("CN", 186), ("MM", 66), ("VN", 15), ("MY", 2)]


def check_parts(claims: tuple[Claim, ...]) -> list[Claim]:
    """Return the parts of a breakdown; each is under the total and counts what it counts."""
    total, *parts = claims
    assert total.part_of is None
    for part in parts:
        assert (part.part_of, part.metric, part.verb) == (total.start, total.metric, total.verb)
    return parts


@pytest.mark.parametrize(
    "text",
    [
        "警方共抓获诈骗犯罪嫌疑人269名，其中中国籍186名、缅甸籍66名、越南籍15名、马来西亚籍2名。",
        "警方共抓获诈骗犯罪嫌疑人269名。其中，中国籍186名，缅甸籍66名，越南籍15名，马来西亚籍2名。",
        "警方共抓获诈骗犯罪嫌疑人269名（其中中国籍186名、缅甸籍66名、越南籍15名、马来西亚籍2名）。",
        "警方共抓获诈骗犯罪嫌疑人269名，包括中国籍186名、缅甸籍66名、越南籍15名、马来西亚籍2名。",
        "抓获诈骗犯罪嫌疑人269名：\n·中国籍186名\n·缅甸籍66名\n·越南籍15名\n·马来西亚籍2名",
        "警方在这次联合行动中共抓获电信网络诈骗犯罪嫌疑人合计269名，按国籍分列如下：\n"
        "·中国籍186名\n·缅甸籍66名\n·越南籍15名\n·马来西亚籍2名",
    ],
    ids=["其中", "new sentence", "brackets", "包括", "short bullets", "bullets"],
)
def test_nationalities_stand_under_their_total(text: str) -> None:
    claims = read_claims(text)
    assert (claims[0].metric, int(claims[0].value)) == (Metric.SUSPECTS_CAPTURED, 269)
    assert claims[0].nationality is None
    assert [(part.nationality, int(part.value)) for part in check_parts(claims)] == NATIONS


def test_roles_stand_under_their_total_and_have_its_nationality() -> None:
    claims = read_claims(
        "缅甸执法部门向我方移交中国籍诈骗犯罪嫌疑人352名，其中“金主”、头目21名，网上在逃人员85名。"
    )
    leaders, fugitives = check_parts(claims)
    assert claims[0].metric is Metric.SUSPECTS_TRANSFERRED
    assert (int(leaders.value), leaders.role, leaders.nationality) == (21, Role.LEADER, "CN")
    assert (int(fugitives.value), fugitives.role, fugitives.nationality) == (
        85,
        Role.FUGITIVE,
        "CN",
    )


def test_a_part_ends_where_another_verb_begins() -> None:
    text = "押解回国诈骗嫌疑人120名，其中网上逃犯31名，同时刑拘8人，涉案资金1.2亿元。"
    claims = read_claims(text)
    assert [(str(claim.metric), claim.part_of) for claim in claims] == [
        ("suspects_transferred", None),
        ("suspects_transferred", claims[0].start),
        ("suspects_detained", None),
        ("amount_involved", None),
    ]


@pytest.mark.parametrize(
    ("text", "metric", "part"),
    [
        ("警方打掉诈骗团伙12个，其中跨境团伙3个。", Metric.GANGS_DISMANTLED, 3),
        ("警方破获诈骗案件3100起，其中部督案件12起。", Metric.CASES_SOLVED, 12),
    ],
)
def test_gangs_and_cases_break_down_like_people(text: str, metric: Metric, part: int) -> None:
    total, inside = of(text, metric)
    assert (int(inside.value), inside.part_of) == (part, total.start)


def test_equal_parts_are_all_kept() -> None:
    claims = read_claims("警方抓获诈骗犯罪嫌疑人40名，其中越南籍5名、泰国籍5名。")
    assert [part.nationality for part in check_parts(claims)] == ["VN", "TH"]


def test_a_role_told_of_the_number_is_a_part() -> None:
    claims = read_claims("警方抓获诈骗嫌疑人86名，其中6名为头目。")
    (leaders,) = check_parts(claims)
    assert (int(leaders.value), leaders.role) == (6, Role.LEADER)


@pytest.mark.parametrize("part", ["6名为骨干成员", "骨干成员6名"])
def test_骨干成员_are_leaders(part: str) -> None:
    claims = read_claims(f"警方抓获诈骗嫌疑人86名，其中{part}。")
    assert [claim.role for claim in claims] == [None, Role.LEADER]


def test_the_people_of_the_sentence_before_break_down_under_it() -> None:
    claims = read_claims(
        "警方抓获诈骗犯罪嫌疑人269名。被抓获人员中，头目和骨干21名，在逃人员51名。"
    )
    total, *parts = claims
    assert [(int(part.value), part.part_of, part.metric) for part in parts] == [
        (21, total.start, total.metric),
        (51, total.start, total.metric),
    ]


def test_two_nationalities_without_a_total_are_no_breakdown() -> None:
    claims = read_claims("抓获缅甸籍诈骗嫌疑人21名、越南籍5名。")
    assert [(claim.nationality, int(claim.value)) for claim in claims] == [("MM", 21), ("VN", 5)]
