"""The docket of a backup, put into a database inside one transaction."""

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from typing import Final, TypeVar

from sqlalchemy import Connection, MetaData, Table, insert, select, update
from sqlalchemy.exc import DataError, IntegrityError

from zhanlian.store import tables
from zhanlian.store.audit import find_end
from zhanlian.store.backup.archive import BackupFile
from zhanlian.store.backup.dump import LEFT_OUT
from zhanlian.store.backup.manifest import DOCKET, MANIFEST, VAULT, Part, broken_part
from zhanlian.store.backup.table_lines import read_rows
from zhanlian.store.migrations.steps import migrate

_AT_ONCE: Final = 1_000  # rows a statement

_T = TypeVar("_T")


def load_docket(
    connection: Connection, backup: BackupFile, identity: str, holds: Callable[[str], bool]
) -> None:
    """Fill a database without tables of ours with the docket of a backup, at the newest version.

    Args:
        connection: inside of `write_transaction`: what a broken backup brought goes again.
        backup: open.
        identity: of the docket that comes into being.
        holds: whether a piece of evidence is there, by its hash.

    Raises:
        FormatError: a part is missing, strange or broken; it is named.
    """
    migrate(connection, backup.manifest.schema)
    there = MetaData()
    there.reflect(connection)
    parts = backup.list_tables()
    wanted = [table for table in there.sorted_tables if table.name not in LEFT_OUT]
    for name in sorted(parts.keys() ^ {table.name for table in wanted}):
        raise broken_part(f"{DOCKET}/{name}.jsonl", f"schema {backup.manifest.schema}")
    for table in wanted:
        _load_table(connection, backup, parts[table.name], table)
    _check(connection, backup, holds)
    migrate(connection)
    connection.execute(update(tables.docket_identity).values(id=identity))


def _load_table(connection: Connection, backup: BackupFile, part: Part, table: Table) -> None:
    try:
        with closing(backup.read(part.name, part.sha256)) as chunks:
            for some in _slices(read_rows(chunks, table, part.name)):
                connection.execute(insert(table), some)
    except (IntegrityError, DataError) as error:
        raise broken_part(part.name, " ".join(str(error.orig).split())) from error


def _check(connection: Connection, backup: BackupFile, holds: Callable[[str], bool]) -> None:
    """Refuse a docket with another audit chain than the manifest says, or without its evidence."""
    end = backup.manifest.checkpoint
    if find_end(connection) != (end.seq, end.hash):
        raise broken_part(MANIFEST, f"checkpoint {end.seq} {end.hash}")
    for sha256 in connection.execute(select(tables.item.c.sha256)).scalars():
        if not holds(sha256):
            raise broken_part(f"{VAULT}/{sha256}", "missing")


def _slices(rows: Iterator[_T]) -> Iterator[list[_T]]:
    while some := list(islice(rows, _AT_ONCE)):
        yield some
