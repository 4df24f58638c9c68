"""Which decisions govern which code, and what a change does to them."""

from records.trace.governs.asking import (
    Governed,
    Report,
    binding_rules,
    decisions_for,
    decisions_for_diff,
    governance,
)
from records.trace.governs.bonds import Bond, Governance, in_force

__all__ = [
    "Bond",
    "Governance",
    "Governed",
    "Report",
    "binding_rules",
    "decisions_for",
    "decisions_for_diff",
    "governance",
    "in_force",
]
