"""Read a person's answers to an agent's questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from records.model.turn import Utterance, UtteranceKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def answers(value: Any, call_id: str, when: str) -> Iterator[Utterance]:
    """Yield one utterance for each question that got an answer.

    Args:
        value: the answers: a list, or an object by question; each a string, a list, or an object with `answers`.
        call_id: the agent's id of the call that asked.
        when: the time of the answers.
    """
    entries = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else [value]
    for index, entry in enumerate(entries):
        words = ", ".join(_texts(entry)).strip()
        if words:
            yield Utterance(UtteranceKind.ANSWER, words, f"a:{call_id}:{index}", when)


def _texts(entry: Any) -> Iterator[str]:
    if isinstance(entry, str):
        if entry.strip():
            yield entry.strip()
    elif isinstance(entry, list):
        for part in entry:
            yield from _texts(part)
    elif isinstance(entry, Mapping):
        for name in ("answers", "answer", "value", "notes"):
            yield from _texts(entry.get(name))
