"""How a status word is spelled in a record: with the words of its log and the capitals of the old word."""

from __future__ import annotations

from records.adr.stated_fields import AdrReader
from records.adr.status_phrase import word_at_end
from records.adr.status_words import split_symbols, write_status


def like(word: str, old: str) -> str:
    """Write *word* with the capitals of *old*; an emoji beside either has none."""
    marked, old = split_symbols(word), split_symbols(old).word
    word = marked.word
    if old.isupper() and len(old) > 1:
        word = word.upper()
    elif old[:1].isupper():
        word = word[:1].upper() + word[1:]
    return marked.with_word(word)


def status_word(reading: AdrReader, status: str, old: str) -> str:
    """The word for *status* in the place of *old*: as the log says it, with the capitals of *old*."""
    old = word_at_end(old) or old
    return like(write_status(status, old, reading.own_words), old)
