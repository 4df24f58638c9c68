"""The language of searches: words, phrases, what must not occur, and conditions such as `kind:adr`."""

from __future__ import annotations

import records.regex as re
from records.dataclass import dataclass, field
from records.errors import InvalidInput
from records.patterns import DATE

CONDITIONS = ("kind", "stage", "status", "feature", "label", "since", "until", "file")
"""The conditions that a record can meet, as `records list` has them as options."""
ORG_CONDITIONS = (*CONDITIONS, "repo", "group")
"""With those that a repository can meet."""
_TOKEN = re.compile(
    r'(?P<not>-?)(?:(?P<key>[a-z]+):(?P<value>"[^"]*"|\S+)|"(?P<phrase>[^"]*)"(?P<star>\*?)|\S+)'
)
_WORD = re.compile(r"\w+")
_DAY = re.compile(rf"{DATE}\Z")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A word, or words that stand next to each other.

    Attributes:
        words: without signs.
        is_prefix: whether the last word may go on.
        is_negated: whether they must not occur.
    """

    words: tuple[str, ...]
    is_prefix: bool = False
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A search.

    Attributes:
        alternatives: phrases that must all hold, separated by `OR`; each has one that must occur.
        conditions: the words for each condition; all conditions must be met.
    """

    alternatives: tuple[tuple[Phrase, ...], ...] = ()
    conditions: dict[str, str] = field(default_factory=dict)

    @property
    def has_negations(self) -> bool:
        """Whether something must not occur."""
        return any(phrase.is_negated for phrases in self.alternatives for phrase in phrases)

    @property
    def expression(self) -> str:
        """The alternatives in FTS5's own language; each word is quoted, so that none is an operator."""
        return " OR ".join(f"({_and(phrases)})" for phrases in self.alternatives)


def parse_query(text: str, names: tuple[str, ...] = CONDITIONS) -> Query:
    """Parse a search: `redis "session token" cach* OR memory -legacy kind:adr status:accepted`.

    A word before a colon that is no condition is a word as any other.

    Args:
        text: as a person typed it.
        names: the names of the conditions.

    Raises:
        InvalidInput: a date is not a day, or there is only something that must not occur.
    """
    alternatives: list[list[Phrase]] = [[]]
    conditions: dict[str, str] = {}
    is_negated = False
    for token in _TOKEN.finditer(text):
        if token["key"] in names and not token["not"]:
            _add_condition(conditions, token["key"], token["value"].strip('"'))
        elif token[0] == "OR":
            alternatives.append([])
        elif token[0] == "NOT":
            is_negated = True
        elif token[0] != "AND" and (phrase := _phrase(token, is_negated=is_negated)):
            alternatives[-1].append(phrase)
            is_negated = False
    phrase_lists = [tuple(phrases) for phrases in alternatives if phrases]
    if any(all(phrase.is_negated for phrase in phrases) for phrases in phrase_lists):
        raise InvalidInput("there is only something that must not occur", "add a word that must")
    return Query(tuple(phrase_lists), conditions)


def _add_condition(conditions: dict[str, str], name: str, value: str) -> None:
    """Add a condition; one that is named twice accepts either, where it takes several words.

    Raises:
        InvalidInput: a date is not a day.
    """
    if name in ("since", "until") and not _DAY.match(value):
        raise InvalidInput(f"{value!r} is not a day like 2026-01-31", f"write {name}:2026-01-31")
    before = conditions.get(name)
    conditions[name] = f"{before},{value}" if before and name not in ("since", "until", "file") else value


def _phrase(token: re.Match[str], *, is_negated: bool) -> Phrase | None:
    """A token as words; None where it holds none."""
    text = token["phrase"] if token["phrase"] is not None else token[0].removeprefix("-")
    words = tuple(_WORD.findall(text))
    is_prefix = token["star"] == "*" or (token["phrase"] is None and text.endswith("*"))
    return Phrase(words, is_prefix, is_negated or token["not"] == "-") if words else None


def _and(phrases: tuple[Phrase, ...]) -> str:
    required = " AND ".join(_quoted(phrase) for phrase in phrases if not phrase.is_negated)
    return required + "".join(f" NOT {_quoted(phrase)}" for phrase in phrases if phrase.is_negated)


def _quoted(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.words)}"' + ("*" if phrase.is_prefix else "")
