"""Check a history: an engine, and the rules, one file a family."""

from records.check.engine import Report, check_records

__all__ = ["Report", "check_records"]
