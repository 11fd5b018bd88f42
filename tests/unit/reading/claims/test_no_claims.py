"""Numbers that are no claims. All sentences are synthetic."""

import pytest
from told_claims import make_body, tell

from zhanlian.model.document import Body
from zhanlian.reading.claims import find_claims


@pytest.mark.parametrize(
    "sentence",
    [
        # thresholds, ranges and rates
        "损失30万元以上的诈骗案件由市局侦办。",
        "涉案50万元至100万元的案件由分局侦办。",
        "每名成员可得3至5万元。",
        "每走一万元提三百元。",
        "诈骗数额在三千元以上的，可处三年以下有期徒刑。",
        "警方抓获诈骗嫌疑人30至40名。",
        # the article 一 and a pair already named
        "警方破获一起诈骗案，抓获一名嫌疑人，端掉一个窝点。",
        "一名男子被骗。",
        "二人对诈骗事实供认不讳。",
        # ordinals and vague numbers
        "第三批诈骗犯罪嫌疑人落网。",
        "抓获诈骗嫌疑人数十名。",
        "抓获诈骗嫌疑人几百名。",
        "追回被骗资金数百万元。",
        # dates, ages, telephone numbers, names
        "2031年3月5日，诈骗犯罪嫌疑人落网。",
        "警方抓获38岁的诈骗嫌疑人李某。",
        "遇到诈骗请拨打96110。",
        "“7·12”诈骗专案告破。",
        "行动覆盖12个省份、36个城市。",
        "",
        "警方提醒：不轻信、不转账。",
    ],
)
def test_the_sentence_states_no_figure(sentence: str) -> None:
    assert tell(sentence) == []


def test_a_group_of_two_that_is_counted_is_a_claim() -> None:
    assert tell("张某某、李某某二人落网，诈骗案告破。") == [("suspects_captured", 2)]
    assert tell("民警抓获两名诈骗嫌疑人。") == [("suspects_captured", 2)]


def test_one_in_digits_is_a_claim() -> None:
    assert tell("民警抓获诈骗嫌疑人1名。") == [("suspects_captured", 1)]


def test_numbers_outside_the_article_are_not_read() -> None:
    text = "相关阅读：警方抓获诈骗嫌疑人99名\n警方抓获诈骗嫌疑人47名。"
    article = Body(None, make_body(text).paragraphs[1:])
    assert [int(claim.value) for claim in find_claims(text, article)] == [47]
