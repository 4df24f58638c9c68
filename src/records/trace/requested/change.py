"""The prompts of the commits of a change, compared with what these commits changed."""

from __future__ import annotations

from records.dataclass import dataclass, replace
from records.errors import GitError
from records.git.diff import commit_texts
from records.git.diff_model import Diff
from records.git.log import log
from records.git.refs import resolve
from records.model.graph import Graph
from records.project.catalog import prompt_of
from records.project.discovery import discover_among
from records.project.work_tree import outer_path
from records.suggest.series import combine, read_diff
from records.text.lines import line_at
from records.trace.commit_records import CommitPrompts
from records.trace.requested.compare import Gap, GapKind, find_gaps
from records.trace.requested.request import Prompt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.git import Git
    from records.git.log import Commit
    from records.model.record import Phr
    from records.project.project import Project
    from records.trace.answers import CommitAnswer

_MOST_COMMITS = 200


def requested_of(project: Project, prompts: CommitPrompts) -> list[Gap]:
    """Return how the commits of a change differ from the prompts recorded for them; empty without prompts."""
    git = project.git()
    if git is None:
        return []
    records: dict[str, Phr] = {}
    asked: list[str] = []
    for commit in prompts.commits[:_MOST_COMMITS]:
        own = prompts.of(commit)
        records.update((record.key, record) for record in own)
        if own:
            asked.append(commit.id)
    if not asked:
        return []
    paths = [change.path for commit in prompts.commits for change in commit.changes]
    gaps = find_gaps(
        _diff(project, git, asked), [read_prompt(project, record) for record in records.values()], paths
    )
    return [
        replace(gap, path=outer_path(project.prefix, gap.path)) if gap.kind is GapKind.REQUEST else gap
        for gap in gaps
    ]


@dataclass(frozen=True, slots=True)
class ExplainedCommit:
    """A commit, the prompts recorded for it, and how it differs from them."""

    commit: Commit
    prompts: tuple[Phr, ...]
    gaps: tuple[Gap, ...]

    def as_json(self) -> CommitAnswer:
        """Return all of it as one JSON object."""
        return {
            "commit": self.commit.id,
            "subject": self.commit.subject,
            "author": self.commit.author,
            "date": self.commit.date,
            "prompts": [record.name_as_json() for record in self.prompts],
            "requested": [gap.as_json() for gap in self.gaps],
        }


def explain_commit(project: Project, revision: str) -> ExplainedCommit:
    """Return a commit with the prompts recorded for it, and what differs from them; of a merge without either.

    Raises:
        GitError: there is no repository, or no such commit.
    """
    git = project.git()
    if git is None:
        raise GitError(f"{project.root} is in no git repository", "run this in a clone")
    (commit_id,) = resolve(git, revision)
    history = log(git, "--max-count=1", commit_id)
    prompts = CommitPrompts(project, Graph(project.store.scan()), history)
    own = prompts.of(history[0]) if prompts.commits else []
    return ExplainedCommit(history[0], tuple(own), tuple(requested_of(project, prompts)))


def _diff(project: Project, git: Git, commits: list[str]) -> Diff:
    """Return what some commits changed, the newest first, without the records among it."""
    texts = commit_texts(git, commits)
    whole = combine(
        [
            read_diff(texts[commit][1].decode("utf-8", "replace"))
            for commit in reversed(commits)
            if commit in texts
        ]
    )
    top = f"{project.prefix}/" if project.prefix else ""
    inner = [file.path.removeprefix(top) for file in whole.files]
    records = {candidate.path for candidate in discover_among(inner, project.store.roots)}
    return Diff(tuple(file for file, path in zip(whole.files, inner, strict=True) if path not in records))


def read_prompt(project: Project, record: Phr) -> Prompt:
    """Return the prompt of a record, with its place in the file."""
    text = prompt_of(project, record) or ""
    whole = project.store.text(record.path)
    return Prompt(text, record, line_at(whole, max(0, whole.find(text))) if text else 1)
