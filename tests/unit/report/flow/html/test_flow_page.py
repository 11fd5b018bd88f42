"""The flow page: complete, every sum linked to its rows, safe against what stands in the data."""

import base64
import hashlib
import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from synthetic_flow import HOSTILE, LONG, build_answer

from zhanlian.model.answers import OTHERS, FlowAnswer, VictimShare
from zhanlian.model.asset import show_grouped
from zhanlian.model.flow import Rule
from zhanlian.report.flow.html import FlowLimits, render_flow_html
from zhanlian.report.flow.html.selection import FlowSelection
from zhanlian.report.flow.html.views import shares_shown
from zhanlian.words import say


class Page(HTMLParser):
    """What a page holds: elements, ids, links, words."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.text = re.sub(r"\s+", " ", "".join(self.words))
        self.ids = [str(values["id"]) for _, values in self.tags if values.get("id")]
        self.links = [str(v["href"]) for tag, v in self.tags if tag == "a" and v.get("href")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.words.append(data)


def render(answer: FlowAnswer, language: str = "zh", limits: FlowLimits | None = None) -> Page:
    """Return the parsed page of an answer."""
    return Page("".join(render_flow_html(answer, language, limits or FlowLimits())))


def bare(answer: FlowAnswer) -> FlowAnswer:
    """Return the answer with every list empty."""
    return replace(
        answer, inputs=(), gaps=(), unmatched=(), totals=(), accounts=(), cash_outs=(), edges=(),
        queries=(), freezes=(), restitution=(), comparison=(), assumptions=(), cited=(),
    )  # fmt: skip


@pytest.fixture(scope="module")
def page() -> Page:
    """The page of the synthetic answer."""
    return render(build_answer())


def test_the_same_answer_gives_the_same_page(page: Page) -> None:
    assert render(build_answer()).html == page.html


def test_every_link_has_its_target_and_every_id_is_unique(page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))
    assert all(link.startswith("#") for link in page.links)
    assert {link[1:] for link in page.links} <= set(page.ids)
    named = {f"t{n}" for _, v in page.tags for n in str(v.get("data-rows") or "").split()}
    assert named and named <= set(page.ids)


def test_every_sum_of_the_lists_leads_to_its_transfers_and_they_name_their_rows() -> None:
    answer = build_answer()
    page = render(answer)
    number = {one.transfer_id: at for at, one in enumerate(answer.cited, 1)}
    sums = [(line.savable, line.asset, line.transfers) for line in answer.freezes]
    sums += [(line.amount, line.asset, line.transfers) for line in answer.queries]
    for amount, asset, transfers in sums:
        rows = " ".join(str(number[one]) for one in transfers)
        told = f'data-rows="{rows}"><b class="number">{show_grouped(amount, asset)}</b>'
        assert told in page.html
    for at, one in enumerate(answer.cited, 1):
        row = re.search(f'<tr id="t{at}">.*?</tr>', page.html, re.DOTALL)
        assert row is not None
        for place in one.rows:
            assert f"第 {place.line:,} 行" in row[0] and place.sha256[:12] in row[0]


def test_every_band_of_the_picture_leads_to_the_transfers_it_stands_for(page: Page) -> None:
    bands = re.findall(r'<a href="#t\d+" data-rows="[\d ]+"><path class="band', page.html)
    assert len(bands) == page.html.count('<path class="band') > 30
    assert page.html.count('<path class="band back"') == 1


def test_the_statement_stands_in_both_languages_at_head_and_foot(page: Page) -> None:
    for language in ("zh", "en"):
        assert page.html.count(say("report.flow.statement", language)) == 2
    assert "不是鉴定意见" in page.text and "nobody named here is thereby a suspect" in page.text


def test_the_balance_is_shown_with_its_difference() -> None:
    answer = build_answer()
    page = render(answer)
    total = answer.totals[0]
    for units in (total.paid_in, total.held, total.cashed_out, total.beyond_data):
        assert show_grouped(units, "CNY") in page.text
    assert page.html.count('class="term proof holds"') == 2
    broken = replace(answer, totals=(replace(total, difference=1),))
    assert 'class="term proof broken"' in render(broken).html


def test_poison_says_that_it_is_an_upper_bound() -> None:
    answer = build_answer()
    poison = replace(answer, rule=Rule.POISON, totals=(replace(answer.totals[0], widened=500),))
    text = render(poison).text
    assert "不能据以返还" in text and "规则扩大（污染法）" in text
    assert "不能据以返还" not in render(answer).text


def test_existing_freezes_tell_what_is_left_of_them_and_lapsed_ones_that_they_ran_out(
    page: Page,
) -> None:
    freezes = re.findall('<section id="freezes">.*?</section>', page.html, re.DOTALL)[0]
    assert "尚余" in freezes and "12 天" in freezes and "措施已失效" in freezes
    assert freezes.count('class="measure over"') == 1 and "未载明期限" in freezes


def test_a_measure_that_began_after_the_report_says_that_it_does_not_count() -> None:
    answer = build_answer()
    line = next(one for one in answer.freezes if one.freezes)
    later = replace(line.freezes[0], since=answer.as_of + timedelta(hours=1), until=None)
    told = [replace(answer, freezes=(replace(line, freezes=(one,)),)) for one in
            (later, replace(later, since=answer.as_of))]  # fmt: skip
    assert ["晚于本报告的截至时刻" in render(one).html for one in told] == [True, False]


def test_a_day_is_not_shown_as_its_first_second(page: Page) -> None:
    row = re.search('<tr id="t17">.*?</tr>', page.html, re.DOTALL)
    assert row is not None and "只有日期" in row[0]
    assert not re.search(r"\d\d:\d\d:\d\d", row[0])


def test_a_hostile_text_stays_text_and_hides_nothing(page: Page) -> None:
    assert page.text.count("</script><script>document.title=") >= 5
    assert "<script>document" not in page.html and "\u202e" not in page.html
    assert "‹U+202E›" in page.text and "{{ 7*7 }}" in page.text
    assert sum(tag == "script" for tag, _ in page.tags) == 1
    assert not [v for tag, v in page.tags if tag == "img" or any(k.startswith("on") for k in v)]
    assert not [values for _, values in page.tags if "style" in values]


def test_a_name_without_end_is_cut_and_counted(page: Page) -> None:
    answer = build_answer()
    named = replace(answer.unmatched[0], victim=LONG)
    text = render(replace(answer, unmatched=(named,))).text
    assert LONG not in text and f"（共 {len(LONG)} 字，全文见工作簿）" in text


def test_the_policy_allows_our_own_style_and_script_by_their_hashes_only(page: Page) -> None:
    policy = next(v["content"] for t, v in page.tags if t == "meta" and "http-equiv" in v)
    for kind in ("style", "script"):
        inside = re.findall(f"<{kind}>(.*?)</{kind}>", page.html, re.DOTALL)
        assert len(inside) == 1
        digest = hashlib.sha256(inside[0].encode("utf-8")).digest()
        told = base64.b64encode(digest).decode("ascii")
        assert policy is not None and f"{kind}-src 'sha256-{told}'" in policy
    assert str(policy).startswith("default-src 'none'")


def test_what_does_not_fit_is_counted_and_its_links_are_not_there() -> None:
    answer = build_answer()
    small = FlowLimits(lines=2, accounts=4, bands=3, transfers=10, schedules=1, rows=1)
    page = render(answer, limits=small)
    assert {link[1:] for link in page.links} <= set(page.ids)
    transfers = [name for name in page.ids if re.fullmatch(r"t\d+", name)]
    assert len(transfers) == 10
    for left in (len(answer.freezes) - 2, len(answer.accounts) - 4, len(answer.cited) - 10):
        assert f"另有 {left} 条未列出" in page.text
    wanted = [line.transfers[0] for line in answer.freezes[:2]]
    wanted += [line.transfers[0] for line in answer.queries[:2]]
    number = {one.transfer_id: at for at, one in enumerate(answer.cited, 1)}
    assert {f"t{number[one]}" for one in wanted} <= set(transfers), "each line keeps its largest"


def test_an_answer_without_anything_is_a_page_that_says_so() -> None:
    page = render(bare(build_answer()))
    assert {link[1:] for link in page.links} <= set(page.ids)
    for told in ("没有可画的流向。", "没有需要继续调取的账户。", "各账户余额全部连续。"):
        assert told in page.text


def test_both_languages_stand_in_the_page_and_one_opens(page: Page) -> None:
    assert 'data-lang="zh"' in page.html
    assert 'data-lang="en"' in render(build_answer(), "en").html
    assert "止付冻结清单" in page.text and "Freeze list" in page.text


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(KeyError):
        render(build_answer(), "fr")


def test_the_hostile_name_is_the_one_of_the_data() -> None:
    assert HOSTILE in {edge.payer for edge in build_answer().edges}


def test_shares_of_victims_that_are_not_named_are_one_sum() -> None:
    shares = (*(VictimShare(f"合成{n}", 100 - n) for n in range(7)), VictimShare(OTHERS, 900))
    shown, rest = shares_shown(FlowSelection(build_answer()), shares)
    assert [one.victim for one in shown] == [f"合成{n}" for n in range(5)]
    assert rest == 95 + 94 + 900
