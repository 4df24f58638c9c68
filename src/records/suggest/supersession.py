"""Find what a change leaves behind: removed packages and files, and the first half of "from X to Y" in a message."""

from __future__ import annotations

import records.regex as re
from records.dataclass import dataclass
from records.suggest.change import Change
from records.suggest.evidence import Evidence
from records.suggest.names import short_name
from records.suggest.paths import kind_of
from records.suggest.technologies import role_of, technology
from records.suggest.words import EVERYWHERE, parts

_LONGEST_NAME = 4
_LONGEST_TITLE = 300
"""Words of a name, at most."""
_WORD = re.compile(r"[A-Za-z0-9][\w+#.-]*")
_PHRASE = r"((?:(?!(?:and|or|but|so|that|which|when)\b)[\w.+#@/-]+\s+){0,4}?[\w.+#@/-]+)"
_LEAVING = (
    re.compile(rf"\bfrom\s+{_PHRASE}\s+(?:to|over to|on to|onto|towards)\s+{_PHRASE}", re.I),
    re.compile(
        rf"\b(?:replac\w+|swap\w*|exchang\w+|substitut\w+)\s+(?:out\s+)?{_PHRASE}\s+(?:with|by|for)\s+{_PHRASE}",
        re.I,
    ),
    re.compile(rf"^[^\w\n]{{0,20}}{_PHRASE}[ \t]*(?:->|→|=>)[ \t]*{_PHRASE}", re.I | re.M),
    re.compile(rf"\b(?:in favou?r of)\s+{_PHRASE}\s+(?:over)\s+{_PHRASE}", re.I),
)
_LEFT_ALONE = re.compile(
    rf"\b(?:instead of|rather than|(?:mov|switch|migrat)\w*\s+(?:away\s+from|off(?:\s+of)?))\s+{_PHRASE}",
    re.I,
)
_DROPPED = re.compile(rf"\b(?:drop|remov|retir|replac)\w*\s+{_PHRASE}\s+in favou?r of\s+{_PHRASE}", re.I)
_ARTICLES = frozenset("a an the our its their old current existing all every".split())
_TRAILING = frozenset(
    "gem gems library libraries lib package packages framework client service services app apps tests test api "
    "plugin module database db server for in on at".split()
)
_GENERIC_PARTS = frozenset(
    "rpm sdk client ruby rails rack js javascript node python py go golang java php dotnet core api lib gem agent cli "
    "server driver adapter bundle react vue angular browser common base main web app http kit plugin loader config "
    "types type test testing rspec railtie middleware express django flask spring boot starter raven ts vite webpack "
    "io free pro icons dev binary bin parent bom cache session store".split()
)
"""Parts of package names that say what a package of a family is for."""
_REMOVED = frozenset(
    "dependency.removed dependency.rival dependency.replaced data.store-gone tooling.gone structure.removed "
    "structure.deleted types.abstract-gone".split()
)
_SETTINGS_IN_FOLDER = re.compile(r"(?:^|/)\.([\w-]+)/config\.\w+$")
"""A tool's settings in the hidden folder of its name: `.circleci/config.yml`."""
_UNCHOSEN = re.compile(
    r"(?i)\bfrom\s+(?P<a>.+?)\s+to\b|\b(?:replace|swap|exchange)\s+(?P<b>.+?)\s+(?:with|by|for)\b"
    r"|\b(?:remove|drop|delete|retire|deprecate|stop using|do not use|don't use|avoid)\s+(?P<c>.+)$"
    r"|\b(?:instead of|rather than|over|not|without)\s+(?P<d>.+)$"
)


@dataclass(frozen=True, slots=True)
class LeftPhrase:
    """What a message says is left behind, as one joined word, and what takes its place."""

    name: str
    successor: str = ""

    def is_in(self, words: tuple[str, ...]) -> bool:
        """Return whether the words of a title name it, and not what takes its place."""
        names = joined_names(words)
        return self.name in names and not (self.successor and self.successor in names)


def chosen_words(title: str) -> tuple[str, ...]:
    """Return the words of a decision's title without those that it says are left behind."""
    title = title[:_LONGEST_TITLE]
    spans = [match.span(group) for match in _UNCHOSEN.finditer(title) for group in "abcd" if match[group]]
    return tuple(
        word[0].lower()
        for word in _WORD.finditer(title)
        if not any(start <= word.start() < end for start, end in spans)
    )


def joined_names(words: tuple[str, ...]) -> frozenset[str]:
    """Return every run of up to four words as one name: `new relic` gives new, relic and newrelic."""
    pieces = [part for word in words for part in (parts(word) or (word,))]
    runs = {
        "".join(pieces[start : start + length])
        for start in range(len(pieces))
        for length in range(1, _LONGEST_NAME + 1)
        if start + length <= len(pieces)
    }
    runs |= {_join_letters(word) for word in words}
    return frozenset(runs | {technology(run) for run in runs})


def left_in_message(change: Change) -> list[LeftPhrase]:
    """Return what the messages of a change say is left behind."""
    texts = [m.message for m in change.commit_messages] or [change.message]
    out: list[LeftPhrase] = []
    for text in texts:
        for pattern in (*_LEAVING, _DROPPED):
            for match in pattern.finditer(text[:4000]):
                name = _name_of(match[1])
                if name:
                    out.append(LeftPhrase(name, _name_of(match[2])))
        out += [
            LeftPhrase(name) for match in _LEFT_ALONE.finditer(text[:4000]) if (name := _name_of(match[1]))
        ]
    return list(dict.fromkeys(out))


def is_removed(evidence: Evidence) -> bool:
    """Return whether a piece of evidence states that something is removed or replaced."""
    return evidence.signal in _REMOVED


def takes_away(change: Change, evidence: Evidence, words: tuple[str, ...]) -> bool:
    """Return whether a removal takes away what the words of a decision's title name."""
    names = joined_names(words)
    subject = (
        evidence.detail
        if evidence.signal in {"dependency.rival", "dependency.replaced"}
        else evidence.subject
    )
    if evidence.signal == "structure.removed":
        folder = tuple(part for part in parts(subject.rpartition("/")[2]) if len(part) > 2)
        return bool(folder) and not set(folder) <= EVERYWHERE and _join_letters("".join(folder)) in names
    if evidence.signal in {"structure.deleted", "types.abstract-gone"}:
        stem = subject.rpartition("/")[2].partition(".")[0]
        pieces = parts(stem)
        tool = _SETTINGS_IN_FOLDER.search(subject)
        if tool and _join_letters(tool[1]) in names:
            return True
        return len(pieces) > 1 and _join_letters(stem) in names
    if evidence.signal == "tooling.gone":
        return bool(_tool_names(subject) & names)
    return any(name in names and not _stays(change, name) for name in package_names(subject))


def package_names(package: str) -> frozenset[str]:
    """Return the names that a title may call a package by: `newrelic_rpm` is newrelic, `@sentry/node` sentry."""
    short = package if package.startswith("@") else short_name(package)
    last = short.rpartition("/")[2]
    out = {_join_letters(last), technology(package), technology(last)}
    for pieces in {parts(last), parts(short)} if package.startswith("@") else {parts(last)}:
        out |= _telling_runs(pieces)
        out |= {technology(part) for part in pieces if role_of(part) and part not in _GENERIC_PARTS}
    return frozenset(
        name for name in out if len(name) > 2 and name not in EVERYWHERE and name not in _GENERIC_PARTS
    )


def _telling_runs(pieces: tuple[str, ...]) -> set[str]:
    """Return every run of parts, joined, outside of which there are only general parts."""
    return {
        "".join(pieces[start:end])
        for start in range(len(pieces))
        for end in range(start + 1, len(pieces) + 1)
        if all(part in _GENERIC_PARTS or part.isdigit() for part in (*pieces[:start], *pieces[end:]))
    }


def _stays(change: Change, name: str) -> bool:
    """Return whether another package of the same name is still asked for by a manifest after the change."""
    whole = {path: text for side, path, text in change.texts if side == "+"}
    for file in change.files:
        if kind_of(file.path) != "manifest" or file.status == "deleted":
            continue
        text = whole.get(file.path) or "\n".join(line for hunk in file.hunks for _, line, _ in hunk.side("+"))
        if any(name in package_names(word) for word in re.findall(r"[@\w][\w./@-]*", text)):
            return True
    return False


def _tool_names(name: str) -> frozenset[str]:
    stem = re.match(r"\.?([A-Za-z0-9-]+)", name.rpartition("/")[2])
    base = _join_letters(stem[1]) if stem else ""
    return frozenset({base, re.sub(r"(?:rc|config|conf|ignore)$", "", base)} - {""})


def _name_of(phrase: str) -> str:
    """Return a phrase as one joined word, articles and general words taken off; empty where it names nothing."""
    words = [word.lower() for word in _WORD.findall(phrase)]
    while words and words[0] in _ARTICLES:
        words.pop(0)
    while len(words) > 1 and words[-1] in _TRAILING:
        words.pop()
    pieces = [part for word in words for part in (parts(word) or (word,))]
    if not any(len(piece) > 2 and piece.isalpha() and piece not in EVERYWHERE for piece in pieces):
        return ""
    if len(pieces) > 1 and pieces[-1] == "js":
        pieces.pop()
    return technology("".join(pieces)) if len(pieces) <= _LONGEST_NAME else ""


def _join_letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
