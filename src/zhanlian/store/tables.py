"""The docket's tables.

A row that an act made carries the number of the audit line that tells of it (`seq`): what the
table says and what the chain says can be held against each other, row by row.
Portable SQL types only: SQLite and PostgreSQL take the same tables. Changing one of them takes a
migration, too.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
)

metadata: Final = MetaData()

# An int that SQLite numbers by itself would have to be INTEGER; ours are given, so any width does.
_SEQ: Final = BigInteger()


def line_column() -> Column[int]:
    """Return the first column of a table whose rows are told of by audit lines."""
    line = ForeignKey("audit_line.seq")
    return Column("seq", _SEQ, line, primary_key=True, autoincrement=False)


# Which migration made the tables what they are: Alembic's own table, in its form.
alembic_version: Final = Table(
    "alembic_version",
    metadata,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

# Which docket this is, in one row: the workspace knows it, too.
docket_identity: Final = Table(
    "docket_identity", metadata, Column("id", String(32), primary_key=True)
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

case: Final = Table(
    "case", metadata, line_column(), Column("name", Text, nullable=False, unique=True)
)

item: Final = Table(
    "item",
    metadata,
    line_column(),
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
    line_column(),
    Column("case", ForeignKey("case.name"), nullable=False),
    Column("sha256", ForeignKey("item.sha256"), nullable=False),
    Column("source", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("received_at", String(32), nullable=False),
    Column("received_by", Text, CheckConstraint("received_by <> ''"), nullable=False),
    Column("legal_basis", Text, nullable=False),
    UniqueConstraint("case", "sha256", "source").ddl_if(dialect="sqlite"),
)
# PostgreSQL takes 2,704 bytes in an index, and the way to a member of an archive may be longer.
Index(
    "receipt_source", receipt.c.case, receipt.c.sha256, func.md5(receipt.c.source), unique=True
).ddl_if(dialect="postgresql")

reject: Final = Table(
    "reject",
    metadata,
    line_column(),
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
