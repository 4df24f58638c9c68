"""The next free number of a folder: over this work tree, every other one of the clone, and every ref."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from records.git.objects import names_in_folder
from records.git.refs import branch_commits
from records.model.file_name import is_decision_name, parse_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.git import Git, Location

WIDTH = 4
_TOO_LARGE = 1_000_000  # a date or a time in the name, not a number that is counted on


def names_on_refs(git: Git, folder: str) -> set[str]:
    """The file names that *folder* has on any local or remote-tracking branch.

    Three git processes, however many branches there are.

    Args:
        git: git in the repository.
        folder: POSIX path from the repository's top.
    """
    return names_in_folder(git, branch_commits(git), folder)


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
