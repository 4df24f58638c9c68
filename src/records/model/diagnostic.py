"""The result of a check: rule, severity, place, message and hint."""

from __future__ import annotations

from records.dataclass import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.model.answer import FindingAnswer
    from records.model.severity import Severity


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One result of a check.

    Attributes:
        rule: the id of the rule (`PHR001`).
        severity: how grave it is.
        path: POSIX path from the root.
        line: counted from 1.
        message: what is wrong, one sentence.
        hint: what to do about it, or an empty string.
        fixable: whether `records check --fix` repairs it.
        column: counted from 1.
        count: how many findings of one cause it stands for.
    """

    rule: str
    severity: Severity
    path: str
    line: int
    message: str
    hint: str = ""
    fixable: bool = False
    column: int = 1
    count: int = 1

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Place, then rule."""
        return (self.path, self.line, self.column, self.rule, self.message)

    def as_json(self) -> FindingAnswer:
        """Return the diagnostic as one JSON object."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "message": self.message,
            "hint": self.hint,
            "fixable": self.fixable,
        }
