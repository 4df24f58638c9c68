"""The repositories that an answer may be about; a service keeps them until the index changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import event, func, select

from records.dataclass import dataclass, field
from records.org.schema import ORG, REPOSITORIES
from records.org.scope import fits

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Row

    from records.org.scope import Scope
    from records.project.query import Query

_KEPT = "records.repositories"
_MOST_SELECTIONS = 100
_CHANGES = {
    "sqlite": "pragma data_version",
    # a row that is written gets another xmin
    "postgresql": "select count(*), sum(xmin::text::bigint) from repositories",
}
"""The queries of `index_state`."""


@dataclass(slots=True)
class _Kept:
    """What one connection has read.

    Attributes:
        state: of the index when it was read.
        rows: of all repositories.
        selections: those that may be shown, by who asks and the names that are asked for.
    """

    state: tuple[Any, ...] = ()
    rows: list[Row[Any]] = field(default_factory=list)
    selections: dict[tuple[Scope, str, str], dict[int, Row[Any]]] = field(default_factory=dict)


def keep_repositories(engine: Engine) -> None:
    """Let each connection of a pool keep the repositories that it has read; none of them writes."""
    event.listen(engine, "connect", lambda _, record: record.info.setdefault(_KEPT, _Kept()))
    engine.dispose()  # a connection that is there already keeps nothing


def index_state(connection: Connection) -> tuple[Any, ...]:
    """Return what differs, on one connection that only reads, when another one has changed the index."""
    return tuple(connection.exec_driver_sql(_CHANGES[connection.dialect.name]).one())


def visible_repositories(
    connection: Connection, scope: Scope, query: Query | None = None
) -> dict[int, Row[Any]]:
    """Return the repositories that may be shown, those alone that a query names, by their keys."""
    conditions = query.conditions if query else {}
    names, groups = conditions.get("repo", ""), conditions.get("group", "")
    kept: _Kept | None = connection.info.get(_KEPT)
    if kept is None:
        return _select(_stored(connection), scope, names, groups)
    state = index_state(connection)
    if state != kept.state:
        kept.rows, kept.selections, kept.state = _stored(connection), {}, state
    key = (scope, names, groups)
    if key not in kept.selections:
        if len(kept.selections) >= _MOST_SELECTIONS:
            kept.selections.clear()
        kept.selections[key] = _select(kept.rows, scope, names, groups)
    return dict(kept.selections[key])


def count_repositories(connection: Connection) -> int:
    """Return how many repositories there are, whoever may see them."""
    kept: _Kept | None = connection.info.get(_KEPT)
    if kept:
        return len(kept.rows)
    statement = select(func.count()).select_from(REPOSITORIES).where(REPOSITORIES.c.org_id == ORG)
    return connection.execute(statement).scalar_one()


def _stored(connection: Connection) -> list[Row[Any]]:
    statement = select(REPOSITORIES).where(REPOSITORIES.c.org_id == ORG)
    return list(connection.execute(statement.order_by(REPOSITORIES.c.repo_id)))


def _select(rows: list[Row[Any]], scope: Scope, names: str, groups: str) -> dict[int, Row[Any]]:
    """Those of some repositories that may be shown, and fit one of the names and groups, parted by commas."""
    return {
        row.repo_id: row
        for row in rows
        if scope.covers(row.name, row.group_name, row.visibility)
        and _fits_one(row.name, names)
        and _fits_one(row.group_name, groups)
    }


def _fits_one(name: str, patterns: str) -> bool:
    return not patterns or any(fits(name, pattern) for pattern in patterns.split(","))
