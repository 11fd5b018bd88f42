"""Counts of an operation: what each party says, side by side.

No number is added to another party's, none takes its place, and no two verbs are merged: 2,680
people by the one and 2,349 by the other stay two statements.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Kind, Situation
from zhanlian.docket.operations.planning import (
    CANCELLED,
    OPERATION,
    PLANNED,
)
from zhanlian.docket.releases.links import begin_beside, refuse_future
from zhanlian.docket.stated import demand_text
from zhanlian.errors import DeniedError, StateError
from zhanlian.model.claim import Qualifier, Role
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.operation import Comparison, Counted, OutcomeCount, Verb
from zhanlian.model.docket.record import AnyRecord, Mark

COUNT: Final = "count"
STATED: Final = "stated"
CORRECTED: Final = "corrected"


@dataclass(frozen=True, slots=True)
class CountRow:
    """One number as it is stated."""

    verb: Verb
    value: int
    says: str = ""
    source: str = ""
    counted: Counted = Counted.PERSON
    comparator: Qualifier = Qualifier.EXACT
    nationality: str = ""
    counted_role: Role | None = None
    since: PartialDate | None = None
    as_of: PartialDate | None = None
    cumulative: bool = False
    quote: str = ""
    start: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError("a count is not negative")

    def to_count(self, operation: str) -> OutcomeCount:
        """Return the count of an operation."""
        told = {one.name: getattr(self, one.name) for one in fields(self)}
        return OutcomeCount(operation=operation, **told)


@dataclass(frozen=True, slots=True)
class CorrectCount:
    """The party that stated a number states another one; the first stays in its history."""

    value: int
    source: str
    reason: str
    comparator: Qualifier = Qualifier.EXACT
    as_of: PartialDate | None = None

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError("a count is not negative")


def compare_counts(counts: Iterable[OutcomeCount]) -> tuple[Comparison, ...]:
    """Return counts grouped by what they count, never added, in a fixed order."""
    groups: dict[tuple[Verb, Counted, str, Role | None, bool], list[OutcomeCount]] = {}
    for one in counts:
        key = (one.verb, one.counted, one.nationality, one.counted_role, one.cumulative)
        groups.setdefault(key, []).append(one)
    ordered = sorted(groups.items(), key=lambda group: _order(*group[0]))
    return tuple(Comparison(*key, tuple(said)) for key, said in ordered)


def _order(
    verb: Verb, counted: Counted, nationality: str, counted_role: Role | None, cumulative: bool
) -> tuple[object, ...]:
    verbs, things = list(Verb), list(Counted)
    return (
        cumulative,
        verbs.index(verb),
        things.index(counted),
        "" if counted_role is None else counted_role.value,
        nationality,
    )


def _state(situation: Situation, asked: CountRow) -> tuple[AnyRecord, ...]:
    if situation.on.state in (PLANNED, CANCELLED):
        raise StateError("error.docket-count-early", id=situation.on.id, state=situation.on.state)
    refuse_future(situation, asked.as_of)
    demand_text(source=asked.source)
    own = situation.actor.party
    says = asked.says.strip() or own
    if own != situation.on.party and says != own:
        raise DeniedError("error.docket-count-says", party=own)
    body = replace(asked, says=says).to_count(situation.on.id)
    return (begin_beside(situation, COUNT, STATED, body, Mark(OPERATION, situation.on.id)),)


def _correct(situation: Situation, asked: CorrectCount) -> tuple[AnyRecord, ...]:
    stated: OutcomeCount = situation.on.body
    own = situation.actor.party
    if own != situation.on.party and stated.says != own:
        raise DeniedError("error.docket-count-says", party=own)
    refuse_future(situation, asked.as_of)
    demand_text(source=asked.source)
    body = replace(
        stated,
        value=asked.value,
        comparator=asked.comparator,
        as_of=asked.as_of or stated.as_of,
        source=asked.source,
        # The words of the first statement do not carry the new number.
        quote="",
        start=None,
        reason=asked.reason,
    )
    return (situation.on.change(state=CORRECTED, body=body),)


KINDS: Final = (Kind(COUNT, OutcomeCount, (STATED, CORRECTED), "operation"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("operation.count", ("operation", "count"), CountRow, _state, OPERATION, adds=True),
    Act("count.correct", ("operation", "correct-count"), CorrectCount, _correct, COUNT),
)
