"""Read a status as it is written: a word among marks, emoji, badges, menus, dates and struck-out alternatives."""

from __future__ import annotations

from functools import lru_cache

from records.adr.status_badge import read_badge
from records.adr.status_choice import checked_status, is_menu, marked_choice
from records.adr.status_phrase import StatusText, ends_at
from records.adr.status_steps import last_status, latest_dated_step
from records.adr.status_words import STATUS_WORDS
from records.text.struck_words import without_struck

_PREVIOUS = " (previously: "


@lru_cache(2048)
def read_status(text: str) -> StatusText:
    """Read the status that *text* states.

    Partial supersession leaves a decision in force, so it reads as accepted; its link says the rest.
    """
    if text.isascii() and text.isalpha() and (status := STATUS_WORDS.get(text.lower())):
        return StatusText(status, 0, len(text), is_known=True)  # as most are; no pattern is needed for it
    text = without_struck(text).partition(_PREVIOUS)[0]
    if ("![" in text or "<img" in text) and (badge := read_badge(text)):
        return badge
    if "[" in text or "(" in text or not text.isascii():
        box_status = checked_status(text)
        if box_status is not None:
            return box_status
    if is_menu(text):
        return marked_choice(text)
    return latest_dated_step(text) or last_status(text)


def status_of(text: str) -> str | None:
    """Give the canonical status that *text* states, a custom word as written, or None."""
    return read_status(text).status


def status_span(text: str) -> tuple[int, int]:
    """Find the status word inside *text*: where it starts and ends (0, 0 where there is none)."""
    reading = read_status(text)
    return reading.start, reading.end


def is_status(text: str) -> bool:
    """Say whether *text* begins with a status word that every tool knows."""
    return read_status(text).is_known


def is_bare_status(text: str) -> bool:
    """Say whether *text* is a status word that every tool knows, and nothing else."""
    reading = read_status(text)
    return reading.is_known and text.strip() == text[reading.start : reading.end]


def is_entry(text: str) -> bool:
    """Say whether *text* is one step of a history: a known status, then nothing, a date, or who and when."""
    reading = read_status(text)
    return reading.is_known and ends_at(without_struck(text), reading.end)
