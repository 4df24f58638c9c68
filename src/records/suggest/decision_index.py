"""Compare a change with the log: records on the same subject, decisions that cover it, decisions it supersedes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

import records.regex as re
from records.dataclass import dataclass, replace
from records.git.diff_model import FileChange
from records.suggest.analysis import Analysis
from records.suggest.change import Change
from records.suggest.commit_subject import clean_subject
from records.suggest.evidence import Evidence
from records.suggest.paths import kind_of
from records.suggest.suggestion import Suggestion
from records.suggest.supersession import chosen_words, is_removed, left_in_message, takes_away
from records.suggest.technologies import role_of, technology
from records.suggest.words import EVERYWHERE, parts, stem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.suggest.answers import RelatedDecision

_HEADING = re.compile(r"^#{1,6}\s+(.*)$|^\*\*([^*]+)\*\*\s*$", re.M)
_LATIN = "A-Za-z\u00c0-\u024f"
_WORD = re.compile(rf"[{_LATIN}][{_LATIN}0-9_+#.-]*|[^\W\d_{_LATIN}]+")
"""A word of one script: in `使用Redis缓存` there are three."""
_UNDIVIDED = re.compile("[\u3040-\u30ff\u3400-\u9fff]+")
"""Signs of scripts that are written without blanks between words."""
FILLING = frozenset(
    "a an and as at by for from in into is it its of on or our out that the their them this to up via we with "
    "without use using used adopt add introduce implement support make move switch migrate replace remove update "
    "new record decision records decisions all more other instead than between when where which not only "
    "set setup allow create change changes application app project".split()
)
"""Words of titles that do not distinguish subjects."""
NAMED = frozenset("dependency.added dependency.tool dependency.rival dependency.replaced data.store".split())
_TITLE_WEIGHT = 6
"""How much more a word of a record's title counts than one of its text."""
_MOST_RELATED = 5
_K1, _B = 1.2, 0.75
_GAP, _CLEAR = 1.5, 0.2
_LEAST_SHARE = 0.12
"""Records that score lower than this share of what the query could reach are not related."""


@dataclass(frozen=True)
class DecisionSummary:
    """A decision of the log.

    Attributes:
        ref: what people call it (`ADR-0004`).
        title: as it is written.
        text: of the whole record, as Markdown.
        path: of the record.
        accepted: whether it is in force; only such a decision can be superseded.
        open: whether it is in force or proposed; only such a decision covers a subject.
        fresh: whether it was written or edited with the change.
        newer: whether it did not exist before the change.
    """

    ref: str
    title: str
    text: str
    path: str = ""
    accepted: bool = True
    open: bool = True
    fresh: bool = False
    newer: bool = False

    @cached_property
    def title_stems(self) -> frozenset[str]:
        """The telling words of the title, stemmed, each technology under one name."""
        return telling_stems(self.title)

    @cached_property
    def decision_stems(self) -> frozenset[str]:
        """The telling words of the title and of the sections that state the decision."""
        return self.title_stems | telling_stems(_decision_section(self.text))

    @cached_property
    def terms(self) -> Counter[str]:
        """The stems of the record with their counts, those of the title counted several times."""
        counts = Counter(stems(self.text))
        for word in stems(self.title):
            counts[word] += _TITLE_WEIGHT
        return counts


@dataclass(frozen=True, slots=True)
class RelatedRecord:
    """A record that discusses the subject of a change, with its score from 0 to 1."""

    ref: str
    path: str
    title: str
    score: float

    def as_json(self) -> RelatedDecision:
        """Return the record as one JSON object."""
        return {"ref": self.ref, "path": self.path, "title": self.title, "score": round(self.score, 4)}


def outstanding(records: tuple[RelatedRecord, ...]) -> tuple[RelatedRecord, ...]:
    """Return the records that stand out: close to the change, or well above the one that comes next.

    Where several score low and alike, they share only words that are everywhere in the log.
    """
    gaps = [n for n in range(1, len(records)) if records[n - 1].score >= _GAP * records[n].score]
    clear = max((n for n, record in enumerate(records, 1) if record.score >= _CLEAR), default=0)
    return records[: max([clear, *gaps[:1]])] if len(records) > 1 else records


class DecisionIndex:
    """The decisions of a project, ready to be compared with a change."""

    def __init__(self, decisions: Iterable[DecisionSummary]) -> None:
        self.decisions = tuple(decisions)

    def with_decisions_of(self, change: Change) -> DecisionIndex:
        """Return an index that also holds the decisions that a change adds and the log does not have."""
        paths = {d.path for d in self.decisions}
        added = [
            summary
            for file in change.diff.files
            if kind_of(file.path) == "decision" and file.status == "added" and file.path not in paths
            if not any(path and file.path.endswith(f"/{path}") for path in paths)
            if (summary := _summary_of_added(file))
        ]
        return DecisionIndex((*self.decisions, *added)) if added else self

    def at_paths(self, paths: Iterable[str]) -> list[DecisionSummary]:
        """Return the decisions whose files are at some paths, which may begin above the project."""
        return [d for path in paths for d in self.decisions if f"/{path}".endswith(f"/{d.path}")]

    def compare(self, suggestions: list[Suggestion], analysis: Analysis) -> list[Suggestion]:
        """Return the suggestions with the decisions that cover them and those that they supersede."""
        superseded = self._superseded(suggestions, analysis)
        out = []
        for number, suggestion in enumerate(suggestions):
            refs = tuple(d.ref for d in self.decisions if (d.ref, number) in superseded)
            covered = () if refs else self._covering(suggestion, analysis, is_first=number == 0)
            out.append(replace(suggestion, covered_by=covered, supersedes=refs))
        return out

    def covers_freshly(self, refs: tuple[str, ...]) -> bool:
        """Whether one of these decisions was written with the change, or after it: then nothing is left to say."""
        return any(d.fresh or d.newer for d in self.decisions if d.ref in refs)

    def related(self, analysis: Analysis, titles: Iterable[str] = ()) -> tuple[RelatedRecord, ...]:
        """Return the records that discuss the subject of a change, the closest first (BM25 over the log)."""
        scores = self._scores(_query(analysis, titles))
        ranked = sorted(scores, key=lambda ref: (-scores[ref], ref))
        by_ref = {d.ref: d for d in self.decisions}
        return tuple(
            RelatedRecord(ref, by_ref[ref].path, by_ref[ref].title, scores[ref])
            for ref in ranked[:_MOST_RELATED]
            if scores[ref] >= max(_LEAST_SHARE, 0.35 * scores[ranked[0]])
        )

    @cached_property
    def _document_counts(self) -> Counter[str]:
        return Counter(word for d in self.decisions for word in d.terms)

    def _weight(self, word: str) -> float:
        """Return the inverse document frequency of a word in the log."""
        containing = self._document_counts[word]
        return math.log(1 + (len(self.decisions) - containing + 0.5) / (containing + 0.5))

    def _scores(self, query: Counter[str]) -> dict[str, float]:
        """Return BM25 of each decision that shares a word with a query, as a share of the best possible."""
        words = {word: count for word, count in query.items() if word in self._document_counts}
        if not words:
            return {}
        best = sum(self._weight(word) * (_K1 + 1) * min(count, 3) for word, count in words.items())
        lengths = [sum(d.terms.values()) for d in self.decisions]
        average = sum(lengths) / len(lengths)
        scores: dict[str, float] = {}
        for decision, length in zip(self.decisions, lengths, strict=True):
            total = 0.0
            for word, count in words.items():
                frequency = decision.terms.get(word, 0)
                if frequency:
                    norm = frequency + _K1 * (1 - _B + _B * length / average)
                    total += self._weight(word) * min(count, 3) * frequency * (_K1 + 1) / norm
            if total:
                scores[decision.ref] = total / best
        return scores

    def _superseded(self, suggestions: list[Suggestion], analysis: Analysis) -> set[tuple[str, int]]:
        """Return each decision that the change seems to supersede, with the suggestion that does so."""
        message = left_in_message(analysis.change)
        removals = _removals(analysis)
        out: set[tuple[str, int]] = set()
        for decision in self.decisions:
            if not decision.accepted or decision.fresh or not suggestions:
                continue
            words = chosen_words(decision.title)
            if any(phrase.is_in(words) for phrase in message):
                out.add((decision.ref, 0))
            for evidence in removals:
                if takes_away(analysis.change, evidence, words):
                    out.add((decision.ref, _owner(suggestions, evidence)))
        return out

    def _covering(self, suggestion: Suggestion, analysis: Analysis, *, is_first: bool) -> tuple[str, ...]:
        titles = [telling_stems(suggestion.title), telling_stems(suggestion.evidence_title)]
        if is_first:
            titles.append(telling_stems(clean_subject(analysis.change.message, branches=False)))
        out = []
        for decision in self.decisions:
            matches = any(_same_subject(decision.title_stems, title) for title in titles)
            if decision.open and (matches or (decision.fresh and speaks_of(decision, suggestion))):
                out.append(decision.ref)
        return tuple(out)


def _summary_of_added(file: FileChange) -> DecisionSummary | None:
    """Return the decision that an added file states; None where it has no title."""
    text = "\n".join(line for _, line in file.added)
    title = re.search(r"^(?:title:\s*|#\s+)(.+)$", text, re.M | re.I)
    if title is None:
        return None
    words = re.sub(r"^(?:ADR[- ]?)?\d+\s*[.:–-]\s*", "", title[1].strip().strip("\"'"), flags=re.I)
    return DecisionSummary(file.path, words, text, file.path, accepted=False, fresh=True)


def telling_stems(text: str) -> frozenset[str]:
    """Return the stemmed words of a title that name its subject."""
    return frozenset(stems(text)) - _FILLING_STEMS


def stems(text: str) -> list[str]:
    """Return the stemmed plain words of a text, each technology under its one name.

    Of a text without blanks between its words each pair of signs counts.
    """
    out: list[str] = []
    for word in _WORD.findall(text):
        if not word.isascii():
            pairs = ["".join(pair) for pair in pairwise(word)] if _UNDIVIDED.fullmatch(word) else []
            out.extend(pairs or [stem(word.casefold().strip("._-"))])
            continue
        technology_name = technology(word.rstrip("."))
        if technology_name != word.lower().strip(".-"):
            out.append(technology_name)
            continue
        out.extend(stem(part) for part in parts(word))
    return out


_FILLING_STEMS = frozenset(stem(word) for word in FILLING)


def _same_subject(first: frozenset[str], second: frozenset[str]) -> bool:
    """Return whether two titles share most of their telling words, and more than the name of one technology."""
    common = len(first & second)
    if first == second:
        return bool(first) and not (len(first) == 1 and role_of(next(iter(first))))
    return common >= 2 and common >= 0.7 * max(len(first), len(second))


def speaks_of(decision: DecisionSummary, suggestion: Suggestion) -> bool:
    """Return whether a decision that came with the change states the subject of a suggestion."""
    title = telling_stems(suggestion.title)
    if title and len(title & decision.decision_stems) >= max(1.0, 0.5 * len(title)):
        return True
    anchor = suggestion.evidence[0] if suggestion.evidence else None
    if anchor is None or (anchor.signal not in NAMED and not anchor.signal.endswith("removed")):
        return False
    name = telling_stems(anchor.subject.rpartition("/")[2]) - EVERYWHERE
    return bool(name) and name <= decision.decision_stems


def _removals(analysis: Analysis) -> list[Evidence]:
    """Return what is removed; a store that is only no longer mentioned counts when something takes its place."""
    signals = {e.signal for e in analysis.evidence}
    has_successor = not signals.isdisjoint(NAMED | {"dependency.removed"})
    return [
        e for e in analysis.evidence if is_removed(e) and (has_successor or e.signal != "data.store-gone")
    ]


def _owner(suggestions: list[Suggestion], evidence: Evidence) -> int:
    """Return the number of the suggestion that a piece of evidence belongs to; else the first."""
    return next((n for n, s in enumerate(suggestions) if evidence in s.evidence), 0)


def _query(analysis: Analysis, titles: Iterable[str]) -> Counter[str]:
    """Return the words that describe a change, with their weights: its titles, its message, names in it."""
    change = analysis.change
    query: Counter[str] = Counter()
    subjects = [clean_subject(change.message), *(clean_subject(m.message) for m in change.commit_messages)]
    for text in (*titles, *subjects):
        query.update(dict.fromkeys(telling_stems(text), 2))
    body = change.message.partition("\n")[2][:3000]
    query.update(dict.fromkeys(telling_stems(body), 1))
    names = [e.subject for e in analysis.evidence if e.signal.partition(".")[0] in _QUERIED]
    for name in names[:60]:
        query.update(dict.fromkeys(telling_stems(name.rpartition("/")[2]) - EVERYWHERE, 1))
    return query


_QUERIED = frozenset("dependency data infra tooling structure security naming interface".split())


def _decision_section(text: str) -> str:
    """Return the sections that state the decision; the whole text when none is called so."""
    pieces: list[str] = []
    marks = list(_HEADING.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=False):
        name = (mark[1] or mark[2] or "").lower()
        if "decision" in name and "driver" not in name:
            pieces.append(text[mark.end() : end])
    return "\n".join(pieces) or text
