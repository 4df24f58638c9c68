"""Code that cites a decision that does not hold, and decisions whose code is gone."""

from __future__ import annotations

import records.regex as re
from records.adr.affects import scope_of
from records.dataclass import dataclass
from records.model.record import Adr
from records.model.status import STATUSES
from records.project.work_tree import inner_path, lines_with_adr, tree_files
from records.suggest.paths import kind_of
from records.text.globs import GlobSet
from records.trace.due.item import DueItem, DueKind
from records.trace.governs.bonds import in_force
from records.trace.governs.citations import cited_numbers
from records.trace.governs.components import PREFIX

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.project.project import Project
    from records.trace.governs.bonds import Governance

_PAST = re.compile(
    r"(?i)supersed|replac|deprecat|reject|propos|former|previous|until|instead|no longer|obsolete|not yet"
)
_NO_CODE = frozenset(("decision", "document", "generated", "lock", "binary", "sample", "translation"))


@dataclass(frozen=True, slots=True)
class Citation:
    """A comment in code that cites decisions by number: `ADR-12`, `@adr 12`."""

    path: str
    line: int
    text: str
    records: tuple[Adr, ...]


def citations(project: Project, rules: Governance) -> list[Citation]:
    """Return the comments in code that cite decisions of the project, by path and line."""
    out = []
    for top_path, line, text in lines_with_adr(project):
        path = inner_path(project.prefix, top_path)
        if path and path not in rules.record_paths and kind_of(path) not in _NO_CODE:
            named = (rules.decision_named(f"adr-{number}") for number in cited_numbers(text))
            records = tuple(record for record in named if record)
            if records:
                out.append(Citation(path, line, text, records))
    return sorted(out, key=lambda citation: (citation.path, citation.line))


def stale_citations(
    project: Project, rules: Governance, found: list[Citation] | None = None
) -> Iterator[DueItem]:
    """Yield the comments in code that cite a decision which is not in force, the first of each file and decision.

    A comment that also cites the decision that took its place, or says what became of it, is no finding.
    """
    places: set[tuple[str, str]] = set()
    for citation in citations(project, rules) if found is None else found:
        if _PAST.search(citation.text):
            continue
        for record in citation.records:
            after = rules.successor(record)
            if record.status not in STATUSES or in_force(record) or (after and after in citation.records):
                continue
            if (citation.path, record.key) not in places:
                places.add((citation.path, record.key))
                successor = f"; {after.ref} took its place" if after else ""
                message = f"cites {record.ref}, which is {record.status}{successor}"
                yield DueItem(DueKind.CITATION, message, citation.path, citation.line, record)


def gone_scopes(project: Project, rules: Governance) -> Iterator[DueItem]:
    """Yield the decisions in force whose `affects` match no file any more, none of its patterns."""
    holding = [
        (record, [glob for glob in record.affects if not (glob.startswith(("!", PREFIX)) or scope_of(glob))])
        for record in rules.decisions
        if record.affects and in_force(record)
    ]
    globs = GlobSet((glob, record.key) for record, patterns in holding for glob in patterns)
    alive = {key for path in tree_files(project) for _, key in globs.match(path)} if holding else set()
    for record, patterns in holding:
        if (
            patterns
            and record.key not in alive
            and not any(glob.startswith(PREFIX) for glob in record.affects)
        ):
            message = (
                f"governs {', '.join(patterns[:3])}{' …' if len(patterns) > 3 else ''}, which matches no file"
            )
            yield DueItem(DueKind.SCOPE_GONE, message, record.path, 1, record)
