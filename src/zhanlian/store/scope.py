"""Whose eyes a query looks with: the one place that says in SQL which records somebody sees."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, or_, select

from zhanlian.model.docket.record import MEMBER, READER, RELEASED
from zhanlian.store.record_tables import mark


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody may see, by who and of which party it is.

    Seen are records of the own party that belong to no case or to one that the actor works on,
    and what was released to the party. What has readers is seen by these alone.

    Attributes:
        kinds_own: kinds that are seen of the own party.
        kinds_released: kinds that are seen when released to it.
        kinds_all: kinds that are seen of every party: accounts, for those who administer them.
    """

    actor: str
    party: str
    kinds_own: frozenset[str]
    kinds_released: frozenset[str] = frozenset()
    kinds_all: frozenset[str] = frozenset()


def sees(scope: Scope, table: FromClause, record_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return the condition under which a row of a table of records is seen.

    Args:
        scope: whose eyes.
        table: with the columns kind, case_id, party and restricted.
        record_id: its column with the record's id.
    """
    columns = table.c
    own_cases = _marked(MEMBER, scope.actor)
    own = and_(
        columns.party == scope.party,
        columns.kind.in_(sorted(scope.kinds_own)),
        or_(columns.case_id.is_(None), columns.case_id.in_(own_cases)),
    )
    released = and_(
        columns.kind.in_(sorted(scope.kinds_released)),
        record_id.in_(_marked(RELEASED, scope.party)),
    )
    for_me = record_id.in_(_marked(READER, scope.actor))
    return and_(
        or_(own, released, columns.kind.in_(sorted(scope.kinds_all))),
        or_(columns.restricted == 0, for_me),
    )


def _marked(name: str, value: str) -> Any:
    return select(mark.c.record_id).where(mark.c.name == name, mark.c.value == value)
