"""What people had to tell agents more than once: corrections, rejections and steering, as proposed rules."""

from __future__ import annotations

import records.regex as re
from records.dataclass import dataclass
from records.ledger.reader import LedgerReader
from records.model.record import Phr
from records.model.turn import UtteranceKind
from records.suggest.words import STOP_WORDS, parts_of, stem, words
from records.trace.requested.change import read_prompt
from records.trace.requested.request import Prompt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from records.model.graph import Graph
    from records.project.project import Project
    from records.report.answers import LessonAnswer, LessonQuote

_FORBIDS = (
    r"do(?:n['’]?t| not)|never|stop|avoid|must(?: not|n['’]t)|should(?: not|n['’]t)|no longer|undo|revert"
)
_INSISTS = (
    r"always|must|wrong|as i said|i (?:already |just )?(?:told|said|asked)|remember (?:to|that)|make sure"
    r"|(?:use|prefer|take|call|write|run|put|keep|choose)\b[^\n]*\b(?:instead of|rather than)"
    r"|(?:are|is|was)(?: not|n['’]t) what"
)
_CORRECTION = re.compile(rf"(?i)\b(?:{_FORBIDS}|{_INSISTS})\b|^\s*no(?:pe)?\b[,: ]")
_PROHIBITION = re.compile(rf"(?i)\b(?:{_FORBIDS}|without)\b")
_CUES = frozenset(
    map(
        stem,
        re.findall(
            r"\w+",
            "don dont do not never always stop avoid instead rather must should please again remember make sure told "
            "said asked wrong undo revert no need want use using used",
        ),
    )
)
_STEERING = frozenset((UtteranceKind.STEER, UtteranceKind.TOOL_FEEDBACK))
_TYPED_AT_MOST, _PASTED_FROM = 4_000, 800
_WORDS_AT_MOST = 40
_LEAST_SHARED, _LEAST_SHARE = 2, 0.6


@dataclass(frozen=True, slots=True)
class Quote:
    """One time that somebody said it.

    Attributes:
        text: the sentence, word for word.
        date: `YYYY-MM-DD`; empty where it is not known.
        ref: the prompt record; empty for a turn of the capture ledger without one.
        path: the record's file, POSIX from the root; empty without one.
        line: where the sentence is in it; 0 without one.
        source: where it was said, for people: the reference, or the agent and its session.
    """

    text: str
    date: str
    ref: str
    path: str
    line: int
    source: str

    def as_json(self) -> LessonQuote:
        """Return the quote as one JSON object."""
        return {
            "text": self.text, "date": self.date or None, "ref": self.ref or None, "path": self.path or None,
            "line": self.line or None, "source": self.source,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was said more than once: the words of the shortest time as the proposed rule, and every time."""

    rule: str
    quotes: tuple[Quote, ...]

    def as_json(self) -> LessonAnswer:
        """Return the lesson as one JSON object."""
        return {"rule": self.rule, "quotes": [quote.as_json() for quote in self.quotes]}


def lessons(project: Project, graph: Graph, least: int = 2) -> list[Lesson]:
    """Return what people had to say in several prompts, the most frequent first.

    Only sentences count that correct, forbid or insist, and everything said while an agent was at work or when a tool
    call was refused. Nothing is written anywhere.

    Args:
        project: where.
        graph: its records.
        least: in how many prompts it must have been said.
    """
    groups: list[tuple[frozenset[str], bool, list[Quote]]] = []
    by_word: dict[str, list[int]] = {}
    quotes = list(_unique([*_recorded(project, graph), *_captured(project, graph)]))
    for quote in sorted(quotes, key=lambda quote: (quote.date, quote.source, quote.line)):
        key, forbids = _key(quote.text), _PROHIBITION.search(quote.text) is not None
        near = {number for word in key for number in by_word.get(word, ())}
        alike = [
            number
            for number in sorted(near)
            if groups[number][1] == forbids and _are_alike(groups[number][0], key)
        ]
        if alike:
            groups[alike[0]][2].append(quote)
            continue
        for word in key:
            by_word.setdefault(word, []).append(len(groups))
        groups.append((key, forbids, [quote]))
    repeated = [group for _, _, group in groups if len({quote.source for quote in group}) >= least]
    found = [
        Lesson(min(group, key=lambda quote: (len(quote.text), quote.date)).text, tuple(group))
        for group in repeated
    ]
    return sorted(found, key=lambda lesson: (-len(lesson.quotes), lesson.rule))


def _recorded(project: Project, graph: Graph) -> Iterator[Quote]:
    for record in graph.records:
        if isinstance(record, Phr) and record.readable:
            prompt = read_prompt(project, record)
            for line, text in _sentences(prompt, every=False):
                yield Quote(
                    text, record.date or "", record.ref, record.path, prompt.line + line - 1, record.ref
                )


def _captured(project: Project, graph: Graph) -> Iterator[Quote]:
    """Yield what the ledger has: steering and refusals of all turns, and the prompts of turns without a record."""
    refs = {record.path: record.ref for record in graph.records}
    with LedgerReader.open(project) as ledger:
        for row in ledger.turns() if ledger else ():
            ref = refs.get(row.record, "")
            for utterance in row.turn.get("utterances") or ():
                is_steering = utterance.get("kind") in _STEERING or bool(utterance.get("aside"))
                if ref and not is_steering:
                    continue  # the record has it
                source = ref or f"{row.agent} {row.session[:8]} {row.at[:16]}"
                for _, text in _sentences(Prompt(str(utterance.get("text", ""))), every=is_steering):
                    yield Quote(text, row.at[:10], ref, row.record if ref else "", 0, source)


def _sentences(prompt: Prompt, *, every: bool) -> Iterator[tuple[int, str]]:
    """Yield line and text of the sentences that correct, or of every sentence, of a text that a person typed."""
    if len(prompt.text) > (_TYPED_AT_MOST if every else _PASTED_FROM):
        return
    for line, sentence in prompt.sentences():
        text = sentence.strip(" \t\r-*>+\"“”'")
        is_short = len(text.split()) <= _WORDS_AT_MOST
        if is_short and (every or _CORRECTION.search(text)) and len(_key(text)) >= _LEAST_SHARED:
            yield line, text


def _key(text: str) -> frozenset[str]:
    """Return the stems of the words that say what a sentence is about."""
    plain = {word for word in parts_of(words([text])) if word not in STOP_WORDS}
    return frozenset(stem(word) for word in plain) - _CUES


def _are_alike(first: frozenset[str], second: frozenset[str]) -> bool:
    shared = len(first & second)
    return shared >= _LEAST_SHARED and shared >= _LEAST_SHARE * min(len(first), len(second))


def _unique(quotes: Iterable[Quote]) -> Iterator[Quote]:
    """Drop what is in a record and in the ledger: the same words from the same source."""
    seen: set[tuple[str, str]] = set()
    for quote in quotes:
        key = quote.source, " ".join(quote.text.lower().split())
        if key not in seen:
            seen.add(key)
            yield quote
