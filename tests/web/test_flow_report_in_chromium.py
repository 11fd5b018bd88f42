"""The flow report in a real browser: it is silent, and every click arrives at rows."""

from pathlib import Path

import pytest
from browser import console, play, print_text, run
from synthetic_flow import build_answer

from zhanlian.report.flow.html import render_flow_html

_SHOWN = """
      const shown = () => all('#rows tbody tr:not([hidden])').map((row) => row.id);
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The flow report of the synthetic answer, hostile names among its data."""
    path = tmp_path_factory.mktemp("flow") / "flow.html"
    path.write_text("".join(render_flow_html(build_answer(), "zh")), encoding="utf-8")
    return path


def test_the_page_runs_without_a_word_in_theconsole(
    chromium: str, report: Path, tmp_path: Path
) -> None:
    dom, log = run(chromium, report, tmp_path)
    assert console(log) == []
    assert "<title>合成案件：河湾镇资金流向 · Zhanlian 斩链</title>" in dom
    assert 'aria-pressed="true"' in dom, "the page's own script has run"


def test_a_band_leads_to_its_transfers_and_they_to_their_rows(
    chromium: str, report: Path, tmp_path: Path
) -> None:
    steps = (
        _SHOWN
        + """
      const band = find('.sankey a[data-rows]:has(.back)');
      seen.wanted = band.dataset.rows.split(' ').map((n) => `t${n}`);
      await click(band.querySelector('path'));
      seen.shown = shown();
      seen.hash = view.location.hash;
      seen.visible = visible(view.location.hash);
      seen.here = all('tr.here').map((row) => row.id);
      const row = find(view.location.hash);
      seen.rows = row.querySelector('.rows').innerText;
      row.querySelector('.rows a').click(); await pause();
      seen.input = view.location.hash;
      seen.hashes = visible(view.location.hash) && find(view.location.hash).innerText;
    """
    )
    seen = play(chromium, report, tmp_path, steps)
    assert sorted(seen["shown"]) == sorted(seen["wanted"]) == sorted(seen["here"])
    assert seen["hash"][1:] in seen["wanted"] and seen["visible"]
    assert "合成银行返回.csv" in seen["rows"] and "行" in seen["rows"] and "字节" in seen["rows"]
    assert seen["input"] == "#i1" and "a" * 64 in seen["hashes"]


def test_a_sum_shows_all_of_its_transfers_and_all_come_back(
    chromium: str, report: Path, tmp_path: Path
) -> None:
    steps = (
        _SHOWN
        + """
      const link = find('#freezes a.to');
      seen.wanted = link.dataset.rows.split(' ').map((n) => `t${n}`);
      await click(link.querySelector('b'));
      seen.first = shown();
      await click('#filters button[type=reset]');
      seen.all = shown().length;
      find('#find').value = '合成金店'; find('#filters').dispatchEvent(new view.Event('input'));
      await pause();
      seen.found = shown().length;
      seen.count = find('#count').textContent;
      await click('#queries .basis a');
      seen.unhidden = shown().length;
      seen.target = visible(view.location.hash);
      await click('#totals a.to');
      seen.paid = shown().length;
    """
    )
    seen = play(chromium, report, tmp_path, steps)
    assert sorted(seen["first"]) == sorted(seen["wanted"])
    cited = build_answer().cited
    gold = sum(one.payee == "合成金店" for one in cited)
    assert seen["all"] == len(cited) == seen["unhidden"] and seen["target"]
    assert seen["found"] == gold == int(seen["count"])
    paid = [one for e in build_answer().edges if not e.from_level for one in e.transfers
            if e.asset == "CNY"]  # fmt: skip
    assert seen["paid"] == len(paid)


def test_the_language_switch_changes_words_in_tables_and_pictures(
    chromium: str, report: Path, tmp_path: Path
) -> None:
    steps = """
      const heads = () => all('#paths .heading').filter((e) => e.getBBox().width).map(
        (e) => e.textContent);
      seen.before = [find('#freezes h2').innerText, ...heads().slice(0, 3)];
      await click('[data-set=en]');
      seen.after = [find('#freezes h2').innerText, ...heads().slice(0, 3)];
      seen.field = find('#find').placeholder;
      seen.lang = page.documentElement.lang;
    """
    seen = play(chromium, report, tmp_path, steps)
    assert seen["before"] == ["止付冻结清单", "被害人", "一级账户", "二级账户"]
    assert seen["after"] == ["Freeze list", "Victims", "Level 1", "Level 2"]
    assert seen["field"].startswith("Find") and seen["lang"] == "en"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_texts_of_the_picture_stay_in_their_boxes_and_do_not_overlap(
    chromium: str, report: Path, tmp_path: Path, language: str
) -> None:
    steps = f"""
      await click('[data-set={language}]');
      const inside = (inner, outer) => inner.left >= outer.left - .5 && inner.top >= outer.top - .5
        && inner.right <= outer.right + .5 && inner.bottom <= outer.bottom + .5;
      const meets = (a, b) => a.left < b.right - .5 && b.left < a.right - .5
        && a.top < b.bottom - 2.5 && b.top < a.bottom - 2.5;
      seen.outside = []; seen.overlaps = 0; seen.texts = 0;
      for (const svg of all('.sankey')) {{
        const boxes = [...svg.querySelectorAll('rect.box')];
        const placed = [];
        for (const rect of boxes) {{
          const frame = rect.getBoundingClientRect();
          for (const text of rect.parentNode.querySelectorAll('text')) {{
            const box = text.getBoundingClientRect();
            if (!box.width) continue;
            seen.texts += 1;
            if (!inside(box, frame)) seen.outside.push(text.textContent);
            seen.overlaps += placed.some((other) => meets(box, other));
            placed.push(box);
          }}
        }}
      }}
    """
    seen = play(chromium, report, tmp_path, steps)
    assert seen["texts"] > 80
    assert seen["outside"] == [] and seen["overlaps"] == 0


@pytest.mark.parametrize("width", [390, 800, 1280])
def test_nothing_sticks_out_sideways(
    chromium: str, report: Path, tmp_path: Path, width: int
) -> None:
    steps = f"""
      frame.width = {width}; await pause();
      seen.over = page.documentElement.scrollWidth - page.documentElement.clientWidth;
    """
    assert play(chromium, report, tmp_path, steps)["over"] <= 0


def test_the_page_prints_with_its_statement_and_its_closed_tables(
    chromium: str, report: Path, tmp_path: Path
) -> None:
    text = print_text(chromium, report, tmp_path)
    assert "不是鉴定意见" in text and "止付冻结清单" in text
    assert "付方层级" in text, "the table of bands is open on paper"
    assert "合成银行返回.csv" in text
