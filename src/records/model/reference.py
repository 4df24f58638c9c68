"""Find records by the names that people and files give them: 7, ADR-7, general/0003, a stem, a path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from records.errors import Ambiguous, NotFound
from records.model.kind import KINDS, stem_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.model.record import Record

_NUMBERED = re.compile(r"(?:(?P<kind>[A-Za-z]+)[-_ ]?)?0*(?P<number>\d{1,9})$")


class Names:
    """An index of records under every name they go by.

    Args:
        records: all records, in the order in which candidates are to be listed.
    """

    def __init__(self, records: Iterable[Record]) -> None:
        self._all = list(records)
        self._by_key: dict[str, Record] = {}
        self._by_path: dict[str, Record] = {}
        self._by_stem: dict[str, list[Record]] = {}
        self._by_number: dict[tuple[str, int], list[Record]] = {}
        for record in self._all:
            self._by_key.setdefault(record.key, record)
            self._by_path[record.path] = record
            self._by_stem.setdefault(record.stem, []).append(record)
            if record.number is not None:
                self._by_number.setdefault((record.kind, record.number), []).append(record)

    def get(self, key: str) -> Record | None:
        """The record whose identity is *key*."""
        return self._by_key.get(key)

    def one(self, ref: str, kind: str | None = None) -> Record:
        """The record that *ref* names.

        Args:
            ref: any form of reference.
            kind: only records of this kind.

        Raises:
            NotFound: no record goes by this name.
            Ambiguous: more than one does; the error lists them.
        """
        found = self.find(ref, kind)
        if len(found) == 1:
            return found[0]
        label = KINDS[kind].label if kind else "record"
        if not found:
            raise NotFound(f"no {label} matches {ref!r}", "records list shows what there is")
        names = [record.path for record in found]
        raise Ambiguous(f"{ref!r} names {len(found)} records", names[:12])

    def find(self, ref: str, kind: str | None = None) -> list[Record]:
        """The records that *ref* names, by its most exact meaning that names any."""
        ref = ref.strip()
        if not ref:
            return []
        for found in (self._exact(ref), self._numbered(ref, kind), self._in_folder(ref), self._part(ref)):
            kept = [record for record in found if kind is None or record.kind == kind]
            if kept:
                return kept
        return []

    def target(self, text: str, near: Record | None = None) -> Record | None:
        """The one record that the target of a link names, or None when it names none, or several.

        Args:
            text: the target as written: an identity, a path, a file name, a number.
            near: the record that holds the link; a bare number means one of its own kind.
        """
        text = text.strip().partition("#")[0]
        if not text or "://" in text:
            return None
        found = self._exact(text) or self._exact(text.rsplit("/", 1)[-1])
        if not found and _NUMBERED.match(text):
            found = self._numbered(text, near.kind if near else None)
        return found[0] if len(found) == 1 else None

    def _exact(self, ref: str) -> list[Record]:
        path = ref.removeprefix("./")
        hit = self._by_key.get(path) or self._by_path.get(path)
        if hit:
            return [hit]
        stem = stem_of(path)
        return [r for r in self._by_stem.get(stem, []) if "/" not in path or r.path.endswith("/" + path)] or [
            record for record in self._by_stem.get(stem, []) if "/" not in stem
        ]

    def _numbered(self, ref: str, kind: str | None) -> list[Record]:
        match = _NUMBERED.match(ref)
        if not match:
            return []
        name = (match["kind"] or kind or "").lower()
        if name and name not in KINDS:
            return []
        kinds = [name] if name else list(KINDS)
        return [r for one in kinds for r in self._by_number.get((one, int(match["number"])), [])]

    def _in_folder(self, ref: str) -> list[Record]:
        folder, slash, last = ref.rpartition("/")
        if not slash or not last.isdecimal():
            return []
        kind, _, rest = folder.partition("/")
        if kind in KINDS:
            pool, folder = self._by_number.get((kind, int(last)), []), rest
            if not rest and kind == "adr":
                return pool
        else:
            pool = [r for one in KINDS for r in self._by_number.get((one, int(last)), [])]
        return [record for record in pool if record.folder == folder]

    def _part(self, ref: str) -> list[Record]:
        wanted = ref.casefold()
        if wanted.isdecimal():
            return []
        return [record for record in self._all if wanted in f"{record.folder}/{record.stem}".casefold()]
