"""Views: records of the ledger as the templates show them, with links both ways."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from zhanlian.model.claim import Claim, Qualifier, Source, SourcedClaim
from zhanlian.model.evidence import EvidenceItem
from zhanlian.model.figure import Check, Point, Series
from zhanlian.model.record import CaseListing, Count, Mention, Operation, OperationCount
from zhanlian.model.record import SupervisedCase as Case
from zhanlian.report.html import charts
from zhanlian.report.html.bilingual import both, both_words
from zhanlian.report.html.panels import Panel, date_of
from zhanlian.report.html.passages import Citation
from zhanlian.report.html.selection import Selection, Shown
from zhanlian.report.labels import compact, grouped, unit_word, word
from zhanlian.report.rows import COUNT_FIELDS
from zhanlian.words import LANGUAGES


@dataclass(frozen=True, slots=True)
class FigureView:
    """One row of the table of figures."""

    number: int
    claim: Claim
    place: int
    source: Source


@dataclass(frozen=True, slots=True)
class CitedView:
    """One figure as a series or a check cites it; a link is None where the page lacks its end."""

    sourced: SourcedClaim
    number: int | None
    row: str | None
    mark: str | None


@dataclass(frozen=True, slots=True)
class PanelView:
    """One chart with its table: (series, points with their cited figures, points left out)."""

    panel: Panel
    chart: Markup
    scale: Markup
    lines: list[tuple[Series, list[list[CitedView]], int]]
    undated: int

    @property
    def by_date(self) -> list[tuple[Series, list[CitedView]]]:
        """The points of all lines in the order of time, as one reads the chart; undated last."""
        placed = [(series, point) for series, points, _ in self.lines for point in points]
        return sorted(placed, key=lambda one: _day_of(one[1][0].sourced))

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return sum(len(point) for _, points, _ in self.lines for point in points)


@dataclass(frozen=True, slots=True)
class RecordView:
    """A case, an operation or a mention with its document and its figures' (field, count, key)."""

    one: Shown
    record: Case | Operation | Mention
    key: str
    figures: list[tuple[str, Count | OperationCount, str]]
    listing: CaseListing | None = None


def _day_of(sourced: SourcedClaim) -> date:
    told = date_of(sourced)
    return date.max if told is None else told.last_day


def figure_views(selection: Selection) -> Iterator[FigureView]:
    """Return the shown figures in the order of the ledger."""
    for one in selection.shown:
        for at, claim in enumerate(one.reading.claims[: one.claims]):
            yield FigureView(one.first + at, claim, one.place, one.reading.source)


def panel_views(selection: Selection) -> Iterator[PanelView]:
    """Return the charts, each with the table of its points."""
    most = selection.limits.points
    for at, panel in enumerate(selection.panels):
        lines = []
        for series in panel.series:
            points = [cite_all(selection, point.claims) for point in series.points[:most]]
            lines.append((series, points, len(series.points) - len(points)))

        def find_href(point: Point) -> str | None:
            row = cite_all(selection, point.claims[:1])[0].row
            return None if row is None else f"#{row}"

        undated = sum(date_of(p.claims[0]) is None for s in panel.series for p in s.points)
        chart = charts.draw_chart(panel, find_href, f"chart{at}", most)
        yield PanelView(panel, chart, charts.scale_words(panel), lines, undated)


def check_views(selection: Selection) -> Iterator[tuple[Check, list[CitedView], int]]:
    """Return each check with the figures it compared, and how many of them are left out."""
    most = selection.limits.compared
    for check in selection.checks:
        yield check, cite_all(selection, check.claims[:most]), max(0, len(check.claims) - most)


def cite_all(selection: Selection, claims: tuple[SourcedClaim, ...]) -> list[CitedView]:
    """Return claims with the links that exist in the page."""
    cited = []
    for sourced in claims:
        sha256 = sourced.source.sha256
        number = selection.roll.find_number(sourced)
        shown = selection.has_row(number, sha256)
        row, mark = (f"f{number}", f"q{number}") if shown else (None, None)
        cited.append(CitedView(sourced, number, row, mark))
    return cited


def case_views(selection: Selection) -> Iterator[RecordView]:
    """Return the shown supervised cases."""
    for one in selection.shown:
        yield from _cases_of(one)


def operation_views(selection: Selection) -> Iterator[RecordView]:
    """Return the shown operations."""
    for one in selection.shown:
        yield from _operations_of(one)


def mention_views(selection: Selection) -> Iterator[RecordView]:
    """Return the shown mentions of mechanisms."""
    for one in selection.shown:
        yield from _mentions_of(one)


def source_views(selection: Selection) -> Iterator[tuple[EvidenceItem, Shown | None]]:
    """Return the shown evidence items, each with its document where it has a text."""
    for item in selection.ledger.items[: selection.limits.items]:
        yield item, selection.find_shown(item.sha256)


def cite_document(one: Shown) -> list[Citation]:
    """Return all places of a document that something shown in the page cites."""
    cited = [
        _citation(f"q{number}", f"f{number}", str(number), claim.quote, claim.start)
        for number, claim in enumerate(one.reading.claims[: one.claims], one.first)
    ]
    for records in (_cases_of(one), _operations_of(one)):
        for view in records:
            cited.extend(
                _citation(f"m-{key}", f"b-{key}", "◆", count.quote, count.start)
                for _, count, key in view.figures
            )
    for view in _mentions_of(one):
        if isinstance(view.record, Mention):
            told = view.record
            mark, back = f"m-{view.key}", f"b-{view.key}"
            cited.append(_citation(mark, back, "◆", told.quote, told.start))
    return cited


def value_of(told: Claim | Count | OperationCount) -> Markup:
    """Return a number with its comparator kept beside it, all its digits, and its unit."""
    sign = Markup()
    if told.qualifier is not Qualifier.EXACT:
        code = told.qualifier.value
        sign = Markup('<span class="comparator {}">{}</span>').format(
            code, both_words("qualifier", code)
        )
    unit: Markup | str = ""
    if isinstance(told, Claim):
        unit = both(lambda language: unit_word(told.unit, told.currency, language))
    elif isinstance(told, Count) and told.currency:
        unit = both_words("unit", told.currency)
    return Markup('{}<b class="number">{}</b> <span class="unit">{}</span>{}').format(
        sign, grouped(told.value), unit, _spoken(told)
    )


def tells_verb(claim: Claim) -> bool:
    """Return whether the name of the metric says the verb already, as 抓获 does."""
    return any(claim.verb in word("metric", claim.metric.value, one) for one in LANGUAGES)


def _spoken(told: Claim | Count | OperationCount) -> Markup:
    """Return a large number also as people say it (4.8万), where that is shorter."""
    plain = grouped(told.value)

    def tell(language: str) -> str:
        short = compact(told.value, language)
        return "" if short == plain else f"({short})"

    return Markup(' <span class="spoken">{}</span>').format(both(tell))


def _cases_of(one: Shown) -> Iterator[RecordView]:
    listing = one.reading.listing
    if listing is None:
        return
    for at, case in enumerate(listing.cases[: one.cases]):
        key = f"{one.place}-c{at}"
        figures: list[tuple[str, Count | OperationCount, str]] = []
        for field in ("amount", *COUNT_FIELDS):
            count: Count | None = getattr(case, field)
            if count is not None:
                figures.append((field, count, f"{key}-{field}"))
        yield RecordView(one, case, key, figures, listing)


def _operations_of(one: Shown) -> Iterator[RecordView]:
    for at, operation in enumerate(one.reading.operations[: one.operations]):
        key = f"{one.place}-o{at}"
        figures: list[tuple[str, Count | OperationCount, str]] = [
            (count.what, count, f"{key}-{nth}") for nth, count in enumerate(operation.counts)
        ]
        if operation.cumulative_transferred is not None:
            figures.append(("background", operation.cumulative_transferred, f"{key}-total"))
        yield RecordView(one, operation, key, figures)


def _mentions_of(one: Shown) -> Iterator[RecordView]:
    for at, mention in enumerate(one.reading.mentions[: one.mentions]):
        yield RecordView(one, mention, f"{one.place}-m{at}", [])


def _citation(mark: str, back: str, label: str, quote: str, start: int) -> Citation:
    return Citation(mark, back, label, start, start + len(quote), quote)
