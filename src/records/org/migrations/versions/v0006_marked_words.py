"""Keep facts, and the words of titles with a sign before them, beside the words in SQLite."""

from __future__ import annotations

import hashlib
from typing import Any

from alembic import op

revision = "0006"
down_revision = "0005"
_FIELDS = "title, labels, body, front"


def upgrade() -> None:
    """Change an index, and write the full text of SQLite again; PostgreSQL has facts since the step before."""
    op.drop_index("records_by_position", "records")
    columns = ["org_id", "position", "repo_id", "record_id"]  # all that tells what a search has found
    op.create_index("records_by_position", "records", columns, unique=True)
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        return
    driver: Any = bind.connection.driver_connection
    driver.create_function("fact", 2, _fact, deterministic=True)
    facts = " || ".join(
        f"case when r.{name} = '' then '' else ' ' || fact('{name}', r.{name}) end"
        for name in ("kind", "status", "stage")
    )
    op.execute("alter table fulltext rename to fulltext_before")
    op.execute(f"create virtual table fulltext using fts5({_FIELDS}, marked, tokenize='ascii')")
    op.execute(
        f"insert into fulltext(rowid, {_FIELDS}, marked) "  # noqa: S608 — names of ours
        f"select f.rowid, {_FIELDS.replace('title', 'f.title')}, fact('repository', r.repo_id) || {facts} || "
        "replace(rtrim(f.title), ' ', ' \u00b6') "
        "from fulltext_before f join records r on r.org_id = 1 and r.position = f.rowid"
    )
    op.execute("drop table fulltext_before")


def _fact(name: str, value: str | int) -> str:
    text = str(value)
    own = text if len(text) <= 200 else hashlib.sha256(text.encode()).hexdigest()
    return f"\u00a7{f'{name}={own}'.encode().hex()}"
