"""Facts on a person's part, sorted by what they bear on; what they prove, people decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from zhanlian.model.docket.person import Fact, FactKind

_TOPICS: Final[Mapping[str, tuple[FactKind, ...]]] = MappingProxyType(
    {
        "position": (
            FactKind.TITLE,
            FactKind.REPORTS_TO,
            FactKind.TASK,
            FactKind.ASSIGNED_BY,
        ),
        "time": (FactKind.JOINED, FactKind.LEFT),
        "scale": (
            FactKind.CALLS,
            FactKind.MESSAGES,
            FactKind.SUM_TOUCHED,
            FactKind.COMMISSION,
            FactKind.RECRUITS,
        ),
        "coercion": (
            FactKind.PASSPORT_TAKEN,
            FactKind.RANSOM_PAID,
            FactKind.THREATS,
            FactKind.VIOLENCE,
            FactKind.MOVEMENT,
            FactKind.PHONE_ACCESS,
            FactKind.SALARY_WITHHELD,
            FactKind.ESCAPE_ATTEMPT,
        ),
        "recruitment": (FactKind.RECRUITED_HOW,),
    }
)
# Of these there may be several that are all true; of others two that differ are a contradiction.
_SEVERAL: Final = frozenset(
    (FactKind.TASK, FactKind.THREATS, FactKind.VIOLENCE, FactKind.ESCAPE_ATTEMPT)
)


@dataclass(frozen=True, slots=True)
class FactGroup:
    """All that is told of one kind.

    Attributes:
        fact: the kind.
        places: of its facts in the sequence that was sorted.
        sources: how many different ones.
        differ: whether the sources contradict each other.
    """

    fact: FactKind
    places: tuple[int, ...]
    sources: int
    differ: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """What a group of facts is relevant to, with its facts by kind."""

    name: str
    groups: tuple[FactGroup, ...]


def sort_facts(facts: Sequence[Fact]) -> tuple[Topic, ...]:
    """Return the topics for which facts stand, in one order; superseded facts are left out."""
    topics = []
    for name, kinds in _TOPICS.items():
        groups = tuple(group for kind in kinds if (group := _group(kind, facts)) is not None)
        if groups:
            topics.append(Topic(name, groups))
    return tuple(topics)


def _group(kind: FactKind, facts: Sequence[Fact]) -> FactGroup | None:
    places = tuple(
        place for place, fact in enumerate(facts) if fact.fact is kind and not fact.superseded
    )
    if not places:
        return None
    told = {
        (facts[place].told, facts[place].count, facts[place].amount, facts[place].day)
        for place in places
    }
    sources = len({facts[place].source for place in places})
    return FactGroup(kind, places, sources, len(told) > 1 and kind not in _SEVERAL)
