"""Which commits people mean: names become full ids, several of them in one git process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import GitError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.git.run import Git

_NEWLINE, _NO_NAME = "\n", ".."  # what would be two questions is asked as a name that no commit can have
_HINT = "name a commit, a branch or a tag"


def commit_ids(git: Git, revisions: Sequence[str]) -> list[str]:
    """The full ids of the commits that revisions name, in their order; an empty text for one that names none."""
    asked = "".join(f"{_NO_NAME if _NEWLINE in one else one}^{{commit}}\n" for one in revisions)
    out = git.run("cat-file", "--batch-check", stdin=asked.encode("utf-8", "surrogateescape"))
    rows = [line.split(b" ") for line in out.split(b"\n")]
    named = [row[0].decode("ascii") if len(row) == 3 and row[1] == b"commit" else "" for row in rows]
    return named[: len(revisions)]


def resolve(git: Git, *revisions: str) -> list[str]:
    """As `commit_ids`, of revisions that must be there.

    Raises:
        GitError: one of them names no commit.
    """
    found = commit_ids(git, revisions)
    refuse_missing(revisions, found)
    return found


def refuse_missing(revisions: Sequence[str], found: Sequence[str]) -> None:
    """Raise for the first revision that names no commit.

    Raises:
        GitError: there is one.
    """
    for revision, commit in zip(revisions, found, strict=True):
        if revision.startswith("-") or not revision.strip():
            raise GitError(f"{revision!r} is not a revision", _HINT)
        if not commit:
            raise GitError(f"there is no revision {revision!r}", _HINT)
