"""Whether what is derived from the versions of records is what follows from them."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, func, select

from zhanlian.store.finding import Finding, damage
from zhanlian.store.record_tables import DERIVED, record_version
from zhanlian.store.records import StoredVersion, derive

_PAGE: Final = 500  # records a query: some databases take a thousand names in one


def check_derived(connection: Connection) -> Iterator[Finding]:
    """Yield every row that is searched and differs from what the newest versions tell.

    Only versions that are as their audit lines tell are worth it: whoever calls this has held
    them against the chain.
    """
    yield from _find_gaps(connection)
    counts = dict.fromkeys((table.name for table in DERIVED), 0)
    for page in _list_newest(connection):
        ids = [version.id for _, version in page]
        stored = {table.name: _load_stored(connection, table, ids) for table in DERIVED}
        for seq, version in page:
            try:
                derived = derive(seq, version)
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                yield damage(f"record {version.id}", "record-unreadable", detail=repr(error))
                continue
            for table, rows in derived:
                counts[table.name] += len(rows)
                found = stored[table.name].get(version.id, [])
                if rows != found and _sorted(rows) != _sorted(found):
                    yield damage(f"record {version.id}", "derived-differs", table=table.name)
    for table in DERIVED:
        there = connection.execute(select(func.count()).select_from(table)).scalar_one()
        if there != counts[table.name]:
            expected = counts[table.name]
            yield damage(table.name, "derived-count", expected=expected, found=there)


def _find_gaps(connection: Connection) -> Iterator[Finding]:
    """Yield records whose versions are not numbered from 1 without a gap."""
    columns = record_version.c
    newest, count = func.max(columns.version), func.count()
    query = select(columns.id, newest, count).group_by(columns.id)
    for found, last, versions in connection.execute(
        query.having((newest != count) | (func.min(columns.version) != 1))
    ):
        yield damage(f"record {found}", "version-gap", last=last, versions=versions)


def _list_newest(connection: Connection) -> Iterator[list[tuple[int, StoredVersion]]]:
    newest = select(func.max(record_version.c.seq)).group_by(record_version.c.id)
    query: Select[Any] = select(record_version).where(record_version.c.seq.in_(newest))
    found = connection.execute(query.execution_options(yield_per=_PAGE))
    for page in found.mappings().partitions(_PAGE):
        rows = [dict(row) for row in page]
        yield [(row.pop("seq"), StoredVersion(**row)) for row in rows]


def _load_stored(
    connection: Connection, table: Table, ids: list[str]
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a derived table by the record that they are of."""
    column = table.c.id if "id" in table.c else table.c.record_id
    found: dict[str, list[dict[str, Any]]] = {}
    names = [one.name for one in table.columns]
    for row in connection.execute(select(table).where(column.in_(ids))):
        fields = dict(zip(names, row, strict=True))
        found.setdefault(fields[column.name], []).append(fields)
    return found


def _sorted(rows: list[dict[str, Any]]) -> list[list[tuple[str, str]]]:
    return sorted(sorted((name, repr(value)) for name, value in row.items()) for row in rows)
