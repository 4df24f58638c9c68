"""What happened to files: one `git log` for all of them, renames followed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from records.git.run import Git

_FORMAT = "%x01%H%x00%aN%x00%aI%x00%s"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a file: the commit that made it, and what it made.

    Attributes:
        sha: its full id.
        author: the author's name, `.mailmap` applied.
        date: when it was written, ISO 8601 with the author's own zone.
        subject: the first line of its message.
        path: what the file was called in it, POSIX.
        blob: the id of the file's content in it; empty where it removed the file.
    """

    sha: str
    author: str
    date: str
    subject: str
    path: str
    blob: str

    @property
    def day(self) -> str:
        """The date as `YYYY-MM-DD`."""
        return self.date[:10]


def file_history(git: Git, paths: Iterable[str] = ()) -> dict[str, list[Version]]:
    """The versions of each file, newest first, under the name that the file has today.

    One `git log --raw -z -M` answers for all files. Merges are not listed, as in `git log`. Outside a repository,
    and before the first commit, there is no history.

    Args:
        git: where; all paths, given and answered, are relative to its folder.
        paths: only what lies at or below these; everything by default.

    Raises:
        GitError: git is missing.
    """
    found = git.call(
        "log", "--raw", "--no-abbrev", "-z", "-M", "--no-ext-diff", "--no-textconv", "--relative",
        f"--format={_FORMAT}", "--", *(f":(literal){path}" for path in paths),
    )  # fmt: skip
    if found.returncode:
        return {}
    return read_log(found.stdout.decode("utf-8", "surrogateescape"))


def read_log(output: str) -> dict[str, list[Version]]:
    """Turn the output of the log that `file_history` asks for into commits by file."""
    today: dict[str, str] = {}  # an earlier name of a file → the name it has today
    history: dict[str, list[Version]] = {}
    for (sha, author, date, subject), change, old, new, blob in _changes(output):
        name = today.pop(new, new)
        history.setdefault(name, []).append(Version(sha, author, date, subject, new, blob))
        if change[:1] == "R":
            today[old] = name
    return history


def _changes(output: str) -> Iterator[tuple[tuple[str, str, str, str], str, str, str, str]]:
    """Each change as (commit, kind of change, old path, new path, new blob), in the log's order."""
    parts = iter(output.split("\0"))
    commit = ("", "", "", "")
    for part in parts:
        part = part.lstrip("\n")
        if part.startswith("\x01"):
            commit = (part[1:], next(parts, ""), next(parts, ""), next(parts, ""))
        elif part.startswith(":"):
            fields = part.split(" ")
            path = next(parts, "")
            new = next(parts, "") if fields[4][:1] in "RC" else path
            yield commit, fields[4], path, new, "" if fields[4] == "D" else fields[3]


def read_blobs(git: Git, blobs: Iterable[str]) -> dict[str, bytes]:
    """The contents of blobs by their ids, asked of git in one call; ids that it does not know are left out.

    Raises:
        GitError: git is missing.
    """
    wanted = list(dict.fromkeys(blobs))
    if not wanted:
        return {}
    output = git.run(
        "cat-file", "--batch", stdin="".join(f"{blob}\n" for blob in wanted).encode(), check=False
    )
    found: dict[str, bytes] = {}
    at = 0
    while at < len(output):
        end = output.index(b"\n", at)
        name, *rest = output[at:end].decode("ascii", "replace").split(" ")
        at = end + 1
        if len(rest) == 2:
            size = int(rest[1])
            found[name] = output[at : at + size]
            at += size + 1
    return found
