"""The database under the docket: how it is opened, and what a transaction means.

Everything that only SQLite needs stands here; the queries elsewhere are portable.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from zhanlian.errors import StoreError
from zhanlian.store.wal import use_wal

# Another process may hold the write lock while it receives a batch: seconds, not milliseconds.
_BUSY_SECONDS: Final = 60
_WRITES: Final = "zhanlian_writes"


def open_engine(path: Path) -> Engine:
    """Return an engine on a SQLite file; nothing is opened yet.

    An act that was told to be done survives the loss of power (WAL, synchronous=FULL).
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": _BUSY_SECONDS, "isolation_level": None},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    try:
        use_wal(connection, _BUSY_SECONDS)
        for setting in ("synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {setting}")
    except sqlite3.Error:
        connection.close()
        raise


def _begin(connection: Connection) -> None:
    # IMMEDIATE: two writers that both read the end of the audit chain before either of them
    # writes would fork it.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def write_transaction(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose writes all come to stay, or none of them.

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


def find_page_faults(engine: Engine) -> tuple[str, ...]:
    """Return what the database itself finds wrong with its pages, indexes and keys.

    Raises:
        StoreError: it cannot even be asked.
    """
    with read_transaction(engine) as connection:
        pages = connection.execute(text("PRAGMA integrity_check")).scalars().all()
        keys = connection.execute(text("PRAGMA foreign_key_check")).all()
    broken = [f"foreign key of {row[0]}, row {row[1]}" for row in keys]
    return (*(fault for fault in pages if fault != "ok"), *broken)


@contextmanager
def _told_to_the_user(engine: Engine) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        detail = str(error.orig)
        key = "error.docket-unreadable"
        if isinstance(error, IntegrityError):
            key = "error.docket-refused"
        elif "locked" in detail:
            key = "error.docket-busy"
        raise StoreError(key, path=engine.url.database, detail=detail) from error
