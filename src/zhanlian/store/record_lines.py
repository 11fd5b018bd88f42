"""Which audit lines tell of versions of records: what a number of our own cites as its source."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from zhanlian.store.record_tables import record, record_version
from zhanlian.store.tables import audit_line

_MOST_AT_ONCE = 500  # SQLite takes 32,766 values in one statement; PostgreSQL 65,535


def list_line_hashes(connection: Connection, records: Collection[str]) -> dict[str, str]:
    """Return by record id the hash of the audit line of its newest version.

    Who may see the records is asked before.
    """
    found: dict[str, str] = {}
    ids = sorted(records)
    for place in range(0, len(ids), _MOST_AT_ONCE):
        query = (
            select(record.c.id, audit_line.c.hash)
            .join(record_version, record_version.c.seq == record.c.seq)
            .join(audit_line, audit_line.c.seq == record.c.seq)
            .where(record.c.id.in_(ids[place : place + _MOST_AT_ONCE]))
        )
        found.update({row.id: row.hash for row in connection.execute(query)})
    return found
