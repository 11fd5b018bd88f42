"""Figures: series of comparable claims, and what was checked about them."""

from dataclasses import dataclass
from enum import StrEnum

from zhanlian.model.claim import Metric, Role, SourcedClaim, Unit
from zhanlian.model.message import Message


class Period(StrEnum):
    """How a figure relates to time; only figures of one kind are comparable."""

    EVENT = "event"
    CUMULATIVE = "cumulative"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """What must agree before two figures may be compared (DOMAIN §5.4 rule 2).

    Attributes:
        metric: carries the verb.
        unit: person, case, CNY …
        nationality, role: the population, None where the text does not limit it.
        area: normalised area, or None.
        period: event, cumulative or closed period.
        item: what is counted where the metric alone does not say it.
        currency: where neither CNY nor USD.
        of: for `change`, the metric that changes.
        scope: ``general`` for crime in general, else None.
        planned: announced, not done.
        window: of a closed period its first and last day of the year (``01-01/12-31``, with
            ``+1`` for each turn of the year), so that only equal windows meet; of a cumulative
            one the first date that its texts give (``2023-07``); else None.
        party: where no area is told, whose count it is: the agency, else the hash of the
            first document of its story. Counts without an area are comparable only inside it.
    """

    metric: Metric
    unit: Unit
    nationality: str | None
    role: Role | None
    area: str | None
    period: Period
    item: str | None = None
    currency: str | None = None
    of: Metric | None = None
    scope: str | None = None
    planned: bool = False
    window: str | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a series: the same story from several outlets is one point.

    Attributes:
        claims: all claims that state it, first published first; never empty.
    """

    claims: tuple[SourcedClaim, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Comparable figures in order of their as-of date (publication date where none is told)."""

    key: SeriesKey
    points: tuple[Point, ...]


class Outcome(StrEnum):
    """How a check ended; no outcome changes a claim."""

    PASSED = "passed"
    FAILED = "failed"
    CONFLICT = "conflict"
    FLAGGED = "flagged"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison of published figures, told in words.

    Attributes:
        rule: which rule was applied: ``monotone``, ``event-sum``, ``subset``,
            ``nationality-sum``, ``same-digits``, ``magnitude``, ``party-count`` … (the
            registry is `zhanlian.figures.rules.RULES`).
        outcome: how it ended.
        reason: why, as a message with the numbers in it.
        claims: the figures that were compared; at least two, except for a magnitude flag.
    """

    rule: str
    outcome: Outcome
    reason: Message
    claims: tuple[SourcedClaim, ...]
