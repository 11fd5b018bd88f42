"""Records with their versions, marks and clocks; which docket this is."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of records, and give the docket its identity."""
    identity = op.create_table("docket_identity", sa.Column("id", sa.String(32), primary_key=True))
    op.bulk_insert(identity, [{"id": uuid.uuid4().hex}])
    op.create_table(
        "record_version",
        sa.Column(
            "seq",
            sa.BigInteger,
            sa.ForeignKey("audit_line.seq"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(40)),
        sa.Column("party", sa.Text, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.UniqueConstraint("id", "version"),
    )
    op.create_table(
        "record",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(40)),
        sa.Column("party", sa.Text, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("restricted", sa.Integer, nullable=False),
        sa.Column("seq", sa.BigInteger, sa.ForeignKey("record_version.seq"), nullable=False),
        sa.Column("due", sa.String(32)),
        sa.Column("warn", sa.String(32)),
        sa.Column("running", sa.Integer, nullable=False),
    )
    op.create_index("record_kind", "record", ["kind", "state"])
    op.create_index("record_case", "record", ["case_id", "kind"])
    timed = sa.text("due IS NOT NULL")
    op.create_index(
        "record_due",
        "record",
        ["due", "id", "warn", "kind", "party", "case_id", "restricted", "running"],
        sqlite_where=timed,
        postgresql_where=timed,
    )
    _make_marks()
    _make_clocks()


def _make_marks() -> None:
    op.create_table(
        "mark",
        sa.Column("record_id", sa.String(40), sa.ForeignKey("record.id"), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("alone", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("record_id", "name", "value"),
    )
    op.create_index("mark_value", "mark", ["name", "value"])
    alone = sa.text("alone = 1")
    op.create_index(
        "mark_alone",
        "mark",
        ["name", "value"],
        unique=True,
        sqlite_where=alone,
        postgresql_where=alone,
    )


def _make_clocks() -> None:
    op.create_table(
        "clock",
        sa.Column("record_id", sa.String(40), sa.ForeignKey("record.id"), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(40)),
        sa.Column("party", sa.Text, nullable=False),
        sa.Column("restricted", sa.Integer, nullable=False),
        sa.Column("rule", sa.String(80), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("due", sa.String(32), nullable=False),
        sa.Column("warn", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("record_id", "name"),
    )
    running = sa.text("state = 'running'")
    op.create_index(
        "clock_warn",
        "clock",
        ["warn", "due", "kind", "party", "case_id", "restricted", "record_id"],
        sqlite_where=running,
        postgresql_where=running,
    )
