"""The first schema."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
PARTITIONS = 8
"""Into how many parts PostgreSQL divides each table, by repository."""


def keys(*names: str) -> list[sa.Column[int]]:
    """Return the columns of a primary key."""
    columns = [
        sa.Column(name, sa.BigInteger, primary_key=True, autoincrement=False)
        for name in ("org_id", "repo_id")
    ]
    return columns + [sa.Column(name, sa.Integer, primary_key=True, autoincrement=False) for name in names]


def texts(*names: str) -> list[sa.Column[str]]:
    """Return columns of text."""
    return [sa.Column(name, sa.Text, nullable=False, server_default="") for name in names]


def flag(name: str) -> sa.Column[bool]:
    """Return a column that is true or false."""
    return sa.Column(name, sa.Boolean, nullable=False)


def create_table(name: str, *columns: sa.Column[Any]) -> None:
    """Create a table; on PostgreSQL it is divided by repository."""
    op.create_table(name, *columns, postgresql_partition_by="HASH (repo_id)")
    if op.get_bind().dialect.name == "postgresql":
        for part in range(PARTITIONS):
            op.execute(
                f"create table {name}_{part} partition of {name} "
                f"for values with (modulus {PARTITIONS}, remainder {part})"
            )


def upgrade() -> None:
    """Create all tables."""
    create_table(
        "repositories", *keys(), *texts("name", "place", "group_name", "visibility"), flag("is_central"),
        *texts("commit_id", "reader", "state", "problem"),
    )  # fmt: skip
    create_table(
        "records", *keys("record_id"),
        *texts("kind", "ref", "record_key", "path", "title", "date", "status", "stage", "feature", "folder"),
        flag("is_readable"), flag("is_repaired"), *texts("data"),
    )  # fmt: skip
    op.create_index("records_by_date", "records", ["org_id", "date", "repo_id", "record_id"])
    create_table("texts", *keys("record_id"), *texts("content"))
    create_table("labels", *keys("record_id", "position"), *texts("label"))
    create_table("files", *keys("record_id", "position"), *texts("path"))
    create_table("links", *keys("record_id", "position"), *texts("relation", "target"), flag("is_resolved"))
    if op.get_bind().dialect.name == "sqlite":
        number = sa.Column("row_number", sa.Integer, nullable=False, unique=True)
        op.create_table("fulltext_rows", *keys("record_id"), number)
        op.execute(
            "create virtual table fulltext using fts5"
            "(title, labels, body, front, tokenize='unicode61 remove_diacritics 2')"
        )
