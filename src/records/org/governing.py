"""The accepted decisions that govern files of a repository, from the index: its own, and those of central ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from records.dataclass import fields, replace
from records.errors import NotFound
from records.model.graph import Graph
from records.model.kind import Kind
from records.model.record import Adr
from records.model.status import IN_FORCE
from records.org.schema import ORG, RECORDS
from records.org.search import record_of
from records.org.visible import visible_repositories
from records.project.central import Identity, bind
from records.project.central_decision import CentralAdr
from records.trace.governs.asking import Governed, Report
from records.trace.governs.bonds import Governance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection, Row

    from records.org.scope import Scope


def decisions_for(
    connection: Connection, scope: Scope, repository: str, paths: Iterable[str]
) -> dict[str, Any]:
    """Return the accepted decisions whose globs govern files of a repository, as one JSON object.

    Args:
        connection: to the index.
        scope: which repositories may be seen.
        repository: its name.
        paths: from its root; the files need not exist.

    Raises:
        NotFound: there is no such repository.
    """
    visible = visible_repositories(connection, scope)
    name = repository.casefold()
    repo_id = next((key for key, row in visible.items() if row.name.casefold() == name), None)
    if repo_id is None:
        raise NotFound(f"there is no repository {repository!r}")
    own: list[Adr] = []
    central: list[CentralAdr] = []
    identity = identity_of(visible[repo_id])
    sources = {repo_id, *(key for key, row in visible.items() if row.is_central)}
    for row_id, record in _accepted(connection, sources):
        if row_id == repo_id:
            own.append(record)
        elif binding := bind(_central(record, visible[row_id].name), identity):
            central.append(binding)
    rules = Governance(Graph(own), central=central)
    report = Report(
        tuple(Governed(path, "", None, tuple(rules.by_globs(path))) for path in map(_plain, paths))
    )
    data = report.as_json()
    return {"decisions": data["decisions"], "ungoverned": data["ungoverned"]}


def _plain(path: str) -> str:
    return path.removeprefix("./").strip("/")


def identity_of(row: Row[Any]) -> Identity:
    """Return what a decision may call a repository by: its name and that of its remote, with and without the folder."""
    _, _, remote = row.remote.partition("/")
    names = {row.name, row.name.rpartition("/")[2], remote, remote.rpartition("/")[2]} - {""}
    return Identity(frozenset(name.casefold() for name in names), row.group_name.casefold())


def _accepted(connection: Connection, repo_ids: set[int]) -> Iterator[tuple[int, Adr]]:
    """Yield the decisions that may govern, each with its repository."""
    records = RECORDS.c
    statement = select(records.repo_id, records.folder, records.data).where(
        records.org_id == ORG,
        records.repo_id.in_(sorted(repo_ids)),
        records.kind == Kind.ADR.value,
        records.is_readable,
        or_(records.status.in_(sorted(IN_FORCE)), records.status == ""),
    )
    for row in connection.execute(statement.order_by(records.repo_id, records.record_id)):
        data = json.loads(row.data)
        record = record_of(data, row.folder)
        if isinstance(record, Adr):
            yield row.repo_id, replace(record, status=data["status"], affects=tuple(data["affects"]))


def _central(record: Adr, origin: str) -> CentralAdr:
    values = {item.name: getattr(record, item.name) for item in fields(Adr)}
    return CentralAdr(**values, origin=origin, place=origin, text="")
