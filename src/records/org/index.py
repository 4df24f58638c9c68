"""Bring the index up to date: each repository is read at its default branch, and replaced in one transaction."""

from __future__ import annotations

import datetime
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select

from records._version import __version__
from records.dataclass import dataclass, field
from records.encoding import encode
from records.errors import GitError, NotFound, RecordsError
from records.git.log import log
from records.git.refs import default_commit, remote_url
from records.git.remotes import parse_remote
from records.git.run import Git
from records.model.record import Adr, Phr
from records.org.database import fulltext_of, lock_writers, open_database
from records.org.members import Member, members
from records.org.schema import (
    DAY_BITS,
    FILES,
    LABELS,
    LINKS,
    OF_RECORDS,
    ORG,
    RECORDS,
    REPOSITORIES,
    TEXTS,
    storable,
)
from records.org.terms import SearchText, search_text
from records.project.catalog import Catalog
from records.project.committed import open_committed
from records.project.full_text_index import searched_parts
from records.project.revision_store import MISSING_OBJECT
from records.trace.commit_records import CommitPrompts
from records.trace.coverage import coverage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine, Row

    from records.model.record import Record
    from records.org.config import OrgConfig
    from records.project.project import Project

INDEXED, EMPTY, MISSING, BROKEN = "indexed", "empty", "missing", "broken"
"""What a repository can be in the index: read, without a commit, not there, or not readable."""
READER = f"4:{__version__}"
_INCOMPLETE = f"{READER}:incomplete"
"""What has read a repository of which objects are missing: each run reads it again, for they may be back."""
_MOST_COMMITS = 100
"""How many of the newest commits are looked at for agents."""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a run did.

    Attributes:
        repositories: how many there are.
        read: how many were read, because they are new or have changed.
        removed: the names of those that are no longer in `org.toml`.
        records: how many records the index holds.
        problems: repositories that could not be read, or not with their settings, and why.
        unreadable: files that could not be read: repository, path, and why.
    """

    repositories: int
    read: int
    removed: tuple[str, ...]
    records: int
    problems: tuple[tuple[str, str], ...]
    unreadable: tuple[tuple[str, str, str], ...]

    def as_json(self) -> dict[str, Any]:
        """Return the report as one JSON object."""
        return {
            "repositories": self.repositories, "read": self.read, "unchanged": self.repositories - self.read,
            "removed": list(self.removed), "records": self.records,
            "problems": [{"repository": name, "problem": problem} for name, problem in self.problems],
            "unreadable": [
                {"repository": name, "path": path, "problem": problem} for name, path, problem in self.unreadable
            ],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What one repository holds: a row for the repository, and rows for its records by table."""

    row: dict[str, Any]
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    texts: list[SearchText] = field(default_factory=list)


def build_index(
    config: OrgConfig, progress: Callable[[int, int], object] = lambda count, total: None
) -> IndexReport:
    """Bring the index in the folder of `org.toml` up to date.

    A repository is read when it is new or its default branch has moved; a repository that cannot be read is a row that
    says why. A run that is killed leaves whole repositories, and the next one completes it.

    Args:
        config: which repositories.
        progress: is called with how many are done, of how many.

    Raises:
        StateError: the index cannot be written.
    """
    all_members = members(config)
    with open_database(config, create=True) as engine:
        stored_rows = _stored_rows(engine)
        removed = remove_others(engine, stored_rows, {repo_id_of(member.name) for member in all_members})
        read = 0
        with ThreadPoolExecutor(4) as pool:
            looks = pool.map(
                lambda member: _look(member, stored_rows.get(repo_id_of(member.name))), all_members
            )
            for count, (member, look) in enumerate(zip(all_members, looks, strict=True), start=1):
                read += _update(engine, member, look, stored_rows.get(repo_id_of(member.name)))
                progress(count, len(all_members))
        if read:
            with engine.begin() as connection:
                fulltext_of(connection).compact(connection)
        return _report(engine, len(all_members), read, removed)


def repo_id_of(name: str) -> int:
    """Return the key of a repository: the same for the same name in every index."""
    digest = hashlib.sha256(encode(name)).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def _stored_rows(engine: Engine) -> dict[int, Row[Any]]:
    with engine.connect() as connection:
        rows = connection.execute(select(REPOSITORIES).where(REPOSITORIES.c.org_id == ORG)).all()
    return {row.repo_id: row for row in rows}


def _look(member: Member, row: Row[Any] | None) -> str | RecordsError:
    """Return the commit of the default branch; the error where it cannot be told."""
    if member.location is None:
        return NotFound(member.problem)
    try:
        return default_commit(Git.at(member.location), member.location)
    except RecordsError as error:
        return error


def _update(engine: Engine, member: Member, look: str | RecordsError, row: Row[Any] | None) -> bool:
    """Bring one repository up to date; return whether it was read."""
    facts = _facts(member)
    if (
        isinstance(look, str)
        and row
        and (row.commit_id, row.reader) == (look, READER)
        and row.state == INDEXED
    ):
        if any(getattr(row, name) != value for name, value in facts.items()):
            with engine.begin() as connection:
                connection.execute(REPOSITORIES.update().where(*_is(member)).values(facts))
        return False
    reading = _read(member, look, facts)
    if (
        row
        and not reading.rows
        and not row.commit_id
        and all(getattr(row, k) == v for k, v in reading.row.items())
    ):
        return False  # as broken as before
    with engine.begin() as connection:
        replace_repository(connection, reading)
    return True


def _facts(member: Member) -> dict[str, Any]:
    """The columns that come from `org.toml`."""
    return {
        "name": storable(member.name), "place": storable(member.url or member.path),
        "group_name": storable(member.group), "visibility": member.visibility, "is_central": member.central,
    }  # fmt: skip


def _is(member: Member) -> tuple[Any, Any]:
    return REPOSITORIES.c.org_id == ORG, REPOSITORIES.c.repo_id == repo_id_of(member.name)


def _read(member: Member, look: str | RecordsError, facts: dict[str, Any]) -> Reading:
    """Read a repository; whatever goes wrong in it becomes its row."""
    row = {"org_id": ORG, "repo_id": repo_id_of(member.name), **facts, "commit_id": "", "reader": READER}
    if member.location is None or isinstance(look, RecordsError):
        state = MISSING if member.location is None else BROKEN
        return Reading(
            {
                **row,
                "state": state,
                "problem": _without_place(member, look.message if isinstance(look, RecordsError) else ""),
            }
        )
    if not look:
        return Reading({**row, "state": EMPTY, "problem": "no commit on its default branch"})
    try:
        project, problem = open_committed(member.location, look)
        return _records(
            project, {**row, "commit_id": look, "state": INDEXED, "problem": _without_place(member, problem)}
        )
    except RecordsError as error:
        problem = error.message
    except Exception as error:  # whatever one repository holds, the others are indexed
        problem = f"{type(error).__name__}: {error}"
    return Reading({**row, "state": BROKEN, "problem": _without_place(member, problem)})


def _without_place(member: Member, problem: str) -> str:
    """Return a problem that says nothing of where the clone is on this machine."""
    location = member.location
    places = [member.path, *((location.root, location.git_dir, location.common_dir) if location else ())]
    for place in sorted(places, key=len, reverse=True):
        problem = problem.replace(place, member.name)
    return storable(problem)


def _records(project: Project, row: dict[str, Any]) -> Reading:
    records = project.store.scan()
    catalog = Catalog(records)
    reading = Reading({**row, **_history(project, catalog)}, {table.name: [] for table in OF_RECORDS})
    for number, record in enumerate(records):
        keys = {"org_id": row["org_id"], "repo_id": row["repo_id"], "record_id": number}
        text = storable(_text_of(project, record))
        for name, values in _rows_of(record, catalog, text):
            reading.rows[name].extend({**keys, **value} for value in values)
        front, body = searched_parts(text)
        texts = (record.title, " ".join(record.labels), body, front)
        position = position_of(record.date or "", row["repo_id"], record.number or 0, record.path)
        reading.texts.append(search_text(number, position, *texts))
    if any(not record.readable and record.problem == MISSING_OBJECT for record in records):
        reading.row["reader"] = _INCOMPLETE
    return reading


def _history(project: Project, catalog: Catalog) -> dict[str, Any]:
    """The columns that come from the commits and the remote of a repository."""
    if project.location is None or project.revision is None:
        return {}
    git = Git.at(project.location)
    newest = (project.revision, f"--max-count={_MOST_COMMITS}", "--no-merges")
    has_prompts = any(isinstance(record, Phr) for record in catalog.records)
    commits = log(
        git, *newest, files=has_prompts
    )  # without prompts nothing is recorded, whatever a commit changes
    cover = coverage(CommitPrompts(project, catalog.graph, commits))
    address = parse_remote(remote_url(git))
    return {
        "commits": cover.commits, "agent_commits": len(cover.agents),
        "recorded_commits": len(cover.agents) - len(cover.bare),
        "remote": "/".join((address.host, *address.names)) if address else "",
    }  # fmt: skip


def _text_of(project: Project, record: Record) -> str:
    try:
        return project.store.text(record.path)
    except (NotFound, GitError):
        return ""


def _rows_of(record: Record, catalog: Catalog, text: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the rows of a record by the name of their table."""
    data = catalog.as_json(record)
    texts = {
        "kind": record.kind.value, "ref": record.ref, "record_key": record.key, "path": record.path,
        "title": record.title, "date": record.date or "", "folder": record.folder,
        "status": (record.status or "") if isinstance(record, Adr) else "",
        "stage": (record.stage or "") if isinstance(record, Phr) else "",
        "feature": (record.feature or "") if isinstance(record, Phr) else "",
        "data": json.dumps(data, separators=(",", ":")),
    }  # fmt: skip
    flags = {"is_readable": record.readable, "is_repaired": bool(record.repairs)}
    yield RECORDS.name, [{name: storable(value) for name, value in texts.items()} | flags]
    yield TEXTS.name, [{"content": text}]
    yield LABELS.name, _with_positions("label", (label.casefold() for label in record.labels))
    yield FILES.name, _with_positions("path", record.files)
    links = catalog.graph.links(record)
    yield LINKS.name, [
        {"position": position, "relation": storable(link.relation), "target": storable(link.target),
         "is_resolved": catalog.graph.references.get(link.target) is not None}
        for position, link in enumerate(links)
    ]  # fmt: skip


def _with_positions(name: str, values: Any) -> list[dict[str, Any]]:
    return [
        {"position": position, name: storable(value)} for position, value in enumerate(dict.fromkeys(values))
    ]


def position_of(date: str, repo_id: int, number: int, path: str) -> int:
    """Return the place of a record among all: later days higher, then by repository and its own number.

    It is the same in every index, whatever other records there are: pages go on where they ended. Two records share one
    only where they share the day and, by chance, the rest; then one moves up a place.
    """
    own = int.from_bytes(hashlib.sha256(encode(path)).digest()[:2], "big") & 0x7FF
    try:
        days = datetime.date.fromisoformat(date).toordinal()
    except ValueError:
        days = 0
    return days << DAY_BITS | (repo_id & 0x1FFFF) << 24 | min(number, 0x1FFF) << 11 | own


def _with_own_positions(connection: Connection, reading: Reading) -> None:
    """Write into the rows of the records positions that no other record has."""
    taken = _taken_positions(connection, [text.position for text in reading.texts])
    for number, (row, text) in enumerate(zip(reading.rows[RECORDS.name], reading.texts, strict=True)):
        position = text.position
        while position in taken:
            position += 1
            taken |= _taken_positions(connection, [position])
        taken.add(position)
        row["position"] = position
        reading.texts[number] = text._replace(position=position)


def _taken_positions(connection: Connection, positions: list[int]) -> set[int]:
    """Return those of some positions that are stored."""
    taken: set[int] = set()
    for first in range(0, len(positions), 500):
        is_one = RECORDS.c.position.in_(positions[first : first + 500])
        taken.update(connection.scalars(select(RECORDS.c.position).where(RECORDS.c.org_id == ORG, is_one)))
    return taken


def replace_repository(connection: Connection, reading: Reading) -> None:
    """Put what was read in place of what is stored of a repository."""
    repo_id = reading.row["repo_id"]
    _delete(connection, repo_id)
    if reading.texts:
        _with_own_positions(connection, reading)
    connection.execute(insert(REPOSITORIES), reading.row)
    for table in OF_RECORDS:
        if rows := reading.rows.get(table.name):
            connection.execute(insert(table), rows)
    fulltext_of(connection).add(connection, repo_id, reading.texts)


def _delete(connection: Connection, repo_id: int) -> None:
    lock_writers(connection)
    fulltext_of(connection).remove(connection, repo_id)
    for table in (REPOSITORIES, *OF_RECORDS):
        connection.execute(table.delete().where(table.c.org_id == ORG, table.c.repo_id == repo_id))


def remove_others(engine: Engine, stored_rows: dict[int, Row[Any]], listed_ids: set[int]) -> tuple[str, ...]:
    """Remove the repositories that are listed no longer; return their names."""
    other_names = {repo_id: row.name for repo_id, row in stored_rows.items() if repo_id not in listed_ids}
    for repo_id in other_names:
        with engine.begin() as connection:
            _delete(connection, repo_id)
    return tuple(sorted(other_names.values()))


def _report(engine: Engine, repositories: int, read: int, removed: tuple[str, ...]) -> IndexReport:
    own = REPOSITORIES.c.org_id == ORG
    with engine.connect() as connection:
        problems = connection.execute(
            select(REPOSITORIES.c.name, REPOSITORIES.c.problem)
            .where(own, REPOSITORIES.c.problem != "", REPOSITORIES.c.state != EMPTY)
            .order_by(REPOSITORIES.c.name)
        ).all()
        total = select(func.count()).select_from(RECORDS).where(RECORDS.c.org_id == ORG)
        records = connection.execute(total).scalar_one()
        unreadable = connection.execute(
            select(REPOSITORIES.c.name, RECORDS.c.path, RECORDS.c.data)
            .join(REPOSITORIES, RECORDS.c.repo_id == REPOSITORIES.c.repo_id)
            .where(own, RECORDS.c.org_id == ORG, RECORDS.c.is_readable.is_(False))
            .order_by(REPOSITORIES.c.name, RECORDS.c.path)
        ).all()
    return IndexReport(
        repositories, read, removed, records,
        tuple((row.name, row.problem) for row in problems),
        tuple((row.name, row.path, str(json.loads(row.data).get("problem") or "")) for row in unreadable),
    )  # fmt: skip
