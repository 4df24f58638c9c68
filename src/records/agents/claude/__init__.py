"""Claude Code: its hooks, its settings, its transcripts."""

from __future__ import annotations

from records.agents.claude.history import read_history
from records.agents.claude.hooks import (
    CANARY,
    HOME,
    HOOK_EVENTS,
    SETTINGS,
    history_path,
    hook,
    plugin,
    retention_days,
    transcript_paths,
)
from records.agents.claude.tools import ACTING_TOOLS
from records.agents.claude.transcript import read, recognise, siblings

__all__ = [
    "ACTING_TOOLS",
    "CANARY",
    "HOME",
    "HOOK_EVENTS",
    "SETTINGS",
    "history_path",
    "hook",
    "plugin",
    "read",
    "read_history",
    "recognise",
    "retention_days",
    "siblings",
    "transcript_paths",
]
