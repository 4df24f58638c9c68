"""Redact what a person and an agent said, before it is stored; ids and paths stay as they are."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from records.agents.hook_event import HookEvent
from records.model.turn import Turn

LONGEST_UTTERANCE = 32_768
LONGEST_RESPONSE = 4_096
QUARANTINED = "[QUARANTINED:"


def failing_closed(redact: Callable[[str], str], folder: Path) -> Callable[[str], str]:
    """A redactor that never lets a text through uncleaned.

    A text that cannot be cleaned is put aside in *folder*, and a mark stands for it.
    """
    import hashlib

    def clean(text: str) -> str:
        text = _whole(text)
        try:
            return redact(text)
        except Exception:
            raw = text.encode("utf-8", "surrogatepass")
            name = hashlib.sha256(raw).hexdigest()[:12]
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(folder / f"{name}.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
            return f"{QUARANTINED}{name}]"

    return clean


def _whole(text: str) -> str:
    """The text with halves of characters, which JSON can hold and UTF-8 cannot, replaced."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def is_quarantined(turn: Turn) -> bool:
    """Whether some words of the turn could not be cleaned."""
    words = [turn.response, *(said.text for said in turn.utterances)]
    return any(QUARANTINED in text for text in words)


def clean_turn(turn: Turn, redact: Callable[[str], str]) -> Turn:
    """The turn with its words cleaned: what was said, answered and run."""
    return replace(
        turn,
        utterances=tuple(
            replace(said, text=redact(cut(said.text, LONGEST_UTTERANCE))) for said in turn.utterances
        ),
        response=redact(cut(turn.response, LONGEST_RESPONSE)),
        tests=tuple(replace(run, command=redact(run.command)) for run in turn.tests),
    )


def clean_event(event: HookEvent, redact: Callable[[str], str]) -> HookEvent:
    """The event with its words cleaned; a tool's output is kept as far as its summary."""
    return replace(
        event,
        texts=tuple(redact(cut(text, LONGEST_UTTERANCE)) for text in event.texts),
        response=redact(cut(event.response, LONGEST_RESPONSE)),
        command=redact(event.command),
        output=redact(event.output[-4000:]),
    )


def cut(text: str, longest: int) -> str:
    """The text, or its head and tail around a line that tells what is missing and its hash."""
    if len(text) <= longest:
        return text
    import hashlib

    half = longest // 2
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    missing = len(text) - 2 * half
    return f"{text[:half]}\n[… {missing} characters left out; sha256 of the whole {digest} …]\n{text[-half:]}"
