"""The report in a real browser: it runs, says nothing in the console, and every click arrives."""

from pathlib import Path

import pytest
from browser import console, play, print_text, run
from synthetic_ledger import build_ledger, load_text

from zhanlian.report.html import render_html


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the synthetic ledger, the hostile document among its sources."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text("".join(render_html(build_ledger(), load_text, "zh")), encoding="utf-8")
    return path


def test_the_page_runs_without_a_word_in_theconsole(
    chromium: str, report: Path, tmp_path: Path
) -> None:
    dom, log = run(chromium, report, tmp_path)
    assert console(log) == []
    assert "<title>合成案件 · Zhanlian 斩链</title>" in dom, "a hostile source changed the title"
    assert 'aria-pressed="true"' in dom, "the page's own script has run"


def test_a_foreign_script_in_the_page_is_refused(
    chromium: str, report: Path, tmp_path: Path
) -> None:
    html = report.read_text(encoding="utf-8")
    forged = tmp_path / "forged.html"
    foreign = "<script>document.title = 'OWNED'</script></body>"
    forged.write_text(html.replace("</body>", foreign), encoding="utf-8")
    dom, log = run(chromium, forged, tmp_path / "profile")
    assert "<title>OWNED" not in dom
    assert any("Content Security Policy" in line for line in console(log))


def test_one_click_on_a_figure_shows_its_marked_place_and_one_more_leads_back(
    chromium: str, report: Path, tmp_path: Path
) -> None:
    steps = """
      await click('#f8 td.quoted a');
      seen.hash = view.location.hash;
      seen.mark = find('#q8').textContent;
      seen.colour = view.getComputedStyle(find('#q8')).backgroundColor;
      seen.plain = view.getComputedStyle(find('#q11')).backgroundColor;
      seen.visible = visible('#q8');
      await click('#q8');
      seen.back = view.location.hash;
      seen.row = visible('#f8') && find('#f8').classList.contains('here');
    """
    seen = play(chromium, report, tmp_path, steps)
    assert seen["hash"] == "#q8" and seen["mark"] == "累计抓获河湾地区犯罪嫌疑人1.3万余名"
    assert seen["visible"] and seen["colour"] != seen["plain"]
    assert seen["back"] == "#f8" and seen["row"]


def test_a_point_of_a_chart_leads_to_its_figure_and_a_closed_text_opens(
    chromium: str, report: Path, tmp_path: Path
) -> None:
    steps = """
      for (const box of page.querySelectorAll('details.source')) box.open = false;
      find('.chart a').dispatchEvent(new view.MouseEvent('click', {bubbles: true, view}));
      await pause();
      seen.point = view.location.hash;
      await click('#f14 td.n a');
      seen.open = page.querySelectorAll('details.source[open]').length;
      seen.parts = page.querySelectorAll('mark.here').length;
      await click('#checks .conflict blockquote a');
      seen.conflict = view.location.hash;
    """
    seen = play(chromium, report, tmp_path, steps)
    assert seen["point"] == "#f7"
    assert seen["open"] == 1 and seen["parts"] >= 1
    assert seen["conflict"] == "#q2"


def test_filters_and_sorting_narrow_and_order_the_figures(
    chromium: str, report: Path, tmp_path: Path
) -> None:
    steps = """
      const shown = () => [...page.querySelectorAll('#rows tbody tr:not([hidden])')]
        .map((row) => Number(row.dataset.n));
      const enter = async (selector, value) => {
        find(selector).value = value;
        find('#filters').dispatchEvent(new view.Event('input'));
        await pause();
      };
      await enter('#find', '1.6万余');
      seen.found = shown();
      await click('#mechanisms a.quote');
      find('#f1 td.n a').click(); await pause();
      view.location.hash = '#f1'; await pause();
      seen.unhidden = shown().length;
      await enter('#by-metric', 'suspects_transferred');
      seen.metric = shown();
      seen.count = find('#count').textContent;
      await enter('#by-metric', '');
      await click('th[data-sort=v] button');
      await click('th[data-sort=v] button');
      seen.largest = shown()[0];
      seen.sort = find('th[data-sort=v]').getAttribute('aria-sort');
    """
    seen = play(chromium, report, tmp_path, steps)
    assert seen["found"] == [11] and seen["unhidden"] == 18
    assert seen["metric"] == [5, 7] and seen["count"] == "2"
    assert seen["largest"] == 10 and seen["sort"] == "descending"


def test_the_language_switch_changes_every_word_and_label(
    chromium: str, report: Path, tmp_path: Path
) -> None:
    steps = """
      const words = () => find('#figures h2').innerText;
      seen.before = words();
      await click('[data-set=en]');
      seen.after = words();
      seen.lang = page.documentElement.lang;
      seen.field = find('#find').placeholder;
      seen.option = find('#by-metric').options[1].label;
    """
    seen = play(chromium, report, tmp_path, steps)
    assert seen["before"] == "数据" and seen["after"] == "Figures"
    assert seen["lang"] == "en" and seen["field"].startswith("Find")
    assert seen["option"] == "Captured (9)"


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_sticks_out_sideways(
    chromium: str, report: Path, tmp_path: Path, width: int
) -> None:
    steps = f"""
      frame.width = {width}; await pause();
      seen.over = page.documentElement.scrollWidth - page.documentElement.clientWidth;
    """
    assert play(chromium, report, tmp_path, steps)["over"] <= 0


def test_the_page_prints(chromium: str, report: Path, tmp_path: Path) -> None:
    text = print_text(chromium, report, tmp_path)
    assert "不对任何人作出认定" in text and "累计抓获河湾地区犯罪嫌疑人1.3万余名" in text
