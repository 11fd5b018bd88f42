"""The article on a page: what is kept, what is left out, and what is known about the page.

All pages here are synthetic; names, places and numbers are invented.
"""

import itertools
import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhanlian.model.dates import PartialDate
from zhanlian.model.document import Body, Document, DocumentHints
from zhanlian.reading.body import find_body
from zhanlian.reading.byline import find_agency
from zhanlian.reading.furniture import Kind, Line

ONE = "甲市警方近日在乙县捣毁诈骗窝点3处，抓获张某某等嫌疑人41名，涉案金额人民币700余万元。"
TWO = "经查，该团伙以投资理财为名实施电信网络诈骗，受害群众遍及多地，案件正在进一步侦办中。"
HEADLINE = "甲市警方捣毁诈骗窝点3处 抓获41人"


def read(text: str, hints: DocumentHints | None = None) -> tuple[Body, list[str], str | None]:
    """Body, texts of its paragraphs, text of its title."""
    body = find_body(Document(text, "utf-8", hints or DocumentHints()))
    title = text[body.title.start : body.title.end] if body.title else None
    return body, [text[span.start : span.end] for span in body.paragraphs], title


def test_plain_text_of_one_paragraph_passes_whole() -> None:
    body, paragraphs, title = read(ONE)
    assert (paragraphs, title, body.published, body.outlet) == ([ONE], None, None, None)


def test_empty_text_has_no_article() -> None:
    assert read("")[0] == Body(None, ())
    assert read(" \n\u3000\n")[0] == Body(None, ())


def test_spans_leave_out_the_blanks_around_a_paragraph() -> None:
    _, paragraphs, _ = read(f"{HEADLINE}\r\n\r\n\u3000\u3000{ONE} \r\n  {TWO}\u3000\r\n")
    assert paragraphs == [ONE, TWO]


@pytest.mark.parametrize(
    "above",
    [
        "首页 > 法治频道 > 要闻",
        "首页 新闻 法治 国际 财经 体育",
        "丙地在线 | 登录 | 注册",
        "您现在的位置：首页>新闻内页",
        "点击右上角微信好友\n朋友圈",
        "调查问题加载中,请稍候。\n若长时间无响应,请刷新本页面",
        "即時新聞 / 中國",
    ],
)
def test_menus_above_the_headline_are_left_out(above: str) -> None:
    _, paragraphs, title = read(f"{above}\n{HEADLINE}\n2024-05-06 10:20\n{ONE}\n{TWO}\n")
    assert (title, paragraphs) == (HEADLINE, [ONE, TWO])


@pytest.mark.parametrize(
    "below",
    [
        "责任编辑: 李某",
        "[责任编辑: ]",
        "【责任编辑：李某某】",
        "- 责任编辑: 李某",
        "编辑 李某某",
        "来源:丙报",
        "相关阅读",
        "相關新聞",
        "推荐阅读",
        "为你推荐",
        "上一篇 另一件事",
        "发表回复",
        "版权声明：本文版权归丙报所有，未经授权不得转载。",
        "声明：转载此文是出于传递更多信息之目的，如有问题请与本网联系。",
        "原文链接",
        "[查看原文](https://example.invalid/1)",
        "扫码下载客户端",
        "更多精彩资讯请下载客户端，24小时报料热线400-000-0000。",
    ],
)
def test_what_stands_behind_the_article_is_left_out(below: str) -> None:
    noise = "丁国仍有8000人处于避难状态，零售总额3768亿元，新建15家医疗中心。"
    _, paragraphs, _ = read(f"{HEADLINE}\n{ONE}\n{TWO}\n{below}\n{noise}\n")
    assert paragraphs == [ONE, TWO]


def test_related_headlines_without_a_marker_are_left_out() -> None:
    _, paragraphs, _ = read(
        f"{HEADLINE}\n{ONE}\n{TWO}\n{TWO[:-1]}，后续将公布。\n丁国首都数万人抗议\n"
        "2024-04-01 10:15 丁国"
    )
    assert len(paragraphs) == 3


def test_an_article_that_goes_on_below_other_stories_is_read_to_its_editor() -> None:
    _, paragraphs, _ = read(f"{HEADLINE}\n{ONE}\n相关阅读\n另一件事的标题\n{TWO}\n责任编辑：李某\n")
    assert paragraphs == [ONE, TWO]


def test_an_advertisement_inside_does_not_end_the_article() -> None:
    _, paragraphs, _ = read(f"{HEADLINE}\n{ONE}\n請繼續往下閱讀...\n广告\n{TWO}\n编辑：李某\n")
    assert paragraphs == [ONE, TWO]


def test_a_link_to_another_story_inside_does_not_end_the_article() -> None:
    _, paragraphs, _ = read(f"{HEADLINE}\n{ONE}\n延伸閱讀：另一件事的標題\n{TWO}\n")
    assert paragraphs == [ONE, TWO]


def test_other_headlines_above_are_not_the_headline() -> None:
    others = [
        "丁国首都数万人上街抗议",
        "戊地发生地震8000人避难",
        "己地新建15家医疗中心",
        "庚地火箭发动机完成试车",
    ]
    _, paragraphs, title = read("\n".join([*others, "甲市警方打掉诈骗团伙5个", ONE, TWO]))
    assert (title, paragraphs) == ("甲市警方打掉诈骗团伙5个", [ONE, TWO])


def test_a_page_of_short_lines_is_kept_to_its_end() -> None:
    lines = [HEADLINE, "抓获嫌疑人41名", "捣毁窝点3处", "止付资金700余万元"]
    _, paragraphs, title = read("\n".join([*lines, "责任编辑：李某", "丁国8000人避难"]))
    assert (title, paragraphs) == (HEADLINE, lines[1:])


def test_a_sentence_that_opens_like_furniture_stays() -> None:
    odd = "扫码支付后，王某发现被骗3万元。"
    head = "关注老年人受骗问题"
    other = "未经授权的转账共12笔，金额9万元。"
    _, paragraphs, _ = read(f"{HEADLINE}\n{ONE}\n{odd}\n{head}\n{other}\n")
    assert paragraphs == [ONE, odd, head, other]


def test_subheadings_and_lists_stay_in_the_article() -> None:
    heading = "案例一：轻信网友“投资” 一居民被骗32万元"
    items = ["1. 陌生来电不轻信", "2. 转账之前先核实"]
    _, paragraphs, _ = read("\n".join([HEADLINE, ONE, heading, TWO, "警方提示：", *items]))
    assert paragraphs == [ONE, heading, TWO, "警方提示：", *items]


def test_a_caption_stays_without_its_credit() -> None:
    caption = "6名嫌疑人从丁国被押解回国。"
    _, paragraphs, _ = read(f"{HEADLINE}\n{ONE}\n{caption}图片来源:丙网\n图片来源：丙网\n{TWO}\n")
    assert paragraphs == [ONE, caption, TWO]


def test_a_body_that_stands_twice_is_read_once() -> None:
    page = f"{HEADLINE}\n时间:2024-05-06来源:丙网\n{ONE}\n{TWO}\n"
    body, paragraphs, title = read(page + "您现在的位置 :首页>新闻内页\n" + page)
    assert (title, paragraphs) == (HEADLINE, [ONE, TWO])
    assert body.paragraphs[0].start == page.index(ONE)


def test_a_headline_repeated_above_the_article_is_kept_once() -> None:
    kicker = "依法从重打击境外诈骗"
    _, paragraphs, title = read(
        f"{HEADLINE}\n来源：丙报2024-05-06 10:59\n{kicker}\n{HEADLINE}\n{ONE}\n"
    )
    assert (title, paragraphs) == (HEADLINE, [kicker, ONE])


def test_a_header_that_runs_into_the_first_sentence_is_cut_off() -> None:
    body, paragraphs, _ = read(f"-\n{HEADLINE}\n最后更新: 2024-05-06 11:28:57{ONE}\n{TWO}\n")
    assert (paragraphs, body.published) == ([ONE, TWO], PartialDate(2024, 5, 6))


def test_an_editor_in_the_last_sentence_s_line_is_cut_off() -> None:
    _, paragraphs, _ = read(f"{HEADLINE}\n{ONE}\n{TWO}（责任编辑：李某）\n丁国新闻一则。\n")
    assert paragraphs == [ONE, TWO]


def test_a_forum_s_furniture_is_left_out() -> None:
    body, paragraphs, title = read(
        f"丙单网 | 登录 | 发帖\n{HEADLINE}\n楼主  发表于 2024-05-06\n{ONE}\n游客 回复 点赞 3\n"
    )
    assert (title, paragraphs) == (HEADLINE, [ONE])
    assert body.published == PartialDate(2024, 5, 6)


def test_a_round_up_keeps_only_the_items_about_fraud() -> None:
    lines = [
        "国内联播快讯",
        "丙台消息：",
        "丁省新增6个外贸泊位",
        "记者了解到，丁省港口6个泊位通过验收，年吞吐量将提高2000余万吨。",
        "甲市打掉电信网络诈骗团伙5个",
        ONE,
        "戊地野生动物数量增长",
        "据统计，戊地已监测到新繁殖幼崽20只以上，种群持续恢复。",
    ]
    _, paragraphs, title = read("\n".join(lines))
    assert (title, paragraphs) == (lines[0], [lines[4], ONE])


def test_a_round_up_of_numbered_items_keeps_those_about_fraud() -> None:
    items = [
        "1.丁市开通地铁5号线，全长32公里。",
        "2.甲市打掉电信网络诈骗团伙15个。",
        "3.戊市新增学位1.5万个。",
    ]
    _, paragraphs, title = read("\n".join(["一周要闻", *items]))
    assert (title, paragraphs) == ("一周要闻", [items[1]])


def test_a_page_of_dates_without_a_sentence_has_its_date() -> None:
    body, paragraphs, _ = read("2024-05-06 10:20\n2024-05-06 10:20\n")
    assert (body.published, paragraphs) == (PartialDate(2024, 5, 6), [])


def test_an_article_with_subheadings_is_no_round_up() -> None:
    lines = [HEADLINE]
    for number in range(5):
        lines += [f"第{number}步的情况", f"办案民警介绍了第{number}步的经过，张某某等人随后到案。"]
    assert len(read("\n".join(lines))[1]) == 10


@pytest.mark.parametrize(
    ("header", "published", "outlet"),
    [
        ("2024-08-27 13:08来源: 丙台新闻客户端", "2024-08-27", "丙台新闻客户端"),
        ("时间:2023-08-22来源:丙国新闻网点击量:432", "2023-08-22", "丙国新闻网"),
        ("来源：某检网站2023-09-12 10:59", "2023-09-12", "某检网站"),
        ("发布时间：2023年8月22日 10:59 浏览次数：25", "2023-08-22", None),
        ("( 2023年11月22日 第 02 版 )", "2023-11-22", None),
        ("2022-09-22  每日丙网-丁日报", "2022-09-22", "每日丙网-丁日报"),
        ("更新時間：2024/05/06 10:20", "2024-05-06", None),
    ],
)
def test_header_lines_tell_date_and_outlet(header: str, published: str, outlet: str | None) -> None:
    body, paragraphs, title = read(f"{HEADLINE}\n{header}\n{ONE}\n{TWO}\n")
    assert (title, paragraphs) == (HEADLINE, [ONE, TWO])
    assert (str(body.published), body.outlet) == (published, outlet)


def test_the_format_s_own_words_come_first() -> None:
    hints = DocumentHints(
        title=f"{HEADLINE}_丙网", outlet="丙网", published="Mon, 06 May 2024 10:00:00 +0800"
    )
    body, _, title = read(f"丙网的一条长长的口号在这里\n{HEADLINE}\n{ONE}\n", hints)
    assert (title, body.outlet, body.published) == (HEADLINE, "丙网", PartialDate(2024, 5, 6))


def test_the_date_of_a_neighbouring_story_is_not_the_page_s() -> None:
    assert (
        read(f"{HEADLINE}\n{ONE}\n来源：丙报\n相关推荐\n另一件事\n2025年2月4日\n")[0].published
        is None
    )


def test_the_agency_is_told_apart_from_the_outlet() -> None:
    body, _, _ = read(f"{HEADLINE}\n2024-05-06 10:00 来源：丙网\n公安部网站消息，{ONE}\n")
    assert (body.outlet, body.agency) == ("丙网", "公安部")


def test_an_english_release_passes_whole() -> None:
    lines = [
        "Synthetic Man Sentenced for Laundering Proceeds of Investment Scams",
        "Tuesday, March 5, 2024",
        "For Immediate Release",
        "A man was sentenced today to 6 years in prison for laundering $5 million in proceeds.",
        "According to court documents, the group used the following:",
        "• 12 shell companies in three states",
        "• more than 40 bank accounts",
        "“We will follow the money,” said an official of the invented task force.",
        "###",
        "Related News: Another Man Charged",
    ]
    body, paragraphs, title = read("\n\n".join(lines))
    assert (title, paragraphs) == (lines[0], lines[3:8])
    assert body.published == PartialDate(2024, 3, 5)


def test_lines_broken_at_a_width_are_one_paragraph() -> None:
    text = (
        "Police in an invented town said on Monday that they had arrested\n"
        "forty-one people in a raid on three compounds that were used for\n"
        "investment scams, and that the losses of the victims came to more\n"
        "than seven million yuan, according to the invented task force in\n"
        "charge of the case.\n"
    )
    assert read(text)[1] == [text.strip()]


@pytest.mark.parametrize(
    "unit", ["年\n", "来源:\n", "相关阅读\n", "1", "[(", "首页 ", "。", "> ", "A. "]
)
def test_hostile_pages_take_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit)) + "\n责任编辑：李某"
        start = time.perf_counter()
        read(text)
        return time.perf_counter() - start

    assert seconds(200_000) < 40 * seconds(20_000) + 1.0


PIECES = [
    *(HEADLINE, ONE, TWO, "2024-05-06 10:20", "来源：丙报", "责任编辑：李某", "相关阅读", "广告"),
    *("首页 > 要闻", "\n", "\n\n", " ", "\u3000", "\r\n", "- ", "（", "图片来源：丙网", "#"),
    *("国内联播快讯", "Police said so on Monday.", "1", "："),
]


@given(st.lists(st.sampled_from(PIECES), max_size=25), st.text(max_size=30))
@settings(deadline=None, max_examples=200)
def test_spans_are_in_order_apart_and_without_blanks(pieces: list[str], more: str) -> None:
    text = "".join(pieces) + more
    body = find_body(Document(text, "utf-8", DocumentHints(published=more, title=more)))
    spans = sorted([*body.paragraphs, *([body.title] if body.title else [])], key=lambda s: s.start)
    assert list(body.paragraphs) == sorted(body.paragraphs, key=lambda span: span.start)
    for span, after in itertools.pairwise(spans):
        assert span.end <= after.start
    for span in spans:
        part = text[span.start : span.end]
        assert part == part.strip(" \t\u3000\r\n")
        assert part


SEEDS = [
    "000_64a9172e02cce03f",
    "001_a8529d8e8c0ad68a",
    "002_32b6c787289280e6",
    "003_0ca705d7dfbd1930",
    "004_cccf6d30eede2dc3",
]
TRAPS = ["8000", "3768", "15家", "220吨", "010-5365", "11010602103744", "2021035177", "评论 34"]


@pytest.mark.parametrize("name", SEEDS)
def test_no_trap_of_the_founding_articles_lies_in_the_article(shared: Path, name: str) -> None:
    text = (shared / "seeds" / f"{name}.txt").read_text(encoding="utf-8")
    article = "\n".join(read(text)[1])
    assert [trap for trap in TRAPS if trap in article] == []


@pytest.mark.parametrize("name", SEEDS)
def test_title_outlet_and_date_of_the_founding_articles(shared: Path, name: str) -> None:
    text = (shared / "seeds" / f"{name}.txt").read_text(encoding="utf-8")
    meta = json.loads((shared / "notices" / "seeds" / f"{name}.meta.json").read_text("utf-8"))
    body, _, title = read(text)
    assert title == meta["title"]
    assert (str(body.published) if body.published else None) == meta["published"]
    # Article 000 does not name its outlet; labels add the reposting site in brackets.
    assert body.outlet is None or meta["outlet"].startswith(body.outlet)


@pytest.mark.parametrize("name", SEEDS)
def test_every_labelled_figure_of_the_founding_articles_is_inside(shared: Path, name: str) -> None:
    text = (shared / "seeds" / f"{name}.txt").read_text(encoding="utf-8")
    _, paragraphs, title = read(text)
    parts = [*paragraphs, title or ""]
    labels = (shared / "notices" / "seeds" / f"{name}.claims.jsonl").read_text("utf-8")
    quotes = [json.loads(line)["quote"] for line in labels.splitlines() if line]
    assert [quote for quote in quotes if not any(quote in part for part in parts)] == []


def test_the_article_that_stands_twice_is_read_once(shared: Path) -> None:
    text = (shared / "seeds" / f"{SEEDS[2]}.txt").read_text(encoding="utf-8")
    _, paragraphs, _ = read(text)
    assert len(paragraphs) == len(set(paragraphs))
    assert sum("仰光国际机场" in paragraph for paragraph in paragraphs) == 1


@pytest.mark.parametrize(
    ("told", "agency"),
    [
        ("记者从云棠省公安厅获悉", "云棠省公安厅"),
        ("记者日前從雲棠省公安廳獲悉", "雲棠省公安廳"),
        ("据澜汀市公安局通报", "澜汀市公安局"),
        ("由棠溪县法院发布", "棠溪县法院"),
        ("经云棠市检察院介绍", "云棠市检察院"),
        ("在云棠省公安厅新闻办获悉", "云棠省公安厅"),
        ("昨日从澜汀警方获悉", "澜汀警方"),
        ("3月5日从澜汀警方获悉", "澜汀警方"),
        ("3月5日澜汀警方通报", "澜汀警方"),
        ("日照市公安局通报", "日照市公安局"),
        ("从江县公安局通报", "从江县公安局"),
        ("经开区公安分局通报", "经开区公安分局"),
    ],
)
def test_the_agency_is_named_without_what_stands_before_it(told: str, agency: str) -> None:
    line = Line(0, len(told), told, Kind.PROSE)
    assert find_agency([line], None, None) == agency


@pytest.mark.parametrize(("at", "agency"), [(0, "公安部"), (3, "公安部刑侦局"), (4, "最高检")])
def test_the_agency_of_the_founding_articles(shared: Path, at: int, agency: str) -> None:
    text = (shared / "seeds" / f"{SEEDS[at]}.txt").read_text(encoding="utf-8")
    assert read(text)[0].agency == agency
