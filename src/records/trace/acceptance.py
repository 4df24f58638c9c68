"""Who changed the status of decisions in a change, and what shows that a person accepted them."""

from __future__ import annotations

import records.regex as re
from records.agents.commit_signs import Sign, agent_signs, names_agent
from records.dataclass import dataclass
from records.errors import GitError, RecordsError
from records.git.file_history import read_versions, versions_of
from records.git.log import log
from records.git.objects import read_objects
from records.model.graph import Graph
from records.model.record import Adr
from records.model.status import IN_FORCE, may_become
from records.project.work_tree import inner_path, outer_path
from records.text.data_text import parse_toml
from records.trace.commit_records import RecordsByPath
from records.trace.status_history import StatusChange, status_changes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Literal

    from records.git import Git
    from records.git.log import Commit
    from records.project.project import Project
    from records.trace.answers import AcceptanceEvidenceAnswer, StatusStepAnswer

    EvidenceKind = Literal["person", "trailer", "review-file", "forge-review"]

REVIEWS = ".records/reviews"
"""The folder of reviews as files: TOML with `record`, `reviewer` (`NAME <ADDRESS>`) and `verdict`."""
_TRAILER = re.compile(r"(?im)^[ \t]*ADR-accepted-by[ \t]*:([^<\n]*)<([^<>\s]+)>[ \t]*$")
_APPROVED = frozenset(("approved", "accepted"))

_KINDS = {
    "person": "commit of",
    "trailer": "trailer of",
    "review-file": "review file of",
    "forge-review": "review of",
}


@dataclass(frozen=True, slots=True)
class Review:
    """A review of a change or of one decision.

    Attributes:
        reviewer: a name, an address or an account.
        approves: whether it approves; a dismissed review does not.
        ref: the decision that it is about; empty for all of the change.
        kind: where it is kept.
    """

    reviewer: str
    approves: bool
    ref: str = ""
    kind: EvidenceKind = "forge-review"


@dataclass(frozen=True, slots=True)
class AcceptanceEvidence:
    """One thing that shows that a person accepted a decision.

    Attributes:
        kind: `person` (a commit without signs of an agent), `trailer`, `review-file` or `forge-review`.
        who: the name, address or account.
        is_author: whether that is the author of the commit.
    """

    kind: EvidenceKind
    who: str
    is_author: bool = False

    def as_json(self) -> AcceptanceEvidenceAnswer:
        """Return the evidence as one JSON object."""
        return {"kind": self.kind, "who": self.who, "is_author": self.is_author}


@dataclass(frozen=True, slots=True)
class StatusStep:
    """A change of a decision's status in one commit.

    Attributes:
        record: the decision as it is today.
        change: the statuses before and after; before is None for a new decision.
        commit: the commit, with its whole message.
        signs: the signs of agents that it carries.
        evidence: what shows that a person accepted the decision; empty for other changes of status.
    """

    record: Adr
    change: StatusChange
    commit: Commit
    signs: tuple[Sign, ...] = ()
    evidence: tuple[AcceptanceEvidence, ...] = ()

    @property
    def accepts(self) -> bool:
        """Whether the decision comes into force with this change."""
        return self.change.after in IN_FORCE and self.change.before not in IN_FORCE

    @property
    def reverts(self) -> bool:
        """Whether the status goes back along a way that is not allowed: accepted to proposed, rejected to accepted."""
        before, after = self.change.before, self.change.after
        return before is not None and after is not None and before != after and not may_become(before, after)

    @property
    def is_by_agent(self) -> bool:
        """Whether the commit carries a sign of an agent."""
        return bool(self.signs)

    @property
    def is_reviewed(self) -> bool:
        """Whether somebody other than the commit's author stands for the acceptance."""
        return any(item.kind != "person" and not item.is_author for item in self.evidence)

    def describe(self) -> str:
        """Return who changed the status, and with what evidence, as one line."""
        before = f"{self.change.before} → " if self.change.before else "new, "
        by = f"by {self.commit.author} in {self.commit.id[:10]}"
        who = f"{by}, with signs of an agent" if self.is_by_agent else by
        evidence = "; ".join(f"{_KINDS[item.kind]} {item.who}" for item in self.evidence)
        note = f" ({evidence or 'no evidence of a person'})" if self.accepts else ""
        return f"{self.record.ref} {before}{self.change.after or 'no status'} {who}{note}"

    def as_json(self) -> StatusStepAnswer:
        """Return the step as one JSON object."""
        return {
            "ref": self.record.ref, "path": self.record.path, "from": self.change.before, "to": self.change.after,
            "commit": self.commit.id, "author": self.commit.author, "by_agent": self.is_by_agent,
            "evidence": [item.as_json() for item in self.evidence],
        }  # fmt: skip


def status_steps(project: Project, start: str, reviews: Iterable[Review] = ()) -> list[StatusStep]:
    """Return the changes of decisions' statuses since a commit, oldest first within a decision.

    Args:
        project: where.
        start: the id of the commit that the change was begun from.
        reviews: those of the forge.

    Raises:
        GitError: the project is in no repository.
    """
    git = project.git()
    if git is None:
        raise GitError(f"{project.root} is in no git repository", "only commits change a status")
    commits = {commit.id: commit for commit in log(git, f"{start}..HEAD") if len(commit.parents) < 2}
    if not commits:
        return []
    graph = Graph(project.store.scan())
    every_review = [*reviews, *_review_files(project, git, start)]
    steps: list[StatusStep] = []
    for record in _changed_decisions(project, graph, commits.values()):
        versions = versions_of(git, record.path, project.revision)
        for change in status_changes(project, record, versions, read_versions(git, versions)):
            commit = commits.get(change.commit)
            if commit is not None and change.before != change.after:
                signs = tuple(agent_signs(commit.message, commit.author, commit.email))
                evidence = _evidence(git, record, commit, signs, every_review)
                step = StatusStep(record, change, commit, signs)
                steps.append(StatusStep(record, change, commit, signs, evidence) if step.accepts else step)
    return steps


def _changed_decisions(project: Project, graph: Graph, commits: Iterable[Commit]) -> list[Adr]:
    by_path = RecordsByPath(graph.references, graph.records)
    records = {
        record.key: record
        for commit in commits
        for item in commit.changes
        if (path := inner_path(project.prefix, item.path)) and isinstance(record := by_path.find(path), Adr)
    }
    return sorted(records.values(), key=lambda record: record.sort_key)


def _evidence(
    git: Git, record: Adr, commit: Commit, signs: tuple[Sign, ...], reviews: list[Review]
) -> tuple[AcceptanceEvidence, ...]:
    author = f"{commit.author} <{commit.email}>"
    items = [] if signs else [AcceptanceEvidence("person", author, is_author=True)]
    people = [
        (name.strip(), email)
        for name, email in _TRAILER.findall(commit.message)
        if not names_agent(name.strip(), email)
    ]
    if people and (not signs or _is_signed(git, commit.id)):
        items += [
            AcceptanceEvidence("trailer", f"{name} <{email}>", email.lower() == commit.email.lower())
            for name, email in people
        ]
    items += [
        AcceptanceEvidence(review.kind, review.reviewer, _is_author(review.reviewer, commit))
        for review in reviews
        if review.approves and review.ref in ("", record.ref, record.key, record.stem, record.path)
    ]
    return tuple(items)


def _is_author(reviewer: str, commit: Commit) -> bool:
    return commit.email.lower() in reviewer.lower() if commit.email else reviewer == commit.author


def _is_signed(git: Git, commit: str) -> bool:
    """Whether a commit carries a signature; it is not verified here: a forge does that."""
    (item,) = read_objects(git, [commit], check=False)
    head = item.text.partition("\n\n")[0] if item else ""
    return any(line.startswith(("gpgsig ", "gpgsig-sha256 ")) for line in head.split("\n"))


def _review_files(project: Project, git: Git, start: str) -> Iterator[Review]:
    """Yield the reviews that the change adds as files, those in commits with an agent's sign left out."""
    names: set[str] = set()
    folder = outer_path(project.prefix, REVIEWS)
    for commit in log(git, f"{start}..HEAD", paths=(f":(top,literal){folder}",)):
        is_by_agent = bool(agent_signs(commit.message, commit.author, commit.email))
        for item in commit.changes:
            path = inner_path(project.prefix, item.path)
            if not path or not path.startswith(f"{REVIEWS}/") or not path.endswith(".toml") or path in names:
                continue
            names.add(path)
            review = None if is_by_agent or item.status == "D" else _read_review(project, path)
            if review:
                yield review


def _read_review(project: Project, path: str) -> Review | None:
    try:
        values = parse_toml(project.store.text(path))
    except (RecordsError, ValueError):
        return None
    record, reviewer, verdict = (str(values.get(key, "")) for key in ("record", "reviewer", "verdict"))
    name, _, address = reviewer.partition("<")
    if not (record and reviewer) or names_agent(name.strip(), address.strip(" >")):
        return None
    return Review(reviewer, verdict.lower() in _APPROVED, record, "review-file")


def forge_reviews(rows: object) -> list[Review]:
    """Return the reviews in the forge's own form: a list of objects with `user`, `state` and perhaps `commit_id`.

    The last review of an account counts; comments change nothing, and accounts of programs are left out. The form is
    that of GitHub's `GET /repos/{owner}/{repo}/pulls/{number}/reviews`, one page or a list of pages.
    """
    states: dict[str, str] = {}
    pages = rows if isinstance(rows, list) else []
    for row in (row for page in pages for row in (page if isinstance(page, list) else [page])):
        user = row.get("user") if isinstance(row, dict) else None
        if not isinstance(user, dict) or user.get("type") == "Bot" or "[bot]" in str(user.get("login")):
            continue
        state = str(row.get("state", "")).upper()
        if state in ("APPROVED", "DISMISSED", "CHANGES_REQUESTED"):
            states[str(user.get("login"))] = state
    return [Review(login, state == "APPROVED") for login, state in states.items()]
