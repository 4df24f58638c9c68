"""Run the rules over a project and gather what they find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.models.diagnostics import ERROR, Diagnostic
from records.services.check.rule import Context
from records.services.check.rules import RULES
from records.services.query import Catalog

if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.project import Project


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check.

    Attributes:
        diagnostics: by path, line and rule.
        checked: how many records were looked at.
    """

    diagnostics: tuple[Diagnostic, ...]
    checked: int

    def count(self, severity: str) -> int:
        """How many findings are of a severity."""
        return sum(1 for diagnostic in self.diagnostics if diagnostic.severity == severity)

    @property
    def failed(self) -> bool:
        """Whether there is any error."""
        return any(diagnostic.severity == ERROR for diagnostic in self.diagnostics)


def check(project: Project, paths: Iterable[str] = ()) -> Report:
    """Check all records of a project, or some.

    Args:
        project: where.
        paths: POSIX paths from the root, files or folders; all records when empty.
    """
    records = project.store.scan()
    only = frozenset(_chosen(records, tuple(paths)))
    context = Context(project, Catalog(records), only)
    settings = project.settings.check
    found: list[Diagnostic] = []
    for rule in RULES:
        if rule.id in settings.ignore:
            continue
        severity = settings.severity.get(rule.id, rule.severity)
        found.extend(rule.diagnostic(finding, severity) for finding in rule.check(context))
    checked = len(only) if only else len(records)
    return Report(tuple(sorted(set(found), key=lambda diagnostic: diagnostic.sort_key)), checked)


def _chosen(records: Iterable[object], paths: tuple[str, ...]) -> Iterable[str]:
    wanted = tuple(path.removeprefix("./").rstrip("/") for path in paths)
    for record in records:
        path: str = record.path  # type: ignore[attr-defined]
        if any(path == one or path.startswith(one + "/") or one in (".", "") for one in wanted):
            yield path
