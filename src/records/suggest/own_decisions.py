"""Which candidates of a change the decisions that are written with it leave open.

One decision usually speaks for the whole change, in words of its own: of 162 real changes that bring a decision and
score high enough, 62 have a candidate that it names neither by title nor by technology. So a decision leaves a
candidate open only where it shows that it is about something else, which was so in one of them.
"""

from __future__ import annotations

from collections.abc import Iterable

import records.regex as re
from records.adr.template_text import UNWRITTEN
from records.suggest.analysis import Analysis
from records.suggest.decision_index import NAMED, DecisionSummary, speaks_of, stems, telling_stems
from records.suggest.evidence import Evidence
from records.suggest.paths import kind_of
from records.suggest.suggestion import Suggestion
from records.suggest.technologies import role_of
from records.suggest.words import EVERYWHERE, parts_of, stem
from records.text.document import without_comments

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)
_PLACEHOLDER = re.compile(r"\{[^}\n]*\}|\[[^\]\n]*\](?!\()")
_FORM_LINE = re.compile(r"^(?:#{1,6}\s.*|[-*\s]*\**[A-Za-z ]{2,20}\**:.{0,60}|[=-]{3,})$", re.M)
"""A heading, or a field such as `Date: 2024-01-31`."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 15
"""Different words from which a record says something: a template that is not filled in has fewer of its own."""


def is_left_open(suggestion: Suggestion, decisions: Iterable[DecisionSummary], analysis: Analysis) -> bool:
    """Return whether all the decisions that a change brings are about something else than a suggestion.

    Only a technology that comes with the change can be left open, and only by decisions that do not name it. Such a
    decision is about something else where it is not filled in, where its title names another technology that comes
    with the change, or where no word of its title is in the change.

    Args:
        suggestion: a candidate.
        decisions: those that are written with the change.
        analysis: of the change.
    """
    anchor = suggestion.evidence[0] if suggestion.evidence else None
    if anchor is None or anchor.signal not in NAMED:
        return False
    return all(_is_elsewhere(decision, suggestion, anchor, analysis) for decision in decisions)


def _is_elsewhere(
    decision: DecisionSummary, suggestion: Suggestion, anchor: Evidence, analysis: Analysis
) -> bool:
    if speaks_of(decision, suggestion) or _names(anchor) & frozenset(stems(decision.text)):
        return False
    if _is_unfilled(decision.text):
        return True
    if not role_of(anchor.subject):
        return False
    others = (e for e in analysis.evidence if e.signal in NAMED and e.subject != anchor.subject)
    names_other = any(_names(other) & decision.title_stems for other in others)
    return names_other or not _is_in_change(decision, analysis)


def _names(evidence: Evidence) -> frozenset[str]:
    return telling_stems(evidence.subject.rpartition("/")[2]) - EVERYWHERE


def _is_unfilled(text: str) -> bool:
    """Return whether a record has hardly a word besides those of its template."""
    text = without_comments(text)
    for pattern in (_FRONT_MATTER, UNWRITTEN, _PLACEHOLDER, _FORM_LINE):
        text = pattern.sub("", text)
    return len({word.casefold() for word in _WORD.findall(text)}) < _FEWEST_WORDS


def _is_in_change(decision: DecisionSummary, analysis: Analysis) -> bool:
    """Return whether a word of a decision's title is in the message, the paths or the lines of the change."""
    change = analysis.change
    paths = [file.path for file in change.diff.files if kind_of(file.path) != "decision"]
    words = parts_of(paths).union(*change.parts_added.values(), *change.parts_removed.values())
    known = {stem(word) for word in words} | telling_stems(change.message)
    return not decision.title_stems.isdisjoint(known)
