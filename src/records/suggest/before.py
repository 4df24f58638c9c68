"""What a change found in the repository: the trees on both sides are asked once for all that is to be known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.suggest.paths import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.git import Git
    from records.git.diff import Range
    from records.suggest.change import Change

_MOST_MANIFESTS = 60


@dataclass(frozen=True, slots=True)
class Before:
    """The answers.

    Attributes:
        folders: those that the diff may seem to bring, and that were there before.
        manifests: whole texts of changed manifests on both sides (side, path, text), so that their sections are known.
        decisions: the paths of those that were there before.
    """

    folders: frozenset[str]
    manifests: tuple[tuple[str, str, str], ...]
    decisions: frozenset[str]

    @classmethod
    def of(cls, git: Git, ends: Range, seen: Change, decisions: Sequence[str], inner: str) -> Before:
        """Ask git about a change.

        Args:
            git: where.
            ends: the two sides.
            seen: the diff.
            decisions: paths from the project's root.
            inner: the project's root from the top of the work tree; empty where they are one.
        """
        from records.git.diff import names_in, objects

        doubtful = seen.doubtful_directories
        prefix = f"{inner}/" if inner else ""
        shelves = sorted({(prefix + path).rpartition("/")[0] for path in decisions})
        texts = _manifests(seen, ends)
        wanted = [(ends.old, path) for path in (*doubtful, *shelves)]
        found = objects(git, [*wanted, *((tree, path) for _, tree, path in texts)])
        there: set[str] = set()
        for shelf, one in zip(shelves, found[len(doubtful) :], strict=False):
            if one and one[0] == "tree":
                within = f"{shelf}/" if shelf else ""
                there.update(within + name for name in names_in(one[1], len(ends.old) // 2))
        return cls(
            frozenset(path for path, one in zip(doubtful, found, strict=False) if one),
            tuple(
                (side, path, one[1].decode("utf-8", "replace"))
                for (side, _, path), one in zip(texts, found[len(wanted) :], strict=True)
                if one and one[0] == "blob"
            ),
            frozenset(path for path in decisions if prefix + path in there),
        )


def _manifests(seen: Change, ends: Range) -> list[tuple[str, str, str]]:
    """The manifests to read, as side, tree and path."""
    files = [f for f in seen.files if kind_of(f.path) == "manifest"][:_MOST_MANIFESTS]
    asked = [("-", ends.old, f.old_path) for f in files if f.status != "added"]
    if ends.new:
        asked += [("+", ends.new, f.path) for f in files if f.status != "deleted"]
    return asked
