"""Tie turns to the commits that hold their work, and keep the ties over rebase and squash."""

from __future__ import annotations

from records.agents.times import seconds
from records.git import Git
from records.git.log import commit_paths, commit_times, commits_by_patch_id, patch_id
from records.git.refs import reachable_commits, resolve
from records.git.work_tree import staged_paths
from records.ledger.ledger import Ledger, TurnRow
from records.model.turn import TurnState
from records.project.state_dir import StateDir

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.project.project import Project

_SEARCHED = 500


def link(project: Project, revision: str = "HEAD") -> list[str]:
    """Tie a commit to the turns whose files it holds and that no earlier commit took; returns their records.

    Raises:
        NotFound: the project is in no repository.
        GitError: there is no such commit.
    """
    state_dir, git = StateDir.of(project), _git(project)
    (sha,) = resolve(git, revision)
    commit_files = commit_paths(git, sha)
    commit_time, parent = commit_times(git, sha)
    patch = patch_id(git, sha)
    records: list[str] = []
    with Ledger(state_dir.ledger) as ledger, ledger.writing():
        tied_turns = {turn for turn, _, _ in ledger.commits()}
        for row in ledger.turns():
            fresh = row.id not in tied_turns or _is_later(row, parent)
            if fresh and _holds(row, commit_files, sha) and seconds(row.turn.at) <= commit_time + 1:
                ledger.link(row.id, sha, patch)
                records.append(row.record or row.turn.key)
    return records


def follow(project: Project, rewritten: str) -> int:
    """Let ties follow rewritten commits, as `post-rewrite` gets them: lines of `old new`.

    A squash gives several old commits one new one; all their turns are tied to it.

    Raises:
        NotFound: the project is in no repository.
    """
    state_dir, git = StateDir.of(project), _git(project)
    pairs = [line.split()[:2] for line in rewritten.splitlines() if len(line.split()) >= 2]
    patches = {new: patch_id(git, new) for new in sorted({new for _, new in pairs})}
    with Ledger(state_dir.ledger) as ledger, ledger.writing():
        return sum(ledger.rewrite_commit(old, new, patches[new]) for old, new in pairs)


def heal(project: Project) -> int:
    """Find commits that were rewritten unseen by their patch, on any branch; returns how many ties followed.

    Raises:
        NotFound: the project is in no repository.
    """
    state_dir, git = StateDir.of(project), _git(project)
    with Ledger(state_dir.ledger) as ledger:
        ties = ledger.commits()
        reachable = reachable_commits(git, _SEARCHED * 10)
        lost_commits = {(sha, patch) for _, sha, patch in ties if sha not in reachable and patch}
        if not lost_commits:
            return 0
        where = commits_by_patch_id(git, _SEARCHED)
        with ledger.writing():
            return sum(
                ledger.rewrite_commit(sha, where[patch], patch)
                for sha, patch in sorted(lost_commits)
                if patch in where
            )


def trailers(project: Project) -> list[str]:
    """A `PHR:` line for each record of a turn that touches what is staged, for a commit's message.

    Raises:
        NotFound: the project is in no repository.
    """
    state_dir, git = StateDir.of(project), _git(project)
    if not state_dir.ledger.exists():
        return []
    paths = staged_paths(git)
    with Ledger(state_dir.ledger) as ledger:
        tied_turns = {turn for turn, _, _ in ledger.commits()}
        rows = [row for row in ledger.turns() if row.record and row.id not in tied_turns]
    return [f"PHR: {row.record}" for row in rows if paths & {*row.turn.files, row.record}]


def _git(project: Project) -> Git:
    return Git(project.location.root if project.location else project.root)


def _is_later(row: TurnRow, parent: float) -> bool:
    """Return whether the turn was still at work after the commit before this one."""
    return row.turn.state == TurnState.OPEN or seconds(row.turn.ended) > parent


def _holds(row: TurnRow, commit_files: set[str], sha: str) -> bool:
    is_reported = any(sha.startswith(short) for short in row.turn.commits)
    return is_reported or bool(commit_files & {*row.turn.files, *row.turn.files_ambiguous})
