"""Write the data that the search in the browser loads: words, facets, files and results."""

from __future__ import annotations

import json

from records.model.record import Adr, Phr
from records.site.build_cache import pack, unpack
from records.site.postings import encode
from records.site.shards import Changes, Index, script
from records.site.words import initials, weights
from records.text.escape import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from records.site.build_cache import BuildCache
    from records.site.lists import Row
    from records.site.output import Output
    from records.site.site import Site
    from records.site.words import Weighed

CHUNK = 128  # results in one file
_BEGUN = 40  # results for a single letter
_PATCHED_MOST = 0.05


class WordIndex:
    """The shards of the full-text index, patched where little changed and rebuilt where much did."""

    def __init__(self, site: Site, cache: BuildCache, output: Output) -> None:
        self._site = site
        self._cache = cache
        self._output = output
        self._names: list[str] = json.loads(cache.meta.get("shards", "[]"))
        self._most = max(20, int(len(site.documents) * _PATCHED_MOST))
        self._removed: list[tuple[int, str]] = []
        self._added: list[tuple[int, str]] = []
        self._index: Index | None = None if self._can_patch() else Index()

    def _can_patch(self) -> bool:
        last_pages = self._cache.pages
        now = {record.path: number for number, record in enumerate(self._site.documents)}
        moved_paths = [path for path, page in last_pages.items() if now.get(path) != page.number]
        fresh = sum(1 for path in now if path not in last_pages)
        if not self._names or len(moved_paths) + fresh > self._most:
            return False
        if not all(self._output.intact(_shard(name)) for name in self._names):
            return False
        for path in moved_paths:
            words = self._cache.words_of(path)
            self._removed.append((last_pages[path].number, words))
            if path in now:
                self._added.append((now[path], words))
                self._cache.renumber(path, now[path])
        return True

    def keep(self, number: int, path: str) -> None:
        """Note a record whose page does not change."""
        if self._index is not None:
            self._index.add(number, unpack(self._cache.words_of(path)))

    def update(self, number: int, path: str, words: Weighed, packed_words: str) -> None:
        """Note that a record was read again; call it before its page is remembered."""
        if self._index is not None:
            self._index.add(number, words)
            return
        old = self._cache.words_of(path)
        if (number, old) in self._added:  # moved, and read again
            self._added.remove((number, old))
            self._added.append((number, packed_words))
            return
        old_words = unpack(old) if old and path in self._cache.pages else ((), (), (), ())
        every = set().union(*words)
        removed_words = [set(before) - every for before in old_words]
        fresh = [set(after).difference(before) for after, before in zip(words, old_words, strict=True)]
        if any(removed_words):
            self._removed.append((number, pack(removed_words)))
        if any(fresh):
            self._added.append((number, pack(fresh)))

    def write(self) -> list[str]:
        """Write the shards and return their names."""
        if self._index is None and len(self._added) > self._most:
            self._index = Index()
            for number, record in enumerate(self._site.documents):
                self._index.add(number, unpack(self._cache.words_of(record.path)))
        if self._index is not None:
            names = []
            for name, data in self._index.files():
                self._output.write(_shard(name), data)
                names.append(name)
            return names
        return self._patch_shards()

    def _patch_shards(self) -> list[str]:
        changes = Changes()
        for number, words in self._removed:
            changes.remove(number, weights(unpack(words)))
        for number, words in self._added:
            changes.add(number, weights(unpack(words)))
        names = set(self._names)
        for name in changes.shards():
            data = changes.apply(name, self._output.read(_shard(name)) if name in names else None)
            if data is None:
                names.discard(name)
                self._output.drop(_shard(name))
            else:
                names.add(name)
                self._output.write(_shard(name), data)
        return sorted(names)


def _shard(name: str) -> str:
    return f"data/words/{name}.js"


def write_facets(site: Site, rows: list[Row], shards: list[str], output: Output) -> None:
    """Write what the search needs on load: facets, dates, and the list of shards."""
    facets: dict[str, dict[str, list[int]]] = {
        name: {} for name in ("kind", "status", "stage", "feature", "label")
    }
    dates: list[list[Any]] = []
    files: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        record, posting = row.record, number << 2
        is_decision = isinstance(record, Adr)
        _put(facets["kind"], record.kind, posting)
        _put(facets["status"], row.entry["state"] if is_decision else "", posting)
        _put(facets["stage"], "" if is_decision else row.entry["state"], posting)
        _put(facets["feature"], "" if is_decision else clean(record.folder), posting)
        for name, word in site.facets(record).items():
            _put(facets.setdefault(name, {}), word, posting)
        for label in dict.fromkeys(record.labels):
            _put(facets["label"], clean(label), posting)
        for path in dict.fromkeys((*record.files, *(record.tests if isinstance(record, Phr) else ()))):
            _put(files, clean(path), posting)
        if not dates or dates[-1][0] != row.entry["date"]:
            dates.append([row.entry["date"], number])
    value = {
        "total": len(rows),
        "chunk": CHUNK,
        "shards": " ".join(shards),
        "dates": dates,
        "letters": _letters(rows),
        "facets": {
            name: [[word, len(numbers[word]), encode(numbers[word])] for word in sorted(numbers)]
            for name, numbers in facets.items()
        },
    }
    output.write("data/facets.js", script("facets", value))
    output.write("data/files.js", script("files", [[path, encode(files[path])] for path in sorted(files)]))


def _letters(rows: list[Row]) -> dict[str, str]:
    """The newest records with a word in their title that begins with a letter, for each letter."""
    numbers_by_letter: dict[str, list[int]] = {}
    for number in range(len(rows) - 1, -1, -1):
        for letter in initials(rows[number].entry["title"]):
            newest = numbers_by_letter.setdefault(letter, [])
            if len(newest) < _BEGUN:
                newest.append(number << 2)
    return {letter: encode(reversed(numbers_by_letter[letter])) for letter in sorted(numbers_by_letter)}


def _put(facet: dict[str, list[int]], word: str, posting: int) -> None:
    if word:
        numbers = facet.setdefault(word, [])
        if not numbers or numbers[-1] != posting:
            numbers.append(posting)


RESULT_MEMBERS = ("ref", "title", "url", "date", "kind", "state", "tone", "feature", "summary")
"""What a result shows, in the order in which the script reads it."""


def write_results(rows: list[Row], output: Output) -> None:
    """Write the text of each result, in files of `CHUNK` records."""
    for start in range(0, len(rows), CHUNK):
        chunk = [
            [result[name] for name in RESULT_MEMBERS]
            for result in (row.entry for row in rows[start : start + CHUNK])
        ]
        output.write(f"data/results/{start // CHUNK}.js", script(f"r/{start // CHUNK}", chunk))
