"""Pages: article, whole page, hints; all pages are synthetic."""

import pytest

from zhanlian.model.document import Document
from zhanlian.readers import Limits, read_evidence

HEAD = """<!DOCTYPE html><html><head><meta charset="{charset}">
<title>某地警方抓获48名嫌疑人_要闻_示例网</title>{meta}</head><body>"""
BODY = """<div class="nav"><ul><li><a href="/">首页</a></li>
<li><a href="/b">要闻</a></li></ul></div>
<h1>某地警方抓获48名嫌疑人</h1><p class="info">2024年3月5日 10:00　来源：示例日报</p>
<div class="content">
<p>　　3月5日，某地公安机关在统一行动中抓获犯罪嫌疑人48名，涉案金额300余万元。</p>
<p>经查，该团伙自2023年起冒充客服实施诈骗，受害人遍布多个省份，警方已冻结资金120
万元。</p>
<table><tr><th>拘留</th><th>取保</th></tr><tr><td>12人</td><td>36人</td></tr></table>
<p>目前，案件正在进一步侦办之中，<b>警方</b>提醒群众不要轻信陌生来电。</p></div>
<div class="related"><a href="/1">另一地抓获999名嫌疑人，涉案金额一千万元，详情点击查看。</a></div>
<div class="footer">备案号12345678号 版权所有</div><script>var n = 777;</script></body></html>"""


def make_page(meta: str = "", charset: str = "utf-8") -> str:
    return HEAD.format(charset=charset, meta=meta) + BODY


def read_one(page: str, encoding: str = "utf-8") -> Document:
    result = read_evidence(page.encode(encoding), "page.html")
    assert result.media_type == "text/html"
    assert result.rejects == ()
    (document,) = result.documents
    return document


def test_the_article_comes_without_navigation_and_footer() -> None:
    document = read_one(make_page())
    assert document.is_body
    assert document.text.splitlines() == [
        "某地警方抓获48名嫌疑人",
        "2024年3月5日 10:00\u3000来源：示例日报",
        "3月5日，某地公安机关在统一行动中抓获犯罪嫌疑人48名，涉案金额300余万元。",
        "经查，该团伙自2023年起冒充客服实施诈骗，受害人遍布多个省份，警方已冻结资金120万元。",
        "拘留\t取保",
        "12人\t36人",
        "目前，案件正在进一步侦办之中，警方提醒群众不要轻信陌生来电。",
    ]


def test_the_heading_counts_where_the_title_names_only_the_site() -> None:
    page = make_page().replace(
        "<title>某地警方抓获48名嫌疑人_要闻_示例网", "<title>警情通报 - 示例网"
    )
    document = read_one(page)
    assert document.hints.title == "某地警方抓获48名嫌疑人"
    assert document.text.splitlines()[:2] == [
        "某地警方抓获48名嫌疑人",
        "2024年3月5日 10:00\u3000来源：示例日报",
    ]


def test_a_page_of_short_lines_is_read_whole() -> None:
    document = read_one("<html><body><p>抓获</p><p>48人</p><div>移交</div></body></html>")
    assert document == Document("抓获\n48人\n移交", "utf-8")


def test_hints_come_from_meta() -> None:
    meta = """<meta name="PubDate" content="2024-03-05 10:00">
    <meta name="SiteName" content="示例网">
    <meta name="author" content="张某某"><meta property="og:title" content="抓获48人">
    <link rel="canonical" href="https://example.org/a.html">"""
    hints = read_one(make_page(meta)).hints
    assert (hints.title, hints.outlet, hints.author) == ("抓获48人", "示例网", "张某某")
    assert (hints.published, hints.url) == ("2024-03-05 10:00", "https://example.org/a.html")


def test_hints_come_from_ld_json() -> None:
    told = """{"@graph": [{"@type": "NewsArticle", "headline": "抓获48人",
    "datePublished": "2024-03-05T10:00:00+08:00", "author": [{"name": "李某"}],
    "publisher": {"@type": "Organization", "name": "示例网"}}]}"""
    hints = read_one(make_page(f'<script type="application/ld+json">{told}</script>')).hints
    assert (hints.title, hints.outlet, hints.author) == ("抓获48人", "示例网", "李某")
    assert hints.published == "2024-03-05T10:00:00+08:00"


def test_broken_ld_json_is_no_hint_and_no_harm() -> None:
    nested = "[" * 50_000
    hints = read_one(make_page(f'<script type="application/ld+json">{nested}</script>')).hints
    assert hints.title == "某地警方抓获48名嫌疑人"


def test_the_address_of_a_saved_page_is_its_hint() -> None:
    page = "<!-- saved from url=(0023)https://example.org/b.h -->\n" + make_page()
    assert read_one(page).hints.url == "https://example.org/b.h"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-8-sig"])
def test_pages_are_read_in_each_encoding_whatever_they_declare(encoding: str) -> None:
    expected = read_one(make_page()).text
    for charset in ("utf-8", "gb2312", "big5"):
        assert read_one(make_page(charset=charset), encoding).text == expected


def test_an_old_english_page_rests_on_its_declaration() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>Café “X”: 48 held</p></body>'
    document = read_one(page, "cp1252")
    assert (document.text, document.encoding) == ("Café “X”: 48 held", "cp1252")


def test_a_fragment_is_a_page_only_by_its_name() -> None:
    data = "抓获<b>48</b>人<br>移交3人".encode()
    assert read_evidence(data, "a.html").documents[0].text == "抓获48人\n移交3人"
    assert read_evidence(data, "a.txt").documents[0].text == data.decode()


def test_preformatted_text_keeps_its_lines() -> None:
    assert read_one("<html><body><pre>抓获3人\n移交2人</pre></body></html>").text == (
        "抓获3人\n移交2人"
    )


def test_source_lines_broken_inside_chinese_are_joined() -> None:
    assert (
        read_one("<html><body><p>抓获犯罪\n    嫌疑人</p></body></html>").text == "抓获犯罪嫌疑人"
    )


def test_a_page_without_text_is_a_reject() -> None:
    result = read_evidence(b"<html><body><img src=x></body></html>", "a.html")
    assert [one.reason.key for one in result.rejects] == ["reject.no-text"]


def test_nesting_beyond_the_limit_is_a_reject() -> None:
    page = b"<html><body>" + b"<div>" * 60 + b"x" + b"</div>" * 60
    assert read_evidence(page, "a.html").rejects == ()
    (found,) = read_evidence(page, "a.html", Limits(max_html_depth=50)).rejects
    assert found.reason.key == "reject.html-too-deep"
    assert found.reason.fields["limit"] == 50
