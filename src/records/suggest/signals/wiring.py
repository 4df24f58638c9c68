"""Wiring: what code newly imports, and words that are rolled out through many files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import records.regex as re
from records.git.diff_model import FileChange, Hunk
from records.suggest.change import Change
from records.suggest.evidence import Evidence
from records.suggest.imports import IMPORTS, edge, root_of, targets
from records.suggest.paths import is_presentation, kind_of, language_of
from records.suggest.scan import MOST
from records.suggest.words import LANGUAGE_WORDS, STOP_WORDS, is_platform_variable

SIGNALS = (
    "wiring.import",
    "wiring.edge",
    "wiring.rollout",
    "wiring.vanished",
    "wiring.swap",
)
_TOPIC = "structure"
_KEYWORDS = (
    frozenset(
        "context assert test tests setup types todo fixme note param returns example name value data list item items "
        "index length".split()
    )
    | STOP_WORDS
    | LANGUAGE_WORDS
)
_PAIRED = 5
"""Words on either side that are compared, the commonest ones."""
_HASH = re.compile(r"(?=(?:\w*\d){3})[a-f0-9]{7,}")
_COMPOUND = re.compile(r"[a-z0-9][A-Z_]|_[a-z]")
"""An identifier of several words is more surely a thing of its own than one word, which may be any."""


def find(change: Change) -> Iterator[Evidence]:
    """Yield new roots of imports, new edges between modules, and words in or out of many files."""
    yield from _imports(change)
    yield from _spread(change)


def _imports(change: Change) -> Iterator[Evidence]:
    known_roots: set[str] = set()
    fresh: dict[str, list[tuple[FileChange, int]]] = {}
    edges: dict[tuple[str, str], tuple[FileChange, int]] = {}
    had: set[tuple[str, str] | None] = set()
    folders = frozenset(piece for f in change.files for piece in _own_names(f.path))
    for file in change.files:
        language = language_of(file.path)
        if language not in IMPORTS or kind_of(file.path) == "test":
            continue
        old_lines = [(0, line[1:]) for h in file.hunks for line in h.lines if line[:1] != "+"]
        for _, target in targets(language, old_lines):
            known_roots.add(root_of(language, target))
            had.add(edge(language, file.old_path, target, folders))
        for number, target in targets(language, change.added(file)):
            root = root_of(language, target)
            if root:
                fresh.setdefault(root, []).append((file, number))
            parts = edge(language, file.path, target, folders)
            if parts and kind_of(file.path) == "code":
                edges.setdefault(parts, (file, number))
    outside = {
        root for root in fresh.keys() - known_roots if not folders.issuperset(re.split(r"[./\\:]+", root))
    }
    outside -= change.held_before(outside)
    yield from _roots({root: fresh[root] for root in outside})
    for (source, goal), (file, number) in sorted(edges.items())[: 2 * MOST]:
        if (source, goal) not in had:
            why = f"{source} now uses {goal}"
            yield Evidence("wiring.edge", file.path, number, why, "scope", _TOPIC, f"{source} → {goal}")


def _own_names(path: str) -> list[str]:
    """Return the names by which a path can be imported: its folders, and of a module its stem."""
    *folders, name = path.split("/")
    return [*folders, name.partition(".")[0]]


def _roots(fresh: dict[str, list[tuple[FileChange, int]]]) -> Iterator[Evidence]:
    """Yield the packages that nothing imported before."""
    for root, places in sorted(fresh.items())[: 4 * MOST]:
        count = len({file.path for file, _ in places})
        why = f"{count} files now import {root}" if count > 1 else f"1 file now imports {root}"
        yield Evidence("wiring.import", places[0][0].path, places[0][1], why, "scope", "dependency", root)


def _spread(change: Change) -> Iterator[Evidence]:
    """Yield identifiers that are new in four files or more, or gone from as many."""
    arriving = _common(change, change.words_added, change.all_removed)
    leaving = _common(change, change.words_removed, change.all_added)
    for word, count in arriving[:MOST]:
        file = next(f for f in change.files if word in change.words_added[f.path])
        line = next((n for n, text in change.added(file) if word in text), 1)
        why = f"{word} is new in {count} files"
        yield Evidence("wiring.rollout", file.path, line, why, "scope", _TOPIC, word)
    for word, count in leaving[:MOST]:
        file = next(f for f in change.files if word in change.words_removed[f.path])
        line = next((n for n, text in change.removed(file) if word in text), 1)
        why = f"{word} removed from {count} files"
        yield Evidence("wiring.vanished", file.old_path, line, why, "alternatives", _TOPIC, word, "old")
    if arriving and leaving and arriving[0][0].lower() != leaving[0][0].lower():
        word, old = _exchange(change, arriving, leaving)
        word, why = (word, f"{word} replaces {old}") if word else (arriving[0][0], "")
        file = next(f for f in change.files if word in change.words_added[f.path])
        line = next((n for n, text in change.added(file) if word in text), 1)
        why = why or f"{word} comes, and {leaving[0][0]} goes"
        yield Evidence("wiring.swap", file.path, line, why, "alternatives", _TOPIC, word, detail=old)


def _exchange(
    change: Change, arriving: list[tuple[str, int]], leaving: list[tuple[str, int]]
) -> tuple[str, str]:
    """Return which word stands where another one stood, in most files of either; empty words for none."""
    pairs = [(new, old) for new in arriving[:_PAIRED] for old in leaving[:_PAIRED]]
    for (new, new_count), (old, old_count) in pairs:
        files = [
            f
            for f in change.files
            if new in change.words_added[f.path] and old in change.words_removed[f.path]
        ]
        places = sum(any(_is_swapped(hunk, new, old) for hunk in file.hunks) for file in files)
        if new.lower() != old.lower() and 2 * places > min(new_count, old_count):
            return new, old
    return "", ""


def _is_swapped(hunk: Hunk, new: str, old: str) -> bool:
    """Return whether a piece of a diff takes one word away and brings another."""
    signs = {line[:1] for line in hunk.lines if (new if line[:1] == "+" else old) in line}
    return {"+", "-"} <= signs


def _common(
    change: Change, where: dict[str, frozenset[str]], other_side: frozenset[str]
) -> list[tuple[str, int]]:
    """Return the words of one side that are in four files or more and nowhere else."""
    carrying = [f.path for f in change.files if kind_of(f.path) != "test" and not is_presentation(f.path)]
    counts = Counter(word for path in carrying for word in where[path])
    common = [
        (word, count)
        for word, count in counts.items()
        if count >= 4
        and len(word) > 3
        and word.lower() not in _KEYWORDS
        and not _HASH.fullmatch(word)
        and word not in other_side
        and word not in change.words_kept
        and not is_platform_variable(word)
    ]
    return sorted(common, key=lambda item: (_COMPOUND.search(item[0]) is None, -item[1], item[0]))
