"""Read from the repository what a diff cannot show: older folders, older decisions, and whole manifests."""

from __future__ import annotations

import os

import records.regex as re
from records.dataclass import dataclass
from records.git.objects import find_objects, read_objects, tree_entries
from records.git.work_tree import lines_holding
from records.suggest.paths import is_for_trials, kind_of
from records.suggest.words import parts_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.git import Git
    from records.git.diff import Range
    from records.suggest.change import Change

_MOST_MANIFESTS = 60
_MOST_SIBLINGS = 200
_USUAL = 3
"""Packages of one kind side by side from which one more is no news."""
_NAMED_AFTER_PACKAGE = frozenset(".csproj .fsproj .vbproj .gemspec .cabal .txt .in .tf".split())
"""Endings of manifests that have any name."""


@dataclass(frozen=True, slots=True)
class BaseTree:
    """What the trees on both sides of a change hold.

    Attributes:
        folders: folders of added files that existed before the change.
        manifests: whole texts of changed manifests on both sides (side, path, text), which show their sections.
        decisions: the paths of the decisions that existed before.
        usual_packages: folders of added packages beside which there were several packages of their kind.
    """

    folders: frozenset[str]
    manifests: tuple[tuple[str, str, str], ...]
    decisions: frozenset[str]
    usual_packages: frozenset[str] = frozenset()

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
            _usual_packages(git, ends.old, change),
        )


def _usual_packages(git: Git, tree: str, change: Change) -> frozenset[str]:
    """Return the folders of added manifests beside whose folder several others held a manifest of the same name."""
    added_manifests = [
        file.path.rpartition("/")
        for file in change.files
        if kind_of(file.path) == "manifest" and file.status != "modified" and "/" in file.path
    ][:_MOST_MANIFESTS]
    parents = sorted({folder.rpartition("/")[0] for folder, _, _ in added_manifests})
    if not parents:
        return frozenset()
    trees = zip(parents, read_objects(git, [f"{tree}:{parent}" for parent in parents]), strict=True)
    folders = {
        parent: [child.path for child in tree_entries(entry) if child.is_folder][:_MOST_SIBLINGS]
        for parent, entry in trees
        if entry and entry.kind == "tree"
    }
    usual: set[str] = set()
    for folder, _, name in added_manifests:
        parent = folder.rpartition("/")[0]
        siblings = [f"{parent}/{child}/{name}".removeprefix("/") for child in folders.get(parent, ())]
        if (
            sum(entry is not None for entry in find_objects(git, [f"{tree}:{path}" for path in siblings]))
            >= _USUAL
        ):
            usual.add(folder)
    return frozenset(usual)


def asked_for_at(git: Git, tree: str, packages: frozenset[str], manifests: frozenset[str]) -> frozenset[str]:
    """Return which packages a manifest in a tree asks for; manifests of tests and samples do not count.

    Args:
        git: in the repository.
        tree: a commit or a tree (an id).
        packages: their names.
        manifests: paths of manifests, of which all of the same kind are looked at.
    """
    names = {path.rpartition("/")[2] for path in manifests}
    endings = {name: os.path.splitext(name)[1] for name in names}
    kinds = sorted({f"*{end}" if end in _NAMED_AFTER_PACKAGE else name for name, end in endings.items()})
    patterns = {
        name: re.compile(rf"(?<![\w@/.-]){re.escape(name)}(?![\w/-]|\.\w)", re.I) for name in packages
    }
    asked: set[str] = set()
    for path, line in lines_holding(git, sorted(packages), tree, kinds):
        if kind_of(path) == "manifest" and not is_for_trials(path):
            asked.update(name for name, pattern in patterns.items() if pattern.search(line[:_LONGEST_LINE]))
    return frozenset(asked)


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
