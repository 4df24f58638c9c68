"""What a check has to say: a rule, how grave it is, where, why, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

ERROR, WARNING, INFO = "error", "warning", "info"
SEVERITIES = (ERROR, WARNING, INFO)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    Attributes:
        rule: the id of the rule (`PHR001`).
        severity: `error`, `warning` or `info`.
        path: POSIX path from the root.
        line: counted from 1.
        message: what is wrong, one sentence.
        hint: what to do about it, or an empty string.
        fixable: whether `records check --fix` mends it.
        column: counted from 1.
    """

    rule: str
    severity: str
    path: str
    line: int
    message: str
    hint: str = ""
    fixable: bool = False
    column: int = 1

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """By place, then by rule."""
        return (self.path, self.line, self.column, self.rule, self.message)

    def as_json(self) -> dict[str, Any]:
        """The finding as one JSON object."""
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
