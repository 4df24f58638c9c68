"""Claude Code: its hooks, its settings, its transcripts."""

from __future__ import annotations

from records.agents.claude.hooks import HOME, HOOK_EVENTS, SETTINGS, hook, places
from records.agents.claude.transcript import read

__all__ = ["HOME", "HOOK_EVENTS", "SETTINGS", "hook", "places", "read"]
