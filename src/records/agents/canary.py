"""How a made-up prompt looks to the hook of an agent, with which the hook is tried."""

from __future__ import annotations

from records.dataclass import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


@dataclass(frozen=True, slots=True)
class Canary:
    """How a prompt looks to the hook of an agent, to try the hook with a made-up one.

    Attributes:
        event: the name of the agent's prompt event.
        session_field: the member of the payload that holds the session's id.
        names_event: whether the payload names its event.
    """

    event: str
    session_field: str
    names_event: bool = False

    def payload(self, session: str, text: str, folder: str) -> dict[str, Any]:
        """Return the payload of a prompt."""
        event_name = {"hook_event_name": self.event} if self.names_event else {}
        parts = [{"type": "text", "text": text}]
        return {**event_name, self.session_field: session, "prompt": text, "cwd": folder, "parts": parts}
