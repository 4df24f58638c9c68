"""Copy an index into another database, repository by repository; nothing is read from git."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from records.errors import InvalidInput
from records.org.database import fulltext_of, name_of, open_database
from records.org.fulltext import RecordKey
from records.org.index import Reading, remove_others, replace_repository
from records.org.schema import OF_RECORDS, ORG, RECORDS, REPOSITORIES
from records.org.service.keys import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Row

    from records.org.config import OrgConfig


def copy_index(
    source: OrgConfig, target: OrgConfig, progress: Callable[[int, int], object] = lambda count, total: None
) -> tuple[int, int]:
    """Copy all repositories, their records and the API keys; return how many repositories and records there are.

    Each repository is replaced in one transaction. A run that is interrupted is completed by the next.

    Args:
        source: what is read.
        target: what it is copied to; repositories that the source has not are removed.
        progress: is called with how many repositories are done, of how many.

    Raises:
        InvalidInput: both are the same.
        NotFound: there is no index to copy.
        StateError: one of them cannot be used.
    """
    if name_of(source) == name_of(target):
        raise InvalidInput(f"{name_of(source)} is what is copied", "name another database with --to")
    with open_database(source, bounded=False) as engine, open_database(target, create=True) as new_engine:
        with engine.connect() as connection, new_engine.connect() as target_connection:
            repositories = list(connection.execute(select(REPOSITORIES).where(REPOSITORIES.c.org_id == ORG)))
            stored = {row.repo_id: row for row in target_connection.execute(select(REPOSITORIES))}
        remove_others(new_engine, stored, {row.repo_id for row in repositories})
        for count, repository in enumerate(repositories, start=1):
            with engine.connect() as connection:
                reading = _read(connection, repository)
            with new_engine.begin() as target_connection:
                replace_repository(target_connection, reading)
            progress(count, len(repositories))
        with engine.connect() as connection, new_engine.begin() as target_connection:
            _copy_keys(connection, target_connection)
            fulltext_of(target_connection).compact(target_connection)
            total = select(func.count()).select_from(RECORDS).where(RECORDS.c.org_id == ORG)
            return len(repositories), target_connection.execute(total).scalar_one()


def _read(connection: Connection, repository: Row[Any]) -> Reading:
    rows: dict[str, list[dict[str, Any]]] = {}
    for table in OF_RECORDS:
        own = (table.c.org_id == ORG, table.c.repo_id == repository.repo_id)
        statement = select(table).where(*own).order_by(*table.primary_key.columns)
        rows[table.name] = [dict(row) for row in connection.execute(statement).mappings()]
    keys = [RecordKey(row["repo_id"], row["record_id"], row["position"]) for row in rows[RECORDS.name]]
    texts = fulltext_of(connection).texts(connection, keys) if keys else {}
    in_order = [texts[key.position] for key in keys if key.position in texts]
    return Reading(dict(repository._mapping), rows, in_order)


def _copy_keys(connection: Connection, target: Connection) -> None:
    rows = [dict(row) for row in connection.execute(select(KEYS).where(KEYS.c.org_id == ORG)).mappings()]
    if rows:
        prefixes = [row["prefix"] for row in rows]
        target.execute(KEYS.delete().where(KEYS.c.org_id == ORG, KEYS.c.prefix.in_(prefixes)))
        target.execute(KEYS.insert(), rows)
