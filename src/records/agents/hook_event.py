"""`HookEvent`: one form for the hook payloads of all agents."""

from __future__ import annotations

from records.dataclass import dataclass, field
from records.model.field_content import NO_TEXT, PATH
from records.model.stored_value import check_types
from records.model.turn import TurnState, UtteranceKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


@dataclass(frozen=True, slots=True)
class HookEvent:
    """One payload of one hook; fields that an agent does not give are empty.

    `event` is start, prompt, tool, subagent, compact, response, stop, fail or end; only `prompt` carries a person's
    words. `texts` holds the words of a prompt (Codex's `notify` gives several at once); `key` the agent's own id of the
    turn; `sent` the fingerprints of the texts as the model got them, where these may differ from what was typed.
    """

    agent: str = field(metadata=NO_TEXT)
    event: str = field(metadata=NO_TEXT)
    session: str = field(metadata=NO_TEXT)
    key: str = field(default="", metadata=NO_TEXT)
    texts: tuple[str, ...] = ()
    sent: tuple[str, ...] = field(default=(), metadata=NO_TEXT)
    kind: UtteranceKind = field(default=UtteranceKind.TYPED, metadata=NO_TEXT)
    at: str = field(default="", metadata=NO_TEXT)
    response: str = ""
    model: str = ""
    cwd: str = field(default="", metadata=PATH)
    branch: str = ""
    transcript: str = field(default="", metadata=PATH)
    state: TurnState | None = field(default=None, metadata=NO_TEXT)
    files: tuple[str, ...] = field(default=(), metadata=PATH)
    command: str = ""
    output: str = ""
    exit_code: int | None = None


def from_json(data: dict[str, Any]) -> HookEvent:
    """Return the event that was stored as plain data; what is missing is empty.

    Raises:
        ValueError: a state or a kind of utterance is not known.
        TypeError: a value is of another type than its field, or of no field.
    """
    values = {**data, **{name: tuple(data.get(name, ())) for name in ("texts", "sent", "files")}}
    values["kind"] = UtteranceKind(data.get("kind", UtteranceKind.TYPED))
    values["state"] = TurnState(data["state"]) if data.get("state") else None
    check_types(HookEvent, values)
    return HookEvent(**values)
