"""Keep facts beside the terms of a record, and long vectors uncompressed."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
_VECTORS = ("title", "terms")


def upgrade() -> None:
    """Write the vectors of PostgreSQL again; SQLite has none."""
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute("create temporary table kept on commit drop as select * from fulltext")
    op.execute("truncate fulltext")
    for name in _VECTORS:
        op.drop_index(f"fulltext_{name}", "fulltext")
        # few are enough: how a search is planned does not depend on how frequent its words are
        op.execute(f"alter table fulltext alter column {name} set statistics -1")
    op.execute("alter table fulltext alter column terms set storage external")
    facts = ", ".join(
        f"case when {name} = '' then null when length({name}) <= 200 then '{name}=' || {name} "
        f"else '{name}=' || encode(sha256(convert_to({name}, 'UTF8')), 'hex') end"
        for name in ("kind", "status", "stage")
    )
    op.execute(
        f"""
        insert into fulltext (org_id, repo_id, record_id, position, title, terms)
        select k.org_id, k.repo_id, k.record_id, k.position, k.title,
               k.terms || array_to_tsvector(array_remove(array[{facts}], null))
        from kept k join records r using (org_id, repo_id, record_id) order by org_id, repo_id, record_id
        """  # noqa: S608 — names of ours
    )
    for name in _VECTORS:
        op.create_index(f"fulltext_{name}", "fulltext", [name], postgresql_using="gin")
