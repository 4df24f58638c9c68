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
class BaseTree:
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
    def of(cls, git: Git, ends: Range, change: Change, decisions: Sequence[str], inner: str) -> BaseTree:
        """Ask git about a change.

        Args:
            git: where.
            ends: the two sides.
            change: the diff.
            decisions: paths from the project's root.
            inner: the project's root from the top of the work tree; empty where they are one.
        """
        from records.git.objects import read_objects, tree_entries

        doubtful = change.doubtful_directories
        prefix = f"{inner}/" if inner else ""
        shelves = sorted({(prefix + path).rpartition("/")[0] for path in decisions})
        texts = _manifests(change, ends)
        lookups = [(ends.old, path) for path in (*doubtful, *shelves)]
        files = [*lookups, *((tree, path) for _, tree, path in texts)]
        objects_read = read_objects(git, [f"{'' if tree == ':' else tree}:{path}" for tree, path in files])
        present: set[str] = set()
        for shelf, entry in zip(shelves, objects_read[len(doubtful) :], strict=False):
            if entry and entry.kind == "tree":
                within = f"{shelf}/" if shelf else ""
                present.update(within + child.path for child in tree_entries(entry))
        return cls(
            frozenset(path for path, entry in zip(doubtful, objects_read, strict=False) if entry),
            tuple(
                (side, path, entry.data.decode("utf-8", "replace"))
                for (side, _, path), entry in zip(texts, objects_read[len(lookups) :], strict=True)
                if entry and entry.kind == "blob"
            ),
            frozenset(path for path in decisions if prefix + path in present),
        )


def _manifests(change: Change, ends: Range) -> list[tuple[str, str, str]]:
    """The manifests to read, as side, tree and path."""
    files = [f for f in change.files if kind_of(f.path) == "manifest"][:_MOST_MANIFESTS]
    requests = [("-", ends.old, f.old_path) for f in files if f.status != "added"]
    if ends.new:
        requests += [("+", ends.new, f.path) for f in files if f.status != "deleted"]
    return requests
