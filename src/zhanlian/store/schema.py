"""The schema of a docket: made anew, recognised, and held against what is ours.

Each of `REVISIONS` is a migration in `migrations/versions/`. What all of them make and what a new
docket gets at once is the same.
"""

import uuid
from typing import Final

from sqlalchemy import Connection, Engine, column, insert, inspect, select, table

from zhanlian.errors import StoreError
from zhanlian.store import record_tables, tables
from zhanlian.store.engine import (
    database_of,
    name_database,
    read_transaction,
    write_transaction,
)

REVISIONS: Final = ("0001", "0002")
HEAD: Final = REVISIONS[-1]
# Named through the module that adds to it, so that no table of records is left out.
metadata: Final = record_tables.record.metadata

# What held the version before there were migrations; `zhanlian migrate` takes it away.
LEGACY_VERSION: Final = table("schema_version", column("version"))


def create_tables(engine: Engine, identity: str | None = None) -> None:
    """Create all tables at the newest version, where there are none yet.

    Args:
        engine: of a database without tables of ours, or of a docket that is whole.
        identity: of the docket that is made; a new one unless given.

    Raises:
        StoreError: the database cannot be written, or holds tables of these names that belong to
            something else.
    """
    with write_transaction(engine) as connection:
        if find_revision(connection) is not None:
            return
        refuse_others(connection)
        metadata.create_all(connection)
        connection.execute(insert(tables.alembic_version).values(version_num=HEAD))
        connection.execute(insert(tables.docket_identity).values(id=identity or make_identity()))


def make_identity() -> str:
    """Return a name for a new docket that no other one has."""
    return uuid.uuid4().hex


def refuse_others(connection: Connection) -> None:
    """Return when no table stands where ours would be made.

    Raises:
        StoreError: there is one.
    """
    there = sorted(set(inspect(connection).get_table_names()) & metadata.tables.keys())
    if there:
        path = name_database(connection.engine)
        raise StoreError("error.docket-occupied", path=path, names=", ".join(there))


def check_schema(engine: Engine) -> None:
    """Return when the database has the schema that this version of Zhanlian writes.

    Raises:
        StoreError: it has none, an older one, or a newer one.
    """
    with read_transaction(engine) as connection:
        found = load_revision(connection)
    if found != HEAD:
        path = name_database(engine)
        raise StoreError("error.docket-older", path=path, found=found, supported=HEAD)


def load_revision(connection: Connection) -> str:
    """Return which of `REVISIONS` a database has.

    Raises:
        StoreError: it has none, or one that is not known: a newer one.
    """
    path = name_database(connection.engine)
    found = find_revision(connection)
    if found is None:
        raise StoreError("error.docket-missing", path=path)
    if found not in REVISIONS:
        raise StoreError("error.docket-newer", path=path, found=found, supported=HEAD)
    return found


def find_revision(connection: Connection) -> str | None:
    """Return the version that a database says it has, or None where it has no table of ours.

    Raises:
        StoreError: it says none, or several.
    """
    there = inspect(connection)
    if there.has_table(tables.alembic_version.name):
        query = select(tables.alembic_version.c.version_num)
    elif there.has_table(LEGACY_VERSION.name):
        query = select(LEGACY_VERSION.c.version)
    else:
        return None
    found = connection.execute(query).scalars().all()
    if len(found) != 1 or not str(found[0]).isdecimal() or not int(found[0]):
        path, detail = name_database(connection.engine), f"version {list(found)}"
        raise StoreError("error.docket-unreadable", path=path, detail=detail)
    return f"{int(found[0]):04}"


def load_identity(engine: Engine) -> str:
    """Return which docket this is.

    Raises:
        StoreError: it does not say so.
    """
    with read_transaction(engine) as connection:
        found = connection.execute(select(tables.docket_identity.c.id)).scalars().all()
    if len(found) != 1:
        path, detail = name_database(engine), f"docket_identity {list(found)}"
        raise StoreError("error.docket-unreadable", path=path, detail=detail)
    return str(found[0])


def find_page_faults(engine: Engine) -> tuple[str, ...]:
    """Return what the database itself finds wrong with its pages, indexes and keys.

    Raises:
        StoreError: it cannot even be asked.
    """
    with read_transaction(engine) as connection:
        return tuple(database_of(engine).find_page_faults(connection, metadata))


def find_foreign(engine: Engine) -> tuple[str, ...]:
    """Return the names of triggers, views and tables that are not ours.

    A trigger may remove what is received later, with its audit line: the chain would stay whole.

    Raises:
        StoreError: the database cannot be read.
    """
    ours = {
        *metadata.tables,
        *(str(index.name) for one in metadata.tables.values() for index in one.indexes),
    }
    with read_transaction(engine) as connection:
        return tuple(database_of(engine).find_foreign(connection, ours))
