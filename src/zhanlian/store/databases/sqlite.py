"""SQLite: one file in the workspace, with write-ahead logging."""

import sqlite3
from collections.abc import Collection
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, MetaData, create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from zhanlian.store.wal import use_wal


def make_engine(path: Path, patience: int) -> Engine:
    """Return an engine on a file; nothing is opened yet.

    Args:
        path: of the file.
        patience: seconds to wait for another writer, or for a free connection.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": patience, "isolation_level": None},
        pool_timeout=patience,
    )

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        try:
            use_wal(connection, patience)
            for setting in _SETTINGS:
                connection.execute(f"PRAGMA {setting}")
        except sqlite3.Error:
            connection.close()
            raise

    event.listen(engine, "connect", prepare)
    return engine


# FULL: an act that was told to be done survives the loss of power.
_SETTINGS: Final = ("synchronous=FULL", "foreign_keys=ON")


def begin(connection: Connection, *, writes: bool) -> None:
    """Begin a transaction; one that writes waits for the one that is writing."""
    # IMMEDIATE: two writers that both read the end of the audit chain before either of them
    # writes would fork it.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def name_database(engine: Engine) -> str:
    """Return what a message calls the database: its path."""
    return str(engine.url.database)


def tell_refusal(error: DBAPIError) -> tuple[str, str]:
    """Return the key of the message for what the database refused, and its own words."""
    detail = str(error.orig)
    if isinstance(error, IntegrityError):
        return "error.docket-refused", detail
    if "locked" in detail:
        return "error.docket-busy", detail
    return "error.docket-unreadable", detail


def find_page_faults(connection: Connection, _metadata: MetaData) -> tuple[str, ...]:
    """Return what the database itself finds wrong with its pages, indexes and keys."""
    pages = connection.execute(text("PRAGMA integrity_check")).scalars().all()
    keys = connection.execute(text("PRAGMA foreign_key_check")).all()
    broken = [f"foreign key of {row[0]}, row {row[1]}" for row in keys]
    return (*(fault for fault in pages if fault != "ok"), *broken)


def find_foreign(connection: Connection, ours: Collection[str]) -> tuple[str, ...]:
    """Return kind and name of triggers, views, tables and indexes that are not ours."""
    found = connection.execute(text("SELECT type, name FROM sqlite_master")).all()
    return tuple(
        f"{kind} {name}"
        for kind, name in found
        if name not in ours and not str(name).startswith("sqlite_")
    )
