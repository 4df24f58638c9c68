"""Check what no repository can check alone: links and decisions across repositories."""

from __future__ import annotations

import json
import os
import posixpath
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

import records.regex as re
from records.dataclass import dataclass
from records.git.remotes import RemoteAddress, paths_of_page
from records.model.diagnostic import ERROR, INFO, WARNING
from records.model.link import Relation
from records.model.reference import ReferenceIndex
from records.model.status import IN_FORCE, RETIRED
from records.org.schema import LINKS, ORG, RECORDS
from records.org.search import record_of, visible_repositories

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Row

    from records.model.record import Record
    from records.org.scope import Scope

_REFERENCE = re.compile(r"([\w.+-]+(?:/[\w.+-]+)*)/(?:ADR[-_ ]?\d{1,9}|(?:adr|phr)/\S+)\Z")
_FIRST = re.compile(
    r"\b(?:record|use|adopt|keep|write|document)\w*\b.*\b(?:adrs?|decisions?|decision records?)\b"
)
"""The decision with which tools begin a log: every repository has it."""


@dataclass(frozen=True, slots=True)
class OrgFinding:
    """One finding.

    Attributes:
        rule: `broken-repository`, `no-records`, `same-decision`, `contradiction`, `dead-link` or `behind`.
        severity: `error`, `warning` or `info`.
        repository: its name.
        ref: of the record; empty for the repository itself.
        path: of the record, in its repository.
        message: what is wrong.
    """

    rule: str
    severity: str
    repository: str
    ref: str
    path: str
    message: str

    def as_json(self) -> dict[str, Any]:
        """Return the finding as one JSON object."""
        return {
            "rule": self.rule, "severity": self.severity, "repository": self.repository,
            "ref": f"{self.repository}/{self.ref}" if self.ref else None, "path": self.path or None,
            "message": self.message,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Entry:
    """A record, with its repository and its status."""

    repo_id: int
    repository: str
    is_central: bool
    record: Record
    status: str

    @property
    def name(self) -> str:
        return f"{self.repository}/{self.record.ref}"

    def finding(self, rule: str, severity: str, message: str) -> OrgFinding:
        return OrgFinding(rule, severity, self.repository, self.record.ref, self.record.path, message)


class _World:
    """All records that are visible, by repository, with the links between them.

    Args:
        connection: to the index.
        visible: the repositories.
    """

    def __init__(self, connection: Connection, visible: dict[int, Row[Any]]) -> None:
        self.visible = visible
        self.entries: dict[int, dict[int, _Entry]] = {repo_id: {} for repo_id in visible}
        records = RECORDS.c
        query = select(records.repo_id, records.record_id, records.folder, records.status, records.data)
        own = query.where(records.org_id == ORG, records.repo_id.in_(list(visible)))
        for row in connection.execute(own.order_by(records.repo_id, records.record_id)):
            repository = visible[row.repo_id]
            record = record_of(json.loads(row.data), row.folder)
            self.entries[row.repo_id][row.record_id] = _Entry(
                row.repo_id, repository.name, repository.is_central, record, row.status
            )
        self._indexes: dict[int, ReferenceIndex] = {}
        self._paths: dict[int, dict[str, _Entry]] = {}
        self._by_name = {row.name.casefold(): repo_id for repo_id, row in visible.items()}
        self._by_path = {os.path.realpath(row.place): repo_id for repo_id, row in visible.items()}
        self._remotes = {repo_id: _address(row.remote) for repo_id, row in visible.items()}

    def find(self, repo_id: int, ref: str) -> _Entry | None:
        """The one record of a repository that a reference means."""
        if repo_id not in self._indexes:
            self._indexes[repo_id] = ReferenceIndex(entry.record for entry in self.entries[repo_id].values())
        matches = self._indexes[repo_id].matches(ref, None)
        return self._records_by_path(repo_id)[matches[0].path] if len(matches) == 1 else None

    def _records_by_path(self, repo_id: int) -> dict[str, _Entry]:
        if repo_id not in self._paths:
            self._paths[repo_id] = {entry.record.path: entry for entry in self.entries[repo_id].values()}
        return self._paths[repo_id]

    def target(self, source: _Entry, text: str) -> tuple[_Entry | None, str]:
        """What a link leads to in another repository, else why it leads nowhere; neither where it leads elsewhere."""
        for reading in (self._by_reference, self._by_page, self._by_relative_path):
            entry, problem = reading(source, text)
            if entry or problem:
                return entry, problem
        return None, ""

    def _by_reference(self, source: _Entry, text: str) -> tuple[_Entry | None, str]:
        """`architecture/ADR-0012`."""
        if text.startswith((".", "/")) or "://" in text:
            return None, ""
        parts = text.split("/")
        for end in range(len(parts) - 1, 0, -1):
            repo_id = self._by_name.get("/".join(parts[:end]).casefold())
            if repo_id is not None:
                entry = self.find(repo_id, "/".join(parts[end:]))
                return (
                    entry,
                    "" if entry else f"{self.visible[repo_id].name} has no record {'/'.join(parts[end:])}",
                )
        match = _REFERENCE.match(text)
        if match and not self._is_folder(source, match[1]):
            return None, f"no repository is called {match[1]}"
        return None, ""

    def _is_folder(self, source: _Entry, name: str) -> bool:
        """Whether a name is that of a folder of the own records, so that the link is one of the repository itself."""
        return any(f"/{name}/" in f"/{entry.record.path}" for entry in self.entries[source.repo_id].values())

    def _by_page(self, source: _Entry, text: str) -> tuple[_Entry | None, str]:
        """A page of a forge that shows a record."""
        if "://" not in text:
            return None, ""
        for repo_id, address in self._remotes.items():
            paths = paths_of_page(text, [address]) if address and repo_id != source.repo_id else []
            if paths:
                return self._by_paths(repo_id, paths)
        return None, ""

    def _by_relative_path(self, source: _Entry, text: str) -> tuple[_Entry | None, str]:
        """`../../../architecture/history/adr/0012-use-tls.md`, seen from the record."""
        path = posixpath.normpath(
            posixpath.join(posixpath.dirname(source.record.path), text.partition("#")[0])
        )
        if not path.startswith("../"):
            return None, ""
        full = os.path.normpath(os.path.join(self.visible[source.repo_id].place, path))
        for folder, repo_id in self._by_path.items():
            if full.startswith(folder + os.sep):
                return self._by_paths(repo_id, [os.path.relpath(full, folder).replace(os.sep, "/")])
        return None, ""

    def _by_paths(self, repo_id: int, paths: list[str]) -> tuple[_Entry | None, str]:
        """The record at the first of some paths that is one; a missing file beside records is a problem."""
        by_path = self._records_by_path(repo_id)
        folders = {path.rpartition("/")[0] for path in by_path}
        for path in paths:
            if path in by_path:
                return by_path[path], ""
        missing = next(
            (path for path in paths if path.rpartition("/")[0] in folders and path.endswith(".md")), ""
        )
        return None, f"{self.visible[repo_id].name} has no record {missing}" if missing else ""


def _address(text: str) -> RemoteAddress | None:
    host, _, path = text.partition("/")
    return RemoteAddress(host, tuple(path.split("/"))) if path else None


def check(connection: Connection, scope: Scope) -> list[OrgFinding]:
    """Return what is wrong across repositories, by severity, repository and record.

    Args:
        connection: to the index.
        scope: which repositories may be seen; others do not exist.
    """
    world = _World(connection, visible_repositories(connection, scope))
    findings = [*_repositories(world), *_same(world), *_of_links(world, connection)]
    order = (ERROR, WARNING, INFO)
    return sorted(
        dict.fromkeys(findings),
        key=lambda item: (order.index(item.severity), item.repository, item.path, item.rule, item.message),
    )


def _repositories(world: _World) -> Iterator[OrgFinding]:
    for repo_id, row in world.visible.items():
        if row.state in ("broken", "missing"):
            yield OrgFinding("broken-repository", ERROR, row.name, "", "", row.problem)
        elif not world.entries[repo_id]:
            yield OrgFinding("no-records", INFO, row.name, "", "", "it has no records")


def _same(world: _World) -> Iterator[OrgFinding]:
    """Accepted decisions of the same title in several repositories, and those whose central model holds no longer."""
    by_title: dict[str, list[_Entry]] = defaultdict(list)
    for entries in world.entries.values():
        for entry in entries.values():
            words = " ".join(re.findall(r"\w+", entry.record.title.casefold()))
            if entry.status and entry.record.kind == "adr" and words and not _FIRST.search(words):
                by_title[words].append(entry)
    for entries_of_title in by_title.values():
        holding = [entry for entry in entries_of_title if entry.status in IN_FORCE]
        if len({entry.repo_id for entry in holding}) > 1:
            first = min(holding, key=lambda entry: (not entry.is_central, entry.name))
            other_names = sorted(entry.name for entry in holding if entry is not first)
            more = f" and {len(other_names) - 5} more" if len(other_names) > 5 else ""
            severity = WARNING if first.is_central else INFO
            yield first.finding(
                "same-decision", severity, f"also decided in {', '.join(other_names[:5])}{more}"
            )
        for model in entries_of_title:
            if model.is_central and model.status in RETIRED:
                for entry in holding:
                    if entry.repo_id != model.repo_id:
                        yield entry.finding("behind", WARNING, _behind(world, model, "has the title of"))


def _behind(world: _World, model: _Entry, how: str) -> str:
    after = next(
        (
            entry
            for link in model.record.links
            if link.relation == Relation.SUPERSEDED_BY and (entry := world.find(model.repo_id, link.target))
        ),
        None,
    )
    successor = f"; {after.name} took its place" if after else ""
    return f"{how} {model.name}, which is {model.status}{successor}"


def _of_links(world: _World, connection: Connection) -> Iterator[OrgFinding]:
    links = LINKS.c
    query = select(LINKS).where(links.org_id == ORG, links.repo_id.in_(list(world.visible)))
    for row in connection.execute(query.order_by(links.repo_id, links.record_id, links.position)):
        source = world.entries.get(row.repo_id, {}).get(row.record_id)
        if source is None:
            continue
        if row.is_resolved:
            target, problem = world.find(row.repo_id, row.target), ""
        else:
            target, problem = world.target(source, row.target)
        if problem:
            yield source.finding("dead-link", ERROR, f"{row.relation} {row.target}: {problem}")
        elif target is not None and target is not source:
            yield from _of_link(world, source, row.relation, target)


def _of_link(world: _World, source: _Entry, relation: str, target: _Entry) -> Iterator[OrgFinding]:
    both_hold = source.status in IN_FORCE and target.status in IN_FORCE
    is_across = source.repo_id != target.repo_id
    if both_hold and relation == Relation.CONFLICTS_WITH:
        yield source.finding("contradiction", ERROR, f"conflicts with {target.name}, and both are accepted")
    elif both_hold and is_across and relation in (Relation.SUPERSEDES, Relation.SUPERSEDED_BY):
        old, new = (target, source) if relation == Relation.SUPERSEDES else (source, target)
        yield source.finding(
            "contradiction", ERROR, f"{new.name} supersedes {old.name}, which is still accepted"
        )
    elif (
        is_across
        and source.status in IN_FORCE
        and target.status in RETIRED
        and relation != Relation.SUPERSEDES
    ):
        yield source.finding("behind", WARNING, _behind(world, target, relation.replace("-", " ")))
