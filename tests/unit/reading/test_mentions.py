"""Mechanisms named in a text. All texts here are synthetic."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from zhanlian.model.document import Body, Document, Span
from zhanlian.reading.body import find_body
from zhanlian.reading.mentions import find_mentions


def make_body(text: str) -> Body:
    """Return a body with every line as a paragraph."""
    return Body(None, tuple(Span(*m.span()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)))


def found(text: str) -> list[tuple[str, str]]:
    """Return tag and name of the mentions, each quote checked against the text."""
    mentions = find_mentions(text, make_body(text))
    for mention in mentions:
        assert text[mention.start : mention.start + len(mention.quote)] == mention.quote
        assert mention.name in mention.quote
    return [(mention.tag, mention.name) for mention in mentions]


def test_mechanisms_are_tagged_with_their_clause() -> None:
    text = (
        "四国设立专项行动综合协调中心，并在边境设立联合行动点。\n开通联络热线，建立定期会晤机制。"
    )
    mentions = find_mentions(text, make_body(text))
    assert [(m.tag, m.name, m.quote) for m in mentions] == [
        ("coordination_centre", "专项行动综合协调中心", "四国设立专项行动综合协调中心"),
        ("joint_action_point", "联合行动点", "并在边境设立联合行动点"),
        ("hotline", "联络热线", "开通联络热线"),
        ("regular_meeting", "定期会晤机制", "建立定期会晤机制"),
    ]


def test_campaigns_are_found_by_their_quotes_and_kind_not_by_a_list() -> None:
    assert found("开展“雷火”“寒冰”等系列专项行动。") == [
        ("campaign", "雷火"),
        ("campaign", "寒冰"),
    ]
    assert found("開展「雷火」、「寒冰2031」行動。") == [
        ("campaign", "雷火"),
        ("campaign", "寒冰2031"),
    ]
    assert found("行动代号“白塔”。") == [("campaign", "白塔")]


def test_a_case_label_is_no_campaign() -> None:
    assert found("成立“9·06”专案行动组，“5.11专案”收网行动。") == []


def test_compounds_need_a_name() -> None:
    assert found("藏身缅北果敢新光科技园，另有KK园区和“宏图园区”。") == [
        ("compound", "缅北果敢新光科技园"),
        ("compound", "KK园区"),
        ("compound", "宏图园区"),
    ]
    assert found("被带到一个封闭园区，园区大门紧锁。") == []


def test_the_longest_name_wins_and_each_name_stands_once() -> None:
    text = "联合挂牌督办三起，再次联合挂牌督办。挂牌督办一起。"
    assert found(text) == [("joint_supervision", "联合挂牌督办"), ("joint_supervision", "挂牌督办")]


def test_traditional_script_gives_names_as_written() -> None:
    assert found("國際刑警組織發布紅色通報。") == [
        ("interpol", "國際刑警組織"),
        ("interpol", "紅色通報"),
    ]


def test_english_mechanisms_are_found() -> None:
    text = (
        "The task force ran Operation Silver Gate and a joint operation, then called the hotline."
    )
    assert found(text) == [
        ("task_force", "task force"),
        ("campaign", "Operation Silver Gate"),
        ("joint_operation", "joint operation"),
        ("hotline", "hotline"),
    ]


def test_only_the_body_is_read() -> None:
    text = "联络热线\n投案自首"
    assert [m.name for m in find_mentions(text, Body(None, (Span(5, 9),)))] == ["投案自首"]
    assert find_mentions(text, Body(None, ())) == ()


@given(st.text(alphabet="“”「」‘’、等行动专项园区科技A9·.\n挂牌督办以某首", max_size=200))
def test_any_text_gives_quotes_that_hold(text: str) -> None:
    found(text)


def test_mechanisms_of_the_founding_articles(shared: Path) -> None:
    wanted = {
        "001": {"hotline", "regular_meeting", "case_assistance", "evidence_exchange", "interpol"},
        "002": {"coordination_centre", "joint_action_point", "lure", "rescue"},
        "003": {"campaign", "work_line", "cluster_campaign", "regional_battle"},
        "004": {"joint_supervision", "surrender_appeal"},
    }
    for name, tags in wanted.items():
        text = next((shared / "seeds").glob(f"{name}_*.txt")).read_text(encoding="utf-8")
        mentions = find_mentions(text, find_body(Document(text, "utf-8")))
        assert tags <= {mention.tag for mention in mentions}, name
