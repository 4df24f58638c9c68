"""Find the compound of words that new names of a change have in common, such as `circuit breaker`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from records.suggest.change import Change
from records.suggest.paths import kind_of
from records.suggest.words import parts

_MOST_FILES = 400
_MOST_NAMES = 400
"""Files, and identifiers of one file, that are looked at."""
_LEAST_FILES = 2
_EDGES = frozenset(
    "the and for with from into that this its not but are was has have had does did can may will should must when "
    "then if is in on of to by at as or an am be do no get set add new old all any one two use has test tests spec "
    "mock stub fake create make abstract interface base impl default my strict types it given where which what "
    "how".split()
)
"""Words that a compound neither begins nor ends with."""


def main_compound(change: Change, names: Iterable[str] = ()) -> str:
    """Return the two or three words that most new names of a change share; empty where nothing stands out.

    Args:
        change: what to look at.
        names: plain words of which the compound must hold one; any compound will do where there are none.
    """
    required = frozenset(names)
    counts: Counter[tuple[str, ...]] = Counter()
    for pieces, weight in _new_names(change):
        for compound in pieces:
            if not required or not required.isdisjoint(compound):
                counts[compound] += weight
    if not counts:
        return ""
    best = max(counts, key=lambda compound: (counts[compound] * len(compound) ** 0.6, compound))
    return " ".join(best) if counts[best] >= _LEAST_FILES else ""


def _new_names(change: Change) -> Iterator[tuple[set[tuple[str, ...]], int]]:
    """Yield the compounds that each file brings, and how much they count: in the name of a new file twice."""
    old = {compound for name in change.all_removed | change.words_kept for compound in compounds_of(name)}
    for file in change.files[:_MOST_FILES]:
        if kind_of(file.path) in {"test", "sample", "translation", "manifest", "style"}:
            continue
        names = sorted(change.words_added[file.path])[:_MOST_NAMES]
        yield {compound for name in names for compound in compounds_of(name)} - old, 1
        if file.status == "added":
            stem = re.sub(r"(?:\.\w+)+$", "", file.path.rpartition("/")[2])
            yield set(compounds_of(stem)) - old, 2


def compounds_of(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the runs of two and three plain words of an identifier that can name a subject."""
    words = parts(name)
    for length in (2, 3):
        for start in range(len(words) - length + 1):
            compound = words[start : start + length]
            edges = (compound[0], compound[-1])
            if not _EDGES.intersection(edges) and all(len(word) > 2 and not word.isdigit() for word in edges):
                yield compound
