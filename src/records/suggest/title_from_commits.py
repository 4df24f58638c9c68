"""What people said of a change, as a title: of the whole, or of the commit that brought what a group is about."""

from __future__ import annotations

import records.regex as re
from records.suggest.analysis import Analysis
from records.suggest.change import CommitMessage
from records.suggest.decision_index import telling_stems
from records.suggest.grouping import ANCHORS, Group
from records.suggest.names import known_name, short_name
from records.suggest.paths import kind_of
from records.suggest.statements import ranked_statements, sentences
from records.suggest.subject import clean_subject
from records.suggest.technologies import named_in, role_of
from records.suggest.words import STOP_WORDS, parts, parts_of

LONGEST = 90
_ROUTINE = re.compile(
    r"^(?:fix\w*|wip|update[sd]?|changes?|cleanup|clean up|refactor(?:ing)?|minor|misc|tests?|improve\w*|"
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
_VERBS = (
    "add adopt allow change convert create deprecate drop enable enforce extract implement introduce make migrate "
    "move remove rename replace split switch upgrade use"
).split()
_AFTER_NOUNS = frozenset("for in of on to and from".split())
_ARROW = re.compile(r"^([@\w][\w./@-]*)\s*(?:->|=>|→)\s*([@\w][\w./@-]*)$")
_SAYS_HOW = re.compile(r"\b(?:with|using|via)\b|^(?:remove|drop|delete)", re.I)
_EXCHANGES = frozenset({"dependency.rival", "dependency.replaced"})
_ROLE_WORDS = {
    "testing": "test spec e2e coverage mock assert integration unit",
    "linting": "lint style format check quality analysis pre commit hook",
    "static typing": "type typing typescript",
    "package management": "package dependenc install workspace monorepo build",
    "bundling": "build bundl asset frontend compil",
    "documentation": "doc storybook component catalog",
}
"""For uses of a dependency that a change is seldom about: beginnings of title words that make it about them."""
_USE_WORDS = {
    "authentication": "sign login logging auth sso",
    "mail": "mail email",
    "payments": "pay checkout",
    "permissions": "permission authoris authoriz role",
    "queues": "background job queue",
    "monitoring": "monitor metric telemetry tracing",
    "validation": "valid",
    "templates": "template",
}
"""Beginnings of title words that speak of what a dependency is for."""
_SPEAKING = frozenset(
    "dependency.rival dependency.replaced dependency.added data.store dependency.removed structure.top".split()
)
"""Hearts of a group that make a better title than a commit that does not name them."""


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
    unsaid = _unsaid(analysis, title)
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
    return f"{verb} {name}{_unsaid(analysis, word)}"


def from_commits(analysis: Analysis, group: Group) -> str:
    """Return the subject of the commit of a range that brought what a group is about; empty where none names it."""
    paths = {e.path for e in group.evidence if e.path}
    ranked: list[tuple[tuple[bool, bool, bool, int], int, str]] = []
    for number, commit in enumerate(analysis.change.commit_messages):
        subject = _subject_of(commit)
        if subject:
            subject_words = parts_of(re.findall(r"\w+", subject))
            near = (
                group.anchor.path in commit.paths,
                not _TESTS.search(subject) or kind_of(group.anchor.path) == "test",
                bool(group.names & subject_words),
                len(paths & commit.paths),
            )
            ranked.append((near, -number, subject))
    if not ranked:
        return ""
    (touches, _, names_it, _), _, subject = max(ranked)
    if touches and (names_it or group.anchor.signal not in _SPEAKING):
        return sentence(subject)
    return ""


def _subject_of(commit: CommitMessage) -> str:
    subject = clean_subject(commit.message, branches=False)
    return "" if _is_routine(subject) else subject


def _unsaid(analysis: Analysis, title: str) -> str:
    """Return ` with …`, the new dependency that a title leaves unsaid though it is about its use; or nothing."""
    signals = {"dependency.added", "dependency.tool"}
    new = [e.subject for e in analysis.evidence if e.signal in signals and not e.path.endswith(".tf")]
    runtime = {e.subject for e in analysis.evidence if e.signal == "dependency.added"}
    new = [name for name in new if name in runtime or role_of(name) in _ROLE_WORDS]
    unique = list(dict.fromkeys(new))
    is_fix = any(e.signal == "message.fix" for e in analysis.evidence)
    if not unique or len(unique) > 4 or len(title) >= 60 or is_fix or _SAYS_HOW.search(title):
        return ""
    title_words = parts_of(re.findall(r"\w+", title))
    if any(is_named(name, title_words) for name in unique):
        return ""
    choices = {e.subject for e in analysis.evidence if e.signal == "dependency.choice"}
    used = {
        e.subject
        for e in analysis.evidence
        if e.signal == "dependency.used" and kind_of(e.path) in {"code", "settings"}
    }
    plausible = (
        used | choices | {name for name in runtime if len(unique) == 1 or _is_meant(name, title_words)}
    )
    candidates = [name for name in unique if name in plausible and _is_about(role_of(name), title_words)]
    meant = {name for name in candidates if _is_meant(name, title_words)}
    if named_in(title):
        candidates = [name for name in candidates if name in meant]
    candidates.sort(key=lambda name: (name not in meant, name not in choices))
    telling = candidates and (len(unique) == 1 or candidates[0] in choices | meant)
    return f" with {known_name(candidates[0])}" if telling else ""


def _is_about(role: str, title_words: frozenset[str]) -> bool:
    """Return whether a title can be about a dependency of this use."""
    beginnings = tuple(_ROLE_WORDS.get(role, "").split())
    return not beginnings or any(word.startswith(beginnings) for word in title_words)


def _is_meant(name: str, title_words: frozenset[str]) -> bool:
    """Return whether a title speaks of the use of a dependency, though not of the dependency."""
    role = role_of(name) or role_of(name.partition("-")[0])
    beginnings = tuple(_USE_WORDS.get(role, "").split())
    return bool(beginnings) and any(word.startswith(beginnings) for word in title_words)


def is_named(name: str, words_used: frozenset[str]) -> bool:
    """Return whether a title names a dependency, or a telling piece of its name."""
    short = short_name(name).lower()
    own = {part for part in parts(short_name(name)) if len(part) > 1}
    return (
        own <= words_used
        or not words_used.isdisjoint(short.split("/"))
        or any(len(w) > 4 and w in short for w in words_used)
        or any(len(part) > 4 and part in word for part in own for word in words_used)
    )


def _spell_names(text: str) -> str:
    """Return a text with the names written right that have capitals inside: `opensearch` is OpenSearch."""
    return re.sub(r"(?<![\w./@-])[a-z][a-z0-9]{3,}(?![\w/@-]|\.\w)", lambda match: _spell(match[0]), text)


def _spell(word: str) -> str:
    name = known_name(word)
    return name if name.lower() == word and name[1:] != word[1:] else word


def sentence(text: str) -> str:
    """Return the subject of a message as a title: one sentence, the verb first, a capital, an arrow as words."""
    text = re.sub(r"\s+", " ", text.replace("`", "")).strip(" :-–—").rstrip(".")
    text = re.sub(
        r"^([a-z]+)(?=(\W+\w+)?)", lambda match: _imperative(match[1], match[2] or ""), text, flags=re.I
    )
    text = re.sub(r"^(.{20,}?[a-z)])\. (?=[A-Z]).*", r"\1", text)
    arrow = _ARROW.match(text)
    if arrow:
        text = f"Replace {known_name(arrow[1])} with {known_name(arrow[2])}"
    text = _spell_names(text)
    return cut(text[:1].upper() + text[1:])


def _imperative(verb: str, following: str) -> str:
    """Return the form in which a decision is written for a verb in a message: `switches` is switch.

    What may be a noun stays as it is: changes for the new year.
    """
    lower = verb.lower()
    if lower[-1] == "s" and following.strip().lower() in _AFTER_NOUNS:
        return verb
    for stem in _VERBS:
        base = stem.removesuffix("e")
        last = base[-1]
        forms = {f"{base}{end}" for end in ("ed", "es", "ing")} | {
            f"{stem}s",
            f"{base}{last}ed",
            f"{base}{last}ing",
        }
        if lower in forms:
            return stem.capitalize()
    return verb


def cut(text: str) -> str:
    """Keep a title short, at the end of a word."""
    if len(text) <= LONGEST:
        return text
    head = text[:LONGEST].rsplit(" ", 1)[0].rstrip(",;:-( ")
    return head + "…"
