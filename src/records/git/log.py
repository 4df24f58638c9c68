"""Read commits from git's log: messages, changed files, merges, and patch ids."""

from __future__ import annotations

import os

import records.regex as re
from records.dataclass import dataclass, replace
from records.encoding import decode
from records.git.location import find_location
from records.patterns import FULL_COMMIT_ID

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from records.git.run import Git

_FORMAT = "--format=%x00%H%x00%P%x00%an%x1f%ae%x00%aI%x00%cI%x00%B%x00"
_ID = re.compile(rf"{FULL_COMMIT_ID}$")
_STATUS = re.compile(r"[ACDMRTUX]\d*$")
MARKDOWN = ("*.md", "*.markdown")
_RAW_DATE = re.compile(r"@(\d+) ")
_SAME_SECOND = 2.0


@dataclass(frozen=True, slots=True)
class Change:
    """One file of a commit or a diff.

    Attributes:
        status: `A`, `M`, `D`, `R` (renamed), `C` (copied) or `T`.
        path: where it is now; of a deleted file where it was. POSIX, from the top of the work tree.
        old: where a renamed or copied file was.
    """

    status: str
    path: str
    old: str | None = None


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit.

    Attributes:
        id: full.
        parents: full ids.
        author: the name.
        date: author date, ISO 8601 with the zone in which it was written.
        message: whole, as written; only the subject where a reader asks for no more.
        changes: against the first parent, where a reader asks for them.
        committed: committer date, ISO 8601.
        email: the author's address.
    """

    id: str
    parents: tuple[str, ...]
    author: str
    date: str
    message: str
    changes: tuple[Change, ...] = ()
    committed: str = ""
    email: str = ""

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.strip().partition("\n")[0].strip()

    @property
    def day(self) -> str:
        """The author date as `YYYY-MM-DD`."""
        return self.date[:10]


def commits(git: Git, ids: Iterable[str], only: tuple[str, ...] = ()) -> dict[str, Commit]:
    """Return commits by their ids, from one git process; ids that name none are left out.

    Args:
        git: in the repository.
        ids: full ids.
        only: list only the changed files that these pathspecs match (`*.md`): a commit may touch very many.
    """
    full_ids = [commit for commit in dict.fromkeys(ids) if _ID.match(commit)]
    if not full_ids:
        return {}
    stdin = "".join(f"{commit}\n" for commit in full_ids).encode("ascii")
    output = git.run_cached(
        "diff-tree", "--stdin", "--always", "-z", "-r", "--root", "-M", "--name-status", "--diff-merges=first-parent",
        _FORMAT, "--", *only, stdin=stdin,
    )  # fmt: skip
    return {commit.id: commit for commit in _without_shallow_changes(git, _parse(output))}


def log(git: Git, *revisions: str, files: bool = True, paths: tuple[str, ...] = ()) -> list[Commit]:
    """Return the commits that *revisions* selects, newest first.

    Args:
        git: in the repository.
        revisions: ids, ranges and options that the caller built; never an unresolved text from outside.
        files: whether to list the changed files.
        paths: only commits that touch these.

    Returns:
        the commits; none where a revision names none.

    Raises:
        GitError: git fails for another reason: what it would have listed is not known.
    """
    listing = ("--name-status", "-M", "--diff-merges=first-parent") if files else ()
    output = git.run_log("-z", *listing, _FORMAT, *revisions, "--", *paths)
    return list(_without_shallow_changes(git, _parse(output)))


def log_output(git: Git, span: str) -> bytes:
    """Return git's log of some commits, newest first, for `parse_log`: renames are not looked for, which is quick.

    Args:
        git: in the repository.
        span: a full id, or two with `..` between them.

    Raises:
        GitError: git refuses.
    """
    listing = ("--name-status", "--no-renames", "--diff-merges=first-parent", "-O/dev/null")
    return git.run("log", "-z", *listing, _FORMAT, span, "--")


def parse_log(git: Git, output: bytes) -> list[Commit]:
    """Return the commits of an output of `log_output`; changes where a shallow clone ends are left out."""
    return list(_without_shallow_changes(git, _parse(output)))


def change_counts(git: Git, head: str, days: int) -> dict[str, int]:
    """Return how many commits changed each file in the days before a commit, merges and renames left out.

    Args:
        git: in the repository.
        head: the commit.
        days: how far back.

    Returns:
        counts by POSIX path from the top of the work tree; the changes where a shallow clone ends are left out.
    """
    newest = git.run("log", "-1", "--format=%ct", head, check=False).decode("ascii", "replace").strip()
    if not newest.isdecimal():
        return {}
    since = int(newest) - days * 86_400
    output = git.run(
        "log", "--no-merges", "--no-renames", "--name-only", "-z", f"--since={since}", "--format=%x01%H", head, "--",
        check=False,
    )  # fmt: skip
    location = find_location(git.cwd)
    boundaries = location.shallow_boundaries() if location else frozenset()
    counts: dict[str, int] = {}
    for block in decode(output).split("\x01")[1:]:
        commit, _, names = block.partition("\0")
        if commit.strip() not in boundaries:
            for name in names.split("\0"):
                path = name.lstrip("\n")
                if path:
                    counts[path] = counts.get(path, 0) + 1
    return counts


def _without_shallow_changes(git: Git, parsed: Iterable[Commit]) -> Iterator[Commit]:
    """Drop the changes of commits where a shallow clone ends: git reports their whole tree as new."""
    location = find_location(git.cwd)
    boundaries = location.shallow_boundaries() if location else frozenset()
    for commit in parsed:
        yield replace(commit, changes=()) if commit.id in boundaries else commit


def merge_of(git: Git, commit: str, head: str = "HEAD", committed: str = "") -> Commit | None:
    """Return the merge that brought a commit into the main line of *head*; None when it was made there.

    Args:
        git: in the repository.
        commit: full id.
        head: the tip of the main line.
        committed: the commit's committer date (ISO 8601), where it is known: most commits are merged soon, and the
            history after that need not be read.
    """
    soon = _main_line_at(git, head, committed)
    parents = (_ancestry(git, commit, soon) if soon else {}) or _ancestry(git, commit, head)
    if not parents:
        return None
    merge = next(iter(parents))
    while parents[merge][0] in parents:
        merge = parents[merge][0]
    if parents[merge][0] == commit or len(parents[merge]) < 2:
        return None
    return commits(git, [merge], MARKDOWN).get(merge)


_MERGED_WITHIN = 30 * 86_400


def _main_line_at(git: Git, head: str, committed: str) -> str:
    """Return the last commit on the main line when most commits of a date were merged; empty where none is known."""
    from datetime import datetime

    try:
        latest = int(datetime.fromisoformat(committed).timestamp()) + _MERGED_WITHIN
    except (ValueError, OverflowError, OSError):
        return ""
    command = ("rev-list", "--first-parent", "--max-count=1", f"--before={latest}", head, "--")
    return git.run(*command, check=False).decode("ascii", "replace").strip()


def _ancestry(git: Git, commit: str, tip: str) -> dict[str, list[str]]:
    """Return the commits that lead from a commit to a tip, newest first, with their parents; none where none do."""
    output = git.run("log", "--format=%H %P", "--ancestry-path", f"{commit}..{tip}", "--", check=False)
    rows = (line.split() for line in output.decode("ascii", "replace").splitlines())
    return {words[0]: words[1:] for words in rows if words}


def recent_commits(git: Git, start: str, limit: int) -> list[str]:
    """Return the ids of the newest commits on the first-parent line, newest first."""
    command = ("rev-list", "--first-parent", f"--max-count={limit}", start, "--")
    return git.run_cached(*command, check=False).decode("ascii").split()


def commit_times(git: Git, commit: str) -> tuple[float, float]:
    """Return the committer times of a commit and of its first parent in seconds; 0 where one is missing or no time.

    Raises:
        GitError: there is no such commit.
    """
    own = git.text("show", "-s", "--format=%ct", commit)
    parent = git.text("show", "-s", "--format=%ct", f"{commit}^", check=False)
    return float(own or 0), float(parent or 0)


def amended_message(git: Git, now: float) -> str:
    """Return the message of HEAD where git is amending it, as a hook of `git commit` finds out; empty where it is not.

    git tells its hooks the author and date of the new commit, and those of an amended one are HEAD's. They say nothing
    in the second of HEAD itself, and where somebody sets the dates of commits.

    Args:
        git: in the repository, in the environment of the hook.
        now: seconds since 1970.
    """
    author = [os.environ.get(f"GIT_AUTHOR_{name}", "") for name in ("NAME", "EMAIL", "DATE")]
    date = _RAW_DATE.match(author[-1])
    if date is None or now - float(date[1]) < _SAME_SECOND or "GIT_COMMITTER_DATE" in os.environ:
        return ""
    output = git.text("log", "-1", "--date=raw", "--format=%an%x00%ae%x00@%ad%x00%B", "HEAD", check=False)
    *head_author, message = output.split("\0", 3)
    return message if head_author == author else ""


def commits_since(git: Git, old: str, new: str, since: float) -> list[str]:
    """Return the commits that lead from one commit to another and were made after a time, newest first.

    Args:
        git: in the repository.
        old: full id; empty for a branch without commits.
        new: full id.
        since: seconds since 1970; older commits were only fetched or switched to.

    Raises:
        GitError: there is no such commit.
    """
    span = f"{old}..{new}" if old else new
    lines = git.text("log", "--topo-order", "--format=%H %ct", span, "--").splitlines()
    return [
        sha for sha, _, timestamp in (line.partition(" ") for line in lines) if float(timestamp or 0) >= since
    ]


def was_tracked(git: Git, path: str) -> bool:
    """Return whether a commit that led to HEAD has touched a file or a folder; *path* is from the top of the tree."""
    output = git.run("log", "-1", "--format=%H", "HEAD", "--", f":(top,literal){path}", check=False)
    return bool(output.strip())


def commit_paths(git: Git, commit: str) -> set[str]:
    """Return the paths that a commit changes, from the top of the work tree; of a merge none.

    Raises:
        GitError: there is no such commit.
    """
    output = git.run(
        "diff-tree", "--no-commit-id", "--name-only", "-r", "-z", "--root", "--no-renames", commit
    )
    return {path for path in _texts(output) if path}


def paths_by_commit(git: Git, ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the files that each commit touched, from one git process; of a merge none.

    Raises:
        GitError: git refuses.
    """
    stdin = "".join(f"{commit}\n" for commit in ids).encode("ascii")
    command = ("log", "-z", "--no-walk=unsorted", "--stdin", "--name-only", "--no-renames", "--format=%x01%H")
    output = git.run(*command, "-O/dev/null", stdin=stdin).decode("utf-8", "backslashreplace")
    paths_of = {}
    for piece in output.split("\x01")[1:]:
        commit, *paths = piece.split("\0")
        paths_of[commit.strip()] = frozenset(path.strip("\n") for path in paths if path.strip("\n"))
    return paths_of


def patch_id(git: Git, commit: str) -> str:
    """Return the id that a commit's changes have wherever they are applied (git-patch-id(1)); empty for none."""
    patch = git.run("diff-tree", "-p", "--root", commit, check=False)
    output = git.run("patch-id", "--stable", stdin=patch, check=False)
    return output.decode("ascii", "replace").partition(" ")[0]


def commits_by_patch_id(git: Git, limit: int) -> dict[str, str]:
    """Return the newest commits of all refs by the ids of their patches, at most *limit* of them.

    Raises:
        GitError: git refuses.
    """
    patches = git.run("log", "--all", "-p", f"-n{limit}")
    output = git.run("patch-id", "--stable", stdin=patches).decode("ascii", "replace")
    return dict(line.split()[:2] for line in output.splitlines())


def changes_between(git: Git, old: str, new: str | None = None) -> list[Change]:
    """Return the tracked files that differ between a commit and the work tree, or another commit.

    Args:
        git: in the repository.
        old: full id.
        new: full id; None for the work tree.

    Raises:
        GitError: git refuses.
    """
    ends = [old, new] if new else [old]
    return list(_changes(iter(_texts(git.run("diff", "--name-status", "-z", "-M", *ends, "--")))))


def _texts(output: bytes) -> list[str]:
    return decode(output).split("\0")


def _parse(output: bytes) -> Iterator[Commit]:
    """Parse what `_FORMAT` and `--name-status -z` print; a path can not be mistaken for a head, by its place."""
    fields = iter(_texts(output))
    field = next(fields, None)
    while field is not None:
        if not _ID.match(field):
            field = next(fields, None)
            continue
        parents, author, date, committed, message = (next(fields, "") for _ in range(5))
        changes: list[Change] = []
        commit, field = field, next(fields, None)
        while field is not None and not _ID.match(field):
            status = field.strip("\n")
            if _STATUS.match(status):
                changes.extend(_change(status, fields))
            field = next(fields, None)
        author, _, email = author.partition("\x1f")
        yield Commit(commit, tuple(parents.split()), author, date, message, tuple(changes), committed, email)


def _changes(fields: Iterator[str]) -> Iterator[Change]:
    for field in fields:
        if _STATUS.match(field):
            yield from _change(field, fields)


def _change(status: str, fields: Iterator[str]) -> Iterator[Change]:
    first = next(fields, "")
    if status[0] in "RC":
        yield Change(status[0], next(fields, ""), first)
    else:
        yield Change(status[0], first)
