"""The docket's tables of records: their versions, and what is derived from the newest ones.

`record_version` is the truth: a row an act and record, told of by its audit line, never changed.
`record`, `mark` and `clock` hold the newest version in a form that can be searched; `verify`
derives them anew and compares.
"""

from typing import Final

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from zhanlian.store.tables import line_column, metadata

record_version: Final = Table(
    "record_version",
    metadata,
    line_column(),
    Column("id", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("case_id", String(40)),
    Column("party", Text, nullable=False),
    Column("state", String(40), nullable=False),
    Column("author", Text, nullable=False),
    Column("content", Text, nullable=False),
    UniqueConstraint("id", "version"),
)

record: Final = Table(
    "record",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("case_id", String(40)),
    Column("party", Text, nullable=False),
    Column("state", String(40), nullable=False),
    Column("author", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("restricted", Integer, nullable=False),  # 1: only its readers may see it
    Column("seq", ForeignKey("record_version.seq"), nullable=False),
    # Of its running clocks: the first to run out, the first to warn of, and how many there are.
    Column("due", String(32)),
    Column("warn", String(32)),
    Column("running", Integer, nullable=False),
    Index("record_kind", "kind", "state"),
    Index("record_case", "case_id", "kind"),
    # Holds all that is asked of a record before it is seen: 200,000 clocks of 10,000 records are
    # counted and put in order without reading one row of either table.
    Index(
        "record_due",
        *("due", "id", "warn", "kind", "party", "case_id", "restricted", "running"),
        sqlite_where=text("due IS NOT NULL"),
        postgresql_where=text("due IS NOT NULL"),
    ),
)

mark: Final = Table(
    "mark",
    metadata,
    Column("record_id", ForeignKey("record.id"), nullable=False),
    Column("name", String(40), nullable=False),
    Column("value", Text, nullable=False),
    Column("alone", Integer, nullable=False),  # 1: no other record may carry it
    PrimaryKeyConstraint("record_id", "name", "value"),
    Index("mark_value", "name", "value"),
    Index(
        "mark_alone",
        "name",
        "value",
        unique=True,
        sqlite_where=text("alone = 1"),
        postgresql_where=text("alone = 1"),
    ),
)

clock: Final = Table(
    "clock",
    metadata,
    Column("record_id", ForeignKey("record.id"), nullable=False),
    Column("name", String(80), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("case_id", String(40)),
    Column("party", Text, nullable=False),
    Column("restricted", Integer, nullable=False),
    Column("rule", String(80), nullable=False),
    Column("state", String(10), nullable=False),
    Column("due", String(32), nullable=False),
    Column("warn", String(32), nullable=False),
    PrimaryKeyConstraint("record_id", "name"),
    Index(
        "clock_warn",
        *("warn", "due", "kind", "party", "case_id", "restricted", "record_id"),
        sqlite_where=text("state = 'running'"),
        postgresql_where=text("state = 'running'"),
    ),
)

DERIVED: Final = (record, mark, clock)
