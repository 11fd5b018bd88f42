"""Deadlines in the docket's database: what is due next, and how many are how urgent.

A record carries the first of its clocks, so that records are looked at and not their clocks: the
first n clocks belong to the n records whose own first clock runs out first.
"""

from collections.abc import Collection
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, case, func, literal, select

from zhanlian.store.record_tables import clock, mark, record
from zhanlian.store.scope import Scope, sees

# Written into the query, not bound to it: only so the index of running clocks can be chosen.
_IS_RUNNING: Final = clock.c.state == literal("running", literal_execute=True)


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
    """Running clocks, or records, by colour: run out, to be warned of, and with time left."""

    overdue: int
    urgent: int
    later: int


@dataclass(frozen=True, slots=True)
class DueFilter:
    """Which records are looked at.

    Attributes:
        kinds: empty for all.
        case_id: of one case only.
        mark: (name, value) that they carry.
    """

    kinds: Collection[str] = ()
    case_id: str | None = None
    mark: tuple[str, str] | None = None


EVERYTHING: Final = DueFilter()


def _by_order(table: Table) -> Any:
    """Return the columns of a table that a scope asks for, so that no index is chosen by them.

    A scope is a row of alternatives over dozens of kinds. SQLite would look up each kind in each
    case of the reader, 400 ms for 10,000 cases; in the order of what is due it takes 20.
    """
    names = ("kind", "case_id", "party", "restricted")
    return SimpleNamespace(c=SimpleNamespace(**{name: _same(table.c[name]) for name in names}))


def _same(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return an expression with the value of a column, which no index serves."""
    return func.coalesce(column, column)


_RECORD: Final = _by_order(record)
_CLOCK: Final = _by_order(clock)


def list_due(
    connection: Connection,
    scope: Scope,
    wanted: DueFilter = EVERYTHING,
    *,
    until: str | None = None,
    limit: int | None = 50,
) -> tuple[DueRow, ...]:
    """Return running clocks that are seen, the most urgent first.

    Args:
        connection: inside of a transaction.
        scope: whose eyes.
        wanted: of which records.
        until: time as the store writes it: none that run out later.
        limit: how many at most.
    """
    first = _first(scope, wanted, limit).subquery()
    columns = [clock.c[name] for name in DueRow.__slots__]
    query = select(*columns).where(_IS_RUNNING, clock.c.record_id.in_(select(first.c.id)))
    if until is not None:
        query = query.where(clock.c.due <= until)
    ordered = query.order_by(clock.c.due, clock.c.record_id, clock.c.name).limit(limit)
    return tuple(DueRow(*row) for row in connection.execute(ordered))


def list_due_records(
    connection: Connection, scope: Scope, wanted: DueFilter = EVERYTHING, *, limit: int | None = 50
) -> tuple[str, ...]:
    """Return the ids of records that are seen and have a running clock, the most urgent first."""
    return tuple(str(row.id) for row in connection.execute(_first(scope, wanted, limit)))


def count_due(
    connection: Connection, scope: Scope, now: str, wanted: DueFilter = EVERYTHING
) -> DueCounts:
    """Return how many running clocks that are seen have which colour at a time."""
    total = connection.execute(
        select(func.sum(record.c.running)).where(_is_wanted(scope, wanted))
    ).scalar_one()
    warned, late = connection.execute(
        select(func.count(), func.sum(case((clock.c.due <= now, 1), else_=0))).where(
            _IS_RUNNING,
            clock.c.warn <= now,
            sees(scope, _CLOCK, _same(clock.c.record_id)),
            _narrow(clock, clock.c.record_id, wanted),
        )
    ).one()
    return DueCounts(late or 0, warned - (late or 0), (total or 0) - warned)


def count_due_records(
    connection: Connection, scope: Scope, now: str, wanted: DueFilter = EVERYTHING
) -> DueCounts:
    """Return how many records that are seen have which colour: that of their most urgent clock."""
    late = func.sum(case((record.c.due <= now, 1), else_=0))
    warned = func.sum(case((record.c.warn <= now, 1), else_=0))
    query = select(late, warned, func.count()).where(_is_wanted(scope, wanted))
    overdue, urgent, total = connection.execute(query).one()
    return DueCounts(overdue or 0, (urgent or 0) - (overdue or 0), total - (urgent or 0))


def _first(scope: Scope, wanted: DueFilter, limit: int | None) -> Select[Any]:
    query = select(record.c.id).where(_is_wanted(scope, wanted))
    return query.order_by(record.c.due, record.c.id).limit(limit)


def _is_wanted(scope: Scope, wanted: DueFilter) -> ColumnElement[bool]:
    return and_(
        record.c.due.is_not(None),
        sees(scope, _RECORD, _same(record.c.id)),
        _narrow(record, record.c.id, wanted),
    )


def _narrow(table: Any, record_id: ColumnElement[Any], wanted: DueFilter) -> ColumnElement[bool]:
    narrowed: list[ColumnElement[bool]] = [record_id.is_not(None)]
    if wanted.kinds:
        narrowed.append(table.c.kind.in_(sorted(wanted.kinds)))
    if wanted.case_id is not None:
        narrowed.append(table.c.case_id == wanted.case_id)
    if wanted.mark is not None:
        name, value = wanted.mark
        marked = select(mark.c.record_id).where(mark.c.name == name, mark.c.value == value)
        narrowed.append(record_id.in_(marked))
    return and_(*narrowed)
