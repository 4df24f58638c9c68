"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _keys(*names: str) -> list[sa.Column[int]]:
    keys = [
        sa.Column(name, sa.BigInteger, primary_key=True, autoincrement=False)
        for name in ("org_id", "repo_id")
    ]
    return keys + [sa.Column(name, sa.Integer, primary_key=True, autoincrement=False) for name in names]


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False, server_default="") for name in names]


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False)


def upgrade() -> None:
    """Create all tables."""
    op.create_table(
        "repositories", *_keys(), *_text("name", "place", "group_name", "visibility"), _flag("is_central"),
        *_text("commit_id", "reader", "state", "problem"),
    )  # fmt: skip
    op.create_table(
        "records", *_keys("record_id"),
        *_text("kind", "ref", "record_key", "path", "title", "date", "status", "stage", "feature", "folder"),
        _flag("is_readable"), _flag("is_repaired"), *_text("data"),
    )  # fmt: skip
    op.create_index("records_by_date", "records", ["org_id", "date", "repo_id", "record_id"])
    op.create_table("texts", *_keys("record_id"), *_text("content"))
    op.create_table("labels", *_keys("record_id", "position"), *_text("label"))
    op.create_table("files", *_keys("record_id", "position"), *_text("path"))
    op.create_table(
        "links", *_keys("record_id", "position"), *_text("relation", "target"), _flag("is_resolved")
    )
    if op.get_bind().dialect.name == "sqlite":
        number = sa.Column("row_number", sa.Integer, nullable=False, unique=True)
        op.create_table("fulltext_rows", *_keys("record_id"), number)
        op.execute(
            "create virtual table fulltext using fts5"
            "(title, labels, body, front, tokenize='unicode61 remove_diacritics 2')"
        )
