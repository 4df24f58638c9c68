"""What people said of a change, as a title: of the whole, or of the commit that brought what a group is about."""

from __future__ import annotations

from collections.abc import Iterable

import records.regex as re
from records.suggest.analysis import Analysis
from records.suggest.change import CommitMessage
from records.suggest.commit_subject import JOINED, clean_subject
from records.suggest.decision_index import telling_stems
from records.suggest.grouping import ANCHORS, Group
from records.suggest.names import known_name
from records.suggest.paths import kind_of
from records.suggest.statements import ranked_statements, sentences
from records.suggest.technologies import role_of
from records.suggest.title_dependency import unsaid_dependency
from records.suggest.title_wording import _VERBS, LONGEST, sentence
from records.suggest.words import STOP_WORDS, parts_of

_ROUTINE = re.compile(
    rf"^(?!{JOINED})(?:fix\w*|wip|update[sd]?|changes?|cleanup|clean up|refactor(?:ing)?|minor|misc|tests?|improve\w*|"
    r"various|address\w*|address review.*|merge.*|more|some|typos?|lint\w*)\b[^a-z]*(?:\w+\s*){0,2}$",
    re.I,
)
_FIXED_BY = re.compile(
    r"^fix(?:es|ed)?\b.{3,80}? by (?=(?:adopt|convert|introduc|migrat|mov|replac|switch|us)ing\b)", re.I
)
"""What a fix was good for, before what was decided."""
_ROUTINE_WORD = re.compile(
    r"\b(?:fix(?:es|ed|ing)?|bugs?|issues?|errors?|wip|cleanup|tweaks?|typos?)\b", re.I
)
_FIX_AND = re.compile(
    r"^(?:fix|bugfix|hotfix)(?:\([^)]*\))?!?:[^\n]{3,80}? (?:\+|&) "
    r"(?=(?:add|adopt|enable|enforce|introduce|replace|require|use)s?\b)",
    re.I,
)
"""A fix, before what came with it and is the choice."""
_TESTS = re.compile(r"\b(?:tests?|specs?)\b|(?-i:\w[a-z](?:Test|Spec)s?)\b", re.I)
"""A subject about the tests of what another commit brings."""
_AREA = re.compile(r"^([A-Z][a-z]+): (?=[A-Z])")
"""The name of a project or an area in front of a subject."""
_THIRD_PERSON = re.compile(
    r"^(?=[A-Z])(\w+?)(?:(?<=[sxz])es|(?<=[cs]h)es|(i)es|(?<!s)s)(?= (?:a|an|all|the|its|our|new)\b)"
)
"""The verb of a sentence that says what a change does: Adds an end point."""
_CLAUSE = re.compile(r",? (?:to allow|so that|in order to|rather than|instead of)\b.*|, .*")
_EXCHANGES = frozenset({"dependency.rival", "dependency.replaced"})
_SPEAKING = frozenset(
    "dependency.rival dependency.replaced dependency.added data.store dependency.removed structure.top".split()
)
"""Hearts of a group that make a better title than a commit that does not name them."""
_SPREAD = 4
"""Files from which a group is more than what one commit happens to touch."""


def from_message(analysis: Analysis, group: Group | None) -> str:
    """Return the message's own words as a title, with the dependency that they leave unsaid.

    A single word gets a verb. Empty where the evidence makes a better title: it knows what took the place of
    what, and the message names neither, or has but one word.
    """
    message = analysis.change.message
    subject = _without_area(clean_subject(_FIX_AND.sub("", message)), group)
    if not subject or _is_routine(subject):
        subject = next(iter(ranked_statements(analysis)), subject)
    elif _is_noun(subject):
        subject = _what_it_does(message, subject) or subject
    if not subject or (_is_routine(subject) and group and ANCHORS[group.anchor.signal] >= 0.7):
        return ""
    title = sentence(_FIXED_BY.sub("", subject))
    unsaid = unsaid_dependency(analysis, title)
    exchange = group and group.anchor.signal in _EXCHANGES and role_of(group.anchor.subject)
    if exchange and (unsaid or " " not in title):
        return ""
    if " " not in title:
        return _with_verb(analysis, group, title)
    return f"{title}{unsaid}"


def _without_area(subject: str, group: Group | None) -> str:
    """Return a subject without the area in front of it, unless that is what the evidence is about."""
    area = _AREA.match(subject)
    if area is None or role_of(area[1]) or (group and area[1].lower() in group.names):
        return subject
    return subject[area.end() :]


def _is_noun(subject: str) -> bool:
    """Return whether a subject of a few words only names a thing: no word in it is a verb, or joins words to one."""
    subject_words = [word.lower() for word in re.findall(r"[\w'-]+", subject)]
    return 2 <= len(subject_words) <= 4 and not any(
        word.endswith(("ing", "ed")) or word.removesuffix("s") in _VERBS or word in STOP_WORDS
        for word in subject_words
    )


def _what_it_does(message: str, subject: str) -> str:
    """Return the first sentence of the body that says what the change does to the thing that the subject names."""
    subject_stems = telling_stems(subject)
    for text in sentences(message):
        verb = _THIRD_PERSON.match(text)
        if verb and not subject_stems.isdisjoint(telling_stems(text)):
            clause = _CLAUSE.sub("", f"{verb[1]}{'y' if verb[2] else ''}{text[verb.end() :]}")
            if len(clause) <= LONGEST:
                return clause
    return ""


def _is_routine(subject: str) -> bool:
    """Return whether a subject says only that something was fixed, tested or tidied up."""
    return bool(_ROUTINE.match(subject) or (len(subject.split()) <= 3 and _ROUTINE_WORD.search(subject)))


def _with_verb(analysis: Analysis, group: Group | None, word: str) -> str:
    """Return a title from a message of one word; empty where the evidence has more to say of that word."""
    if group and (_ROUTINE.match(word) or parts_of([word]) & group.names):
        return ""
    verb = "Adopt" if role_of(word) else "Introduce"
    name = known_name(word) if verb == "Adopt" else word[:1].lower() + word[1:]
    return f"{verb} {name}{unsaid_dependency(analysis, word)}"


def from_commits(analysis: Analysis, group: Group) -> str:
    """Return the subject of the commit of a range that brought what a group is about; empty where none names it."""
    paths = {e.path for e in group.evidence if e.path}
    commits = analysis.change.commit_messages
    main = _main_commit(commits, paths)
    ranked: list[tuple[tuple[bool, bool, bool, int], int, str]] = []
    for number, commit in enumerate([main] if main else commits):
        subject = _subject_of(commit)
        if subject:
            near = (
                group.anchor.path in commit.paths,
                not _TESTS.search(subject) or kind_of(group.anchor.path) == "test",
                bool(group.names & parts_of(re.findall(r"\w+", subject))),
                len(paths & commit.paths),
            )
            ranked.append((near, -number, subject))
    if not ranked:
        return ""
    (touches, _, names_it, _), _, subject = max(ranked)
    if touches and (names_it or group.anchor.signal not in _SPEAKING):
        return sentence(subject)
    return ""


def _main_commit(commits: Iterable[CommitMessage], paths: set[str]) -> CommitMessage | None:
    """Return the commit that brought most of a group; None where several share in it, or its files are few.

    What the others do there, as to rename a helper, only follows from it: their subjects are no titles.

    Args:
        commits: of a range.
        paths: the files of the group.
    """
    if len(paths) < _SPREAD:
        return None
    by_share = sorted(commits, key=lambda commit: len(paths & commit.paths), reverse=True)
    shares = [len(paths & commit.paths) for commit in by_share]
    most, next_most = shares[0], max(shares[1:], default=0)
    return by_share[0] if 2 * most > len(paths) and 3 * next_most < most else None


def _subject_of(commit: CommitMessage) -> str:
    subject = clean_subject(commit.message, branches=False)
    return "" if _is_routine(subject) else subject
