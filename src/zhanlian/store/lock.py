"""Who has the workspace open: a lock that the system gives back even after ``kill -9``.

SQLite's own file locks on an empty file: they work alike on Linux, macOS and Windows.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

from zhanlian.errors import StoreError

_WAIT_SECONDS: Final = 30.0


class WorkspaceLock:
    """A share in a workspace, held until `release`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._shared: sqlite3.Connection | None = None

    def run_alone(self, work: Callable[[], None]) -> bool:
        """Return whether work was done, with everybody else kept out; not while others share."""
        connection = self._connect(0)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            return False
        else:
            work()
            return True
        finally:
            connection.close()

    def share(self) -> None:
        """Take a share; others may hold theirs at the same time.

        Raises:
            StoreError: the lock file cannot be used.
        """
        connection = self._connect(_WAIT_SECONDS)
        try:
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error as error:
            connection.close()
            raise self._refusal(error) from error
        self._shared = connection

    def release(self) -> None:
        """Give the share back."""
        if self._shared is not None:
            self._shared.close()
            self._shared = None

    def _connect(self, wait: float) -> sqlite3.Connection:
        try:
            return sqlite3.connect(
                self._path, timeout=wait, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise self._refusal(error) from error

    def _refusal(self, error: sqlite3.Error) -> StoreError:
        return StoreError("error.workspace-lock", path=str(self._path), detail=str(error))
