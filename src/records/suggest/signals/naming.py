"""Naming: the thing that the message is about, when the change itself brings or drops it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from records.git.diff_model import FileChange
from records.suggest.change import Change
from records.suggest.commit_subject import clean_subject
from records.suggest.evidence import Evidence
from records.suggest.paths import kind_of
from records.suggest.scan import first_line
from records.suggest.words import LANGUAGE_WORDS, STOP_WORDS, parts

SIGNALS = ("naming.new", "naming.file", "naming.gone", "naming.spread")
_COMMON = frozenset(
    "add adds added use uses used using new fix fixes update updates remove removes removed create "
    "make set get allow support implement improve change changes refactor feature feat test tests "
    "page pages file files for the and with from into this that not all when where more some can "
    "data user users code value values type types error errors name names list item items view "
    "views form field fields button text link check initial basic default option options show "
    "config settings setup build run main index app server client service model api component".split()
)


def find(change: Change) -> Iterator[Evidence]:
    """Yield words of the subject that stand for something new, or gone, in the change."""
    subject = clean_subject(change.leading_message)
    subject_words = [
        w for w in _words(subject) if len(w) > 2 and w not in _COMMON | STOP_WORDS | LANGUAGE_WORDS
    ]
    if not subject_words:
        return
    new, old = _counts(change, change.parts_added), _counts(change, change.parts_removed)
    context_words = change.parts_kept
    files = _stems(change, "added")
    gone_files = _stems(change, "deleted")
    for word in dict.fromkeys(subject_words):
        near = {word, word.rstrip("s"), word + "s"}
        if near & files.keys():
            file = files[sorted(near & files.keys())[0]]
            why = f"the message and a new file both say “{word}”"
            yield Evidence("naming.file", file.path, 1, why, "impact", "", word)
        if near & gone_files.keys():
            file = gone_files[sorted(near & gone_files.keys())[0]]
            why = f"the message and a removed file both say “{word}”"
            yield Evidence("naming.gone", file.path, 1, why, "alternatives", "", word, "old")
        count = max(new[n] for n in near)
        if count and not any(old[n] or n in context_words for n in near):
            file = _where(change, near)
            why = f"“{word}”, from the message, is new in the code"
            line = first_line(change, file, *near)
            yield Evidence("naming.new", file.path, line, why, "impact", "", word)
        if count >= 4:
            file = _where(change, near)
            why = f"“{word}”, from the message, appears in {count} files"
            line = first_line(change, file, *near)
            yield Evidence("naming.spread", file.path, line, why, "scope", "", word)


def _words(text: str) -> list[str]:
    return [p for word in re.findall(r"[A-Za-z][A-Za-z0-9]+", text) for p in (*parts(word),)]


def _counts(change: Change, where: dict[str, frozenset[str]]) -> Counter[str]:
    """In how many files that are not tests each plain word is on changed lines."""
    out: Counter[str] = Counter()
    for file in change.files:
        if kind_of(file.path) not in {"test", "translation", "data", "sample"}:
            out.update(where[file.path])
    return out


def _stems(change: Change, status: str) -> dict[str, FileChange]:
    out: dict[str, FileChange] = {}
    for file in change.files:
        if file.status == status and kind_of(file.path) not in {"test", "data", "sample"}:
            for word in file.path.split("/")[-2:]:
                for part in parts(word):
                    out.setdefault(part, file)
    return out


def _where(change: Change, near: set[str]) -> FileChange:
    for file in change.files:
        if kind_of(file.path) not in {"test", "translation", "data", "sample"} and (
            near & change.parts_added[file.path]
        ):
            return file
    return change.files[0]
