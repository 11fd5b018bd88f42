"""The database under the docket: how it is opened, and what a transaction means.

What only SQLite or only PostgreSQL needs stands in `databases/`; the queries elsewhere are
portable. Texts are put in order by Python, never by the database: collations differ.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Final

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from zhanlian.errors import StoreError
from zhanlian.store.databases import postgresql, sqlite

# Another process may hold the write lock while it receives a batch: seconds, not milliseconds.
_BUSY_SECONDS: Final = 60
_WRITES: Final = "zhanlian_writes"
_DATABASES: Final = {"sqlite": sqlite, "postgresql": postgresql}


def open_engine(place: Path | str) -> Engine:
    """Return an engine on a SQLite file or a PostgreSQL database; nothing is opened yet.

    An act that was told to be done survives the loss of power.

    Args:
        place: path of the file, or ``postgresql://user:password@host/name``.
    """
    if isinstance(place, Path):
        engine = sqlite.make_engine(place, _BUSY_SECONDS)
    else:
        engine = postgresql.make_engine(place, _BUSY_SECONDS)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    database_of(connection.engine).begin(connection, writes=writes)


def database_of(engine: Engine) -> ModuleType:
    """Return the module of `databases/` that knows the database of an engine."""
    return _DATABASES[engine.dialect.name]


def name_database(engine: Engine) -> str:
    """Return what a message calls the database: a path, or host and name without password."""
    return str(database_of(engine).name_database(engine))


@contextmanager
def write_transaction(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose writes all come to stay, or none of them.

    Writers come one after the other: each sees the end of the audit chain that it appends to.

    Raises:
        StoreError: the database cannot be used, is busy, or refuses.
    """
    with (
        _told_to_the_user(engine),
        engine.connect().execution_options(**{_WRITES: True}) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def read_transaction(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one state of the database throughout.

    Raises:
        StoreError: the database cannot be used.
    """
    with _told_to_the_user(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def _told_to_the_user(engine: Engine) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        key, detail = database_of(engine).tell_refusal(error)
        raise StoreError(key, path=name_database(engine), detail=detail) from error
    except PoolTimeoutError as error:
        raise StoreError(
            "error.docket-busy", path=name_database(engine), detail=str(error)
        ) from error
