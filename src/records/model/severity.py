"""How grave a finding of a check is."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """How grave a diagnostic is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


ERROR, WARNING, INFO = Severity
