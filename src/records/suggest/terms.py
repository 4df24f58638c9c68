"""Words with a meaning of their own that a change brings into the code, or takes out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from records.git.diff_model import FileChange
from records.suggest.change import Change
from records.suggest.paths import kind_of
from records.suggest.scan import first_line

_ASIDE = frozenset({"test", "sample", "translation", "style", "manifest"})


@dataclass(frozen=True, slots=True)
class Place:
    """A term, where it is seen first, and in how many files."""

    name: str
    path: str
    line: int
    files: int

    @property
    def spread(self) -> str:
        """The number of files in words."""
        return "1 file" if self.files == 1 else f"{self.files} files"


def term_names(text: str) -> dict[str, str]:
    """Return terms with the names they are shown by, from words such as `redis=Redis jwt=JWT`."""
    return dict((pair if "=" in pair else f"{pair}={pair.capitalize()}").split("=") for pair in text.split())


def new_terms(change: Change, names: Mapping[str, str], least: int = 1) -> Iterator[Place]:
    """Yield terms on added lines that no removed or unchanged line of the diff holds.

    Args:
        change: what to look at.
        names: the terms, with the name that each is shown by.
        least: in how many files the term must be new.
    """
    old_words = change.parts_kept.union(*change.parts_removed.values())
    yield from _places(change, names, old_words, change.parts_added, least, "+")


def gone_terms(change: Change, names: Mapping[str, str], least: int = 1) -> Iterator[Place]:
    """Yield terms on removed lines that no added or unchanged line of the diff holds."""
    new_words = change.parts_kept.union(*change.parts_added.values())
    yield from _places(change, names, new_words, change.parts_removed, least, "-")


def _places(
    change: Change,
    names: Mapping[str, str],
    excluded: frozenset[str],
    where: dict[str, frozenset[str]],
    least: int,
    mark: str,
) -> Iterator[Place]:
    sought = {term for term in names if term not in excluded}
    hits_by_name: dict[str, list[tuple[str, FileChange]]] = {}
    for file in change.files:
        if kind_of(file.path) in _ASIDE:
            continue
        for term in sorted(sought & where[file.path]):
            hits_by_name.setdefault(names[term], []).append((term, file))
    for name in sorted(hits_by_name):
        hits = hits_by_name[name]
        if len({file.path for _, file in hits}) < least:
            continue
        term, file = hits[0]
        if mark == "+":
            path, line = file.path, first_line(change, file, term)
        else:
            path = file.old_path
            line = next((n for n, text in change.removed(file) if term in text.lower()), 1)
        yield Place(name, path, line, len({file.path for _, file in hits}))
