"""Ask about records: all of them, some of them, one of them with its links."""

from __future__ import annotations

from contextlib import suppress

import records.regex as re
from records.dataclass import dataclass, field
from records.errors import InvalidInput, NotFound, RecordsError, nearest
from records.model.graph import Graph
from records.model.kind import Kind
from records.model.record import Adr, Phr
from records.model.record_paths import stem_of
from records.model.reference import ReferenceIndex
from records.model.stage import STAGES, canonical_stage
from records.model.status import STATUSES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from records.model.answer import RecordAnswer, RecordDetail
    from records.model.link import Link
    from records.model.record import Record
    from records.project.project import Project
    from records.project.record_index import StoredListing

_LAST_NUMBER = re.compile(r"\d+$")


class Catalog:
    """Records with the names they go by and the links between them."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = list(records)
        self.graph = Graph(self.records)

    def record(self, ref: str, kind: Kind | None = None) -> Record:
        """Return the record that a reference names.

        Raises:
            NotFound: none does.
            Ambiguous: several do.
        """
        return self.graph.references.resolve(ref, kind)

    def adr(self, ref: str) -> Adr:
        """Return the decision that a reference names; raises as `record` does."""
        return self.graph.references.adr(ref)

    def phr(self, ref: str) -> Phr:
        """Return the prompt record that a reference names; raises as `record` does."""
        return self.graph.references.phr(ref)

    def as_json(self, record: Record) -> RecordAnswer:
        """A record as one JSON object, links as identities and backlinks derived."""
        return _as_json(record, self.graph.links(record), self.graph.backlinks(record))


def _as_json(record: Record, links: Iterable[Link], backlinks: Iterable[Link]) -> RecordAnswer:
    data = record.as_json(backlinks)
    data["links"] = [link.as_json() for link in links]
    return data


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions that a record has to meet; an empty one is met by all.

    Kind, stage, status, feature and label may name several words with commas between them; one of them is enough.

    Attributes:
        kind: `adr` or `phr`.
        stage: of PHRs, any spelling.
        status: of ADRs.
        feature: the feature as written, or the folder.
        label: one of the labels.
        since: the earliest date, `YYYY-MM-DD`.
        until: the latest date.
        file: a path or a folder that the record names.
        broken: only what cannot be read, or was repaired while reading.

    Raises:
        InvalidInput: there is no such kind.
    """

    kind: str = ""
    stage: str = ""
    status: str = ""
    feature: str = ""
    label: str = ""
    since: str = ""
    until: str = ""
    file: str = ""
    broken: bool = False
    _words: dict[str, frozenset[str]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a kind that does not exist: it would silently match nothing."""
        for name in _LISTS:
            words = [word.strip() for word in getattr(self, name).split(",")]
            if any(words):
                self._words[name] = frozenset(filter(None, map(_LISTS[name], words)))
        for kind in self._words.get("kind", ()):
            if kind not in list(Kind):
                raise InvalidInput(f"there is no kind of record {kind!r}", f"one of: {', '.join(Kind)}")

    @property
    def words(self) -> Mapping[str, frozenset[str]]:
        """The words of each condition that takes several, as they are compared."""
        return self._words

    @property
    def place(self) -> str:
        """The file or folder, as records name it."""
        return self.file.removeprefix("./").rstrip("/")

    @property
    def names_several(self) -> bool:
        """Whether a condition names several words."""
        return any(len(words) > 1 for words in self._words.values())

    def accepts(self, record: Record) -> bool:
        """Whether a record meets all conditions."""
        words = self._words
        return all((
            "kind" not in words or record.kind in words["kind"],
            "stage" not in words or (isinstance(record, Phr) and record.stage in words["stage"]),
            "status" not in words or (isinstance(record, Adr) and (record.status or "").lower() in words["status"]),
            "feature" not in words or self._in_feature(record),
            "label" not in words or not words["label"].isdisjoint(map(str.casefold, record.labels)),
            not self.since or (record.date or "") >= self.since,
            not self.until or bool(record.date and record.date <= self.until),
            not self.file or self._names_file(record),
            not self.broken or not record.readable or bool(record.repairs),
        ))  # fmt: skip

    def _in_feature(self, record: Record) -> bool:
        return isinstance(record, Phr) and not self._words["feature"].isdisjoint(
            (record.feature, record.folder, record.folder.rsplit("/", 1)[-1])
        )

    def _names_file(self, record: Record) -> bool:
        return any(path == self.place or path.startswith(self.place + "/") for path in record.files)


_LISTS: dict[str, Callable[[str], str]] = {
    "kind": str.lower, "stage": canonical_stage, "status": str.lower, "feature": str, "label": str.casefold,
}  # fmt: skip


def condition_for(word: str) -> tuple[str, str] | None:
    """Return the condition of a `Filter` that a word alone names, with its value: a kind, a status or a stage."""
    word = word.lower()
    kinds = {"adr": Kind.ADR, "decision": Kind.ADR, "phr": Kind.PHR, "prompt": Kind.PHR}
    if kind := kinds.get(word.removesuffix("s")):
        return "kind", kind
    return next(
        ((name, word) for name, words in (("status", STATUSES), ("stage", STAGES)) if word in words), None
    )


def list_records(project: Project, conditions: Filter | None = None) -> list[Record]:
    """List the records that meet the conditions, by kind, folder, number and stem; unreadable ones included."""
    accepted = conditions or Filter()
    return [record for record in project.store.scan() if accepted.accepts(record)]


SORT_KEYS: dict[str, Callable[[Record], Any]] = {
    "kind": lambda record: record.kind, "ref": lambda record: record.ref, "number": lambda record: record.number or 0,
    "date": lambda record: record.date or "", "title": lambda record: record.title.casefold(),
    "state": lambda record: record.state or "", "path": lambda record: record.path,
}  # fmt: skip
"""What records can be sorted by."""


def sorted_records(records: list[Record], key: str) -> list[Record]:
    """Sort records by a key of `SORT_KEYS`; with `-` before it the other way round, equal ones too.

    So the newest by `-date` are the last ones of their day: later numbers come first.

    Raises:
        InvalidInput: there is no such key.
    """
    name = key.removeprefix("-")
    if name not in SORT_KEYS:
        raise InvalidInput(f"records cannot be sorted by {name!r}", f"one of: {', '.join(SORT_KEYS)}")
    ascending = sorted(records, key=SORT_KEYS[name])
    return ascending[::-1] if key.startswith("-") else ascending


def features(records: Iterable[Record]) -> list[str]:
    """List the folders of the prompt records, sorted."""
    return sorted({record.folder for record in records if isinstance(record, Phr) and record.folder})


def explain_no_match(records: Iterable[Record], conditions: Filter) -> str:
    """Return which word of a filter occurs in no record, and what does; an empty string if each of them occurs."""
    everything = list(records)
    for kind, advice in _NONE.items():
        if conditions.kind == kind and not any(record.kind is kind for record in everything):
            return advice
    for name, words_of in _WORDS.items():
        for value in filter(None, map(str.strip, getattr(conditions, name).split(","))):
            arguments: dict[str, Any] = {name: value}
            alone = Filter(**arguments)
            if not any(alone.accepts(record) for record in everything):
                words = sorted({word for record in everything for word in words_of(record) if word})
                near = nearest(value.lower(), words)
                advice = (
                    f"did you mean {near!r}?" if near else f"there are: {', '.join(words[:12]) or 'none'}"
                )
                return f"no record has the {name} {value!r}; {advice}"
    return ""


_NONE = {
    Kind.ADR: "no decisions are recorded yet (records adr new TITLE)",
    Kind.PHR: "no prompts are recorded yet (records phr new --help)",
}
_WORDS: dict[str, Callable[[Record], Iterable[str | None]]] = {
    "stage": lambda record: (record.stage,) if isinstance(record, Phr) else (),
    "status": lambda record: (record.status,) if isinstance(record, Adr) else (),
    "feature": lambda record: (record.folder,) if isinstance(record, Phr) else (),
    "label": lambda record: record.labels,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One record with its whole text, and for a PHR its parts.

    Attributes:
        record: the record.
        data: its JSON object with `body`, `fields`, and for a PHR `prompt`, `response`, `outcome`.
        text: the file as decoded.
    """

    record: Record
    data: RecordDetail
    text: str


def show(project: Project, ref: str, kind: Kind | None = None) -> Shown:
    """One record by any form of reference.

    Raises:
        NotFound: none goes by this name.
        Ambiguous: several do.
    """
    with project.store.stored_listing() as listing, suppress(LookupError):
        if listing is not None:
            record = _find(listing, ref, kind)
            links = listing.links(record.key)
            if links is not None:
                return _detail(project, record, _as_json(record, *links))
            _store_links(project, listing)
    catalog = Catalog(project.store.scan())
    return detail(project, catalog, catalog.record(ref, kind))


def _find(listing: StoredListing, ref: str, kind: Kind | None) -> Record:
    """Return the record that a reference names, of those alone that it can name by its name or path.

    Raises:
        LookupError: a part of one names none so, or several; it may be a title.
        Ambiguous: it names several.
    """
    name = ref.strip().removeprefix("./")
    digits = _LAST_NUMBER.search(name)
    number = int(digits[0]) if digits and len(digits[0]) < 16 else None
    references = ReferenceIndex(listing.called(name, name, stem_of(name), number))
    if not references.matches(ref, kind):
        references = ReferenceIndex(listing.containing(ref.strip().casefold()) if ref.strip() else [])
        if len(references.matches(ref, kind)) != 1:
            raise LookupError(ref)
    return references.resolve(ref, kind)


def _store_links(project: Project, listing: StoredListing) -> None:
    """Store the links of all records in both directions, so that the next `show` need not join them."""
    records = project.store.scan()
    graph = Graph(records)
    listing.store_links(
        (record.key, graph.links(record), graph.backlinks(record))
        for record in {r.key: r for r in records}.values()
    )


def detail(project: Project, catalog: Catalog, record: Record) -> Shown:
    """A record with its text and parts; a file that cannot be opened gives empty ones."""
    return _detail(project, record, catalog.as_json(record))


def _detail(project: Project, record: Record, data: RecordAnswer) -> Shown:
    from records.phr.front_matter_repair import read_front_matter
    from records.phr.reader import phr_parts

    try:
        text = project.store.text(record.path)
    except NotFound:
        text = ""
    reading = read_front_matter(text)
    body = reading.body if isinstance(record, Phr) else _adr_body(text)
    details: RecordDetail = {**data, "body": body, "fields": reading.fields}  # type: ignore[typeddict-item] # has none of the other keys
    if isinstance(record, Phr):
        parts = phr_parts(reading)
        details["prompt"], details["response"], details["outcome"] = (
            parts.prompt,
            parts.response,
            parts.outcome,
        )
    return Shown(record, details, text)


def prompt_of(project: Project, record: Record) -> str | None:
    """The prompt of a PHR; None where it has none, or its file cannot be read."""
    return exchange_of(project, record)[0]


def exchange_of(project: Project, record: Record) -> tuple[str | None, str | None]:
    """The prompt and the response of a PHR; None for what it lacks, or where its file cannot be read."""
    from records.phr.front_matter_repair import read_front_matter
    from records.phr.reader import phr_parts

    try:
        parts = phr_parts(read_front_matter(project.store.text(record.path)))
    except RecordsError:
        return None, None
    return parts.prompt, parts.response


def _adr_body(text: str) -> str:
    from records.text.document import Document

    return Document.parse(text).body_text
