"""Find patterns in the added lines of files that are likely to hold them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import islice

import records.regex as re
from records.dataclass import dataclass
from records.git.diff_model import FileChange
from records.suggest.change import Change
from records.suggest.evidence import Evidence
from records.suggest.paths import kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.suggest.evidence import Heading, Side

MOST = 40
"""Findings of one rule in a change; more would say nothing new."""


@dataclass(frozen=True)
class Rule:
    """A pattern to look for in changed lines.

    Attributes:
        signal: the name that the finding gets.
        pattern: its first group that matched is the subject.
        why: a sentence with `{}` where the subject goes.
        words: identifiers one of which a file must hold before its lines are read.
        parts: plain words (see `words.parts`) one of which a file must hold.
        kinds: kinds of file to read (see `paths.kind_of`).
        moved: report a subject although the same word also is on removed lines.
    """

    signal: str
    pattern: re.Pattern[str]
    why: str
    words: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    heading: Heading = "impact"
    topic: str = "structure"
    kinds: frozenset[str] = frozenset({"code", "settings"})
    side: Side = "new"
    moved: bool = False

    @cached_property
    def anywhere(self) -> re.Pattern[str]:
        """The pattern for a whole text, to find out quickly that no line of it matches.

        Space at the start of a line ends with it: many empty lines would else be read from each of them on.
        """
        one_line = re.sub(r"\^\\s([*+])", r"^[ \\t]\1", self.pattern.pattern)
        return re.compile(one_line, self.pattern.flags | re.MULTILINE)


def scan(change: Change, rules: tuple[Rule, ...]) -> Iterator[Evidence]:
    """Yield the findings of every rule, each subject once, at most `MOST` of a rule."""
    for rule in rules:
        yield from islice(_unique(_findings(change, rule)), MOST)


def _unique(findings: Iterator[Evidence]) -> Iterator[Evidence]:
    subjects: set[str] = set()
    for evidence in findings:
        if evidence.subject not in subjects:
            subjects.add(evidence.subject)
            yield evidence


def _findings(change: Change, rule: Rule) -> Iterator[Evidence]:
    old = rule.side == "old"
    holds = change.words_removed if old else change.words_added
    plain = change.parts_removed if old else change.parts_added
    opposite = change.all_added if old else change.all_removed
    for file in change.files:
        if kind_of(file.path) not in rule.kinds:
            continue
        if rule.words and rule.words.isdisjoint(holds[file.path]):
            continue
        if rule.parts and rule.parts.isdisjoint(plain[file.path]):
            continue
        if not rule.anywhere.search((change.text_removed if old else change.text_added)[file.path]):
            continue
        for number, text in change.removed(file) if old else change.added(file):
            match = rule.pattern.search(text)
            if match is None:
                continue
            subject = next((group for group in match.groups() if group), match[0]).strip()
            if not rule.moved and (subject in opposite or _on_other_side(change, file, rule, subject)):
                continue
            yield Evidence(
                rule.signal,
                file.old_path if old else file.path,
                number,
                rule.why.format(subject),
                rule.heading,
                rule.topic,
                subject,
                rule.side,
            )


def _on_other_side(change: Change, file: FileChange, rule: Rule, subject: str) -> bool:
    """Whether what is no identifier, such as the path of an end point, was found on the other side of a file too."""
    if subject.isidentifier():
        return False
    lines = change.added(file) if rule.side == "old" else change.removed(file)
    return any(
        subject in text and (match := rule.pattern.search(text)) and subject in match.groups()
        for _, text in lines
    )


def first_line(change: Change, file: FileChange, *sought: str) -> int:
    """Return the number of the first added line that holds one of some words, in whatever case; or 1."""
    for number, text in change.added(file):
        lower = text.lower()
        if any(word in lower for word in sought):
            return number
    return 1
