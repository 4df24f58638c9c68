"""List the repositories with what the index holds of each."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from records.org.database import FILE, open_database
from records.org.members import members
from records.org.schema import ORG, RECORDS, REPOSITORIES
from records.org.search import RESTRICTED

if TYPE_CHECKING:
    from sqlalchemy import Engine, Row

    from records.org.config import OrgConfig


def list_repositories(config: OrgConfig, *, public_only: bool = False) -> list[dict[str, Any]]:
    """List all repositories of `org.toml` with the counts of the index, by name, each as a JSON object.

    Args:
        config: which repositories.
        public_only: leave the restricted ones out.
    """
    rows: dict[str, Row[Any]] = {}
    if os.path.isfile(os.path.join(config.folder, FILE)):
        with open_database(config.folder) as engine:
            rows = _count_records(engine)
    return [
        {
            "name": member.name, "place": member.url or member.path, "group": member.group,
            "visibility": member.visibility, "central": member.central, **_counts(rows.get(member.name)),
        }
        for member in members(config)
        if not (public_only and member.visibility == RESTRICTED)
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


def _count_records(engine: Engine) -> dict[str, Row[Any]]:
    repositories, records = REPOSITORIES.c, RECORDS.c
    is_decision = records.kind == "adr"
    query = (
        select(
            repositories.name, repositories.state, repositories.commit_id, repositories.problem,
            func.sum(case((is_decision, 1), else_=0)).label("decisions"),
            func.sum(case((records.kind == "phr", 1), else_=0)).label("prompts"),
            func.sum(case((records.is_readable.is_(False), 1), else_=0)).label("unreadable"),
            func.max(case((is_decision, records.date), else_=None)).label("last_decision"),
        )
        .select_from(REPOSITORIES)
        .outerjoin(RECORDS, (records.org_id == repositories.org_id) & (records.repo_id == repositories.repo_id))
        .where(repositories.org_id == ORG)
        .group_by(*REPOSITORIES.primary_key.columns, repositories.name, repositories.state, repositories.commit_id,
                  repositories.problem)
    )  # fmt: skip
    with engine.connect() as connection:
        rows: list[Row[Any]] = list(connection.execute(query))
    return {row.name: row for row in rows}
