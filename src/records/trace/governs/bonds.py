"""Which decisions govern which code: by the globs that a decision names, and by markers in the code."""

from __future__ import annotations

import re
from functools import cached_property

from records.adr.affects import scope_of
from records.dataclass import dataclass
from records.model.kind import Kind
from records.model.link import Relation
from records.model.markers import markers
from records.model.record import Adr, Phr
from records.model.status import IN_FORCE
from records.text.globs import GlobSet
from records.trace.governs.citations import citations_in
from records.trace.governs.components import PREFIX, slug
from records.trace.governs.text_names import TextNames, words_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from records.model.graph import Graph
    from records.project.central_decision import CentralAdr
    from records.trace.answers import BondAnswer

AFFECTS, MARKER, PROMPT, TEXT, CITATION = "affects", "marker", "prompt", "text", "citation"
_MANY = 50
_MOST_WORDS = 200
WEAK = frozenset((TEXT, CITATION))
"""Ties that a reader may weigh as related: the decision only mentions the file, or a comment in it the decision."""


@dataclass(frozen=True, slots=True)
class Bond:
    """Why a decision governs a file.

    Attributes:
        record: the decision; in force.
        path: the file.
        how: `affects` (a glob of the decision's), `marker` (a comment in the code), `prompt` (a prompt record that
            lists the file led to the decision), `citation` (a comment in the file cites the decision; weaker) or `text`
            (the decision names the file in its text; weaker).
        detail: the glob, the marker as the code has it, the prompt record, the citation, or the name.
        line: of the marker or the citation.
        predecessor: the decision that the marker names, where that one was superseded by this one.
    """

    record: Adr
    path: str
    how: str
    detail: str
    line: int = 0
    predecessor: Adr | None = None

    @property
    def is_weak(self) -> bool:
        """Whether the decision may only be related."""
        return self.how in WEAK

    def as_json(self) -> BondAnswer:
        """Return the bond as one JSON object."""
        data: BondAnswer = {"path": self.path, "how": self.how, "detail": self.detail}
        if self.is_weak:
            data["weak"] = True
        if self.line:
            data["line"] = self.line
        if self.predecessor:
            data["named"] = self.predecessor.ref
        return data


class Governance:
    """The decisions of a history, ready to be asked about many files.

    Only decisions in force govern: accepted ones, and those of tools that know no status (archgate). A decision governs
    a file when one of its globs matches it and none that begins with `!` does.

    Args:
        graph: all records with their links.
        extra: decisions that are no records of their own (decision-guardian's).
        central: decisions of other repositories that bind this one.
        components: gives the globs of each component, for `affects: component:NAME`.
        read_text: gives the text of a decision, for what it names there.
        find_holding: gives the paths of the files in some folders that hold one of some words, where that is quicker
            than to read them all: for one question, not for many.
    """

    def __init__(
        self,
        graph: Graph,
        extra: Iterable[Adr] = (),
        components: Callable[[], Mapping[str, tuple[str, ...]]] = dict,
        read_text: Callable[[Adr], str] = lambda record: "",
        find_holding: Callable[[frozenset[str], set[str]], frozenset[str]] | None = None,
        central: Iterable[CentralAdr] = (),
    ) -> None:
        self.graph = graph
        self.central = tuple(central)
        self._load_components = components
        self._read_text = read_text
        self._find_holding = find_holding
        self.decisions = [record for record in (*graph.records, *extra) if isinstance(record, Adr)]
        self.all_decisions = (*self.decisions, *self.central)
        self._bind = GlobSet(self._pairs())
        self._spare = GlobSet(
            (glob[1:], record)
            for record in self.all_decisions
            for glob in record.affects
            if glob.startswith("!")
        )

    @cached_property
    def record_paths(self) -> frozenset[str]:
        """The paths of all records, which link to one another and cite no decision in comments."""
        return frozenset(record.path for record in self.graph.records)

    @cached_property
    def _components(self) -> Mapping[str, tuple[str, ...]]:
        return self._load_components()

    @cached_property
    def _names(self) -> TextNames:
        return TextNames(self.applicable, self._read_text)

    @cached_property
    def applicable(self) -> list[Adr]:
        """The decisions in force, and those without a status that no other one supersedes."""
        decisions = [record for record in self.graph.records if isinstance(record, Adr) and record.readable]
        return [record for record in decisions if in_force(record) or self._is_unmarked(record)]

    def _is_unmarked(self, record: Adr) -> bool:
        return record.status is None and not any(
            link.relation == Relation.SUPERSEDED_BY for link in self.graph.neighbours(record)
        )

    def decisions_holding(self, words: frozenset[str]) -> list[Adr]:
        """Return the decisions whose text may hold one of some words, whatever their status; all where that is open."""
        decisions = [record for record in self.graph.records if isinstance(record, Adr) and record.readable]
        if self._find_holding is None or not decisions:
            return decisions
        paths = self._find_holding(words, {record.path.rpartition("/")[0] for record in decisions})
        return [record for record in decisions if record.path in paths]

    def _names_for(self, path: str, source: str, lines: str) -> TextNames:
        """Return what decisions name: of all of them, or of those that can name this path where many are at hand."""
        decisions = self.applicable
        words = words_for(path, source, lines)
        if self._find_holding is None or len(decisions) < _MANY or len(words) > _MOST_WORDS:
            return self._names
        paths = self._find_holding(words, {record.path.rpartition("/")[0] for record in decisions})
        return TextNames((record for record in decisions if record.path in paths), self._read_text)

    @cached_property
    def _prompted(self) -> dict[str, list[tuple[Adr, str]]]:
        """The decisions in force that prompt records led to, by the files that those list."""
        rows: dict[str, list[tuple[Adr, str]]] = {}
        for record in self.graph.records:
            if not isinstance(record, Phr) or not record.files:
                continue
            targets = [self.graph.references.get(link.target) for link in self.graph.neighbours(record)]
            decisions = [d for t in targets if isinstance(t, Adr) and (d := self.successor(t))]
            for path in record.files:
                rows.setdefault(plain_path(path).rstrip("/"), []).extend((d, record.ref) for d in decisions)
        return rows

    def expand(self, glob: str) -> tuple[str, ...]:
        """Return the globs that an entry of `affects` stands for here: a component's, itself, or none."""
        if not glob.startswith(PREFIX):
            return () if scope_of(glob) else (glob,)
        return self._components.get(slug(glob.removeprefix(PREFIX)), ())

    def _pairs(self) -> list[tuple[str, Adr]]:
        return [
            (glob, record)
            for record in self.all_decisions
            if record.affects and in_force(record)
            for entry in record.affects
            if not entry.startswith("!")
            for glob in self.expand(entry)
        ]

    def by_globs(self, path: str) -> list[Bond]:
        """Return the decisions whose globs govern a path; it need not exist (any more)."""
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

    def by_prompts(self, path: str) -> list[Bond]:
        """Return the decisions that a prompt record led to which lists a file, or a folder that holds it."""
        pieces = path.split("/")
        bonds: dict[str, Bond] = {}
        for end in range(len(pieces), 0, -1):
            for record, prompt in self._prompted.get("/".join(pieces[:end]), ()):
                bonds.setdefault(record.key, Bond(record, path, PROMPT, prompt))
        return sorted(bonds.values(), key=lambda bond: bond.record.sort_key)

    def by_text(self, path: str, source: str = "", lines: str = "") -> list[Bond]:
        """Return the applicable decisions that name a file, its folder, its module or a symbol of it in their text.

        Args:
            path: POSIX from the root.
            source: the text of the file, whose symbols count.
            lines: those that are asked about, whose symbols count too.
        """
        exempt = self.exempt_keys(path)
        names = self._names_for(path, source, lines).naming(path, source, lines)
        return [Bond(record, path, TEXT, name) for record, name in names if record.key not in exempt]

    def exempt_keys(self, path: str) -> frozenset[str]:
        """Return the identities of the decisions that take a path out again."""
        return frozenset(record.key for _, record in self._spare.match(path))

    def by_markers(self, text: str, path: str) -> list[Bond]:
        """The decisions that the markers in a file name; one that was superseded gives way to the one in force."""
        bonds: dict[str, Bond] = {}
        for marker in markers(text, path):
            target = self.decision_named(marker.ref)
            holds = self.successor(target) if target else None
            if target and holds and holds.key not in bonds:
                before = target if target.key != holds.key else None
                bonds[holds.key] = Bond(holds, path, MARKER, f"@adr {marker.ref}", marker.line, before)
        return sorted(bonds.values(), key=_order)

    def by_citations(self, text: str, path: str) -> list[Bond]:
        """Return the decisions that comments of a file cite, each with its first line; superseded ones give way."""
        bonds: dict[str, Bond] = {}
        for line, number in citations_in(text):
            target = self.decision_named(f"adr-{number}")
            holds = self.successor(target) if target else None
            if target and holds and holds.key not in bonds:
                before = target if target.key != holds.key else None
                bonds[holds.key] = Bond(holds, path, CITATION, f"ADR-{number}", line, before)
        return list(bonds.values())

    def decision_named(self, ref: str) -> Adr | None:
        """Return the decision that a reference names, whatever its status; None where it names none, or several."""
        matches = self.graph.references.matches(ref, Kind.ADR)
        decisions = [record for record in matches if isinstance(record, Adr)]
        return decisions[0] if len(decisions) == 1 else None

    def successor(self, record: Adr) -> Adr | None:
        """Return the decision in force at the end of a chain of supersession; None where none is."""
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


def plain_path(path: str) -> str:
    """Return a path as a record lists it, without `./`, a line number or back-ticks around it."""
    return re.sub(r":\d+(?:-\d+)?$", "", path.strip().strip("`").removeprefix("./"))


def in_force(record: Adr) -> bool:
    """Return whether a decision governs: accepted, or written by a tool that gives its decisions no status."""
    return record.readable and (record.status in IN_FORCE or (record.status is None and bool(record.affects)))


def specific(glob: str) -> tuple[int, int]:
    """Return how narrow a glob is: plain letters before the first wildcard, then all of them."""
    plain = next((index for index, letter in enumerate(glob) if letter in "*?[{"), len(glob))
    return plain, len(glob)


def _order(bond: Bond) -> tuple[int, tuple[int, int], tuple[str, str, int, str]]:
    low, high = specific(bond.detail)
    return (0 if bond.how == MARKER else 1, (-low, -high), bond.record.sort_key)
