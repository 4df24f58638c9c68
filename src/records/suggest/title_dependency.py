"""The new dependency that a title leaves unsaid though it is about its use."""

from __future__ import annotations

import records.regex as re
from records.suggest.analysis import Analysis
from records.suggest.names import known_name, short_name
from records.suggest.paths import kind_of
from records.suggest.technologies import named_in, role_of
from records.suggest.words import parts, parts_of

_SAYS_HOW = re.compile(r"\b(?:with|using|via)\b|^(?:remove|drop|delete|use\b|adopt)", re.I)
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


def unsaid_dependency(analysis: Analysis, title: str) -> str:
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
    ) - _minor(analysis, choices)
    candidates = [name for name in unique if name in plausible and _is_about(role_of(name), title_words)]
    meant = {name for name in candidates if _is_meant(name, title_words)}
    if named_in(title):
        candidates = [name for name in candidates if name in meant]
    candidates.sort(key=lambda name: (name not in meant, name not in choices))
    telling = candidates and (len(unique) == 1 or candidates[0] in choices | meant)
    return f" with {known_name(candidates[0])}" if telling else ""


def _minor(analysis: Analysis, choices: set[str]) -> set[str]:
    """Return the dependencies of no known use that only a small part of a change uses, and not its main file."""
    change = analysis.change
    main = max(change.code, key=lambda file: len(change.added(file)), default=None)
    main_text = change.words_text[main.path] if main else ""
    rows = [e for e in analysis.evidence if e.signal == "dependency.used" and e.subject not in choices]
    return {
        e.subject
        for e in rows
        if int(e.detail) < _LEAST_SHARE * len(change.code)
        and not role_of(e.subject)
        and e.subject.rpartition("/")[2].replace("-", "_").lower() not in main_text
    }


_LEAST_SHARE = 0.2


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
