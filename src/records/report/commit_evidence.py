"""Evidence of how commits came about: who asked, agents, models, tests, decisions, reviewers, hashes.

The statement follows the in-toto Attestation Framework. It gives what the repository records, it is not signed, and it
does not judge whether the commits follow any rule.
"""

from __future__ import annotations

import records.regex as re
from records._version import __version__
from records.dataclass import dataclass
from records.digest import sha256
from records.encoding import encode
from records.errors import GitError
from records.interchange.export import csv_table
from records.model.graph import Graph
from records.model.record import Adr, Phr
from records.phr.front_matter_repair import read_front_matter
from records.project.catalog import prompt_of
from records.regular_file import read_bytes
from records.text.yaml.values import text_or_none
from records.trace.acceptance import StatusStep, status_steps
from records.trace.commit_records import CommitPrompts
from records.trace.disclosure.policy import POLICIES
from records.trace.disclosure.statement import CommitDisclosure, commits_of, disclosure_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from records.model.record import Record
    from records.project.project import Project

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "tag:records-history,2026:evidence/v1"
_REVIEWER = re.compile(r"(?im)^[ \t]*(?:reviewed|acked|approved|tested)-by[ \t]*:[ \t]*(\S[^\n]*)$")
_COLUMNS = (
    "commit", "date", "author", "subject", "asked_by", "agents", "models", "prompts", "tests", "decisions", "reviewers",
    "record_sha256",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CommitEvidence:
    """What the repository records about one commit.

    Attributes:
        disclosed: the commit with the agents that had a part in it.
        prompts: the prompt records that it carries or names, or that list a file of it.
        decisions: the decisions that it carries or names.
        steps: the changes of decisions' statuses in it.
    """

    disclosed: CommitDisclosure
    prompts: tuple[Phr, ...]
    decisions: tuple[Adr, ...]
    steps: tuple[StatusStep, ...]

    @property
    def reviewers(self) -> list[str]:
        """Who reviewed it, by its trailers and by what stands for an accepted decision; the author alone is none."""
        stated = (name.rstrip() for name in _REVIEWER.findall(self.disclosed.commit.message))
        accepted = [item.who for step in self.steps for item in step.evidence if not item.is_author]
        return list(dict.fromkeys((*stated, *accepted)))


def commit_evidence(project: Project, spec: str) -> list[CommitEvidence]:
    """Return the evidence of some commits, newest first; merges are left out.

    Args:
        project: where.
        spec: one revision, or a range `A..B` or `A...B`.

    Raises:
        GitError: there is no repository, or no such revision.
    """
    git = project.git()
    if git is None:
        raise GitError(f"{project.root} is in no git repository", "evidence is about commits")
    commits = commits_of(git, spec)
    prompts = CommitPrompts(project, Graph(project.store.scan()), commits)
    disclosed = disclosure_of(project, POLICIES["none"], prompts, spec).commits
    oldest = commits[-1].parents[:1] if commits else ()
    steps = status_steps(project, oldest[0]) if oldest else []
    return [
        CommitEvidence(
            entry,
            tuple(prompts.of(entry.commit)),
            tuple(record for record in prompts.records(entry.commit) if isinstance(record, Adr)),
            tuple(step for step in steps if step.commit.id == entry.commit.id),
        )
        for entry in disclosed
    ]


def statement(project: Project, spec: str) -> dict[str, Any]:
    """Return one in-toto statement about the commits of a range; its subjects are the commits.

    Raises:
        GitError: there is no repository, no such revision, or no commit in the range but merges.
    """
    entries = commit_evidence(project, spec)
    if not entries:
        raise GitError(f"{spec} holds no commit that is no merge", "name a range: --range main..HEAD")
    records: dict[str, Record] = {
        record.key: record for entry in entries for record in (*entry.prompts, *entry.decisions)
    }
    in_order = sorted(records.values(), key=lambda record: record.sort_key)
    return {
        "_type": STATEMENT,
        "subject": [
            {
                "name": f"commit {entry.disclosed.commit.id[:12]}",
                "digest": {"gitCommit": entry.disclosed.commit.id},
            }
            for entry in entries
        ],
        "predicateType": PREDICATE,
        "predicate": {
            "tool": {"name": "records", "version": __version__},
            "range": spec,
            "commits": [_commit(entry) for entry in entries],
            "prompts": [_prompt(project, record) for record in in_order if isinstance(record, Phr)],
            "decisions": [_named(project, record) for record in in_order if isinstance(record, Adr)],
        },
    }


def evidence_csv(project: Project, specs: Iterable[str]) -> str:
    """Return the evidence as a table with a row a commit; raises as `commit_evidence` does."""
    rows = []
    for spec in specs:
        for entry in commit_evidence(project, spec):
            commit, usages = entry.disclosed.commit, entry.disclosed.usages
            rows.append({
                "commit": commit.id, "date": commit.date, "author": f"{commit.author} <{commit.email}>",
                "subject": commit.subject,
                "asked_by": _unique(_fields(project, record)["asked_by"] for record in entry.prompts),
                "agents": _unique(usage.title for usage in usages), "models": _unique(usage.model for usage in usages),
                "prompts": [record.ref for record in entry.prompts],
                "tests": _unique(test for record in entry.prompts for test in record.tests),
                "decisions": [record.ref for record in entry.decisions], "reviewers": entry.reviewers,
                "record_sha256": [_digest(project, record) for record in (*entry.prompts, *entry.decisions)],
            })  # fmt: skip
    return csv_table(_COLUMNS, rows)


def _commit(entry: CommitEvidence) -> dict[str, Any]:
    commit = entry.disclosed.commit
    return {
        "commit": commit.id, "date": commit.date, "author": f"{commit.author} <{commit.email}>",
        "subject": commit.subject, "agents": [usage.as_json() for usage in entry.disclosed.usages],
        "prompts": [record.ref for record in entry.prompts], "decisions": [record.ref for record in entry.decisions],
        "statuses": [step.as_json() for step in entry.steps], "reviewers": entry.reviewers,
    }  # fmt: skip


def _prompt(project: Project, record: Phr) -> dict[str, Any]:
    text = prompt_of(project, record)
    return {
        **_named(project, record), **_fields(project, record), "date": record.date, "files": list(record.files),
        "tests": list(record.tests),
        "prompt_digest": {"sha256": sha256(encode(text))} if text else None,
    }  # fmt: skip


def _fields(project: Project, record: Phr) -> dict[str, str | None]:
    """Return who asked, which surface and which model, as the record states them."""
    fields = read_front_matter(project.store.text(record.path)).fields
    return {
        "asked_by": text_or_none(fields.get("user")),
        "surface": text_or_none(fields.get("surface")),
        "model": text_or_none(fields.get("model")),
    }


def _named(project: Project, record: Record) -> dict[str, Any]:
    return {
        "ref": record.ref, "title": record.title, "path": record.path, "state": record.state,
        "digest": {"sha256": _digest(project, record)},
    }  # fmt: skip


def _digest(project: Project, record: Record) -> str:
    """Return the SHA-256 of a record's file as it is in the work tree."""
    return sha256(read_bytes(project.store.absolute(record.path)))


def _unique(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))
