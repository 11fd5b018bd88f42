"""The docket's tables.

A row that an act made carries the number of the audit line that tells of it (`seq`): what the
table says and what the chain says can be held against each other, row by row.
Portable SQL types only: PostgreSQL takes the same tables.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Engine,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    insert,
    inspect,
    select,
    text,
)

from zhanlian.errors import StoreError
from zhanlian.store.engine import read_transaction, write_transaction

SCHEMA_VERSION: Final = 1

metadata: Final = MetaData()

# An int that SQLite numbers by itself would have to be INTEGER; ours are given, so any width does.
_SEQ: Final = BigInteger()


def _line() -> Column[int]:
    line = ForeignKey("audit_line.seq")
    return Column("seq", _SEQ, line, primary_key=True, autoincrement=False)


schema_version: Final = Table(
    "schema_version", metadata, Column("version", Integer, primary_key=True, autoincrement=False)
)

audit_line: Final = Table(
    "audit_line",
    metadata,
    Column("seq", _SEQ, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("actor", Text, CheckConstraint("actor <> ''"), nullable=False),
    Column("action", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("time_source", Text, nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
)

case: Final = Table("case", metadata, _line(), Column("name", Text, nullable=False, unique=True))

item: Final = Table(
    "item",
    metadata,
    _line(),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("sm3", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("name", Text, nullable=False),
    # Deferred: a container and its members come in one act, in any order.
    Column("parent", ForeignKey("item.sha256", deferrable=True, initially="DEFERRED")),
    Column("member", Text),
)

receipt: Final = Table(
    "receipt",
    metadata,
    _line(),
    Column("case", ForeignKey("case.name"), nullable=False),
    Column("sha256", ForeignKey("item.sha256"), nullable=False),
    Column("source", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("received_at", String(32), nullable=False),
    Column("received_by", Text, CheckConstraint("received_by <> ''"), nullable=False),
    Column("legal_basis", Text, nullable=False),
    UniqueConstraint("case", "sha256", "source"),
)

reject: Final = Table(
    "reject",
    metadata,
    _line(),
    Column("case", ForeignKey("case.name"), nullable=False),
    # Empty when not even bytes could be had, so no foreign key.
    Column("sha256", String(64), nullable=False),
    Column("source", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("fields", Text, nullable=False),
    Column("superseded_by", ForeignKey("audit_line.seq")),
    Index("reject_case", "case", "sha256"),
)


def create_tables(engine: Engine) -> None:
    """Create all tables with the version of this schema, where there are none yet.

    Raises:
        StoreError: the database cannot be written.
    """
    with write_transaction(engine) as connection:
        if inspect(connection).has_table(schema_version.name):
            return
        metadata.create_all(connection)
        connection.execute(insert(schema_version).values(version=SCHEMA_VERSION))


def check_schema(engine: Engine) -> None:
    """Return when the database has the schema that this version of Zhanlian writes.

    Raises:
        StoreError: it has none, or one of a newer version.
    """
    path = engine.url.database
    with read_transaction(engine) as connection:
        if not inspect(connection).has_table(schema_version.name):
            raise StoreError("error.docket-missing", path=path)
        found = connection.execute(select(schema_version.c.version)).scalars().all()
    if len(found) != 1 or found[0] < 1:
        raise StoreError("error.docket-unreadable", path=path, detail=f"schema_version {found}")
    if found[0] > SCHEMA_VERSION:
        raise StoreError("error.docket-newer", path=path, found=found[0], supported=SCHEMA_VERSION)


def find_foreign(engine: Engine) -> tuple[str, ...]:
    """Return the names of triggers, views and tables that are not ours.

    A trigger may remove what is received later, with its audit line: the chain would stay whole.

    Raises:
        StoreError: the database cannot be read.
    """
    ours = {
        *metadata.tables,
        *(index.name for one in metadata.tables.values() for index in one.indexes),
    }
    with read_transaction(engine) as connection:
        found = connection.execute(text("SELECT type, name FROM sqlite_master")).all()
    return tuple(
        f"{kind} {name}"
        for kind, name in found
        if name not in ours and not str(name).startswith("sqlite_")
    )
