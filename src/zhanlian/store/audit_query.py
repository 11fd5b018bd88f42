"""Lines of the audit chain that somebody may read, the newest of them first."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, or_, select

from zhanlian.store.audit import AuditLine
from zhanlian.store.record_tables import mark, record
from zhanlian.store.tables import audit_line


@dataclass(frozen=True, slots=True)
class LineQuery:
    """Which lines are asked for; what is empty asks for all.

    Attributes:
        object, actor, action: exactly so.
        since, until: times as the store writes them; `until` itself is not within.
        limit: the newest so many.
    """

    object: str = ""
    actor: str = ""
    action: str = ""
    since: str = ""
    until: str = ""
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class LineScope:
    """Whose lines somebody may read.

    Attributes:
        actor_mark: name of the mark that an account carries, with the name of its holder.
        party: lines of its accounts and about its records; empty for all parties.
        house: lines of who has no account are its own: what was done before there were any.
        kinds: only lines about records of these kinds; empty for all lines.
    """

    actor_mark: str
    party: str = ""
    house: bool = True
    kinds: frozenset[str] = frozenset()


def find_lines(connection: Connection, query: LineQuery, scope: LineScope) -> tuple[AuditLine, ...]:
    """Return the lines asked for that are in a scope, in their order."""
    columns = audit_line.c
    asked = [
        columns[name] == getattr(query, name)
        for name in ("object", "actor", "action")
        if getattr(query, name)
    ]
    if query.since:
        asked.append(columns.at >= query.since)
    if query.until:
        asked.append(columns.at < query.until)
    found = select(audit_line).where(*asked, *_limits(scope))
    rows = connection.execute(found.order_by(columns.seq.desc()).limit(query.limit)).all()
    return tuple(AuditLine(*row) for row in reversed(rows))


def _limits(scope: LineScope) -> list[ColumnElement[bool]]:
    columns = audit_line.c
    limits: list[ColumnElement[bool]] = []
    if scope.kinds:
        of_kind = select(record.c.id).where(record.c.kind.in_(sorted(scope.kinds)))
        limits.append(columns.object.in_(of_kind))
    if scope.party:
        accounts = (
            select(mark.c.value)
            .join(record, record.c.id == mark.c.record_id)
            .where(mark.c.name == scope.actor_mark)
        )
        about_own = columns.object.in_(select(record.c.id).where(record.c.party == scope.party))
        others = accounts.where(record.c.party != scope.party)
        own = accounts.where(record.c.party == scope.party)
        by_own = columns.actor.not_in(others) if scope.house else columns.actor.in_(own)
        limits.append(or_(by_own, about_own))
    return limits
