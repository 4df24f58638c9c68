"""Decisions whose title is on the subject of the lines: a technology that the file uses, or words of its names."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from records.model.record import Adr
from records.suggest.imports import IMPORTS, root_of, targets
from records.suggest.paths import kind_of, language_of
from records.suggest.technologies import named_in, technology
from records.suggest.words import parts, stem
from records.trace.governs import in_force
from records.trace.why.answer import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.trace.why.question import Question

_MOST = 3
_CHOICE = re.compile(
    r"(?:(?:we\s+)?(?:(?:should|will)\s+)?(?:use|using|adopt|add|introduce|choose|prefer|set\s+up|move\s+to|switch\s+to"
    r"|migrate\s+to|deploy\s+with|(?:replace|switch|migrate|move)\s.+?\s(?:with|by|to))\s+)?(?:the\s+|an?\s+)?"
    r"(?P<name>[A-Za-z][\w.+/-]*(?:\s+[A-Z][\w.+/-]*){0,2}?)"
    r"(?:\s+(?:gem|library|package|framework|plugin|actions|as|for|to|in|with|instead|when|on|over|rather)\b.*)?",
    re.I,
)
"""A title that chooses one thing by its name, and says at most what for."""
_BY_PATH = (
    (".github/workflows/", "githubactions"), (".travis.yml", "travis"), (".circleci/", "circleci"),
    (".gitlab-ci", "gitlabci"),
)  # fmt: skip
_FILLING = frozenset(
    re.findall(
        r"\w+",
        """
    add adopt allow and are avoid based change create decision define disable enable every for from handle
    has have how implement improve introduce its keep make manage more move new not option our own plus
    provide record records remove replace run set should store strategy support switch that the their them
    then this update use used using via was way when where which who why will with without
""",
    )
)
"""Words of titles that name no subject."""
_EVERYWHERE = frozenset(
    re.findall(
        r"\w+",
        """
    api app application architecture client code component config controller core data database default
    design domain environment event feature file form format frontend index job library list main management
    model name page process project request resource response server service session source state system
    template test type user value version view web
""",
    )
)
"""Words that alone name no subject, because every project has them."""


def find(question: Question) -> Iterator[Evidence]:
    """Yield the decisions in force whose title is on the subject of the lines, those of what the file uses first."""
    if not question.lines:
        return
    decisions = [r for r in question.catalog.records if isinstance(r, Adr) and r.path != question.path]
    decisions = [record for record in decisions if in_force(record)]
    uses = _used_names(question) if decisions else frozenset()
    phrases = _phrases(question) if decisions else frozenset()
    ranked: list[tuple[int, int, Adr, str]] = []
    for record in decisions:
        name = _chosen_name(record.title)
        phrase = _shared_phrase(record.title, phrases)
        if name in uses:
            ranked.append((0, 0, record, f"its title names `{name}`, which this file uses"))
        elif phrase:
            ranked.append((1, -len(phrase), record, f"its title speaks of “{phrase}”, as this code does"))
    ranked.sort(key=lambda row: (row[0], row[1], row[2].sort_key))
    for position, (_, _, record, detail) in enumerate(ranked[:_MOST]):
        yield Evidence("subject", detail, record, strength=(position,))


def _chosen_name(title: str) -> str:
    """Return the one thing that a title chooses, in the form of `_forms`; empty where it chooses none."""
    match = _CHOICE.fullmatch(title.replace("-", " ") if " " not in title else title)
    if match is None:
        return ""
    name = technology(match["name"])
    return name if name != match["name"].lower() else _plain(name)


def _used_names(question: Question) -> frozenset[str]:
    """Return the names of what a file uses: packages of others that it imports, technologies, its kind of tool."""
    path, text = question.path, question.text
    names = {name for start, name in _BY_PATH if path.startswith(start)}
    if kind_of(path) == "container":
        names.add("docker")
    if path.endswith((".tf", ".tfvars")):
        names.add("terraform")
    language = language_of(path)
    if language in IMPORTS:
        for _, target in targets(language, list(enumerate(text.split("\n"), 1))):
            root = root_of(language, target)
            if root and not os.path.isdir(question.project.store.absolute(root.partition(".")[0])):
                names |= _forms(root.rpartition("/")[2]) | _forms(root.partition(".")[0])
    if language == "ruby":
        constants = " ".join(re.findall(r"(?<![\w:.])[A-Z]\w+(?=[.:]|\s*$)", text, re.M))
        names.update(technology(name) for name in named_in(constants))
    return frozenset(names)


def _phrases(question: Question) -> frozenset[tuple[str, ...]]:
    """Return the stems of each name in the path and the lines: a folder, the file, an identifier."""
    names = [re.sub(r"(?:\.\w+)+$", "", piece) for piece in question.path.split("/")]
    if len(question.lines) <= _MOST_LINES:
        names += [name for line in question.lines for name in re.findall(r"[A-Za-z_]\w{3,}", line.text)]
    return frozenset(tuple(stem(word) for word in parts(name)) for name in names)


_MOST_LINES = 20


def _shared_phrase(title: str, names: frozenset[tuple[str, ...]]) -> str:
    """Return the words of a title that stand together in one name and make up its subject; empty where none do."""
    title_names = [name for name in re.findall(r"\w+", title) if name.lower() not in _FILLING]
    words = [word for name in title_names for word in parts(name)]
    words = [word for word in words if len(word) > 2 and word not in _FILLING]
    stems = [stem(word) for word in words]
    for length in range(min(4, len(stems)), 0, -1):
        if 3 * length < 2 * len(stems):
            break
        for start in range(len(stems) - length + 1):
            phrase = tuple(stems[start : start + length])
            if length == 1 and (len(title_names) > 1 or stem(words[start]) in _EVERYWHERE_STEMS):
                continue
            if all(word in _EVERYWHERE_STEMS for word in phrase):
                continue
            if any(_holds(name, phrase) for name in names):
                return " ".join(words[start : start + length])
    return ""


_EVERYWHERE_STEMS = frozenset(stem(word) for word in _EVERYWHERE)


def _holds(name: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    length = len(phrase)
    if length == 1:
        return name == phrase
    return any(name[start : start + length] == phrase for start in range(len(name) - length + 1))


def _forms(name: str) -> set[str]:
    plain = _plain(name)
    return {plain, technology(name)} if len(plain) > 2 else set()


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()
