"""What holds for any text made of words of the field and numbers. All texts are synthetic."""

from hypothesis import given, settings
from hypothesis import strategies as st
from told_claims import make_body

from zhanlian.model.claim import Claim, Metric
from zhanlian.reading.claims import find_claims
from zhanlian.reading.script import fold_script

WORDS = [
    *"被将对把并共占每的了，。、：；（）“”·\n 萬\u3000", "警方", "缅甸执法部门", "我方",
    "抓获", "移交", "押解回国", "刑事拘留", "移送审查起诉", "提起公诉", "批捕", "投案自首",
    "破获", "打掉", "捣毁", "冻结", "追回", "返还", "被骗", "损失", "涉案金额", "挽回损失", "诈骗",
    "犯罪嫌疑人", "头目", "网上逃犯", "骨干成员", "受害人", "民警", "团伙", "窝点", "案件", "手机",
    "银行卡", "中国籍", "缅甸籍", "越南人", "缅北木姐", "妙瓦底", "其中", "包括", "已全部", "分别",
    "累计", "截至目前", "2030年7月以来", "3月5日", "去年", "预计", "暂缓", "未能", "同比下降",
    "上升", "一起", "一名", "人均", "中，", "死刑，缓期二年执行", "抓獲", "詐騙", "億元",
    "Police", " arrested ", " suspects", " lost ", "dollars", ". ", "😀",
]  # fmt: skip
NUMBERS = [
    "3", "47名", "30余名", "4.8万名", "近3亿元", "3000余万元", "12起", "6个", "9处", "120部",
    "87张", "12.3%", "三万一千名", "上百名", "数十名", "２１名", "1.2万余人次", "30万元以上",
    "3至5万元", "5倍", "$3 million", "more than 1,200", "70+", "一", "两", "第三批", "0", "000",
    "1,2,3", "9" * 30, "万",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS + NUMBERS), max_size=60).map("".join)


def check(text: str, *, titled: bool) -> tuple[Claim, ...]:
    """Return the claims of a text, each quote at its place and all in order."""
    body = make_body(text, titled=titled and bool(text.strip()))
    claims = find_claims(text, body)
    for claim in claims:
        assert text[claim.start : claim.start + len(claim.quote)] == claim.quote
    assert [claim.start for claim in claims] == sorted(claim.start for claim in claims)
    return claims


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.booleans())
def test_words_and_numbers_in_any_order_give_claims_that_quote_the_text(
    text: str, titled: bool
) -> None:
    for claim in check(text, titled=titled):
        assert claim.value.is_finite()
        assert claim.metric is Metric.CHANGE or claim.value >= 0
        assert claim.part_of is None or claim.part_of <= claim.start


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_claims(text: str) -> None:
    first = check(text, titled=False)
    fold_script.cache_clear()
    assert check(text, titled=False) == first


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    check(text.replace("\r", " "), titled=True)


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.integers(0, 12))
def test_claims_keep_their_distance_when_the_text_moves(text: str, far: int) -> None:
    moved = "\n" * far + text
    here, there = (find_claims(each, make_body(each)) for each in (text, moved))
    assert [(c.start + far, c.quote, c.metric) for c in here] == [
        (c.start, c.quote, c.metric) for c in there
    ]
