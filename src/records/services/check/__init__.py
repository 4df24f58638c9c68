"""Check a history: an engine, and the rules, one file a family."""

from records.services.check.engine import Report, check

__all__ = ["Report", "check"]
