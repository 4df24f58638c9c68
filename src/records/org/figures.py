"""Figures of all repositories and groups: decisions by status and age, and agents' commits with a prompt record."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from records.dataclass import dataclass, field
from records.model.status import IN_FORCE
from records.org.schema import ORG, RECORDS
from records.org.visible import visible_repositories

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Row

    from records.org.scope import Scope

AGES = ("under-1-year", "1-to-3-years", "over-3-years", "undated")
"""The ages of decisions in force."""


@dataclass(slots=True)
class Figures:
    """What is counted of a repository, a group or all."""

    name: str
    repositories: int = 0
    decisions: Counter[str] = field(default_factory=Counter)
    ages: Counter[str] = field(default_factory=Counter)
    prompts: int = 0
    unreadable: int = 0
    commits: int = 0
    agent_commits: int = 0
    recorded: int = 0
    last_decision: str = ""

    def add(self, figures: Figures) -> None:
        """Add what was counted of a repository."""
        self.decisions.update(figures.decisions)
        self.ages.update(figures.ages)
        for name in ("repositories", "prompts", "unreadable", "commits", "agent_commits", "recorded"):
            setattr(self, name, getattr(self, name) + getattr(figures, name))
        self.last_decision = max(self.last_decision, figures.last_decision)

    def as_json(self) -> dict[str, Any]:
        """Return the figures as one JSON object."""
        return {
            "name": self.name, "repositories": self.repositories, "decisions": dict(sorted(self.decisions.items())),
            "ages": {age: self.ages[age] for age in AGES}, "prompts": self.prompts, "unreadable": self.unreadable,
            "commits": self.commits, "agent_commits": self.agent_commits, "recorded": self.recorded,
            "last_decision": self.last_decision or None,
        }  # fmt: skip


def collect_figures(connection: Connection, scope: Scope, today: str) -> dict[str, Any]:
    """Return the figures of each repository, each group and all, as one JSON object.

    Args:
        connection: to the index.
        scope: which repositories may be seen.
        today: the day by which ages are counted.
    """
    visible = visible_repositories(connection, scope)
    own = {key: _of_repository(row) for key, row in visible.items()}
    columns = (RECORDS.c.repo_id, RECORDS.c.kind, RECORDS.c.status, RECORDS.c.date, RECORDS.c.is_readable)
    of_visible = (RECORDS.c.org_id == ORG, RECORDS.c.repo_id.in_(list(visible)))
    counted = select(*columns, func.count().label("rows")).where(*of_visible).group_by(*columns)
    for row in connection.execute(counted):
        _count(own[row.repo_id], row, today)
    groups: dict[str, Figures] = {}
    for key, row in visible.items():
        if row.group_name:
            groups.setdefault(row.group_name, Figures(row.group_name)).add(own[key])
    return {
        "repositories": [row.as_json() for row in sorted(own.values(), key=lambda figures: figures.name)],
        "groups": [groups[name].as_json() for name in sorted(groups)],
        "total": _total(own.values()).as_json(),
    }


def _of_repository(row: Row[Any]) -> Figures:
    counts = {"commits": row.commits, "agent_commits": row.agent_commits, "recorded": row.recorded_commits}
    return Figures(row.name, 1, **counts)


def _total(rows: Iterable[Figures]) -> Figures:
    total = Figures("total")
    for row in rows:
        total.add(row)
    return total


def _count(figures: Figures, row: Any, today: str) -> None:
    figures.unreadable += row.rows * (not row.is_readable)
    if row.kind != "adr":
        figures.prompts += row.rows
        return
    figures.decisions[row.status or "none"] += row.rows
    figures.last_decision = max(figures.last_decision, row.date)
    if row.status in IN_FORCE:
        figures.ages[_age(row.date, today)] += row.rows


def _age(date: str, today: str) -> str:
    """The age of a decision by its day and today's, both `YYYY-MM-DD`."""
    if not date:
        return AGES[3]
    for years, age in ((1, AGES[0]), (3, AGES[1])):
        if date > f"{int(today[:4]) - years:04d}{today[4:]}":
            return age
    return AGES[2]
