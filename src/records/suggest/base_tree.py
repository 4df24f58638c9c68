"""Read from the repository what a diff cannot show: older folders, older decisions, and whole manifests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import records.regex as re
from records.dataclass import dataclass
from records.git.objects import read_objects, tree_entries
from records.git.work_tree import lines_holding
from records.suggest.paths import kind_of
from records.suggest.words import parts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.git import Git
    from records.git.diff import Range
    from records.suggest.change import Change

_MOST_MANIFESTS = 60


@dataclass(frozen=True, slots=True)
class BaseTree:
    """What the trees on both sides of a change hold.

    Attributes:
        folders: folders of added files that existed before the change.
        manifests: whole texts of changed manifests on both sides (side, path, text), which show their sections.
        decisions: the paths of the decisions that existed before.
    """

    folders: frozenset[str]
    manifests: tuple[tuple[str, str, str], ...]
    decisions: frozenset[str]

    @classmethod
    def of(cls, git: Git, ends: Range, change: Change, decisions: Sequence[str], prefix: str) -> BaseTree:
        """Return what git knows of the trees before and after a change, from one git process.

        Args:
            git: in the repository.
            ends: the two sides.
            change: the diff.
            decisions: paths of the log's decisions, from the project's root.
            prefix: the project's root from the top of the work tree; empty where they are the same.
        """
        top = f"{prefix}/" if prefix else ""
        doubtful = change.doubtful_directories
        folders = sorted({(top + path).rpartition("/")[0] for path in decisions})
        texts = _manifests(change, ends)
        lookups = [(ends.old, path) for path in (*doubtful, *folders)]
        count = len(lookups)
        lookups += [(tree, path) for _, tree, path in texts]
        entries = read_objects(git, [f"{'' if tree == ':' else tree}:{path}" for tree, path in lookups])
        present = {
            f"{folder}/{child.path}".removeprefix("/")
            for folder, entry in zip(folders, entries[len(doubtful) : count], strict=True)
            if entry and entry.kind == "tree"
            for child in tree_entries(entry)
        }
        return cls(
            frozenset(path for path, entry in zip(doubtful, entries, strict=False) if entry),
            tuple(
                (side, path, entry.data.decode("utf-8", "replace"))
                for (side, _, path), entry in zip(texts, entries[count:], strict=True)
                if entry and entry.kind == "blob"
            ),
            frozenset(path for path in decisions if top + path in present),
        )


def held_at(git: Git, tree: str, names: frozenset[str]) -> frozenset[str]:
    """Return which names of technologies and packages the code in a tree holds; documents and tests do not count.

    A name that is one word also counts as a part of an identifier: `oidc` in `OidcClient`, `sso` not in `processor`.
    """
    words = {name: name.lower() for name in names}
    names_held: set[str] = set()
    for path, line in lines_holding(git, sorted(words.values()), tree):
        if kind_of(path) not in _NO_USE:
            text = line[:_LONGEST_LINE].lower()
            for word in [word for word in words.values() if word not in names_held and word in text]:
                if _is_token(word, line[:_LONGEST_LINE]):
                    names_held.add(word)
    return frozenset(name for name, word in words.items() if word in names_held)


def _is_token(word: str, line: str) -> bool:
    """Return whether a word stands in a line by itself, or as a part of an identifier."""
    if not word.isalnum():
        return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", line, re.I) is not None
    return word in parts_of(token for token in _TOKEN.findall(line) if word in token.lower())


_TOKEN = re.compile(r"\w+")
_LONGEST_LINE = 2_000
_NO_USE = frozenset("document decision lock generated binary sample test translation".split())
"""Kinds of file in which a name does not show that the system uses what it stands for."""


def _manifests(change: Change, ends: Range) -> list[tuple[str, str, str]]:
    """Return the manifests to read, as side, tree and path."""
    files = [f for f in change.files if kind_of(f.path) == "manifest"][:_MOST_MANIFESTS]
    requests = [("-", ends.old, f.old_path) for f in files if f.status != "added"]
    if ends.new:
        requests += [("+", ends.new, f.path) for f in files if f.status != "deleted"]
    return requests
