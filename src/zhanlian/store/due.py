"""Deadlines in the docket's database: what is due next, and how many are how urgent."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, case, func, select

from zhanlian.store.record_tables import clock
from zhanlian.store.scope import Scope, sees

_RUNNING = "running"


@dataclass(frozen=True, slots=True)
class DueRow:
    """A running clock: whose it is, by which rule, and when it runs out."""

    record_id: str
    name: str
    kind: str
    case_id: str | None
    rule: str
    due: str
    warn: str


@dataclass(frozen=True, slots=True)
class DueCounts:
    """Running clocks by colour: run out, to be warned of, and with time left."""

    overdue: int
    urgent: int
    later: int


def list_due(
    connection: Connection,
    scope: Scope,
    *,
    kinds: Collection[str] = (),
    case_id: str | None = None,
    until: str | None = None,
    limit: int | None = 50,
) -> tuple[DueRow, ...]:
    """Return running clocks that are seen, the most urgent first.

    Args:
        connection: inside of a transaction.
        scope: whose eyes.
        kinds: of records; empty for all.
        case_id: of one case only.
        until: time as the store writes it: none that run out later.
        limit: how many at most.
    """
    columns = [clock.c[name] for name in DueRow.__slots__]
    query = select(*columns).where(clock.c.state == _RUNNING, sees(scope, clock, clock.c.record_id))
    if kinds:
        query = query.where(clock.c.kind.in_(sorted(kinds)))
    if case_id is not None:
        query = query.where(clock.c.case_id == case_id)
    if until is not None:
        query = query.where(clock.c.due <= until)
    ordered = query.order_by(clock.c.due, clock.c.record_id, clock.c.name).limit(limit)
    return tuple(DueRow(*row) for row in connection.execute(ordered))


def count_due(
    connection: Connection, scope: Scope, now: str, *, kinds: Collection[str] = ()
) -> DueCounts:
    """Return how many running clocks that are seen have which colour at a time."""
    overdue = func.sum(case((clock.c.due <= now, 1), else_=0))
    warned = func.sum(case((clock.c.warn <= now, 1), else_=0))
    query = select(overdue, warned, func.count()).where(
        clock.c.state == _RUNNING, sees(scope, clock, clock.c.record_id)
    )
    if kinds:
        query = query.where(clock.c.kind.in_(sorted(kinds)))
    late, urgent, total = connection.execute(query).one()
    return DueCounts(late or 0, (urgent or 0) - (late or 0), total - (urgent or 0))
