"""Words with a meaning of their own that a change brings into the code, or takes out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import records.regex as re
from records.dataclass import dataclass
from records.git.diff_model import FileChange
from records.suggest.change import Change, is_comment
from records.suggest.imports import IMPORTS, targets
from records.suggest.paths import is_presentation, kind_of, language_of
from records.suggest.words import parts_of, words

_RUNNING = frozenset({"container", "infra", "pipeline", "tool"})
"""Kinds of file in which each line sets something up."""
_STRING = re.compile(
    r"""(?P<before>[:=(]\s*)?(?P<quote>["'])(?P<text>(?:(?!(?P=quote)).)*)(?P=quote)(?P<key>\s*(?::|=>))?"""
)
_BARE = re.compile(
    r"""(?:(?:[\w.-]+\s*:?=\s*)?[%\w]{0,2}[\[({])?(?:[\w'"-]|[.,;!?](?=\s|\Z)|\s)*[\])}]?[,;]?"""
)
"""A line of words, as lists, heredocs and reserved words have them: nothing in it is called or set."""
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
    """Yield terms on added lines that neither the rest of the diff nor the tree before it holds.

    Args:
        change: what to look at.
        names: the terms, with the name that each is shown by.
        least: in how many files the term must be new.
    """
    old_words = change.parts_kept.union(*change.parts_removed.values())
    places = list(_places(change, names, old_words, change.parts_added, least, "+"))
    arriving = {place.name for place in places}
    held = change.held_before(term for term, name in names.items() if name in arriving)
    names_held = {names[term] for term in held}
    yield from (place for place in places if place.name not in names_held)


def gone_terms(change: Change, names: Mapping[str, str], least: int = 1) -> Iterator[Place]:
    """Yield terms on removed lines that no added or unchanged line of the diff holds."""
    new_words = change.parts_kept.union(*change.parts_added.values())
    yield from _places(change, names, new_words, change.parts_removed, least, "-")


def _line_of_use(change: Change, file: FileChange, term: str) -> int:
    """Return the first added line on which a term is imported, called, set or a key; 0 where it is only a word."""
    language, is_code = language_of(file.path), kind_of(file.path) not in _RUNNING
    for number, text in change.added(file):
        if term not in text.lower() or (is_code and is_comment(text)):
            continue
        if language in IMPORTS and any(
            term in parts_of([name]) for _, name in targets(language, [(number, text)])
        ):
            return number
        used = _without_mentions(text) if is_code else text
        if term in parts_of(words([used])):
            return number
    return 0


def _without_mentions(text: str) -> str:
    """Return a line without the words that it only mentions: those of a list, of a sentence, of a string."""
    if _BARE.fullmatch(text.strip()):
        return ""
    return _STRING.sub(_setting, text)


def _setting(string: re.Match[str]) -> str:
    """Return a string that is a key, or one word (or an address) that is set or handed over; else nothing."""
    is_set = string["key"] or (string["before"] and " " not in string["text"])
    return string[0] if is_set or "://" in string["text"] else string["before"] or ""


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
        if kind_of(file.path) in _ASIDE or is_presentation(file.path):
            continue
        for term in sorted(sought & where[file.path]):
            if mark == "-" or _line_of_use(change, file, term):
                hits_by_name.setdefault(names[term], []).append((term, file))
    for name in sorted(hits_by_name):
        hits = hits_by_name[name]
        if len({file.path for _, file in hits}) < least:
            continue
        term, file = hits[0]
        if mark == "+":
            path, line = file.path, _line_of_use(change, file, term)
        else:
            path = file.old_path
            line = next((n for n, text in change.removed(file) if term in text.lower()), 1)
        yield Place(name, path, line, len({file.path for _, file in hits}))
