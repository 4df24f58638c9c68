"""The next free number of a folder: over this work tree, every other one of the clone, and every ref."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from records.model.file_name import is_decision_name, parse_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.git import Git, Location

WIDTH = 4
_FEW = 8  # commits whose trees are asked for without looking first which of them are the same
_TOO_LARGE = 1_000_000  # a date or a time in the name, not a number that is counted on


def names_on_refs(git: Git, folder: str) -> set[str]:
    """The file names that *folder* has on any local or remote-tracking branch.

    One `for-each-ref` and at most two `cat-file`, however many branches there are.

    Args:
        git: git in the repository.
        folder: POSIX path from the repository's top.
    """
    listed = git.run("for-each-ref", "--format=%(objectname)", "refs/heads", "refs/remotes", check=False)
    commits = sorted(set(listed.decode("ascii").split()))
    if not commits:
        return set()
    wanted = "".join(f"{commit}:{folder}\n" for commit in commits).encode("utf-8", "surrogateescape")
    if len(commits) <= _FEW:  # the trees themselves, in one call
        return set(_tree_names(git.run("cat-file", "--batch", stdin=wanted, check=False)))
    checked = git.run("cat-file", "--batch-check=%(objecttype) %(objectname)", stdin=wanted, check=False)
    trees = {line.split()[1] for line in checked.splitlines() if line.startswith(b"tree ")}
    if not trees:
        return set()
    asked = b"\n".join(sorted(trees)) + b"\n"
    return set(_tree_names(git.run("cat-file", "--batch", stdin=asked, check=False)))


def _tree_names(data: bytes) -> Iterable[str]:
    """Read the names out of `cat-file --batch` of tree objects (gitformat: mode SP name NUL id)."""
    at = 0
    while at < len(data):
        end = data.index(b"\n", at)
        name, kind, size = (*data[at:end].split(b" "), b"", b"")[:3]
        if kind != b"tree":  # `… missing`: this branch has no such folder
            at = end + 1 + (int(size) + 1 if size.isdigit() else 0)
            continue
        body = data[end + 1 : end + 1 + int(size)]
        id_length = len(name) // 2
        inner = 0
        while inner < len(body):
            nul = body.index(b"\0", inner)
            mode, _, entry = body[inner:nul].partition(b" ")
            if not mode.startswith(b"4"):
                yield entry.decode("utf-8", "surrogateescape")
            inner = nul + 1 + id_length
        at = end + 1 + int(size) + 1


def names_in_worktrees(location: Location | None, root: str, folder: str) -> set[str]:
    """The file names that *folder* has in this work tree and in the others of the clone.

    Args:
        location: where the repository is; None outside one.
        root: the project's root.
        folder: POSIX path from the project's root.
    """
    tops = {root}
    if location is not None:
        inner = os.path.relpath(root, location.root)
        tops |= {os.path.normpath(os.path.join(top, inner)) for top in location.worktrees()}
    names: set[str] = set()
    for top in tops:
        try:
            names.update(os.listdir(os.path.join(top, folder)))
        except OSError:
            continue
    return names


def next_number(names: Iterable[str]) -> tuple[int, int]:
    """One more than the highest number among *names*, any padding or prefix, and the width to write it in.

    Decisions in other markups count too: their numbers are spoken of.
    """
    highest, widths = 0, []
    for name in names:
        if not is_decision_name(name):
            continue
        parts = parse_name(name)
        if parts.number is not None and parts.id is not None and parts.number < _TOO_LARGE:
            highest = max(highest, parts.number)
            widths.append(len(parts.id))
    width = max(set(widths), key=lambda w: (widths.count(w), w)) if widths else WIDTH
    return highest + 1, max(width, 3) if widths else WIDTH
