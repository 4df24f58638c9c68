"""Redact turns and events before they are stored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from records.agents.hook_event import HookEvent
from records.dataclass import replace
from records.digest import sha256
from records.encoding import replace_halves
from records.model.turn import Turn
from records.project.stamp import make_state_folder, write_state
from records.secrets.redactor import map_texts

LONGEST_UTTERANCE = 1_000_000
"""Characters of a prompt that are kept: more than a person pastes, and a tenth of the largest record that is read."""
LONGEST_RESPONSE = 4_096
LONGEST_OUTPUT = 4_000
_NOTE = 200  # more than the note in a text that was cut
QUARANTINED = "[QUARANTINED:"


def failing_closed(redact: Callable[[str], str], folder: Path) -> Callable[[str], str]:
    """A redactor that never lets a text through uncleaned.

    A text that cannot be cleaned is put aside in *folder*, and a mark stands for it.
    """

    def clean(text: str) -> str:
        text = replace_halves(text)
        try:
            return redact(text)
        except Exception:
            raw = text.encode("utf-8", "surrogatepass")
            name = sha256(raw)[:12]
            path = folder / f"{name}.txt"
            make_state_folder(path, 0o700)
            write_state(path, raw)
            return f"{QUARANTINED}{name}]"

    return clean


def is_quarantined(turn: Turn) -> bool:
    """Return whether some words of the turn could not be redacted."""
    words = [turn.response, *(utterance.text for utterance in turn.utterances)]
    return any(QUARANTINED in text for text in words)


def clean_turn(turn: Turn, text: Callable[[str], str], path: Callable[[str], str] | None = None) -> Turn:
    """Return the turn with every field cleaned that may hold free text, and long texts cut.

    Args:
        turn: what was read.
        text: cleans a text.
        path: cleans a path; *text* where it is None.
    """
    turn = map_texts(turn, text, path)
    return replace(
        turn,
        utterances=tuple(
            replace(words, text=cut(words.text, LONGEST_UTTERANCE)) for words in turn.utterances
        ),
        response=cut(turn.response, LONGEST_RESPONSE),
    )


def clean_event(
    event: HookEvent, text: Callable[[str], str], path: Callable[[str], str] | None = None
) -> HookEvent:
    """Return the event cleaned as turns are; of a tool's output only the end is kept, where the summary is."""
    event = replace(
        event, output=event.output[-2 * LONGEST_OUTPUT :]
    )  # a secret across the cut is not in the end
    event = map_texts(event, text, path)
    return replace(
        event,
        texts=tuple(cut(words, LONGEST_UTTERANCE) for words in event.texts),
        response=cut(event.response, LONGEST_RESPONSE),
        output=event.output[-LONGEST_OUTPUT:],
    )


def cut(text: str, longest: int) -> str:
    """Return the text, or its head and tail around a line that says what is missing, with the hash of the whole."""
    if len(text) <= longest + _NOTE:
        return text

    half = longest // 2
    digest = sha256(text.encode("utf-8", "surrogatepass"))[:16]
    missing = len(text) - 2 * half
    return f"{text[:half]}\n[… {missing} characters left out; sha256 of the whole {digest} …]\n{text[-half:]}"
