"""The data that the search in the browser loads: words, facets, files and what to show of each result."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from records.model.record import Adr, Phr
from records.site.memory import pack, unpack
from records.site.postings import encode
from records.site.shards import Changes, Index, script
from records.site.words import initials, weights
from records.text.display import clean

if TYPE_CHECKING:
    from records.site.gather import Site
    from records.site.lists import Row
    from records.site.memory import Memory
    from records.site.output import Output
    from records.site.words import Weighed

CHUNK = 128  # results in one file
_BEGUN = 40  # results for a single letter
_PATCHED_MOST = 0.05


class WordIndex:
    """The shards of the full-text index, patched where little changed and made anew where much did.

    Args:
        site: the site.
        memory: what the last build left.
        output: where the shards are.
    """

    def __init__(self, site: Site, memory: Memory, output: Output) -> None:
        self._site = site
        self._memory = memory
        self._output = output
        self._names: list[str] = json.loads(memory.meta.get("shards", "[]"))
        self._most = max(20, int(len(site.documents) * _PATCHED_MOST))
        self._removed: list[tuple[int, str]] = []
        self._added: list[tuple[int, str]] = []
        self._index: Index | None = None if self._can_patch() else Index()

    def _can_patch(self) -> bool:
        known = self._memory.pages
        now = {record.path: number for number, record in enumerate(self._site.documents)}
        moved = [path for path, page in known.items() if now.get(path) != page.number]
        fresh = sum(1 for path in now if path not in known)
        if not self._names or len(moved) + fresh > self._most:
            return False
        if not all(self._output.intact(_shard(name)) for name in self._names):
            return False
        for path in moved:
            words = self._memory.words_of(path)
            self._removed.append((known[path].number, words))
            if path in now:
                self._added.append((now[path], words))
                self._memory.renumber(path, now[path])
        return True

    def unchanged(self, number: int, path: str) -> None:
        """Take note of a record whose page stays as it is."""
        if self._index is not None:
            self._index.add(number, unpack(self._memory.words_of(path)))

    def changed(self, number: int, path: str, words: Weighed, packed: str) -> None:
        """Take note of a record that was read anew; call it before its page is remembered."""
        if self._index is not None:
            self._index.add(number, words)
            return
        old = self._memory.words_of(path)
        if (number, old) in self._added:  # moved, and read anew
            self._added.remove((number, old))
            self._added.append((number, packed))
            return
        known = unpack(old) if old and path in self._memory.pages else ((), (), (), ())
        every = set().union(*words)
        gone = [set(before) - every for before in known]
        fresh = [set(after).difference(before) for after, before in zip(words, known, strict=True)]
        if any(gone):
            self._removed.append((number, pack(gone)))
        if any(fresh):
            self._added.append((number, pack(fresh)))

    def write(self) -> list[str]:
        """Write the shards and return their names."""
        if self._index is None and len(self._added) > self._most:
            self._index = Index()
            for number, record in enumerate(self._site.documents):
                self._index.add(number, unpack(self._memory.words_of(record.path)))
        if self._index is not None:
            names = []
            for name, data in self._index.files():
                self._output.write(_shard(name), data)
                names.append(name)
            return names
        return self._patched()

    def _patched(self) -> list[str]:
        changes = Changes()
        for number, words in self._removed:
            changes.remove(number, weights(unpack(words)))
        for number, words in self._added:
            changes.add(number, weights(unpack(words)))
        names = set(self._names)
        for name in changes.shards():
            data = changes.applied(name, self._output.read(_shard(name)) if name in names else None)
            if data is None:
                names.discard(name)
                self._output.drop(_shard(name))
            else:
                names.add(name)
                self._output.write(_shard(name), data)
        return sorted(names)


def _shard(name: str) -> str:
    return f"data/words/{name}.js"


def write_facets(rows: list[Row], shards: list[str], output: Output) -> None:
    """Write what the search needs before the first key: facets, dates, and which shards there are."""
    facets: dict[str, dict[str, list[int]]] = {
        name: {} for name in ("kind", "status", "stage", "feature", "label")
    }
    dates: list[list[Any]] = []
    files: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        record, posting = row.record, number << 2
        is_decision = isinstance(record, Adr)
        _put(facets["kind"], record.kind, posting)
        _put(facets["status"], row.shown["state"] if is_decision else "", posting)
        _put(facets["stage"], "" if is_decision else row.shown["state"], posting)
        _put(facets["feature"], "" if is_decision else clean(record.folder), posting)
        for label in dict.fromkeys(record.labels):
            _put(facets["label"], clean(label), posting)
        for path in dict.fromkeys((*record.files, *(record.tests if isinstance(record, Phr) else ()))):
            _put(files, clean(path), posting)
        if not dates or dates[-1][0] != row.shown["date"]:
            dates.append([row.shown["date"], number])
    value = {
        "total": len(rows),
        "chunk": CHUNK,
        "shards": " ".join(shards),
        "dates": dates,
        "letters": _letters(rows),
        "facets": {
            name: [[word, len(found[word]), encode(found[word])] for word in sorted(found)]
            for name, found in facets.items()
        },
    }
    output.write("data/facets.js", script("facets", value))
    output.write("data/files.js", script("files", [[path, encode(files[path])] for path in sorted(files)]))


def _letters(rows: list[Row]) -> dict[str, str]:
    """The newest records with a word in their title that begins with a letter, for each letter."""
    found: dict[str, list[int]] = {}
    for number in range(len(rows) - 1, -1, -1):
        for letter in initials(rows[number].shown["title"]):
            newest = found.setdefault(letter, [])
            if len(newest) < _BEGUN:
                newest.append(number << 2)
    return {letter: encode(reversed(found[letter])) for letter in sorted(found)}


def _put(facet: dict[str, list[int]], word: str, posting: int) -> None:
    if word:
        found = facet.setdefault(word, [])
        if not found or found[-1] != posting:
            found.append(posting)


def write_results(rows: list[Row], output: Output) -> None:
    """Write what is shown of each result, in files of `CHUNK` records."""
    for start in range(0, len(rows), CHUNK):
        chunk = [
            [one["ref"], one["title"], one["url"], one["date"], one["kind"], one["state"], one["tone"], one["feature"],
             one["summary"]]
            for one in (row.shown for row in rows[start : start + CHUNK])
        ]  # fmt: skip
        output.write(f"data/results/{start // CHUNK}.js", script(f"r/{start // CHUNK}", chunk))
