"""The outcome of a check."""

from __future__ import annotations

from records.dataclass import dataclass, replace
from records.model.diagnostic import Diagnostic
from records.model.severity import ERROR

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from records.trace.acceptance import StatusStep


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check.

    Attributes:
        diagnostics: by path, line and rule.
        checked: how many records were looked at.
        skipped: ids of rules that need git, where git could not be asked.
        existing: findings that were there before the change which is judged, or that the baseline file records; they
            fail nothing.
        stale: how many findings the baseline file records that are no longer there.
        statuses: with *against*, the changes of decisions' statuses.
        pages: how many pages beside the decisions were passed over.
    """

    diagnostics: tuple[Diagnostic, ...]
    checked: int
    skipped: tuple[str, ...] = ()
    existing: tuple[Diagnostic, ...] = ()
    stale: int = 0
    statuses: tuple[StatusStep, ...] = ()
    pages: int = 0

    def count(self, severity: str) -> int:
        """How many findings are of a severity; one that stands for several is one."""
        return sum(1 for diagnostic in self.diagnostics if diagnostic.severity == severity)

    @property
    def failed(self) -> bool:
        """Whether there is any error."""
        return any(diagnostic.severity == ERROR for diagnostic in self.diagnostics)

    def without(self, *severities: str) -> Report:
        """The same report without the findings of some severities."""
        remaining = tuple(
            diagnostic for diagnostic in self.diagnostics if diagnostic.severity not in severities
        )
        return replace(self, diagnostics=remaining)

    def below(self, prefix: str) -> Report:
        """The same report with paths from the top of the repository, which the project lies in at *prefix*."""
        if not prefix:
            return self
        paths = tuple(replace(item, path=f"{prefix}/{item.path}") for item in self.diagnostics)
        return replace(self, diagnostics=paths)
