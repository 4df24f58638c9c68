"""Split findings into what a change brings and what its base had; what was found at a base is stored by its commit."""

from __future__ import annotations

from collections import Counter

from records._version import __version__
from records.check.other_side import KnownRecord, renamed_records
from records.check.stored_report import AskedOf, code_state
from records.model.kind import Kind
from records.model.record_paths import file_name_of
from records.project.history_state import history_state
from records.project.stamp import line_of_fields, read_fields, read_page, write_page
from records.static_types import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from records.model.diagnostic import Diagnostic
    from records.model.record import Record
    from records.project.project import Project

_PAGE = "check-base"


class BaseFindings(NamedTuple):
    """What was found at a commit.

    Attributes:
        findings: rule, path and message of each finding.
        records: the records there.
    """

    findings: list[tuple[str, str, str]]
    records: list[KnownRecord]

    @classmethod
    def of(cls, diagnostics: Iterable[Diagnostic], records: Iterable[Record]) -> BaseFindings:
        """Return what is needed of findings and records."""
        known = (KnownRecord(record.kind, record.title, record.date, record.path) for record in records)
        return cls([(item.rule, item.path, item.message) for item in diagnostics], list(known))


def load_base(project: Project, commit: str) -> BaseFindings | None:
    """Return what was found at a commit; None where that is not stored, or something else has changed since."""
    if (folder := _folder(project)) is None or (git := project.git()) is None:
        return None
    key, _, text = (read_page(folder, _PAGE, commit) or "").partition("\n")
    if key != _key(project):
        return None
    asked, result = AskedOf(), BaseFindings([], [])
    try:
        for name, *values in map(read_fields, text.split("\n")):
            if name == "found":
                rule, path, message = values
                result.findings.append((rule, path, message))
            elif name == "record":
                kind, title, date, path = values
                result.records.append(KnownRecord(Kind(kind), title, date or None, path))
            else:
                asked.read(name, values)
    except (ValueError, IndexError):
        return None
    return result if asked.holds(project.root, git) else None


def save_base(project: Project, commit: str, result: BaseFindings, asked: AskedOf) -> None:
    """Store what was found at a commit; where that is not possible it is done without."""
    if (folder := _folder(project)) is not None:
        lines = [
            *asked.lines(),
            *(line_of_fields(("found", *item)) for item in result.findings),
            *(
                line_of_fields(("record", r.kind.value, r.title, r.date or "", r.path))
                for r in result.records
            ),
        ]
        write_page(folder, _PAGE, commit, "\n".join([_key(project), *lines]))


def split_new(
    diagnostics: Iterable[Diagnostic], base: BaseFindings, records: Sequence[Record]
) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """Split what is found now into what is new, and what was found at the base as well.

    Args:
        diagnostics: what is found now.
        base: what was found at the base.
        records: those that are there now; a finding of one that was renamed since is the same finding.
    """
    names = renamed_records(base.records, records)
    counts = Counter(_renamed(item, names) for item in base.findings)
    new: list[Diagnostic] = []
    old: list[Diagnostic] = []
    for item in sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key):
        key = item.rule, item.path, item.message
        counts[key] -= 1
        (old if counts[key] >= 0 else new).append(item)
    return tuple(new), tuple(old)


def _renamed(item: tuple[str, str, str], names: dict[str, str]) -> tuple[str, str, str]:
    """What makes a finding the same one, with the names that files have now."""
    rule, path, message = item
    for old, new in names.items():
        message = message.replace(old, new).replace(file_name_of(old), file_name_of(new))
    return rule, names.get(path, path), message


def _folder(project: Project) -> str | None:
    state = history_state(project) if project.store.use_cache else None
    return state.own if state else None


def _key(project: Project) -> str:
    """Return what the findings at a commit depend on beside its files."""
    return line_of_fields(
        (__version__, code_state(), project.clock(), repr(project.settings), repr(project.store.roots))
    )
