"""The terms of texts and queries, cut in one way for all databases; rank and excerpts are made of them."""

from __future__ import annotations

import unicodedata
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

import records.regex as re
from records.dataclass import replace
from records.project.search import HIT, line_of_hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from records.project.query import Phrase, Query

_TERM = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_SIGN = re.compile(r"[\W_]+")
_LONGEST_TERM = 100
_MOST_BYTES = 800_000
"""How many bytes the different terms of a record may have: PostgreSQL takes one megabyte."""
_BYTES_OF_LETTER = 4
_WEIGHTS = (("title", 8.0, 60), ("labels", 4.0, 60), ("body", 1.0, 4000), ("front", 1.0, 1000))
"""The weights and usual lengths of the fields that are searched, in the order of `SearchText`."""
_NEAR = 1000
_BEFORE, _AFTER = 8, 16
"""How many terms of an excerpt stand before and after the one that matches."""
_BATCH = 32


class SearchText(NamedTuple):
    """What of a record is searched: texts of terms, with a space before, between and after them.

    Attributes:
        record_id: its number in the repository.
        position: its place among all records, newest first.
        title: the terms of its title.
        labels: of its labels.
        body: of its text without comments.
        front: of its front matter.
    """

    record_id: int
    position: int
    title: str
    labels: str
    body: str
    front: str


FIELDS = SearchText._fields[2:]
"""The names of the fields that are searched."""


def terms(text: str) -> list[str]:
    """Return the terms of a text in order: without case, accents and signs."""
    if text.isascii():
        return [term[:_LONGEST_TERM] for term in _TERM.findall(text.lower())]
    words = _TERM.findall(text)
    terms_of_words = {word: _normalise(word) for word in set(words)}
    return [term for word in words if (term := terms_of_words[word])]


def _normalise(word: str) -> str:
    if word.isascii():
        return word.lower()[:_LONGEST_TERM]
    letters = (sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))
    text = unicodedata.normalize("NFC", "".join(letters).casefold())
    return _SIGN.sub("", text)[:_LONGEST_TERM]


def search_text(record_id: int, position: int, title: str, labels: str, body: str, front: str) -> SearchText:
    """Return what of a record is searched; terms beyond what a database can hold are left out."""
    lists = [terms(text) for text in (title, labels, body, front)]
    fields = [f" {' '.join(words)} " if words else "" for words in lists]
    if sum(map(len, fields)) > _MOST_BYTES // _BYTES_OF_LETTER:
        fields = [f" {' '.join(words)} " if words else "" for words in _without_too_many(lists)]
    return SearchText(record_id, position, *fields)


def _without_too_many(terms_of_fields: list[list[str]]) -> Iterator[list[str]]:
    """Yield lists of terms without those beyond `_MOST_BYTES` of different ones."""
    known: set[str] = set()
    size = 0
    for all_terms in terms_of_fields:
        own_terms = all_terms
        for term in dict.fromkeys(all_terms):
            if term not in known:
                size += len(term.encode())
                if size > _MOST_BYTES:
                    own_terms = all_terms[: all_terms.index(term)]
                    break
                known.add(term)
        yield own_terms


def query_terms(query: Query) -> Query:
    """Return a query with the terms of its words; phrases without a term are left out."""
    alternatives = (tuple(_phrases(phrases)) for phrases in query.alternatives)
    return replace(
        query, alternatives=tuple(phrases for phrases in alternatives if required_phrases(phrases))
    )


def _phrases(phrases: tuple[Phrase, ...]) -> Iterator[Phrase]:
    for phrase in phrases:
        if words := tuple(terms(" ".join(phrase.words))):
            yield replace(phrase, words=words)


def required_terms(query: Query) -> Query:
    """Return a query without the phrases that must not occur."""
    return replace(
        query, alternatives=tuple(tuple(required_phrases(phrases)) for phrases in query.alternatives)
    )


def required_phrases(phrases: tuple[Phrase, ...]) -> list[Phrase]:
    """Return those of some phrases that must occur."""
    return [phrase for phrase in phrases if not phrase.is_negated]


def scores_of(texts: Iterable[SearchText], query: Query) -> dict[int, float]:
    """Return how well records fit the words of a query, by position; titles and short texts count more."""
    phrases = dict.fromkeys(phrase for all_of in query.alternatives for phrase in required_phrases(all_of))
    needles = [f" {' '.join(phrase.words)}" + ("" if phrase.is_prefix else " ") for phrase in phrases]
    scores: dict[int, float] = {}
    for text in texts:
        score = 0.0
        for words, (_, weight, usual_length) in zip(text[2:], _WEIGHTS, strict=True):
            for needle in needles:
                if count := words.count(needle):
                    score += weight * count / (count + 0.5 + len(words) / usual_length)
        scores[text.position] = round(score, 4)
    return scores


def best_scores(texts: Iterable[SearchText], query: Query, limit: int) -> dict[int, float]:
    """Return the scores of the records that fit a query best, by position, the best first; see `scores_of`."""
    scores = scores_of(texts, query)
    best = sorted(scores, key=lambda position: (-scores[position], -position))[:limit]
    return {position: scores[position] for position in best}


def excerpt(body: str, front: str, title: str, query: Query) -> str:
    """Return one line around the words of a query: of the text, else of the front matter, else the title."""
    phrases = [phrase for phrases in query.alternatives for phrase in required_phrases(phrases)]
    part = _around(body, phrases)
    other_part = "" if HIT in part else _around(front, phrases, is_whole=True)
    return line_of_hit(part, other_part, _around(title, phrases))


def _around(text: str, phrases: list[Phrase], *, is_whole: bool = False) -> str:
    """The part of a text around the first of some phrases, or all of it, with `HIT` before each that is found."""
    last_words = {phrase.words[-1] for phrase in phrases if not phrase.is_prefix}
    prefixes = tuple(phrase.words[-1] for phrase in phrases if phrase.is_prefix)
    start, is_ascii, lower = 0, text.isascii(), text
    if is_ascii:  # the words of others differ from those that are looked for by more than case
        lower = text.lower()
        place = _first_place(lower, last_words, prefixes)
        if place < 0:
            return ""
        if not is_whole:
            start = _start_before(text, place, max(len(phrase.words) for phrase in phrases))
    spans: list[tuple[int, int]] = []
    words: list[str] = []
    hits: list[int] = []
    matches = _TERM.finditer(lower, start)
    while batch := list(islice(matches, None if is_whole else _BATCH)):
        read = len(words)
        if is_ascii:
            spans += [match.span() for match in batch]
            words += [match[0][:_LONGEST_TERM] for match in batch]
        else:
            terms_of_batch = [(match.span(), _normalise(match[0])) for match in batch]
            spans += [span for span, term in terms_of_batch if term]
            words += [term for _, term in terms_of_batch if term]
        for index, term in enumerate(words[read:], read):
            if term in last_words or (prefixes and term.startswith(prefixes)):
                if hits and not is_whole and index > hits[0] + _AFTER:
                    break
                lengths = [len(phrase.words) for phrase in phrases if _ends_at(words, index, phrase)]
                hits += [index + 1 - max(lengths)] if lengths else []
        if hits and not is_whole and len(words) > (end := hits[0] + _AFTER):
            spans, words = spans[: end + 1], words[: end + 1]
            break
    if not hits:
        return ""
    first = 0 if is_whole else max(hits[0] - _BEFORE, 0)
    is_cut = not is_whole and len(words) > hits[0] + _AFTER
    begin, end = spans[first][0] if first else 0, spans[-1][1] if is_cut else len(text)
    edges = [begin, *sorted({spans[hit][0] for hit in hits if hit >= first}), end]
    parts = HIT.join(text[start:stop] for start, stop in pairwise(edges))
    return ("…" if first else "") + parts + ("…" if is_cut else "")


def _first_place(text: str, words: Iterable[str], prefixes: Iterable[str]) -> int:
    """Where one of some words, or of those that begin so, stands first in a text without capitals; -1 for nowhere."""
    places = [_place(text, word, is_prefix=len(word) >= _LONGEST_TERM) for word in words]
    places += [_place(text, prefix, is_prefix=True) for prefix in prefixes]
    return min((place for place in places if place >= 0), default=-1)


def _place(text: str, word: str, *, is_prefix: bool) -> int:
    place = text.find(word)
    while place >= 0:
        end = place + len(word)
        if not text[max(place - 1, 0) : place].isalnum() and (is_prefix or not text[end : end + 1].isalnum()):
            break
        place = text.find(word, place + 1)
    return place


def _start_before(text: str, place: int, longest: int) -> int:
    """Where to begin in a text, so that a phrase is met with the terms that are shown before it.

    Args:
        text: in which phrases are looked for.
        place: where the first of their last words stands.
        longest: how many words a phrase has at most.
    """
    needed = longest + _BEFORE
    for near in (_NEAR // 8, _NEAR):
        starts = [match.start() for match in _TERM.finditer(text, max(place - near, 0), place)]
        if len(starts) > needed:
            return starts[-needed]
    return 0


def _ends_at(words: list[str], index: int, phrase: Phrase) -> bool:
    *before, last = phrase.words
    is_last = words[index].startswith(last) if phrase.is_prefix else words[index] == last
    return is_last and (not before or words[max(index - len(before), 0) : index] == before)
