"""The first schema: audit chain, cases, items, receipts, rejects."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of the first schema."""
    op.create_table(
        "audit_line",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor", sa.Text, sa.CheckConstraint("actor <> ''"), nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("object", sa.Text, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("time_source", sa.Text, nullable=False),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.UniqueConstraint("hash"),
    )
    op.create_table("case", _line(), sa.Column("name", sa.Text, nullable=False), _unique("name"))
    op.create_table(
        "item",
        _line(),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("sm3", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column(
            "parent",
            sa.String(64),
            sa.ForeignKey("item.sha256", deferrable=True, initially="DEFERRED"),
        ),
        sa.Column("member", sa.Text),
        _unique("sha256"),
    )
    _make_receipts()
    op.create_table(
        "reject",
        _line(),
        sa.Column("case", sa.Text, sa.ForeignKey("case.name"), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("superseded_by", sa.BigInteger, sa.ForeignKey("audit_line.seq")),
    )
    op.create_index("reject_case", "reject", ["case", "sha256"])


def _make_receipts() -> None:
    columns: list[sa.Column[Any]] = [
        _line(),
        sa.Column("case", sa.Text, sa.ForeignKey("case.name"), nullable=False),
        sa.Column("sha256", sa.String(64), sa.ForeignKey("item.sha256"), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("received_at", sa.String(32), nullable=False),
        sa.Column("received_by", sa.Text, sa.CheckConstraint("received_by <> ''"), nullable=False),
        sa.Column("legal_basis", sa.Text, nullable=False),
    ]
    if op.get_context().dialect.name == "sqlite":
        op.create_table("receipt", *columns, _unique("case", "sha256", "source"))
        return
    op.create_table("receipt", *columns)
    digest = sa.func.md5(sa.text("source"))
    op.create_index("receipt_source", "receipt", ["case", "sha256", digest], unique=True)


def _line() -> sa.Column[int]:
    line = sa.ForeignKey("audit_line.seq")
    return sa.Column("seq", sa.BigInteger, line, primary_key=True, autoincrement=False)


def _unique(*columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns)
