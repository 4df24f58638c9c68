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
_MOST_SCOPES = 100
_CHANGES = {
    "sqlite": "pragma data_version",
    # a row that is written gets another xmin
    "postgresql": "select count(*), sum(xmin::text::bigint) from repositories",
}
"""What differs, on one connection that only reads, when another one has changed the index."""


@dataclass(slots=True)
class _Kept:
    """What one connection has read.

    Attributes:
        state: of the index when it was read.
        rows: of all repositories.
        by_scope: those that may be shown.
    """

    state: tuple[Any, ...] = ()
    rows: list[Row[Any]] = field(default_factory=list)
    by_scope: dict[Scope, dict[int, Row[Any]]] = field(default_factory=dict)


def keep_repositories(engine: Engine) -> None:
    """Let each connection of a pool keep the repositories that it has read; none of them writes."""
    event.listen(engine, "connect", lambda _, record: record.info.setdefault(_KEPT, _Kept()))
    engine.dispose()  # a connection that is there already keeps nothing


def visible_repositories(
    connection: Connection, scope: Scope, query: Query | None = None
) -> dict[int, Row[Any]]:
    """Return the repositories that may be shown, those alone that a query names, by their keys."""
    rows = _of_scope(connection, scope)
    for name, column in (("repo", "name"), ("group", "group_name")):
        if patterns := query.conditions.get(name) if query else None:
            rows = {
                key: row
                for key, row in rows.items()
                if any(fits(getattr(row, column), pattern) for pattern in patterns.split(","))
            }
    return rows


def count_repositories(connection: Connection) -> int:
    """Return how many repositories there are, whoever may see them."""
    kept: _Kept | None = connection.info.get(_KEPT)
    if kept:
        return len(kept.rows)
    statement = select(func.count()).select_from(REPOSITORIES).where(REPOSITORIES.c.org_id == ORG)
    return connection.execute(statement).scalar_one()


def _of_scope(connection: Connection, scope: Scope) -> dict[int, Row[Any]]:
    kept: _Kept | None = connection.info.get(_KEPT)
    if kept is None:
        return _visible(_stored(connection), scope)
    state = tuple(connection.exec_driver_sql(_CHANGES[connection.dialect.name]).one())
    if state != kept.state:
        kept.rows, kept.by_scope, kept.state = _stored(connection), {}, state
    if scope not in kept.by_scope:
        if len(kept.by_scope) >= _MOST_SCOPES:
            kept.by_scope.clear()
        kept.by_scope[scope] = _visible(kept.rows, scope)
    return dict(kept.by_scope[scope])


def _stored(connection: Connection) -> list[Row[Any]]:
    statement = select(REPOSITORIES).where(REPOSITORIES.c.org_id == ORG)
    return list(connection.execute(statement.order_by(REPOSITORIES.c.repo_id)))


def _visible(rows: list[Row[Any]], scope: Scope) -> dict[int, Row[Any]]:
    return {row.repo_id: row for row in rows if scope.covers(row.name, row.group_name, row.visibility)}
