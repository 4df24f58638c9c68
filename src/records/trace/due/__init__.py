"""What has to be looked at: decisions that come due, code that cites what does not hold, code that nothing governs."""

from records.trace.due.decisions import dated_items
from records.trace.due.item import DueItem, DueKind
from records.trace.due.list import due, due_in_change

__all__ = ["DueItem", "DueKind", "dated_items", "due", "due_in_change"]
