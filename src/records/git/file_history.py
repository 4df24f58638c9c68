"""Read what happened to files: one `git log` for all of them, renames followed."""

from __future__ import annotations

from records.dataclass import dataclass
from records.encoding import decode
from records.git.log import Commit
from records.git.objects import read_objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from records.git.run import Git

_FORMAT = "%x01%H%x00%aN%x00%aI%x00%s"


@dataclass(frozen=True, slots=True)
class FileVersion:
    """One version of a file.

    Attributes:
        commit: the commit that made it, with only the subject of its message; `.mailmap` is applied to the author.
        path: what the file was called in it, POSIX.
        blob: the id of the file's content in it; empty where it removed the file.
    """

    commit: Commit
    path: str
    blob: str


def file_history(git: Git, paths: Iterable[str] = ()) -> dict[str, list[FileVersion]]:
    """Return the versions of each file, newest first, under the name that the file has today.

    One `git log --raw -z -M` answers for all files. Merges are not listed, as in `git log`. Outside a repository,
    and before the first commit, there is no history.

    Args:
        git: in a folder; all paths, arguments and results, are relative to it.
        paths: only what lies at or below these; everything by default.

    Raises:
        GitError: git is missing.
    """
    return _read_history(git, "-M", "--", *(f":(literal){path}" for path in paths))


def versions_of(git: Git, path: str, revision: str | None = None) -> list[FileVersion]:
    """Return the versions of one file, newest first, its renames followed out of its folder too.

    Args:
        git: in the folder that *path* is relative to.
        path: POSIX.
        revision: up to this commit (an id); HEAD by default.

    Raises:
        GitError: git is missing.
    """
    history = _read_history(git, "-M", "--follow", revision or "HEAD", "--", path)
    return next(iter(history.values()), [])


def former_names(git: Git, path: str, revision: str | None = None) -> tuple[str, ...]:
    """Return the names that a file had before it was renamed, the latest first; a staged rename counts.

    Args:
        git: in the folder that *path* is relative to.
        path: POSIX.
        revision: up to this commit (an id); HEAD, and what is staged, by default.

    Raises:
        GitError: git is missing.
    """
    names = _names_before(git, path, revision or "HEAD")
    if not names and revision is None and (old := _staged_names(git).get(path)):
        names = [old, *_names_before(git, old, "HEAD")]
    return tuple(name for name in dict.fromkeys(names) if name != path)


def _names_before(git: Git, path: str, revision: str) -> list[str]:
    """Return the earlier names of a file up to a commit, the latest first.

    The commit that brought each name is looked for, and only there what it was renamed from: `git log --follow` would
    compare trees in every commit on the way.
    """
    names: list[str] = []
    while len(names) < _MOST_NAMES:
        found = ("--format=%H", "--diff-filter=A", "--no-renames", revision, "--", f":(literal){path}")
        commit = decode(git.run_log("--max-count=1", *found)).strip()
        arguments = ("--max-count=1", "-M", "--follow", commit, "--", path)
        changes = list(_changes(decode(_log_output(git, *arguments)))) if commit else []
        old = next((old for _, change, old, new, _ in changes if change[:1] == "R" and new == path), "")
        if not old:
            break
        names.append(old)
        path, revision = old, f"{commit}^"
    return names


_MOST_NAMES = 50


def _staged_names(git: Git) -> dict[str, str]:
    """Return the old names of files that are staged under new ones."""
    process = git.call(
        "diff", "--cached", "-M", "--diff-filter=R", "--name-status", "-z", "--relative", "HEAD"
    )
    parts = [] if process.returncode else decode(process.stdout).split("\0")
    return dict(zip(parts[2::3], parts[1::3], strict=False))


def _read_history(git: Git, *arguments: str) -> dict[str, list[FileVersion]]:
    return parse_history(decode(_log_output(git, *arguments)))


def _log_output(git: Git, *arguments: str) -> bytes:
    return git.run_log("--raw", "--no-abbrev", "-z", "--relative", f"--format={_FORMAT}", *arguments)


def parse_history(output: str) -> dict[str, list[FileVersion]]:
    """Parse the output of the log that `file_history` runs into versions by file."""
    current_names: dict[str, str] = {}  # an earlier name of a file → the name it has today
    history: dict[str, list[FileVersion]] = {}
    for commit, change, old, new, blob in _changes(output):
        name = current_names.pop(new, new)
        history.setdefault(name, []).append(FileVersion(commit, new, blob))
        if change[:1] == "R":
            current_names[old] = name
    return history


def _changes(output: str) -> Iterator[tuple[Commit, str, str, str, str]]:
    """Yield each change as (commit, kind of change, old path, new path, new blob), in the log's order."""
    parts = iter(output.split("\0"))
    commit = Commit("", (), "", "", "")
    for part in parts:
        part = part.lstrip("\n")
        if part.startswith("\x01"):
            author, date, subject = (next(parts, "") for _ in range(3))
            commit = Commit(part[1:], (), author, date, subject)
        elif part.startswith(":"):
            fields = part.split(" ")
            path = next(parts, "")
            new = next(parts, "") if fields[4][:1] in "RC" else path
            yield commit, fields[4], path, new, "" if fields[4] == "D" else fields[3]


def read_blobs(git: Git, blobs: Iterable[str]) -> dict[str, bytes]:
    """Return the contents of blobs by their ids, from one git process; missing ones are left out.

    Raises:
        GitError: git is missing.
    """
    ids = list(dict.fromkeys(blobs))
    objects = read_objects(git, ids, check=False)
    return {blob: content.data for blob, content in zip(ids, objects, strict=True) if content}


def read_versions(git: Git, versions: Iterable[FileVersion]) -> dict[str, bytes]:
    """Return the contents of versions by the ids of their blobs, from one git process.

    Raises:
        GitError: git is missing.
    """
    return read_blobs(git, (version.blob for version in versions if version.blob))


def first_days(git: Git, paths: Iterable[str]) -> dict[str, str]:
    """Return the day (`YYYY-MM-DD`) on which each file was first committed; files without history are left out.

    Raises:
        GitError: git is missing.
    """
    requested = list(paths)
    return {path: versions[-1].commit.day for path, versions in file_history(git, requested).items()}
