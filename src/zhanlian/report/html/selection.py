"""The selection: what of a ledger stands in the page, and how much is left out.

A page with everything of 10,000 notices opens in no browser. What does not stand in it stands
in the workbook and the lines, and the page says how many that are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhanlian.model.figure import Check, Outcome
from zhanlian.model.ledger import DocumentReading, Ledger
from zhanlian.report.html.panels import Panel, build_panels
from zhanlian.report.roll import ClaimRoll

_URGENT = (
    Outcome.CONFLICT,
    Outcome.FAILED,
    Outcome.FLAGGED,
    Outcome.PASSED,
    Outcome.RELATED,
)


@dataclass(frozen=True, slots=True)
class PageLimits:
    """How much the page shows at most.

    Attributes:
        documents: whose figures and texts stand in the page.
        figures: rows of the table of figures.
        panels: charts.
        points: points of one series.
        checks, compared: checks, and figures shown of one check.
        cases, operations, mentions, items, rejects: records of each kind.
        text: characters of one source text; longer ones are cut to what surrounds quotes.
    """

    documents: int = 400
    figures: int = 5_000
    panels: int = 60
    points: int = 60
    checks: int = 300
    compared: int = 8
    cases: int = 300
    operations: int = 200
    mentions: int = 1_000
    items: int = 2_000
    rejects: int = 1_000
    text: int = 20_000


DEFAULT_LIMITS = PageLimits()


@dataclass(slots=True)
class Shown:
    """How much of one document stands in the page: the first so many of each kind.

    Attributes:
        place: of the document in the ledger, from 0.
        reading: the document.
        first: number of its first figure.
        embedded: its text stands in the page.
        claims, cases, operations, mentions: how many are shown.
    """

    place: int
    reading: DocumentReading
    first: int
    embedded: bool = False
    claims: int = 0
    cases: int = 0
    operations: int = 0
    mentions: int = 0


class Selection:
    """What of a ledger stands in the page.

    Args:
        ledger: all there is.
        limits: how much is shown.
    """

    def __init__(self, ledger: Ledger, limits: PageLimits = DEFAULT_LIMITS) -> None:
        self.ledger = ledger
        self.limits = limits
        self.roll = ClaimRoll(ledger)
        ranked = sorted(ledger.checks, key=lambda check: _URGENT.index(check.outcome))
        self.checks: list[Check] = ranked[: limits.checks]
        panels = build_panels(ledger.series)
        self.panels: list[Panel] = panels[: limits.panels]
        self.left_series = sum(len(panel.series) for panel in panels[limits.panels :])
        self.single_series = len(ledger.series) - sum(len(panel.series) for panel in panels)
        self.shown = list(_number(ledger.readings))
        self._by_hash = {one.reading.item.sha256: one for one in self.shown}
        self._show_records()
        self._embed()

    def find_shown(self, sha256: str) -> Shown | None:
        """Return what is shown of the document with this hash, or None without a text."""
        return self._by_hash.get(sha256)

    def has_row(self, number: int | None, sha256: str) -> bool:
        """Return whether the figure with this number is a row of the page's table."""
        one = self._by_hash.get(sha256)
        return one is not None and number is not None and number < one.first + one.claims

    @property
    def embedded(self) -> list[Shown]:
        """The documents whose texts stand in the page, in the order of the ledger."""
        return [one for one in self.shown if one.embedded]

    @property
    def left_texts(self) -> int:
        """How many cited documents have no text in the page."""
        return sum(1 for one in self.shown if not one.embedded and _is_cited(one.reading))

    @property
    def uncited(self) -> int:
        """How many documents nothing cites."""
        return sum(1 for one in self.shown if not _is_cited(one.reading))

    def _show_records(self) -> None:
        limits = self.limits
        cases, operations, mentions = limits.cases, limits.operations, limits.mentions
        for one in self.shown:
            listing = one.reading.listing
            one.cases = min(cases, len(listing.cases) if listing is not None else 0)
            one.operations = min(operations, len(one.reading.operations))
            one.mentions = min(mentions, len(one.reading.mentions))
            cases, operations = cases - one.cases, operations - one.operations
            mentions -= one.mentions

    def _embed(self) -> None:
        documents, figures = self.limits.documents, self.limits.figures
        for one in self._ranked():
            if not documents:
                return
            one.embedded = True
            one.claims = min(figures, len(one.reading.claims))
            documents, figures = documents - 1, figures - one.claims

    def _ranked(self) -> Iterator[Shown]:
        """Return cited documents: those of checks, of series, with records, then the others."""
        cited = [sourced for check in self.checks for sourced in check.claims]
        for panel in self.panels:
            for series in panel.series:
                cited.extend(sourced for point in series.points for sourced in point.claims)
        order = dict.fromkeys(sourced.source.sha256 for sourced in cited)
        records = [one for one in self.shown if one.cases or one.operations]
        order.update(dict.fromkeys(one.reading.item.sha256 for one in records))
        order.update(dict.fromkeys(one.reading.item.sha256 for one in self.shown))
        for sha256 in order:
            one = self._by_hash.get(sha256)
            if one is not None and _is_cited(one.reading):
                yield one


def _number(readings: Iterable[DocumentReading]) -> Iterator[Shown]:
    first = 1
    for place, reading in enumerate(readings):
        yield Shown(place, reading, first)
        first += len(reading.claims)


def _is_cited(reading: DocumentReading) -> bool:
    return bool(reading.claims or reading.listing or reading.operations or reading.mentions)
