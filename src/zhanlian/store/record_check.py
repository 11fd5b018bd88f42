"""Whether what is derived from the versions of records is what follows from them."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, func, select

from zhanlian.store.finding import Finding, damage
from zhanlian.store.record_tables import DERIVED, record_version
from zhanlian.store.records import StoredVersion, derive

_PAGE: Final = 2_000


def check_derived(connection: Connection) -> Iterator[Finding]:
    """Yield every row that is searched and differs from what the newest versions tell.

    Only versions that are as their audit lines tell are worth it: whoever calls this has held
    them against the chain.
    """
    counts = dict.fromkeys((table.name for table in DERIVED), 0)
    for seq, version in _list_newest(connection):
        try:
            derived = derive(seq, version)
        except (ValueError, TypeError, KeyError) as error:
            yield damage(f"record {version.id}", "record-unreadable", detail=repr(error))
            continue
        for table, rows in derived:
            counts[table.name] += len(rows)
            if _sorted(rows) != _sorted(_stored(connection, table, version.id)):
                yield damage(f"record {version.id}", "derived-differs", table=table.name)
    for table in DERIVED:
        found = connection.execute(select(func.count()).select_from(table)).scalar_one()
        if found != counts[table.name]:
            expected = counts[table.name]
            yield damage(table.name, "derived-count", expected=expected, found=found)


def _list_newest(connection: Connection) -> Iterator[tuple[int, StoredVersion]]:
    newest = select(func.max(record_version.c.seq)).group_by(record_version.c.id)
    query: Select[Any] = select(record_version).where(record_version.c.seq.in_(newest))
    for row in connection.execute(query.execution_options(yield_per=_PAGE)).mappings():
        fields = dict(row)
        yield fields.pop("seq"), StoredVersion(**fields)


def _stored(connection: Connection, table: Table, record_id: str) -> list[dict[str, Any]]:
    column = table.c.id if "id" in table.c else table.c.record_id
    rows = connection.execute(select(table).where(column == record_id)).mappings()
    return [dict(row) for row in rows]


def _sorted(rows: list[dict[str, Any]]) -> list[list[tuple[str, str]]]:
    return sorted(sorted((name, repr(value)) for name, value in row.items()) for row in rows)
