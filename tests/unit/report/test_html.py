"""The page: complete, linked both ways, safe against what stands in the sources."""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from synthetic_ledger import HOSTILE, TEXTS, build_ledger, cite, load_text, read, sourced

from zhanlian.model.claim import Metric, SourcedClaim, Unit
from zhanlian.model.figure import Check, Outcome, Period, Point
from zhanlian.model.ledger import Ledger
from zhanlian.model.message import Message
from zhanlian.report.html import PageLimits, render_html
from zhanlian.report.summary import summarise
from zhanlian.words.shown import plain_text


class Page(HTMLParser):
    """What a page holds: elements, ids, links, and the text of each mark."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.marks: dict[str, str] = {}
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.ids = [values["id"] for _, values in self.tags if values.get("id")]
        self.links = [
            str(values["href"])[1:]
            for tag, values in self.tags
            if tag == "a" and str(values.get("href", "")).startswith("#")
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; a mark that is open collects the text in it."""
        values = dict(attrs)
        self.tags.append((tag, values))
        if tag == "mark":
            self._open.append(str(values["data-q"]))
            self.marks.setdefault(self._open[-1], "")

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost mark."""
        if tag == "mark":
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Give a text to every open mark."""
        self.words.append(data)
        for name in self._open:
            self.marks[name] += data


def render(ledger: Ledger, language: str = "zh", limits: PageLimits | None = None) -> Page:
    """Return the parsed page of a ledger."""
    return Page("".join(render_html(ledger, load_text, language, limits or PageLimits())))


def test_the_same_ledger_gives_the_same_page() -> None:
    assert render(build_ledger()).html == render(build_ledger()).html


def test_every_link_has_its_target_and_every_id_is_unique() -> None:
    page = render(build_ledger())
    assert len(page.ids) == len(set(page.ids))
    assert set(page.links) <= set(page.ids)


def test_every_figure_leads_to_its_quote_and_back() -> None:
    ledger = build_ledger()
    page = render(ledger)
    claims = [claim for reading in ledger.readings for claim in reading.claims]
    for number, claim in enumerate(claims, 1):
        assert page.marks[f"q{number}"] == plain_text(claim.quote)
        mark = next(v for t, v in page.tags if t == "mark" and v.get("id") == f"q{number}")
        assert mark["data-back"] == f"f{number}"
        assert f"q{number}" in page.links and f"f{number}" in page.links


def test_figures_of_cases_operations_and_mechanisms_lead_to_their_quotes_too() -> None:
    page = render(build_ledger())
    assert page.marks["m-3-c0-captured"] == "抓获35名"
    assert page.marks["m-0-o0-total"] == "累计移交犯罪嫌疑人1.2万名"
    assert page.marks["m-2-m0"] == "开通96000热线"
    assert {"b-3-c0-captured", "b-0-o0-total", "b-2-m0"} <= set(page.ids)


def test_the_table_of_a_chart_runs_through_time_and_tells_who_is_meant() -> None:
    ledger = build_ledger()
    handed_over = next(
        one for one in ledger.series if one.key.metric is Metric.SUSPECTS_TRANSFERRED
    )
    (told,) = handed_over.points[0].claims
    limited = SourcedClaim(
        replace(told.claim, nationality="CN"), replace(told.source, outlet=None, agency="青岚警方")
    )
    others = tuple(one for one in ledger.series if one is not handed_over)
    later = replace(handed_over, points=(Point((limited,)),))
    html = render(replace(ledger, series=(*others, later))).html
    table = re.findall('<table class="points">.*?</table>', html, re.DOTALL)[0]
    dates = [cell[:7] for cell in re.findall('<td class="date">(.*?)</td>', table)]
    assert dates == ["2032-05", "2032-06", "2032-07", "2032-07"]
    first = table.split("</tr>")[1]
    assert "中国籍" in first and "<td>青岚警方" in first


@pytest.mark.parametrize(
    ("window", "told"),
    [
        ("01-01/12-31", "全年"),
        ("01-01/11-30", "01-01 – 11-30"),
        ("05-01/04-30+1", "05-01 – 04-30 (跨年)"),
    ],
)
def test_the_window_of_a_period_is_told_in_words(window: str, told: str) -> None:
    ledger = build_ledger()
    closed = tuple(
        replace(one, key=replace(one.key, period=Period.CLOSED, window=window))
        for one in ledger.series
    )
    html = render(replace(ledger, series=closed)).html
    legend = re.findall('<ul class="legend">.*?</ul>', html, re.DOTALL)[0]
    zh = re.sub('<[^>]*lang="en"[^>]*>[^<]*', "", legend)
    assert told in re.sub("<[^>]*>", "", zh)


def test_crossing_quotes_are_both_marked_whole() -> None:
    page = render(build_ledger())
    assert page.marks["q14"] == "captured more than 16,000 suspects"
    assert page.marks["q15"] == "more than 16,000 suspects in Hewan"


def test_a_hostile_source_stays_text() -> None:
    page = render(build_ledger())
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not [tag for tag, _ in page.tags if tag in {"img", "iframe", "object", "link", "base"}]
    names = {name for _, values in page.tags for name in values}
    assert not [name for name in names if name.startswith("on") or name == "style"]
    assert plain_text(HOSTILE) in "".join(page.words)
    assert "49" not in re.findall(r"\{\{.*?\}\}|\b49\b", "".join(page.words))
    assert "\u202e" not in page.html


def test_the_policy_admits_exactly_the_page_s_own_style_and_script() -> None:
    html = render(build_ledger()).html
    policy = next(
        values["content"] or ""
        for tag, values in Page(html).tags
        if values.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none';") and "unsafe" not in policy
    for name in ("style", "script"):
        inner = re.search(f"<{name}>(.*?)</{name}>", html, re.DOTALL)
        assert inner is not None
        digest = base64.b64encode(hashlib.sha256(inner.group(1).encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy


def test_the_page_asks_for_nothing_outside_itself() -> None:
    page = render(build_ledger())
    for _, values in page.tags:
        assert not {"src", "srcset", "action", "data", "poster"} & set(values)
        assert str(values.get("href", "#")).startswith("#")
    assert not re.findall(r"url\(|@import|https?://", page.html)


def test_both_languages_stand_in_the_page_and_it_opens_in_the_one_asked_for() -> None:
    zh, en = render(build_ledger(), "zh"), render(build_ledger(), "en")
    assert zh.tags[0][1] == {"lang": "zh-CN", "data-lang": "zh"}
    assert en.tags[0][1] == {"lang": "en", "data-lang": "en"}
    for page in (zh, en):
        text = "".join(page.words)
        assert "不对任何人作出认定" in text and "no finding about any person" in text


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(KeyError):
        next(render_html(build_ledger(), load_text, "xx"))


def test_a_check_shows_its_reason_and_both_quotes_with_the_urgent_ones_first() -> None:
    html = render(build_ledger()).html
    conflict = html.index('class="check card conflict"')
    assert conflict < html.index('class="check card flagged"') < html.index("check card passed")
    card = html[conflict : html.index("</article>", conflict)]
    assert '<a href="#q2">青岚籍犯罪嫌疑人80名</a>' in card
    assert '<a href="#q5">80名青岚籍犯罪嫌疑人在东桥口岸移交</a>' in card


def test_an_empty_ledger_is_a_page_that_says_so() -> None:
    page = render(Ledger("空", "0", (), (), (), (), ()))
    text = "".join(page.words)
    assert "没有读到数据" in text and "没有收到证据" in text
    assert set(page.links) <= set(page.ids)


def test_a_quote_that_is_not_at_its_place_is_never_marked_elsewhere() -> None:
    text = "合成\n抓获9名"
    wrong = replace(cite(text, "抓获9名", Metric.SUSPECTS_CAPTURED, "9", Unit.PERSON), start=0)
    reading = read("x.txt", text, [wrong])
    ledger = Ledger("x", "0", (reading,), (reading.item,), (), (), ())
    page = Page("".join(render_html(ledger, lambda _: text, "zh")))
    assert not page.marks
    assert ("p", {"class": "missing", "id": "q1"}) in page.tags


def test_a_long_text_shows_what_surrounds_its_quotes_and_counts_the_rest() -> None:
    text = f"合成\n{'甲' * 50_000}抓获9名{'乙' * 50_000}"
    claim = cite(text, "抓获9名", Metric.SUSPECTS_CAPTURED, "9", Unit.PERSON)
    reading = read("x.txt", text, [claim])
    ledger = Ledger("x", "0", (reading,), (reading.item,), (), (), ())
    page = Page("".join(render_html(ledger, lambda _: text, "zh")))
    assert page.marks["q1"] == "抓获9名"
    assert "".join(page.words).count("甲") + "".join(page.words).count("乙") < 2_000
    assert "此处略去 49,700 字" in "".join(page.words)


def _many(count: int) -> Ledger:
    """Return a synthetic ledger of many one-figure documents; the last one is in conflict."""
    text = "合成通报\n抓获9名"
    readings = []
    for number in range(count):
        claim = cite(text, "抓获9名", Metric.SUSPECTS_CAPTURED, "9", Unit.PERSON)
        readings.append(read(f"{number:05}.txt", text, [replace(claim, value=Decimal(number))]))
    last = readings[-1]
    reason = Message("report.text.none_texts")
    check = Check("monotone", Outcome.CONFLICT, reason, (sourced(last, 0), sourced(last, 0)))
    items = tuple(reading.item for reading in readings)
    return Ledger("许多", "0", tuple(readings), items, (), (), (check,))


def test_a_large_ledger_says_how_many_figures_and_texts_it_leaves_out() -> None:
    limits = PageLimits(documents=20, figures=15, items=30)
    loaded: list[str] = []

    def load(sha256: str) -> str:
        loaded.append(sha256)
        return "合成通报\n抓获9名"

    page = Page("".join(render_html(_many(100), load, "zh", limits)))
    text = "".join(page.words)
    assert len(loaded) == len(set(loaded)) == 20
    assert "另有 85 条数据未列出" in text and "另有 80 份含数据的原文" in text
    assert "另有 70 件来源未列出" in text and "ledger.xlsx" in text
    assert "q100" in page.marks, "what a conflict cites comes first"
    assert set(page.links) <= set(page.ids)


def test_texts_are_loaded_only_when_the_page_has_come_to_them() -> None:
    loaded: list[str] = []

    def load(sha256: str) -> str:
        loaded.append(sha256)
        return "合成通报\n抓获9名"

    pieces: Iterator[str] = render_html(_many(300), load, "zh")
    next(pieces)
    assert not loaded
    assert sum(len(piece) for piece in pieces) > 100_000
    assert len(loaded) == 300


def test_the_summary_counts_what_came_in_and_what_came_out() -> None:
    told = summarise(build_ledger())
    assert (told.evidence, told.read, told.rejects, told.claims) == (8, 6, 2, 18)
    assert (told.series, told.checks, told.conflicts, told.flagged) == (3, 3, 1, 1)
    assert (told.cases, told.operations, told.mentions) == (2, 1, 3)


def test_the_synthetic_texts_say_that_they_are_synthetic() -> None:
    assert all("合成" in text or "Synthetic" in text for text in TEXTS.values())
