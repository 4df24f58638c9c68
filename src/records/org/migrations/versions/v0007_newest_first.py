"""Number the full text of SQLite downwards, so that the newest records come first without reading backwards.

It also holds which records it is of, which had to be looked up.
"""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
_COLUMNS = "title, labels, body, front, marked"


def upgrade() -> None:
    """Write the full text of SQLite again; PostgreSQL has none of its own."""
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute("alter table fulltext rename to fulltext_before")
    columns = f"{_COLUMNS}, repo_id unindexed, record_id unindexed"
    op.execute(f"create virtual table fulltext using fts5({columns}, tokenize='ascii')")
    op.execute(
        f"insert into fulltext(rowid, {_COLUMNS}, repo_id, record_id) "  # noqa: S608 — names of ours
        f"select -f.rowid, {_COLUMNS.replace('title', 'f.title')}, r.repo_id, r.record_id "
        "from fulltext_before f join records r on r.org_id = 1 and r.position = f.rowid order by f.rowid desc"
    )
    op.execute("drop table fulltext_before")
    op.execute("insert into fulltext(fulltext) values ('optimize')")
