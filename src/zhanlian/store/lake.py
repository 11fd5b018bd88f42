"""The lake: what was derived from evidence, kept so that it need not be worked out again.

Nothing here is evidence: any entry, or the whole folder, may be thrown away at any time. So no
entry is flushed to the disk by itself, but each carries a check value: one that was written
half, or damaged since, is never given back.
"""

import sqlite3
import zlib
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from zhanlian.errors import StoreError
from zhanlian.store.wal import use_wal

_FORMAT: Final = 1
_BUSY_SECONDS: Final = 60
_LEVEL: Final = 1  # a reading shrinks to about a quarter; higher levels cost more than they save
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS reading (sha256 TEXT NOT NULL, version TEXT NOT NULL,"
    " check_value BLOB NOT NULL, packed BLOB NOT NULL, PRIMARY KEY (sha256, version))"
    " WITHOUT ROWID"
)
_BROKEN: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Lake:
    """Derived readings of one workspace, by item and version of what read it.

    Args:
        folder: made where it is missing.

    Raises:
        StoreError: the folder cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "readings.sqlite"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._connection = self._open()
        except (sqlite3.Error, OSError) as error:
            raise self._refusal(error) from error

    def find_reading(self, sha256: str, version: str) -> bytes | None:
        """Return the reading of an item by a version, or None where it is to be done anew.

        Raises:
            StoreError: the lake is busy or cannot be used.
        """
        query = "SELECT check_value, packed FROM reading WHERE sha256 = ? AND version = ?"
        try:
            found = self._connection.execute(query, (sha256, version)).fetchone()
        except sqlite3.Error as error:
            self._recover(error)
            return None
        # A damaged row may hold a number where bytes were.
        if found is None or not isinstance(found[1], bytes):
            return None
        if _check(sha256, version, found[1]) != found[0]:
            return None
        return zlib.decompress(found[1])

    def save_reading(self, sha256: str, version: str, data: bytes) -> None:
        """Keep a reading in place of what was kept for this item and version.

        Raises:
            StoreError: the lake is busy or full.
        """
        packed = zlib.compress(data, _LEVEL)
        row = (sha256, version, _check(sha256, version, packed), packed)
        try:
            self._insert(row)
        except sqlite3.Error as error:
            self._recover(error)
            self._insert(row)

    def close(self) -> None:
        """Close the lake."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _insert(self, row: tuple[str, str, bytes, bytes]) -> None:
        self._connection.execute("INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?)", row)

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connect()
        except sqlite3.DatabaseError as error:
            if _code(error) not in _BROKEN:
                raise
        self._remove()
        return self._connect()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)
        connection.text_factory = bytes  # damaged text is compared, not decoded
        try:
            # WAL with NORMAL: no flush a write, and still no damage when power fails.
            use_wal(connection, _BUSY_SECONDS)
            connection.execute("PRAGMA synchronous=NORMAL")
            if connection.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
                connection.execute("DROP TABLE IF EXISTS reading")
            connection.execute(_TABLE)
            connection.execute(f"PRAGMA user_version={_FORMAT}")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _recover(self, error: sqlite3.Error) -> None:
        """Start an empty lake in place of a broken one; tell of any other trouble."""
        if _code(error) not in _BROKEN:
            raise self._refusal(error) from error
        self._connection.close()
        try:
            self._remove()
            self._connection = self._connect()
        except (sqlite3.Error, OSError) as second:
            raise self._refusal(second) from second

    def _remove(self) -> None:
        for ending in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    def _refusal(self, error: sqlite3.Error | OSError) -> StoreError:
        return StoreError("error.lake-unusable", path=str(self._path), detail=str(error))


def _code(error: sqlite3.Error) -> int | None:
    """Return SQLite's code of an error; errors of the Python module itself have none."""
    return getattr(error, "sqlite_errorcode", None)


def _check(sha256: str, version: str, packed: bytes) -> bytes:
    """Return a check value over an entry and its key, so that no entry answers for another."""
    return blake2b(packed, digest_size=16, person=b"lake", key=_key(sha256, version)).digest()


def _key(sha256: str, version: str) -> bytes:
    return blake2b(f"{sha256}\n{version}".encode(), digest_size=16).digest()
