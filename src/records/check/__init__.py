"""Check a history: an engine, and the rules, one file a family.

Importing this package loads no rule: the report of an unchanged tree is stored and needs none.
"""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from typing import Any

    from records.check.engine import check_records, rule_called
    from records.check.fixing import difference, fix
    from records.check.formats import FORMATS
    from records.check.known_findings import write_baseline
    from records.check.mistaken_paths import explain_word
    from records.check.report import Report
    from records.check.rules import RULES

__all__ = [
    "FORMATS",
    "RULES",
    "Report",
    "check_records",
    "difference",
    "explain_word",
    "fix",
    "rule_called",
    "write_baseline",
]

_HOMES = {
    "FORMATS": "formats",
    "RULES": "rules",
    "Report": "report",
    "check_records": "engine",
    "difference": "fixing",
    "explain_word": "mistaken_paths",
    "fix": "fixing",
    "rule_called": "engine",
    "write_baseline": "known_findings",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"records.check.{_HOMES[name]}"), name)
