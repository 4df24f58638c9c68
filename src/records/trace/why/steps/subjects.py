"""Decisions whose title is on the subject of the lines: a technology that the file uses, or words of its names."""

from __future__ import annotations

import os
from itertools import takewhile

import records.regex as re
from records.model.record import Adr
from records.suggest.imports import IMPORTS, identifiers, names_bound, root_of, targets
from records.suggest.paths import is_made_elsewhere, kind_of, language_of
from records.suggest.technologies import GENERIC, named_in, technology
from records.suggest.words import TITLE_FILLING, TITLE_NOUNS, parts, stem
from records.trace.why.answer import Evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.trace.why.question import Question

_MOST = 3
_NEAR = 10
_CHOICE = re.compile(
    r"(?:(?:we\s+)?(?:(?:should|will)\s+)?(?:use|using|adopt|add|introduce|choose|prefer|set\s+up|move\s+to|switch\s+to"
    r"|migrate\s+to|deploy\s+with|(?:replace|switch|migrate|move)\s.+?\s(?:with|by|to)|.+?\s(?:using|via))\s+)?"
    r"(?:the\s+|an?\s+)?(?P<names>NAME(?:(?:\s+(?:and|&)|,|\s*\+)\s+NAME)*?)"
    r"(?P<purpose>\s+(?:gem|library|package|framework|plugin|actions|as|for|to|in|with|instead|when|on|over|rather)"
    r"\b.*)?".replace("NAME", r"[A-Za-z][\w.+/-]*(?:\s+[A-Z][\w.+/-]*){0,2}?"),
    re.I,
)
"""A title that chooses things by their names, and says at most what for."""
_BETWEEN_NAMES = re.compile(r"\s+(?:and|&)\s+|,\s+|\s*\+\s+", re.I)
_LANGUAGE_SUFFIXES = {
    "c": "c h", "clojure": "clj", "cpp": "cc cpp hpp", "csharp": "cs", "dart": "dart", "elixir": "ex exs", "elm": "elm",
    "go": "go", "golang": "go", "haskell": "hs", "java": "java", "javascript": "js jsx mjs cjs", "kotlin": "kt kts",
    "lua": "lua", "php": "php", "python": "py pyi", "ruby": "rb", "rust": "rs", "scala": "scala", "svelte": "svelte",
    "swift": "swift", "typescript": "ts tsx mts cts", "vue": "vue",
}  # fmt: skip
"""Programming languages as titles name them, and the suffixes of their files."""
_BY_PATH = (
    (".github/workflows/", "githubactions"), (".travis.yml", "travis"), (".circleci/", "circleci"),
    (".gitlab-ci", "gitlabci"),
)  # fmt: skip
_NO_SUBJECT = frozenset(map(stem, TITLE_NOUNS))


def find(question: Question) -> Iterator[Evidence]:
    """Yield the applicable decisions whose title is on the subject of the lines, those of what the file uses first."""
    if not question.lines or is_made_elsewhere(question.path):
        return
    decisions = [record for record in question.rules.applicable if record.path != question.path]
    kinds, peers = _kinds_of_tool(question.path), question.peers
    uses = _used_names(question) if decisions else frozenset()
    phrases = _phrases(question) if decisions else frozenset()
    subjects = _commit_subjects(question) if decisions else {}
    ranked: list[tuple[int, int, Adr, str]] = []
    for record in decisions:
        names, has_purpose = _chosen_names(record.title)
        phrase = _shared_phrase(record.title, phrases) or _shared_phrase(_head(record.title), phrases, 2)
        if name := next((name for name in names if (uses | kinds) & _forms(name)), ""):
            if kinds & _forms(name) or peers.is_singled_out_by(name):
                ranked.append((0, 0, record, f"its title names `{name}`, which this code uses"))
        elif not has_purpose and (
            name := next((name for name in names if _is_language(question.path, name)), "")
        ):
            if peers.has_rare_language():
                ranked.append((2, 0, record, f"its title names `{name}`, the language of this file"))
        elif phrase:
            if " " in phrase or peers.is_singled_out_by(phrase):
                ranked.append((1, -len(phrase), record, f"its title speaks of “{phrase}”, as this code does"))
        elif phrase := _phrase_of_commit(question, record.title, subjects):
            ranked.append((3, -len(phrase), record, f"its title speaks of “{phrase}”, as the commit does"))
    ranked.sort(key=lambda row: (row[0], row[1], row[2].sort_key))
    for position, (_, _, record, detail) in enumerate(ranked[:_MOST]):
        yield Evidence("subject", detail, record, strength=(position,))


def _chosen_names(title: str) -> tuple[tuple[str, ...], bool]:
    """Return the things that a title chooses, in its spelling, and whether it says what for.

    A last word such as “library” may belong to the name.
    """
    match = _CHOICE.fullmatch(title.replace("-", " ") if " " not in title else title)
    if match is None:
        return (), False
    names = _BETWEEN_NAMES.split(match["names"])
    purpose = match["purpose"] or ""
    if len(purpose.split()) == 1:
        names.append(names[-1] + purpose)
    return tuple(names), bool(purpose)


def _is_language(path: str, name: str) -> bool:
    return path.rpartition(".")[2].lower() in _LANGUAGE_SUFFIXES.get(name.lower(), "").split()


def _kinds_of_tool(path: str) -> frozenset[str]:
    """Return the names of the tools that a file is there for, as its path tells."""
    names = {name for start, name in _BY_PATH if path.startswith(start)}
    if kind_of(path) == "container":
        names.add("docker")
    if path.endswith((".tf", ".tfvars")):
        names.add("terraform")
    return frozenset(names)


def _used_names(question: Question) -> frozenset[str]:
    """Return the names of what the lines, or the statements around them, use: packages of others, and technologies."""
    path, lines, names = question.path, question.text.split("\n"), set[str]()
    language, near = language_of(path), _statements_around(question, lines)
    if language in IMPORTS:
        imports = [
            (target, *names_bound(lines, number, target))
            for number, target in targets(language, list(enumerate(lines, 1)))
        ]
        asked_numbers = set(question.commented_lines)
        importing = {at for _, place, _ in imports if asked_numbers.isdisjoint(place) for at in place}
        words = {word for at in near if at not in importing for word in identifiers(lines[at - 1])}
        for target, place, bound_names in imports:
            root = root_of(language, target)
            if (
                (bound_names.isdisjoint(words) and asked_numbers.isdisjoint(place))
                or not root
                or _is_folder(question, root)
            ):
                continue
            names |= {form for name in _names_of_package(language, root) for form in _forms(name)}
    if language == "ruby":
        text = "\n".join(lines[at - 1] for at in near)
        constants = " ".join(re.findall(r"(?<![\w:.])[A-Z]\w+(?=[.:]|\s*$)", text, re.M))
        for name in named_in(constants):
            names |= _forms(name)
    return frozenset(names)


def _is_folder(question: Question, root: str) -> bool:
    """Return whether what is imported is a folder of the project."""
    return os.path.isdir(question.project.store.absolute(root.partition(".")[0]))


def _statements_around(question: Question, lines: list[str]) -> range:
    """Return the numbers of the lines that are asked about, with those around them up to an empty one."""
    end = len(lines) + 1  # a large file has no text
    start, stop = min(question.commented_lines.start, end), min(question.commented_lines.stop, end)
    before = takewhile(lambda at: lines[at - 1].strip(), range(start - 1, max(start - 1 - _NEAR, 0), -1))
    after = takewhile(lambda at: lines[at - 1].strip(), range(stop, min(stop + _NEAR, end)))
    return range(start - len([*before]), stop + len([*after]))


def _names_of_package(language: str, root: str) -> list[str]:
    """Return what a package may be called: by its name, by that with its owner's, or by its owner's alone."""
    *owner, last = root.removeprefix("@").split("/")
    names = [last, last.partition(".")[0]] if not owner or last.lower() not in GENERIC else []
    names += ["/".join([owner[-1], last])] if owner else []
    return names if language == "go" else [*names, *owner]


def _phrases(question: Question) -> frozenset[tuple[str, ...]]:
    """Return the stems of each name in the path and the lines: a folder, the file, an identifier."""
    names = [re.sub(r"(?:\.\w+)+$", "", piece) for piece in question.path.split("/")]
    names += re.findall(r"[A-Za-z_]\w{3,}", question.asked_text)
    return frozenset(tuple(stem(word) for word in parts(name)) for name in names)


def _commit_subjects(question: Question) -> dict[str, frozenset[tuple[str, ...]]]:
    """Return the stems of what each commit of the lines says in one line, by its id."""
    words = {id_: re.findall(r"\w+", question.commits[id_].subject) for id_ in question.order[:_MOST]}
    return {
        id_: frozenset((tuple(stem(part) for word in own for part in parts(word)),))
        for id_, own in words.items()
    }


def _phrase_of_commit(question: Question, title: str, subjects: dict[str, frozenset[tuple[str, ...]]]) -> str:
    """Return the words of a title that a commit has in its subject; one of very many files says nothing by it."""
    phrases = (
        (_shared_phrase(_head(title), stems, 2) or _shared_names(title, stems), id_)
        for id_, stems in subjects.items()
    )
    return next(
        (phrase for phrase, id_ in phrases if phrase and len(question.paths_of(id_)) <= _MOST_PATHS), ""
    )


_LEAST_SHARED = 3
_MOST_PATHS = 60
"""Files of a commit up to which its subject speaks of each of them."""
_PURPOSE = re.compile(
    r"\s*(?:[(:;,–—]|\s-\s|\b(?:as|at|because|by|for|from|in|instead|on|over|rather|so|to|under|using|via|when|with|within)\b)"
    r".*"
)
"""What a title says after what it decides: what for, where, in place of what."""


def _head(title: str) -> str:
    """Return what a title decides, without what for."""
    return _PURPOSE.sub("", title)


def _shared_phrase(title: str, names: frozenset[tuple[str, ...]], least: int = 1) -> str:
    """Return the words of a title that stand together in one name and make up its subject; empty where none do.

    Args:
        title: of a decision.
        names: the stems of each name.
        least: how many words have to be shared.
    """
    title_names = [name for name in re.findall(r"\w+", title) if name.lower() not in TITLE_FILLING]
    words = [word for name in title_names for word in parts(name)]
    words = [word for word in words if len(word) > 2 and word not in TITLE_FILLING]
    stems = [stem(word) for word in words]
    for length in range(min(4, len(stems)), least - 1, -1):
        if 3 * length < 2 * len(stems) or (length == 2 < len(stems)):
            break  # “model plan” of “model plan history” is another subject
        for start in range(len(stems) - length + 1):
            phrase = tuple(stems[start : start + length])
            if length == 1 and (len(title_names) > 1 or stem(words[start]) in _NO_SUBJECT):
                continue
            if all(word in _NO_SUBJECT for word in phrase):
                continue
            if any(_holds(name, phrase) for name in names):
                return " ".join(words[start : start + length])
    return ""


def _shared_names(title: str, names: frozenset[tuple[str, ...]]) -> str:
    """Return the names of a title that a sentence has in any order, where they are three and most of the title."""
    all_names = dict.fromkeys(re.findall(r"\w+", title))
    own = [name for name in all_names if len(name) > 2 and name.lower() not in TITLE_FILLING]
    stems = frozenset(word for name in names for word in name)
    shared_names = [name for name in own if stems.issuperset(stem(part) for part in parts(name))]
    is_most = len(shared_names) >= _LEAST_SHARED and 2 * len(shared_names) > len(own)
    return " ".join(shared_names) if is_most else ""


def _holds(name: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    length = len(phrase)
    if length == 1:
        return name == phrase
    return any(name[start : start + length] == phrase for start in range(len(name) - length + 1))


def _forms(name: str) -> set[str]:
    """Return the forms in which names are compared: one for all spellings, and that of the technology it stands for."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"[.-]?js$", "", name.lower()))
    plain = "".join(sorted(word.removesuffix("s") for word in words) if len(words) > 1 else words)
    return {plain, technology(name)} if len(plain) > 2 else {technology(name)}
