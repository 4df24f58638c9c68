"""The sentences and clauses around the words of a relation; long texts are searched no further than needed."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

import records.regex as re
from records.patterns import LIST_MARKER

_SENTENCE_END = re.compile(
    r"(?<![Nn]o)(?<![Nn]r)(?<!\be\.g)(?<!\bi\.e)[.!?][)\"'*_]*(?=\s|$)|[;；]|\n[ \t]*\n"
    rf"|\n[ \t]*{LIST_MARKER}[ \t]|。|<br ?/?>",
    re.I,
)
_CLAUSE_END = re.compile(r"[,:—–()\[\]>|]|\s-\s|\b(?:and|but|und|et|y)\b|，|、", re.I)
_LONGEST_SENTENCE = 4000  # characters; what is further away says nothing about a relation
SHORT = 500  # characters, up to which a search from the beginning costs nothing
_WORD_END = re.compile(r"[^\W_][ \n]")


@lru_cache(4)
def sentence_start(text: str, position: int) -> int:
    """Where the sentence begins that *position* stands in, or the text, if that is near."""
    start = search = 0
    if position > SHORT:
        _, ends = _sentence_ends(text)
        index = bisect_left(ends, position)
        start = ends[index - 1] if index else 0
        bare = len(text[max(0, position - SHORT) : position].rstrip(")\"'*_"))
        search = max(start, position - SHORT if bare else 0)
    for match in _SENTENCE_END.finditer(
        text, search, position
    ):  # the end of the part counts as one of the text
        start = match.end()
    return max(start, position - _LONGEST_SENTENCE)


@lru_cache(4)
def _sentence_ends(text: str) -> tuple[list[int], list[int]]:
    """Where the ends of sentences begin, and where they end."""
    spans = [match.span() for match in _SENTENCE_END.finditer(text)]
    return [start for start, _ in spans], [end for _, end in spans]


def sentence_stop(text: str, position: int) -> int:
    """Where the end of the sentence begins that *position* stands in, or the text, if that is near."""
    if len(text) - position > SHORT:
        starts, ends = _sentence_ends(text)
        index = bisect_left(starts, position)
        if not index or ends[index - 1] <= position:
            return min(starts[index] if index < len(starts) else len(text), position + _LONGEST_SENTENCE)
    stop = _SENTENCE_END.search(text, position)
    return min(stop.start() if stop else len(text), position + _LONGEST_SENTENCE)


@lru_cache(8)
def _starts_of(sign: re.Pattern[str], text: str) -> list[int]:
    return [match.start() for match in sign.finditer(text)]


def has_between(sign: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Say whether a *sign* begins between two positions; for one that is asked of many places of a long text."""
    starts = _starts_of(sign, text)
    index = bisect_left(starts, start)
    return index < len(starts) and starts[index] < end


def last_clause(text: str, start: int, end: int) -> str:
    """What follows the last sign between clauses; in a long part that sign is looked for at the end first."""
    before = text[start:end]
    if len(before) > SHORT and not has_between(_CLAUSE_END, text, start, end):
        return before
    if len(before) > SHORT and (cut := _WORD_END.search(before, len(before) - SHORT)):
        clause = None
        for match in _CLAUSE_END.finditer(before, cut.end() - 1):
            clause = before[match.end() :]
        if clause is not None:
            return clause
    clause = before
    for match in _CLAUSE_END.finditer(before):
        clause = before[match.end() :]
    return clause
