"""Decide by structured fields whether a program wrote a prompt: the same for rows of transcripts and hook payloads.

Agents spell such fields alike (`isMeta`, `is_meta`; `origin`, `promptSource`), so one reader knows them all. A field
that says nothing leaves the decision to the next one, and to the wording at last (`classify`).
"""

from __future__ import annotations

from collections.abc import Mapping

import records.regex as re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FLAGS = frozenset((
    "meta", "synthetic", "generated", "automated", "sidechain", "subagent", "systemmessage", "compactsummary",
    "visibleintranscriptonly", "turncompanion", "virtual",
))  # fmt: skip
_ORIGINS = frozenset(("origin", "promptorigin", "promptsource", "provenance", "turntrigger", "trigger"))
_PARENT = re.compile(
    r"parent(?:agent|session|thread|conversation|task|tool(?:call|use)?)?id|(?:source)?tooluseid"
)
_PROGRAM = re.compile(
    r"(?:^|[^a-z])(?:sub)?(?:agents?|system|skills?|autopilot|schedul\w*|cron|timers?|automat\w*|(?:web)?hooks?|goals?"
    r"|loops?|tools?|tasks?|monitors?|notif\w*|background|synthetic|meta|programs?|bots?|peers?|teammates?|compact\w*"
    r"|summar\w*|assistant|generated|coordinators?|continuation)(?![a-z])"
)
_PERSON = re.compile(
    r"(?:^|[^a-z])(?:real|human|users?|person|people|typed|keyboard|channel|queued|sdk)(?![a-z])"
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def is_program_word(value: Any) -> bool:
    """Return whether a word that says where a prompt comes from names a program, such as `task-notification`."""
    word = _CAMEL.sub("_", str(value)).lower()
    return bool(_PROGRAM.search(word)) and not _PERSON.search(word)


def is_program(fields: Mapping[str, Any]) -> bool:
    """Return whether a row or payload says that no person wrote its prompt: by a flag or by its origin."""
    for name, value in fields.items():
        plain = name.replace("_", "").lower()
        if plain.removeprefix("is") in _FLAGS and value is True:
            return True
        kind = value.get("kind") or value.get("type") if isinstance(value, Mapping) else value
        if plain in _ORIGINS and isinstance(kind, str) and is_program_word(kind):
            return True
    return False


def is_nested(payload: Mapping[str, Any]) -> bool:
    """Return whether a hook payload belongs to a subagent: it names a parent, or the call that started it."""
    return any(value and _PARENT.fullmatch(name.replace("_", "").lower()) for name, value in payload.items())
