"""What git knows about the work tree at this moment: branch, commit, person, changed files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.errors import GitError

if TYPE_CHECKING:
    from records.git.run import Git


@dataclass(frozen=True, slots=True)
class WorkTreeState:
    """One look at a work tree.

    Attributes:
        branch: its name; None when detached.
        commit: the full id of HEAD; None before the first commit.
        user: the name that git would write into a commit; None where none is configured.
        changed: POSIX paths from the top that differ from HEAD, untracked ones included, sorted.
    """

    branch: str | None
    commit: str | None
    user: str | None
    changed: tuple[str, ...]


def work_tree_state(git: Git) -> WorkTreeState:
    """Ask git for branch, commit and changes (`status --porcelain=v2`), and for the person's name.

    Raises:
        GitError: git is missing or refuses.
    """
    asked = ("status", "--porcelain=v2", "--branch", "-z", "--untracked-files=all", "--ignore-submodules=all")
    settings = git.settings()
    output = git.run(*settings.without_filters, *asked).decode("utf-8", "surrogateescape")
    branch = commit = None
    changed: set[str] = set()
    entries = iter(output.split("\0"))
    for entry in entries:
        if entry.startswith("# branch.head "):
            branch = None if entry[14:] == "(detached)" else entry[14:]
        elif entry.startswith("# branch.oid "):
            commit = None if entry[13:] == "(initial)" else entry[13:]
        elif entry.startswith("1 "):
            changed.add(entry.split(" ", 8)[8])
        elif entry.startswith("2 "):
            changed.add(entry.split(" ", 9)[9])
            next(entries, None)  # the old name
        elif entry.startswith("u "):
            changed.add(entry.split(" ", 10)[10])
        elif entry.startswith("? "):
            changed.add(entry[2:])
    user = os.environ.get("GIT_AUTHOR_NAME") or settings.user_name
    return WorkTreeState(branch, commit, user, tuple(sorted(changed)))


def changed_since(git: Git, revision: str) -> tuple[str, ...]:
    """The paths that differ between *revision* and the work tree, untracked ones included, sorted.

    Raises:
        GitError: there is no such revision.
    """
    if revision.startswith("-"):
        raise GitError(f"{revision!r} is not a revision", "name a commit, a branch or a tag")
    found = git.call("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if found.returncode:
        raise GitError(f"there is no revision {revision!r}", "name a commit, a branch or a tag")
    commit = found.stdout.decode("ascii").strip()
    off = git.settings().without_filters
    listed = git.run(
        *off, "diff", "--name-only", "-z", "--no-ext-diff", "--no-textconv", "--no-renames", commit
    )
    fresh = git.run("ls-files", "--others", "--exclude-standard", "-z", "--full-name")
    both = (listed + fresh).decode("utf-8", "surrogateescape").split("\0")
    return tuple(sorted({path for path in both if path}))
