"""Switching a SQLite database to write-ahead logging, also when several open it at once."""

import sqlite3
import time
from typing import Final

_PAUSE_SECONDS: Final = 0.01


def use_wal(connection: sqlite3.Connection, patience: float) -> None:
    """Switch the database of a connection to write-ahead logging.

    SQLite does not wait for its busy timeout here: of several processes that open a new
    database at the same time all but one would be told that it is locked.

    Args:
        connection: outside of a transaction.
        patience: seconds to go on trying.

    Raises:
        sqlite3.Error: it stays locked, or is no database.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
        time.sleep(_PAUSE_SECONDS)
