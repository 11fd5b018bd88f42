"""Whose eyes a query looks with: the one place that says in SQL which records somebody sees."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, literal, or_, select

from zhanlian.model.docket.agreement import AGREEMENT, ENDED, EXPIRY
from zhanlian.model.docket.record import ALSO, MEMBER, READER, RELEASED, UNDER
from zhanlian.store.record_tables import clock, mark, record


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody may see, by who and of which party it is.

    Seen are records of the own party that belong to no case or to one that the actor works on,
    and what was released to the party. What has readers is seen by these alone.

    Attributes:
        kinds_own: kinds that are seen of the own party.
        kinds_released: kinds that are seen when released to it.
        kinds_all: kinds that are seen of every party: accounts, for those who administer them.
        at: as the store writes times; what was released under an agreement that is over by then
            is not seen.
    """

    actor: str
    party: str
    kinds_own: frozenset[str]
    kinds_released: frozenset[str] = frozenset()
    kinds_all: frozenset[str] = frozenset()
    at: str = "9"


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
        or_(
            columns.case_id.is_(None),
            columns.case_id.in_(own_cases),
            record_id.in_(
                select(mark.c.record_id).where(mark.c.name == ALSO, mark.c.value.in_(own_cases))
            ),
        ),
    )
    released = and_(
        columns.kind.in_(sorted(scope.kinds_released)),
        record_id.in_(_marked(RELEASED, scope.party)),
        record_id.not_in(_lapsed(scope)),
    )
    for_me = record_id.in_(_marked(READER, scope.actor))
    return and_(
        or_(own, released, columns.kind.in_(sorted(scope.kinds_all))),
        or_(columns.restricted == 0, for_me),
    )


def _lapsed(scope: Scope) -> Any:
    """Return the records whose release to the party stands under an agreement that is over."""
    agreement = record.alias()
    expired = select(clock.c.record_id).where(clock.c.name == EXPIRY, clock.c.due <= scope.at)
    over = select(literal(f"{scope.party} ") + agreement.c.id).where(
        agreement.c.kind == AGREEMENT,
        or_(agreement.c.state == ENDED, agreement.c.id.in_(expired)),
    )
    return select(mark.c.record_id).where(mark.c.name == UNDER, mark.c.value.in_(over))


def _marked(name: str, value: str) -> Any:
    return select(mark.c.record_id).where(mark.c.name == name, mark.c.value == value)
