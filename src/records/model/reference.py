"""Resolve references to records: 7, ADR-7, general/0003, a stem, a path, a title."""

from __future__ import annotations

import posixpath

import records.regex as re
from records.errors import Ambiguous, InvalidInput, NotFound
from records.model.file_name import yearly_reference
from records.model.kind import Kind
from records.model.record import Adr, Phr
from records.model.record_paths import directory_name, stem_of, without_query
from records.patterns import DIGITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.model.record import Record

# `/adr/32`, `../use-redis/`; not `general/0009` and `architecture/ADR-12`, which name another record
_PAGE = re.compile(r"(?=\.{0,2}/|.*/\Z)(?:\.{0,2}/)?(?:[\w.-]+/)*(?P<name>[\w-]+)/?", re.DOTALL)
_NUMBER_OF_STEM = re.compile(rf"^(?:[A-Za-z]{{1,12}}[-_])?{DIGITS}[-_]")
_NUMBERED = re.compile(r"(?:(?P<kind>[A-Za-z]+)[-_ ]?)?0*(?P<number>\d{1,9})$")
_MOST_CANDIDATES = 12


class ReferenceIndex:
    """Records under every name they can be referred to by.

    Args:
        records: all records, in the order in which candidates are to be listed.
    """

    def __init__(self, records: Iterable[Record]) -> None:
        self._all = list(records)
        self._by_key: dict[str, Record] = {}
        self._by_path: dict[str, Record] = {}
        self._by_stem: dict[str, list[Record]] = {}
        self._by_number: dict[tuple[Kind, int], list[Record]] = {}
        self._by_former: dict[tuple[Kind, int], list[tuple[Record, str]]] = {}
        for record in self._all:
            self._by_key.setdefault(record.key, record)
            self._by_path[record.path] = record
            if directory_name(record.path):  # a link to the folder is one to its page
                self._by_path.setdefault(record.path.rpartition("/")[0], record)
            self._by_stem.setdefault(record.stem, []).append(record)
            if record.number is not None:
                self._by_number.setdefault((record.kind, record.number), []).append(record)
            for former in record.renumbered:
                number, _, day = former.partition(" ")
                self._by_former.setdefault((record.kind, int(number)), []).append((record, day))

    def former(self, kind: Kind, number: int, day: str = "") -> list[Record]:
        """List the records that had a number until they were renumbered, on *day* (ISO 8601) or later."""
        return [record for record, last in self._by_former.get((kind, number), ()) if last >= day]

    def get(self, key: str) -> Record | None:
        """Return the record whose identity is *key*."""
        return self._by_key.get(key)

    def resolve(self, ref: str, kind: Kind | None = None) -> Record:
        """Return the one record that a reference names.

        Raises:
            NotFound: no record has this name.
            Ambiguous: several records do; the error lists them.
        """
        matches = self.matches(ref, kind)
        if len(matches) == 1:
            return matches[0]
        label = kind.label if kind else "record"
        if not matches:
            raise NotFound(f"no {label} matches {ref!r}", "records list shows what there is")
        raise Ambiguous(
            f"{ref!r} names {len(matches)} records", [record.path for record in matches[:_MOST_CANDIDATES]]
        )

    def adr(self, ref: str) -> Adr:
        """Return the one decision that a reference names; raises as `resolve` does."""
        return next(record for record in (self.resolve(ref, Kind.ADR),) if isinstance(record, Adr))

    def phr(self, ref: str) -> Phr:
        """Return the one prompt record that a reference names; raises as `resolve` does."""
        return next(record for record in (self.resolve(ref, Kind.PHR),) if isinstance(record, Phr))

    def matches(self, ref: str, kind: Kind | None = None) -> list[Record]:
        """List the records that a reference names, by the most exact meaning that names any.

        Raises:
            InvalidInput: the reference is no text.
        """
        if not isinstance(ref, str):
            raise InvalidInput(f"{ref!r} is no reference: it must be a text", f"for example 'adr/{ref}'")
        ref = ref.strip()
        if not ref:
            return []
        for search in (
            self._exact,
            lambda text: self._by_number_ref(text, kind),
            self._in_folder,
            self._titled,
            self._part,
        ):
            matches = [record for record in search(ref) if kind is None or record.kind == kind]
            if matches:
                return matches
        return []

    def link_target(self, text: str, holder: Record | None = None) -> Record | None:
        """Return the one record that the target of a link names, or None when it names none, or several.

        Args:
            text: the target as written: an identity, a path, a file name, a number.
            holder: the record that holds the link; a bare number means one of its own kind.
        """
        text = without_query(text.strip()).partition("#")[0]
        if not text or "://" in text:
            return None
        if holder is not None and (at_path := self._at_path(text, holder)):
            return at_path
        matches = self._exact(text) or self._exact(text.rsplit("/", 1)[-1])
        if not matches and (_NUMBERED.match(text) or yearly_reference(text)):
            matches = self._by_number_ref(text, holder.kind if holder else None)
        if not matches and (page := _PAGE.fullmatch(text)):
            matches = self._at_address(page["name"], holder.kind if holder else None)
        return matches[0] if len(matches) == 1 else None

    def _at_address(self, name: str, kind: Kind | None) -> list[Record]:
        """The records whose page a site gives a *name*: the stem, a number, or the words behind the number."""
        if matches := self._exact(name) or self._by_number_ref(name, kind):
            return matches
        return [record for record in self._all if _NUMBER_OF_STEM.sub("", record.stem) == name]

    def _at_path(self, text: str, holder: Record) -> Record | None:
        """Return the record to which a path leads from the file of *holder*, where that is the text of a directory."""
        if "/" not in text or not directory_name(holder.path):
            return None
        return self._by_path.get(posixpath.normpath(posixpath.join(posixpath.dirname(holder.path), text)))

    def _exact(self, ref: str) -> list[Record]:
        path = ref.removeprefix("./")
        record = self._by_key.get(path) or self._by_path.get(path)
        if record:
            return [record]
        stem = stem_of(path)
        same_stem = self._by_stem.get(stem, [])
        return [record for record in same_stem if "/" not in path or record.path.endswith("/" + path)] or [
            record for record in same_stem if "/" not in stem
        ]

    def _by_number_ref(self, ref: str, kind: Kind | None) -> list[Record]:
        if yearly := yearly_reference(ref):
            year, number = yearly
            prefix = ref[: ref.index(year)].strip("-_ ").casefold()
            own = [r for r in self._with_number(number, [Kind.ADR]) if r.year == year]
            named = [r for r in own if prefix and r.stem.casefold().startswith(prefix)]
            return named or (own if not prefix or _kinds(prefix) else [])
        match = _NUMBERED.match(ref)
        if not match:
            return []
        kinds = _kinds(match["kind"].lower()) if match["kind"] else [kind] if kind else list(Kind)
        if not kinds:  # `DATA-002` of a log with several series
            series = re.compile(rf"{match['kind']}[-_. ]?0*{match['number']}(?!\d)", re.I)
            return [r for r in self._with_number(int(match["number"]), Kind) if series.match(r.stem)]
        return self._with_number(int(match["number"]), kinds)

    def _with_number(self, number: int, kinds: Iterable[Kind]) -> list[Record]:
        return [record for kind in kinds for record in self._by_number.get((kind, number), [])]

    def _in_folder(self, ref: str) -> list[Record]:
        folder, slash, last = ref.rpartition("/")
        if not slash or not last.isdecimal() or len(last) > 9:
            return []
        head, _, rest = folder.partition("/")
        kinds = _kinds(head)
        if not kinds:
            candidates = self._with_number(int(last), Kind)
            return [record for record in candidates if record.folder == folder]
        candidates = self._with_number(int(last), kinds)
        if not rest and kinds == [Kind.ADR]:
            return candidates
        return [record for record in candidates if record.folder == rest]

    def _part(self, ref: str) -> list[Record]:
        words = ref.casefold()
        if words.isdecimal():
            return []
        return [record for record in self._all if words in f"{record.folder}/{record.stem}".casefold()]

    def _titled(self, ref: str) -> list[Record]:
        """The records with a title, whatever the case and the blanks."""
        words = ref.casefold().split()
        return [record for record in self._all if record.title.casefold().split() == words]


def _kinds(name: str) -> list[Kind]:
    """The kind of this name in a list; empty when there is none."""
    return [kind for kind in Kind if kind == name]
