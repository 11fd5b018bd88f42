"""Charts: axes, marks by comparator and verb, and links to the figures."""

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from synthetic_ledger import build_ledger

from zhanlian.model.claim import Metric
from zhanlian.report.html.axes import build_time_axis, build_value_axis
from zhanlian.report.html.charts import draw_chart, style_of
from zhanlian.report.html.panels import Panel, build_panels
from zhanlian.report.labels import compact


def _panel() -> Panel:
    (panel,) = build_panels(build_ledger().series)
    return panel


def test_verbs_share_a_chart_but_neither_line_colour_nor_shape() -> None:
    panel = _panel()
    assert {series.key.metric for series in panel.series} == {
        Metric.SUSPECTS_CAPTURED,
        Metric.SUSPECTS_TRANSFERRED,
    }
    assert len({style_of(metric) for metric in Metric}) == len(Metric)


def test_a_chart_is_well_formed_and_each_point_links_to_its_figure() -> None:
    svg = draw_chart(_panel(), lambda point: f"#x{point.claims[0].claim.value}", "c", 60)
    root = ElementTree.fromstring(svg)  # noqa: S314  (our own text)
    links = [element.get("href") for element in root.iter("a")]
    assert links == ["#x12000", "#x13000", "#x16000"]
    assert root.find("title") is not None and root.find("desc") is not None
    names = {name for element in root.iter() for name in element.keys()}  # noqa: SIM118
    assert "style" not in names and not [name for name in names if name.startswith("on")]


def test_an_exact_figure_is_filled_and_a_bound_is_open() -> None:
    svg = str(draw_chart(_panel(), lambda _: None, "c", 60))
    assert len(re.findall(r'class="point"', svg)) == 1
    assert len(re.findall(r'class="point open"', svg)) == 2
    assert len(re.findall(r'class="wedge"', svg)) == 2
    assert len(re.findall(r'class="span"', svg)) == 1, "only 2032-07 is known to the month"


def test_the_label_of_the_first_point_keeps_clear_of_the_axis() -> None:
    svg = str(draw_chart(_panel(), lambda _: None, "c", 60))
    numbers = [float(x) for x in re.findall(r'<text class="up[^>]* x="([\d.]+)"', svg)]
    labels = [float(x) for x in re.findall(r'<text class="value[^>]* x="([\d.]+)"', svg)]
    assert numbers and labels
    half = 25  # of a label as wide as >12,345, which is centred on its point
    assert min(labels) - half >= max(numbers)


def test_values_far_apart_stand_on_a_logarithmic_axis() -> None:
    assert build_value_axis([Decimal(10), Decimal(50_000)]).log
    assert not build_value_axis([Decimal(48_000), Decimal(53_000)]).log
    assert not build_value_axis([Decimal(-25), Decimal(50_000)]).log


@given(st.lists(st.decimals(-(10**15), 10**15, places=2), min_size=1, max_size=9))
def test_every_value_stands_on_its_axis(values: list[Decimal]) -> None:
    axis = build_value_axis(values)
    assert 2 <= len(axis.ticks) <= 12
    for value in values:
        assert -1e-9 <= axis.share(value) <= 1 + 1e-9


@example([date(9999, 12, 31)])
@given(st.lists(st.dates(date(1900, 1, 1), date(9999, 12, 31)), min_size=1, max_size=9))
def test_every_day_stands_on_its_axis(days: list[date]) -> None:
    axis = build_time_axis(days)
    assert len(axis.ticks) <= 10
    for day in [*days, *axis.ticks]:
        assert 0 <= axis.share(day) <= 1


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("48000", "4.8万", "48,000"),
        ("300000000", "3亿", "300 m"),
        ("21707000", "2,170.7万", "21,707,000"),
        ("12.5", "12.5", "12.5"),
        ("-25.7", "-25.7", "-25.7"),
        ("53001", "53,001", "53,001"),
    ],
)
def test_a_number_is_told_short_only_where_nothing_is_lost(value: str, zh: str, en: str) -> None:
    assert (compact(Decimal(value), "zh"), compact(Decimal(value), "en")) == (zh, en)
