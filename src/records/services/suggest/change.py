"""A change as the signals see it: sorted into kinds of file, with the words of its lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from records.models.diff import Diff, FileChange, Numbered
from records.services.suggest.paths import kind_of

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]{2,40}")
_SET_ASIDE = frozenset({"decision", "document", "lock", "generated", "binary"})
_BUDGET = 30_000
"""Added lines that are read in a change; each file has an equal share of it."""


@dataclass(frozen=True)
class Change:
    """A diff, what was said about it, and what is known about the tree before it.

    Attributes:
        diff: the files that changed.
        message: the commit messages, subject first; empty when there is none.
        before: paths of the tree before the change; None when only the diff is known.
        texts: whole texts of manifests, by (side, path), where a repository could give them.
    """

    diff: Diff
    message: str = ""
    before: frozenset[str] | None = None
    texts: tuple[tuple[str, str, str], ...] = ()

    @cached_property
    def files(self) -> tuple[FileChange, ...]:
        """The files that can carry a decision: no documents, locks, generated or binary files."""
        return tuple(f for f in self.diff.files if not f.submodule and self.kind(f) not in _SET_ASIDE)

    @cached_property
    def code(self) -> tuple[FileChange, ...]:
        """The source files that are not tests."""
        return tuple(f for f in self.files if kind_of(f.path) in {"code", "settings"})

    @cached_property
    def kinds(self) -> dict[str, int]:
        """How many files of each kind changed, documents and locks included."""
        out: dict[str, int] = {}
        for change in self.diff.files:
            kind = self.kind(change)
            out[kind] = out.get(kind, 0) + 1
        return out

    @staticmethod
    def kind(change: FileChange) -> str:
        """Return what a changed file is for."""
        return "binary" if change.binary else kind_of(change.path)

    @cached_property
    def _share(self) -> int:
        return max(20, _BUDGET // max(1, len(self.files)))

    def added(self, change: FileChange) -> list[Numbered]:
        """Return the added lines of a file, at most its share of the budget."""
        return change.added[: self._share]

    def removed(self, change: FileChange) -> list[Numbered]:
        """Return the removed lines of a file, at most its share of the budget."""
        return change.removed[: self._share]

    @cached_property
    def words_added(self) -> dict[str, frozenset[str]]:
        """The identifiers in the added lines of each file."""
        return {f.path: words(text for _, text in self.added(f)) for f in self.files}

    @cached_property
    def words_removed(self) -> dict[str, frozenset[str]]:
        """The identifiers in the removed lines of each file."""
        return {f.path: words(text for _, text in self.removed(f)) for f in self.files}

    @cached_property
    def all_added(self) -> frozenset[str]:
        """The identifiers on any added line."""
        return frozenset().union(*self.words_added.values())

    @cached_property
    def all_removed(self) -> frozenset[str]:
        """The identifiers on any removed line."""
        return frozenset().union(*self.words_removed.values())

    @cached_property
    def words_kept(self) -> frozenset[str]:
        """The identifiers in the unchanged lines that the diff shows."""
        share = self._share
        texts: list[str] = []
        for change in self.files:
            kept = [line for hunk in change.hunks for line in hunk.lines if line[:1] == " "]
            texts.extend(kept[:share])
            texts.extend(hunk.section for hunk in change.hunks if hunk.section)
        return words(texts)

    @cached_property
    def new_directories(self) -> dict[str, FileChange]:
        """Directories that the change brings, with the first file of each."""
        if self.before is not None:
            return self._directories_not_before(self.before)
        old = {d for f in self.diff.files if f.status != "added" for d in _parents(f.old_path)}
        out: dict[str, FileChange] = {}
        for change in self.files:
            if change.status in {"added", "renamed", "copied"}:
                for directory in _parents(change.path):
                    if directory not in old:
                        out.setdefault(directory, change)
        return out

    def _directories_not_before(self, before: frozenset[str]) -> dict[str, FileChange]:
        old = {d for path in before for d in _parents(path)}
        out: dict[str, FileChange] = {}
        for change in self.files:
            if change.status != "deleted":
                for directory in _parents(change.path):
                    if directory not in old:
                        out.setdefault(directory, change)
        return out


def words(texts: Iterable[str]) -> frozenset[str]:
    """Return the identifiers in some lines."""
    return frozenset(_WORD.findall("\n".join(texts)))


def _parents(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]
