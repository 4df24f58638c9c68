"""Join records by their links: what each points to, what points back, and what points nowhere."""

from __future__ import annotations

from records.dataclass import dataclass
from records.model.link import INVERSE, Link, inverse_relation
from records.model.record_paths import LINKED, without_query
from records.model.reference import ReferenceIndex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.model.record import Record


@dataclass(frozen=True, slots=True)
class Dangling:
    """A link whose target names no record: who holds it, and the link as written."""

    record: Record
    link: Link


class Graph:
    """The links of all records, with every inverse derived.

    Args:
        records: all of them.
        references: what the targets of links mean; by default whatever names one of the records.
    """

    def __init__(self, records: Iterable[Record], references: ReferenceIndex | None = None) -> None:
        self.records = list(records)
        self.references = references or ReferenceIndex(self.records)
        self._out: dict[str, tuple[Link, ...]] = {}
        self._back: dict[str, dict[Link, None]] = {}
        self.dangling: list[Dangling] = []
        for record in self.records:
            if record.links:
                self._join(record)

    def _join(self, record: Record) -> None:
        out: dict[Link, None] = {}
        for link in record.links:
            target = self.references.link_target(link.target, record)
            if target is None or target.key == record.key:
                out[link] = None
                if target is None and _names_a_record(link.target):
                    self.dangling.append(Dangling(record, link))
                continue
            out[Link(link.relation, target.key)] = None
            back = Link(inverse_relation(link.relation), record.key)
            self._back.setdefault(target.key, {})[back] = None
        self._out[record.key] = tuple(out)

    def links(self, record: Record) -> tuple[Link, ...]:
        """The links that *record* states itself, targets as identities where they name a record."""
        return self._out.get(record.key, ())

    def backlinks(self, record: Record) -> tuple[Link, ...]:
        """The inverses of what others say of *record*, without those that it states itself."""
        own = set(self.links(record))
        return tuple(sorted((k for k in self._back.get(record.key, {}) if k not in own), key=_order))

    def neighbours(self, record: Record) -> tuple[Link, ...]:
        """Own links and derived ones together, sorted."""
        return tuple(sorted({*self.links(record), *self._back.get(record.key, {})}, key=_order))

    def cycles(self, relation: str) -> list[list[str]]:
        """The circles that a relation runs in, whichever end states it, each as identities from its smallest on."""
        return _cycles(self._edges(relation))

    def leads_to(self, relation: str, source: Record, target: Record) -> bool:
        """Whether a relation leads from a record to another one, directly or through others."""
        edges = self._edges(relation)
        keys, waiting = {source.key}, [source.key]
        while waiting:
            fresh = set(edges.get(waiting.pop(), ())) - keys
            keys |= fresh
            waiting += fresh
        return target.key in keys

    def _edges(self, relation: str) -> dict[str, list[str]]:
        """The ends of a relation by where it begins."""
        edges: dict[str, list[str]] = {record.key: [] for record in self.records}
        for record in self.records:
            for link in self.links(record):
                if link.relation == relation:
                    edges[record.key].append(link.target)
                elif link.relation == INVERSE.get(relation):
                    edges.setdefault(link.target, []).append(record.key)
        return edges


def _cycles(edges: dict[str, list[str]]) -> list[list[str]]:
    circles: dict[tuple[str, ...], None] = {}
    visited: set[str] = set()
    for start in sorted(edges):
        trail: list[str] = []
        on_trail: set[str] = set()
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                on_trail.discard(trail.pop())
                visited.add(node)
            elif node in on_trail:
                circle = trail[trail.index(node) :]
                smallest = circle.index(min(circle))
                circles[tuple(circle[smallest:] + circle[:smallest])] = None
            elif node not in visited:
                trail.append(node)
                on_trail.add(node)
                stack.append((node, True))
                stack.extend((target, False) for target in edges.get(node, ()))
    return [list(circle) for circle in circles]


def _order(link: Link) -> tuple[str, str]:
    return (link.relation, link.target)


def _names_a_record(target: str) -> bool:
    """Return whether a target was meant to be a record: an identity of ours, or the name of a record's file."""
    text = without_query(target.strip().lower()).partition("#")[0]
    if "://" in text:
        return False
    last = text.rsplit("/", 1)[-1]
    digits = last.removeprefix("adr-").removeprefix("phr-").lstrip("0123456789")
    begins_with_number = last[:1].isdigit() or last.startswith(("adr-", "phr-"))
    own = text.startswith(("adr/", "phr/"))
    return own or (begins_with_number and (digits == "" or last.endswith(LINKED)))
