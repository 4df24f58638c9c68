"""Which decisions bind which code: the globs that a decision names, the markers that code bears."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.model.kind import Kind
from records.model.link import Relation
from records.model.markers import Marker, markers
from records.model.record import Adr
from records.model.status import IN_FORCE
from records.text.globs import GlobSet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.model.graph import Graph

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
        predecessor: the decision that the marker names, where that one was superseded by this one.
    """

    record: Adr
    path: str
    how: str
    detail: str
    line: int = 0
    predecessor: Adr | None = None

    def as_json(self) -> dict[str, Any]:
        """The bond as one JSON object."""
        data: dict[str, Any] = {"path": self.path, "how": self.how, "detail": self.detail}
        if self.line:
            data["line"] = self.line
        if self.predecessor:
            data["named"] = self.predecessor.ref
        return data


class Governance:
    """The decisions of a history, ready to be asked about many files.

    Only decisions in force bind: accepted ones, and those of tools that know no status (archgate). A decision binds a
    file when one of its globs matches it and none that begins with `!` does.

    Args:
        graph: all records with their links.
        extra: decisions that are no records of their own (decision-guardian's).
    """

    def __init__(self, graph: Graph, extra: Iterable[Adr] = ()) -> None:
        self.graph = graph
        self.decisions = [record for record in (*graph.records, *extra) if isinstance(record, Adr)]
        self._bind = GlobSet(self._pairs(self.decisions, in_force))
        self._spare = GlobSet(
            (glob[1:], record) for record in self.decisions for glob in record.affects if glob.startswith("!")
        )

    @staticmethod
    def _pairs(decisions: Iterable[Adr], accepts: Any) -> list[tuple[str, Adr]]:
        return [
            (glob, record)
            for record in decisions
            if record.affects and accepts(record)
            for glob in record.affects
            if not glob.startswith("!")
        ]

    def by_globs(self, path: str) -> list[Bond]:
        """The decisions whose globs bind a path; it need not exist (any more)."""
        hits = self._bind.match(path)
        if not hits:
            return []
        exempt = self.exempt_keys(path)
        bonds: dict[str, Bond] = {}
        for glob, record in hits:
            present = bonds.get(record.key)
            if record.key not in exempt and (present is None or specific(glob) > specific(present.detail)):
                bonds[record.key] = Bond(record, path, AFFECTS, glob)
        return sorted(bonds.values(), key=_order)

    def exempt_keys(self, path: str) -> frozenset[str]:
        """The identities of the decisions that take a path out again."""
        return frozenset(record.key for _, record in self._spare.match(path))

    def by_markers(self, text: str, path: str) -> list[Bond]:
        """The decisions that the markers in a file name; one that was superseded gives way to the one in force."""
        bonds: dict[str, Bond] = {}
        for marker in markers(text, path):
            target = self.marker_target(marker)
            holds = self.successor(target) if target else None
            if target and holds and holds.key not in bonds:
                before = target if target.key != holds.key else None
                bonds[holds.key] = Bond(holds, path, MARKER, f"@adr {marker.ref}", marker.line, before)
        return sorted(bonds.values(), key=_order)

    def marker_target(self, marker: Marker) -> Adr | None:
        """The decision that a marker names; None where it names none, or several."""
        matches = self.graph.references.matches(marker.ref, Kind.ADR)
        decisions = [record for record in matches if isinstance(record, Adr)]
        return decisions[0] if len(decisions) == 1 else None

    def successor(self, record: Adr) -> Adr | None:
        """The decision in force at the end of a chain of supersession; None where none is."""
        path_keys = {record.key}
        while not in_force(record):
            after = [
                candidate
                for link in self.graph.neighbours(record)
                if link.relation == Relation.SUPERSEDED_BY
                and isinstance(candidate := self.graph.references.get(link.target), Adr)
            ]
            fresh = [candidate for candidate in after if candidate.key not in path_keys]
            if not fresh:
                return None
            record = next((candidate for candidate in fresh if in_force(candidate)), fresh[0])
            path_keys.add(record.key)
        return record


def in_force(record: Adr) -> bool:
    """Tell whether a decision binds: accepted, or written by a tool that gives its decisions no status."""
    return record.readable and (record.status in IN_FORCE or (record.status is None and bool(record.affects)))


def specific(glob: str) -> tuple[int, int]:
    """How narrow a glob is: plain letters before the first wildcard, then all of them."""
    plain = next((index for index, letter in enumerate(glob) if letter in "*?[{"), len(glob))
    return plain, len(glob)


def _order(bond: Bond) -> tuple[int, tuple[int, int], tuple[str, str, int, str]]:
    low, high = specific(bond.detail)
    return (0 if bond.how == MARKER else 1, (-low, -high), bond.record.sort_key)
