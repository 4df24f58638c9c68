"""Which decisions bind which code: the globs that a decision names, the markers that code bears."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.model.markers import Marker, markers
from records.model.status import IN_FORCE
from records.text.globs import GlobSet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.model.graph import Graph
    from records.model.record import Record

AFFECTS, MARKER = "affects", "marker"


@dataclass(frozen=True, slots=True)
class Bond:
    """Why a decision binds a file.

    Attributes:
        record: the decision; in force.
        path: the file.
        how: `affects` (a glob of the decision's) or `marker` (a comment in the code).
        detail: the glob, or the marker as the code has it.
        line: of the marker.
        named: the decision that the marker names, where that one was superseded by this one.
    """

    record: Record
    path: str
    how: str
    detail: str
    line: int = 0
    named: Record | None = None

    def as_json(self) -> dict[str, Any]:
        """The bond as one JSON object."""
        data: dict[str, Any] = {"path": self.path, "how": self.how, "detail": self.detail}
        if self.line:
            data["line"] = self.line
        if self.named:
            data["named"] = self.named.ref
        return data


class Governance:
    """The decisions of a history, ready to be asked about many files.

    Only decisions in force bind: accepted ones, and those of tools that know no status (archgate). A decision binds a
    file when one of its globs matches it and none that begins with `!` does.

    Args:
        graph: all records with their links.
        extra: decisions that are no records of their own (decision-guardian's).
    """

    def __init__(self, graph: Graph, extra: Iterable[Record] = ()) -> None:
        self.graph = graph
        self.decisions = [record for record in (*graph.records, *extra) if record.kind == "adr"]
        self._bind = GlobSet(self._pairs(self.decisions, in_force))
        self._spare = GlobSet(
            (glob[1:], record) for record in self.decisions for glob in record.affects if glob.startswith("!")
        )

    @staticmethod
    def _pairs(decisions: Iterable[Record], wanted: Any) -> list[tuple[str, Record]]:
        return [
            (glob, record)
            for record in decisions
            if record.affects and wanted(record)
            for glob in record.affects
            if not glob.startswith("!")
        ]

    def by_globs(self, path: str) -> list[Bond]:
        """The decisions whose globs bind a path; it need not exist (any more)."""
        hits = self._bind.match(path)
        if not hits:
            return []
        spared = self.spared(path)
        bonds: dict[str, Bond] = {}
        for glob, record in hits:
            known = bonds.get(record.key)
            if record.key not in spared and (known is None or specific(glob) > specific(known.detail)):
                bonds[record.key] = Bond(record, path, AFFECTS, glob)
        return sorted(bonds.values(), key=_order)

    def spared(self, path: str) -> frozenset[str]:
        """The identities of the decisions that take a path out again."""
        return frozenset(record.key for _, record in self._spare.match(path))

    def by_markers(self, text: str, path: str) -> list[Bond]:
        """The decisions that the markers in a file name; one that was superseded gives way to the one in force."""
        found: dict[str, Bond] = {}
        for marker in markers(text, path):
            named = self.named(marker)
            holds = self.successor(named) if named else None
            if named and holds and holds.key not in found:
                before = named if named.key != holds.key else None
                found[holds.key] = Bond(holds, path, MARKER, f"@adr {marker.ref}", marker.line, before)
        return sorted(found.values(), key=_order)

    def named(self, marker: Marker) -> Record | None:
        """The decision that a marker names; None where it names none, or several."""
        found = self.graph.names.find(marker.ref, "adr")
        return found[0] if len(found) == 1 else None

    def successor(self, record: Record) -> Record | None:
        """The decision in force at the end of a chain of supersession; None where none is."""
        seen = {record.key}
        while not in_force(record):
            after = [
                found
                for link in self.graph.neighbours(record)
                if link.relation == "superseded-by" and (found := self.graph.names.get(link.target))
            ]
            fresh = [found for found in after if found.key not in seen]
            if not fresh:
                return None
            record = next((found for found in fresh if in_force(found)), fresh[0])
            seen.add(record.key)
        return record


def in_force(record: Record) -> bool:
    """Tell whether a decision binds: accepted, or written by a tool that gives its decisions no status."""
    return record.readable and (record.status in IN_FORCE or (record.status is None and bool(record.affects)))


def specific(glob: str) -> tuple[int, int]:
    """How narrow a glob is: plain letters before the first wildcard, then all of them."""
    plain = next((at for at, letter in enumerate(glob) if letter in "*?[{"), len(glob))
    return plain, len(glob)


def _order(bond: Bond) -> tuple[int, tuple[int, int], tuple[str, str, int, str]]:
    low, high = specific(bond.detail)
    return (0 if bond.how == MARKER else 1, (-low, -high), bond.record.sort_key)
