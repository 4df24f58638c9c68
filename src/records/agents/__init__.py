"""The agents that capture knows, one module each; `AGENTS` is the table.

A module has `READER` (and, for an agent with hooks, `hook`, `SETTINGS`, `places`); it is imported
when its agent is asked for.
"""

from __future__ import annotations
