"""Check what no repository can check alone: links and decisions across repositories."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

import records.regex as re
from records.dataclass import dataclass
from records.model.link import Relation
from records.model.severity import ERROR, INFO, WARNING
from records.model.status import IN_FORCE, RETIRED
from records.org.schema import LINKS, ORG
from records.org.visible import visible_repositories
from records.org.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from records.org.scope import Scope
    from records.org.world import Entry

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

    @classmethod
    def of(cls, entry: Entry, rule: str, severity: str, message: str) -> OrgFinding:
        """Return a finding about a record."""
        return cls(rule, severity, entry.repository, entry.record.ref, entry.record.path, message)

    def as_json(self) -> dict[str, Any]:
        """Return the finding as one JSON object."""
        return {
            "rule": self.rule, "severity": self.severity, "repository": self.repository,
            "ref": f"{self.repository}/{self.ref}" if self.ref else None, "path": self.path or None,
            "message": self.message,
        }  # fmt: skip


def check(connection: Connection, scope: Scope) -> list[OrgFinding]:
    """Return what is wrong across repositories, by severity, repository and record.

    Args:
        connection: to the index.
        scope: which repositories may be seen; others do not exist.
    """
    return check_world(World(connection, visible_repositories(connection, scope)), connection)


def check_world(world: World, connection: Connection) -> list[OrgFinding]:
    """Return what is wrong across some repositories, by severity, repository and record."""
    findings = [*_repositories(world), *_same(world), *_of_links(world, connection)]
    order = (ERROR, WARNING, INFO)
    return sorted(
        dict.fromkeys(findings),
        key=lambda item: (order.index(item.severity), item.repository, item.path, item.rule, item.message),
    )


def _repositories(world: World) -> Iterator[OrgFinding]:
    for repo_id, row in world.visible.items():
        if row.state in ("broken", "missing"):
            yield OrgFinding("broken-repository", ERROR, row.name, "", "", row.problem)
        elif not world.entries[repo_id]:
            yield OrgFinding("no-records", INFO, row.name, "", "", "it has no records")


def _same(world: World) -> Iterator[OrgFinding]:
    """Accepted decisions of the same title in several repositories, and those whose central model holds no longer."""
    by_title: dict[str, list[Entry]] = defaultdict(list)
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
            yield OrgFinding.of(
                first, "same-decision", severity, f"also decided in {', '.join(other_names[:5])}{more}"
            )
        for model in entries_of_title:
            if model.is_central and model.status in RETIRED:
                for entry in holding:
                    if entry.repo_id != model.repo_id:
                        yield OrgFinding.of(
                            entry, "behind", WARNING, _behind(world, model, "has the title of")
                        )


def _behind(world: World, model: Entry, how: str) -> str:
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


def _of_links(world: World, connection: Connection) -> Iterator[OrgFinding]:
    links = LINKS.c
    own = (links.org_id == ORG, links.repo_id.in_(sorted(world.visible)))
    query = select(LINKS).where(*own).order_by(links.repo_id, links.record_id, links.position)
    for row in connection.execute(query):
        source = world.entries[row.repo_id][row.record_id]
        if row.is_resolved:
            target, problem = world.find(row.repo_id, row.target), ""
        else:
            target, problem = world.target(source, row.target)
        if problem:
            yield OrgFinding.of(source, "dead-link", ERROR, f"{row.relation} {row.target}: {problem}")
        elif target is not None and target is not source:
            yield from _of_link(world, source, row.relation, target)


def _of_link(world: World, source: Entry, relation: str, target: Entry) -> Iterator[OrgFinding]:
    both_hold = source.status in IN_FORCE and target.status in IN_FORCE
    is_across = source.repo_id != target.repo_id
    if both_hold and relation == Relation.CONFLICTS_WITH:
        yield OrgFinding.of(
            source, "contradiction", ERROR, f"conflicts with {target.name}, and both are accepted"
        )
    elif both_hold and is_across and relation in (Relation.SUPERSEDES, Relation.SUPERSEDED_BY):
        old, new = (target, source) if relation == Relation.SUPERSEDES else (source, target)
        yield OrgFinding.of(
            source, "contradiction", ERROR, f"{new.name} supersedes {old.name}, which is still accepted"
        )
    elif (
        is_across
        and source.status in IN_FORCE
        and target.status in RETIRED
        and relation != Relation.SUPERSEDES
    ):
        yield OrgFinding.of(source, "behind", WARNING, _behind(world, target, relation.replace("-", " ")))
