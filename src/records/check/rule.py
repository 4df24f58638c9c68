"""What a rule is, and what it may look at."""

from __future__ import annotations

import os

from records.adr.dialects import read_whole
from records.adr.main_parts import missing_parts
from records.check.link_targets import link_targets
from records.check.other_side import upstream_paths
from records.check.stored_report import AskedOf
from records.dataclass import dataclass, field
from records.errors import RecordsError
from records.model.diagnostic import Diagnostic
from records.model.record import Adr, Phr
from records.model.record_paths import log_directory
from records.model.severity import Severity
from records.phr.front_matter_repair import read_front_matter
from records.phr.reader import phr_parts
from records.project.work_tree import files_below
from records.text.lines import line_at
from records.trace.acceptance import status_steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from records.adr.dialects import ReadAdr
    from records.check.other_side import OtherSide
    from records.model.record import Record
    from records.phr.body import Parts
    from records.phr.front_matter_repair import Reading
    from records.project.catalog import Catalog
    from records.project.project import Project
    from records.trace.acceptance import Review, StatusStep

    Check = Callable[["Context"], Iterator["Finding"]]
    Fix = Callable[["Context", "Record"], str | None]


_SAMPLE = 30
"""How many decisions show what is the custom of a log."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found, before the engine adds the rule's id and severity.

    Attributes:
        path: POSIX path from the root.
        line: counted from 1.
        message: what is wrong.
        hint: what to do.
        fixable: whether the rule's `fix` can repair it; the engine tries before it reports that.
        severity: another severity than the rule's own; None for the rule's own.
    """

    path: str
    line: int
    message: str
    hint: str = ""
    fixable: bool = False
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        id: stable: `PHR001`.
        name: a word or three, hyphenated.
        severity: how grave what it finds is.
        explanation: why the rule is there and how to follow it, in a few sentences.
        check: gives the findings.
        needs_other_side: whether it can find anything only with `--against`.
        opt_in: whether it is off until the settings give it a severity.
        is_local: whether what it finds in a record depends on that record's file, the settings and the day alone.
        reads_history: whether it depends on commits or on other repositories: what it finds is never stored.
        compares_decisions: whether it depends on the files of all decisions, the settings and the day alone.
        fix: returns a record's text with the finding repaired, or None where that is not safe.
    """

    id: str
    name: str
    severity: Severity
    explanation: str
    check: Check
    needs_other_side: bool = False
    opt_in: bool = False
    is_local: bool = False
    compares_decisions: bool = False
    reads_history: bool = False
    fix: Fix | None = None

    def diagnostic(self, finding: Finding, severity: Severity) -> Diagnostic:
        """A finding under this rule's name."""
        grave = finding.severity or severity
        return Diagnostic(
            self.id, grave, finding.path, finding.line, finding.message, finding.hint, finding.fixable
        )


@dataclass(frozen=True, slots=True)
class Context:
    """What rules look at: records, their texts and links; everything is read once and shared.

    Attributes:
        project: the project.
        catalog: all its records and their links.
        only: paths that are asked about; empty for all.
        other: the other side of a merge, where it was asked for.
        reviews: the forge's reviews of the change.
        asked: what was asked of the surroundings of the project.
    """

    project: Project
    catalog: Catalog
    only: frozenset[str] = frozenset()
    other: OtherSide | None = None
    reviews: tuple[Review, ...] = ()
    asked: AskedOf = field(default_factory=AskedOf, compare=False)
    _texts: dict[str, str] = field(default_factory=dict)
    _readings: dict[str, Reading] = field(default_factory=dict)
    _parts: dict[str, Parts] = field(default_factory=dict)
    _adrs: dict[str, ReadAdr] = field(default_factory=dict)
    _by_path: dict[str, Record] = field(default_factory=dict)
    _missing_parts: dict[str, frozenset[str]] = field(default_factory=dict)
    _link_targets: dict[str, tuple[str, ...] | None] = field(default_factory=dict)
    _samples: dict[str, list[Adr]] = field(default_factory=dict)
    _tree: set[str] = field(default_factory=set)
    _statuses: dict[str, list[StatusStep]] = field(default_factory=dict)
    _bases: list[frozenset[str]] = field(default_factory=list)

    def exists(self, path: str) -> bool:
        """Whether there is a file or folder at a POSIX path from the root, in the work tree or at the revision."""
        if self.project.revision is None:
            answer = self.asked.paths[path] = os.path.exists(os.path.join(self.project.root, path))
            return answer
        if not self._tree:
            for name in files_below(self.project, "."):
                parts = name.split("/")
                self._tree.update("/".join(parts[:count]) for count in range(1, len(parts) + 1))
        return path in self._tree or path == "."

    def is_file(self, path: str) -> bool:
        """Whether there is a file at a POSIX path from the root of the work tree."""
        answer = self.asked.files[path] = os.path.isfile(os.path.join(self.project.root, path))
        return answer

    def selects(self, path: str) -> bool:
        """Whether the file at a path is to be checked."""
        return not self.only or path in self.only

    def records(self) -> Iterator[Record]:
        """The records to check."""
        return (record for record in self.catalog.records if self.selects(record.path))

    def adrs(self) -> Iterator[Adr]:
        """The decisions to check."""
        return (record for record in self.records() if isinstance(record, Adr))

    def phrs(self) -> Iterator[Phr]:
        """The prompt records to check."""
        return (record for record in self.records() if isinstance(record, Phr))

    def log_sample(self, directory: str) -> list[Adr]:
        """Some decisions of one log, evenly chosen: what most of them have is the custom of that log."""
        if not self._samples:
            for record in self.catalog.records:
                if isinstance(record, Adr) and record.readable:
                    self._samples.setdefault(log_directory(record.path), []).append(record)
            for name, members in self._samples.items():
                step = max(1, len(members) // _SAMPLE)
                self._samples[name] = members[::step]
        return self._samples.get(directory, [])

    def status_steps(self) -> list[StatusStep]:
        """The changes of decisions' statuses since the two sides parted; none without another side."""
        if self.other is None or self.other.start is None:
            return []
        if self.other.start not in self._statuses:
            self._statuses[self.other.start] = status_steps(self.project, self.other.start, self.reviews)
        return self._statuses[self.other.start]

    def base(self) -> frozenset[str]:
        """The paths that the other side has, else the upstream branch."""
        if not self._bases:
            if self.other:
                self._bases.append(self.other.base | self.other.moved)
            else:
                self.asked.upstream, paths = upstream_paths(self.project)
                self._bases.append(paths)
        return self._bases[0]

    def record_at(self, path: str) -> Record | None:
        """The record in the file at *path*."""
        if not self._by_path:
            self._by_path.update((record.path, record) for record in self.catalog.records)
        return self._by_path.get(path)

    def text(self, record: Record) -> str:
        """The text of a record's file; empty when it cannot be opened."""
        if record.path not in self._texts:
            try:
                self._texts[record.path] = self.project.store.text(record.path)
            except RecordsError:
                self._texts[record.path] = ""
        return self._texts[record.path]

    def reading(self, record: Record) -> Reading:
        """The front matter of a record, as the ladder reads it."""
        if record.path not in self._readings:
            self._readings[record.path] = read_front_matter(self.text(record))
        return self._readings[record.path]

    def parts(self, record: Record) -> Parts:
        """The parts of a PHR's body."""
        if record.path not in self._parts:
            self._parts[record.path] = phr_parts(self.reading(record))
        return self._parts[record.path]

    def adr(self, record: Record) -> ReadAdr:
        """What an ADR states, with line numbers, and its headings."""
        if record.path not in self._adrs:
            self._adrs[record.path] = read_whole(self.text(record), record.filename)
        return self._adrs[record.path]

    def missing_parts(self, record: Adr) -> frozenset[str]:
        """Which of `MAIN_PARTS` an ADR has not; known of unchanged files without reading them."""
        if record.path not in self._missing_parts:
            self._missing_parts[record.path] = missing_parts(self.adr(record).view)
        return self._missing_parts[record.path]

    def link_targets(self, record: Adr) -> tuple[str, ...] | None:
        """The paths that the links of an ADR lead to, None where they are not plain; known as `missing_parts` are."""
        if record.path not in self._link_targets:
            self._link_targets[record.path] = link_targets(self.text(record), record.path.rpartition("/")[0])
        return self._link_targets[record.path]

    def know(self, path: str, missing: frozenset[str], targets: tuple[str, ...] | None) -> None:
        """Keep which parts an ADR has not and where its links lead, as they were when its file was last read."""
        self._missing_parts[path] = missing
        self._link_targets[path] = targets


def line_of(text: str, words: str) -> int:
    """Return the line on which some words stand first in a text; 1 where they do not."""
    offset = text.find(words)
    return line_at(text, offset) if offset >= 0 else 1
