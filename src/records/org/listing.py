"""List the repositories with what the index holds of each."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from records.errors import NotFound
from records.git.remotes import is_url
from records.org.database import connect
from records.org.members import members
from records.org.schema import ORG, RECORDS, REPOSITORIES
from records.org.visible import visible_repositories

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from records.org.config import OrgConfig
    from records.org.scope import Scope


def list_repositories(config: OrgConfig, scope: Scope) -> list[dict[str, Any]]:
    """List all repositories of `org.toml` with the counts of the index, by name, each as a JSON object.

    Args:
        config: which repositories.
        scope: which of them may be seen.
    """
    rows: dict[str, Row[Any]] = {}
    with suppress(NotFound), connect(config) as connection:
        rows = {row.name: row for row in _count_records(connection, scope)}
    return [
        {
            "name": member.name, "place": member.url or member.path, "group": member.group,
            "visibility": member.visibility, "central": member.central, **_counts(rows.get(member.name)),
        }
        for member in members(config)
        if scope.covers(member.name, member.group, member.visibility)
    ]  # fmt: skip


def stored_repositories(connection: Connection, scope: Scope) -> list[dict[str, Any]]:
    """List the repositories of the index with their counts, by name, each as a JSON object.

    Where the clones are on the machine of the index is nobody's business: only a URL is a place.
    """
    return [
        {"name": row.name, "place": row.place if is_url(row.place) else "", "group": row.group_name,
         "visibility": row.visibility,
         "central": row.is_central, **_counts(row)}
        for row in _count_records(connection, scope)
    ]  # fmt: skip


def _counts(row: Row[Any] | None) -> dict[str, Any]:
    if row is None:
        return {"state": "new", "commit": None, "decisions": 0, "prompts": 0, "unreadable": 0, "last_decision": None,
                "problem": ""}  # fmt: skip
    return {
        "state": row.state, "commit": row.commit_id or None, "decisions": row.decisions or 0,
        "prompts": row.prompts or 0, "unreadable": row.unreadable or 0,
        "last_decision": row.last_decision or None, "problem": row.problem,
    }  # fmt: skip


def _count_records(connection: Connection, scope: Scope) -> list[Row[Any]]:
    repositories, records = REPOSITORIES.c, RECORDS.c
    visible = list(visible_repositories(connection, scope))
    is_decision = records.kind == "adr"
    counts = (
        select(
            records.repo_id,
            func.sum(case((is_decision, 1), else_=0)).label("decisions"),
            func.sum(case((records.kind == "phr", 1), else_=0)).label("prompts"),
            func.sum(case((records.is_readable.is_(False), 1), else_=0)).label("unreadable"),
            func.max(case((is_decision, records.date), else_=None)).label("last_decision"),
        )
        .where(records.org_id == ORG, records.repo_id.in_(visible))
        .group_by(records.repo_id)
        .subquery()
    )
    query = (
        select(
            REPOSITORIES, counts.c.decisions, counts.c.prompts, counts.c.unreadable, counts.c.last_decision
        )
        .outerjoin(counts, counts.c.repo_id == repositories.repo_id)
        .where(repositories.org_id == ORG, repositories.repo_id.in_(visible))
    )
    return sorted(connection.execute(query), key=lambda row: str(row.name))
