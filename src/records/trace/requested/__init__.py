"""What was requested versus what was changed: parts of a change that no prompt mentions, requests without any trace."""

from records.trace.requested.change import requested_of
from records.trace.requested.compare import Gap, GapKind, find_gaps
from records.trace.requested.request import Prompt

__all__ = ["Gap", "GapKind", "Prompt", "find_gaps", "requested_of"]
