"""Charts: one panel as inline SVG, each point a link to its figure.

Colour and shape tell the verb, filling and a small wedge tell the comparator, a bar tells that a
date is known to the month or year only. Nothing is interpolated: a line joins points of one
running total and stands for no figure of its own.
"""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from markupsafe import Markup

from zhanlian.model.claim import Metric, Qualifier
from zhanlian.model.figure import Period, Point, Series
from zhanlian.report.html.axes import TimeAxis, ValueAxis, build_time_axis, build_value_axis
from zhanlian.report.html.bilingual import both_of
from zhanlian.report.html.panels import Panel, date_of, extent_of, has_course
from zhanlian.report.labels import area_words, compact, sign_of, unit_word, word
from zhanlian.words import LANGUAGES, say
from zhanlian.words.shown import plain_text

# Eight colours of at least 4.5:1 on white and five shapes: no two of 36 metrics share both.
COLOURS: Final = 8
SHAPES: Final = (
    "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0Z",
    "M-4.5 -4.5H4.5V4.5H-4.5Z",
    "M0 -6L6 0L0 6L-6 0Z",
    "M0 -6L5.5 4.5H-5.5Z",
    "M-5 -2.5L0 -6L5 -2.5L3.2 4.5H-3.2Z",
)
_METRICS: Final = tuple(Metric)
_WIDTH, _HEIGHT = 760, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 66, 40, 26, 30
# The label of a point on the first day keeps clear of the numbers of the axis.
_INSET: Final = 20
_MAX_LABELS: Final = 14
FindHref = Callable[[Point], str | None]


@dataclass(frozen=True, slots=True)
class Frame:
    """The two axes of one chart, in the units of its picture."""

    across: TimeAxis
    upwards: ValueAxis

    def x(self, day: date) -> float:
        """Return where a day stands from the left."""
        width = _WIDTH - _LEFT - _INSET - _RIGHT
        return round(_LEFT + _INSET + self.across.share(day) * width, 1)

    def y(self, point: Point) -> float:
        """Return where the value of a point stands from the top."""
        return self._height(self.upwards.share(point.claims[0].claim.value))

    def ticks(self) -> Iterator[tuple[float, Decimal]]:
        """Return height and value of each named value."""
        for tick in self.upwards.ticks:
            yield self._height(self.upwards.share(tick)), tick

    def _height(self, share: float) -> float:
        return round(_HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM), 1)


def style_of(metric: Metric) -> tuple[int, str]:
    """Return number of the colour and path of the shape of a verb."""
    place = _METRICS.index(metric)
    return place % COLOURS, SHAPES[place % len(SHAPES)]


def draw_chart(panel: Panel, find_href: FindHref, name: str, most: int) -> Markup:
    """Return the panel as an SVG element, or empty where its points have no two dates.

    Args:
        panel: what to draw.
        find_href: address of the figure of a point, or None where it has no row in the page.
        name: unique in the page, for the ids of title and description.
        most: points drawn of one series.
    """
    lines = [(one, [p for p in one.points[:most] if extent_of(p)]) for one in panel.series]
    points = [point for _, line in lines for point in line]
    if not points or not has_course(panel):
        return Markup()
    days = [day for point in points for day in extent_of(point) or ()]
    values = [point.claims[0].claim.value for point in points]
    frame = Frame(build_time_axis(days), build_value_axis(values))
    labelled = len(points) <= _MAX_LABELS
    parts = [_head(panel, name), *_axes(frame)]
    for series, line in lines:
        parts.extend(_draw_line(series, line, frame))
    # A label keeps clear of other points, not only of other labels.
    taken = [(_middle(point, frame), frame.y(point)) for point in points]
    for series, line in lines:
        for point in line:
            told = labelled or point is line[-1]
            parts.append(_draw_point(series, point, frame, find_href(point)))
            parts.append(_label(point, frame, taken) if told else Markup())
    return Markup().join([*parts, Markup("</svg>")])


def legend_mark(metric: Metric) -> Markup:
    """Return the sign of a verb for the legend."""
    colour, shape = style_of(metric)
    return Markup(
        '<svg class="sign c{}" viewBox="-8 -8 16 16" aria-hidden="true"><path d="{}"/></svg>'
    ).format(colour, shape)


def _head(panel: Panel, name: str) -> Markup:
    def tell(language: str) -> str:
        unit = unit_word(panel.key.unit, panel.key.currency, language)
        verbs = dict.fromkeys(word("metric", s.key.metric.value, language) for s in panel.series)
        fields = {"unit": unit, "lines": " / ".join(verbs)}
        return say("report.text.chart_description", language, fields)

    told = " ".join(tell(language) for language in LANGUAGES)
    return Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>'
    ).format(
        _WIDTH,
        _HEIGHT,
        name,
        name,
        name,
        plain_text(area_words(panel.key.area, LANGUAGES[0])),
        name,
        told,
    )


def _axes(frame: Frame) -> Iterator[Markup]:
    right, floor = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    for height, tick in frame.ticks():
        yield Markup('<path class="grid" d="M{} {}H{}"/>').format(_LEFT, height, right)
        yield _text(functools.partial(compact, tick), _LEFT - 8, height + 4, "up")
    yield Markup('<path class="axis" d="M{} {}H{}"/>').format(_LEFT, floor, right)
    for day in frame.across.ticks:
        x = frame.x(day)
        yield Markup('<path class="axis" d="M{0} {1}v5"/>').format(x, floor)
        told = f"{day.year}-{day.month:02}"
        yield Markup('<text class="across" x="{}" y="{}">{}</text>').format(x, floor + 19, told)


def _text(tell: Callable[[str], str], x: float, y: float, kind: str) -> Markup:
    """Return a text of the picture, once where both languages say the same, else once in each."""
    texts = {language: tell(language) for language in LANGUAGES}
    if len(set(texts.values())) == 1:
        same = Markup('<text class="{}" x="{}" y="{}">{}</text>')
        return same.format(kind, x, y, texts[LANGUAGES[0]])
    return Markup().join(
        Markup('<text class="{} t" lang="{}" x="{}" y="{}">{}</text>').format(
            kind, language, x, y, text
        )
        for language, text in texts.items()
    )


def _draw_line(series: Series, line: list[Point], frame: Frame) -> Iterator[Markup]:
    if series.key.period is not Period.CUMULATIVE or len(line) < 2:
        return
    places = [(_middle(point, frame), frame.y(point)) for point in line]
    path = "M" + "L".join(f"{x} {y}" for x, y in sorted(places))
    dash = " dashed" if series.key.nationality or series.key.role else ""
    colour, _ = style_of(series.key.metric)
    yield Markup('<path class="line c{}{}" d="{}"/>').format(colour, dash, path)


def _draw_point(series: Series, point: Point, frame: Frame, href: str | None) -> Markup:
    x, y = _middle(point, frame), frame.y(point)
    colour, shape = style_of(series.key.metric)
    claim = point.claims[0].claim
    parts = [Markup("<title>{}</title>").format(_tell(point))]
    first, last = extent_of(point) or (date.min, date.min)
    if first != last:
        parts.append(Markup('<path class="span" d="M{} {}H{}"/>').format(
            frame.x(first), y, frame.x(last)))  # fmt: skip
    filled = "" if claim.qualifier is Qualifier.EXACT else " open"
    parts.append(
        Markup('<path class="point{}" transform="translate({} {})" d="{}"/>').format(
            filled, x, y, shape
        )
    )
    if claim.qualifier in (Qualifier.OVER, Qualifier.NEARLY):
        turn = -1 if claim.qualifier is Qualifier.OVER else 1
        parts.append(
            Markup('<path class="wedge" d="M{} {}l4 0l-4 {}l-4 {}z"/>').format(
                x, y + 8.5 * turn, 5 * turn, -5 * turn
            )
        )
    inner = Markup().join(parts)
    if href is None:
        return Markup('<g class="c{}">{}</g>').format(colour, inner)
    return Markup('<a class="c{}" href="{}">{}</a>').format(colour, href, inner)


def _tell(point: Point) -> str:
    """Return verb, date, value and quote of a point in the words of both languages."""
    sourced = point.claims[0]
    claim = sourced.claim
    verbs = " / ".join(word("metric", claim.metric.value, one) for one in LANGUAGES)
    value = f"{sign_of(claim.qualifier)} {claim.value:,f}".strip()
    return plain_text(f"{verbs} · {date_of(sourced)} · {value} · {claim.quote}")


def _label(point: Point, frame: Frame, taken: list[tuple[float, float]]) -> Markup:
    """Return the value above, below or beside its point, or nothing where no place is free.

    The value of a point without one stands in its title and in the table.
    """
    claim = point.claims[0].claim
    x, y = _middle(point, frame), frame.y(point)
    sign = sign_of(claim.qualifier)

    def tell(language: str) -> str:
        return sign + compact(claim.value, language)

    for left, top in ((x, y - 16), (x, y + 25), (x + 48, y + 4), (x - 48, y + 4)):
        inside = _TOP / 2 < top < _HEIGHT - _BOTTOM and _LEFT + 18 < left < _WIDTH - 20
        if inside and all(abs(left - a) > 58 or abs(top - b) > 14 for a, b in taken):
            taken.append((left, top))
            return _text(tell, round(left, 1), round(top, 1), "value")
    return Markup()


def _middle(point: Point, frame: Frame) -> float:
    first, last = extent_of(point) or (date.min, date.min)
    return round((frame.x(first) + frame.x(last)) / 2, 1)


def scale_words(panel: Panel) -> Markup:
    """Return in both languages how the vertical scale runs."""
    values = [p.claims[0].claim.value for s in panel.series for p in s.points if extent_of(p)]
    if not values or not has_course(panel):
        return Markup()
    kind = "log_scale" if build_value_axis(values).log else "linear_scale"
    return both_of(f"report.text.{kind}")
