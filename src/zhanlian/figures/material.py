"""What the rules compare: series, and the claims of each document in their order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from zhanlian.figures.periods import find_day
from zhanlian.figures.sources import order_claims
from zhanlian.model.claim import Metric, SourcedClaim
from zhanlian.model.figure import Check, Outcome, Period, Point, Series
from zhanlian.model.message import Message, Value

# A check cites this many claims; its sentence tells how many figures there are.
CITED_CLAIMS: Final = 12


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found, not yet told: only findings that are shown are put into words.

    Attributes:
        outcome: how the comparison ended.
        case: which text of the rule tells it: ``check.<rule>.<case>``.
        claims: the figures that were compared.
        telling: returns the values of that text's placeholders.
    """

    outcome: Outcome
    case: str
    claims: tuple[SourcedClaim, ...]
    telling: Callable[[], dict[str, Value]]

    def tell(self, rule: str) -> Check:
        """Return the check of this finding under the name of its rule."""
        reason = Message(f"check.{rule}.{self.case}", self.telling())
        return Check(rule, self.outcome, reason, self.claims[:CITED_CLAIMS])


@dataclass(frozen=True, slots=True)
class Material:
    """Series and documents as the rules need them.

    Attributes:
        series: in the order of `build_series`.
        documents: claims by the sha256 of their document, in order of their place.
    """

    series: tuple[Series, ...]
    documents: Mapping[str, tuple[SourcedClaim, ...]]

    def list_series(self, *periods: Period) -> Iterator[Series]:
        """Yield the series of these kinds that count something done against fraud.

        Announced figures, crime in general and changes in percent are left to rules of their own.
        """
        for series in self.series:
            key = series.key
            counted = key.metric is not Metric.CHANGE and key.scope is None and not key.planned
            if counted and key.period in periods:
                yield series


def arrange(series: Sequence[Series], claims: Sequence[SourcedClaim]) -> Material:
    """Return the material of the rules; the order of the claims does not matter."""
    documents: dict[str, list[SourcedClaim]] = {}
    for stated in order_claims(claims):
        documents.setdefault(stated.source.sha256, []).append(stated)
    return Material(tuple(series), {name: tuple(found) for name, found in documents.items()})


def list_dated(series: Series) -> list[tuple[date, SourcedClaim]]:
    """Return the first claim of each point that has a day, with that day."""
    firsts = (point.claims[0] for point in series.points)
    return [(day, first) for first in firsts if (day := find_day(first)) is not None]


def list_firsts(points: Sequence[Point]) -> list[SourcedClaim]:
    """Return the claim that stated each point first."""
    return [point.claims[0] for point in points]
