"""What an agent's hook told, brought to one form: `HookEvent`."""

from __future__ import annotations

from dataclasses import dataclass

EVENTS = ("start", "prompt", "tool", "subagent", "compact", "response", "stop", "fail", "end")
"""What a hook may tell; `prompt` is the only one that carries a person's words."""


@dataclass(frozen=True, slots=True)
class HookEvent:
    """One payload of one hook; fields that an agent does not tell are empty.

    `texts` holds the words of a prompt (Codex's `notify` tells several at once); `key` the
    agent's own id of the turn.
    """

    agent: str
    event: str
    session: str
    key: str = ""
    texts: tuple[str, ...] = ()
    kind: str = "typed"
    at: str = ""
    response: str = ""
    model: str = ""
    cwd: str = ""
    branch: str = ""
    transcript: str = ""
    state: str = ""
    files: tuple[str, ...] = ()
    command: str = ""
    output: str = ""
    exit_code: int | None = None
