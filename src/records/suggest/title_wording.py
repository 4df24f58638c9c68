"""Word a title: one short sentence, a verb in the imperative first, names spelled as people write them."""

from __future__ import annotations

import records.regex as re
from records.suggest.names import known_name

LONGEST = 90
_VERBS = (
    "add adopt allow change convert create deprecate drop enable enforce extract implement introduce make migrate "
    "move remove rename replace split switch upgrade use"
).split()
_AFTER_NOUNS = frozenset("for in of on to and from".split())
_ARROW = re.compile(r"^([@\w][\w./@-]*)\s*(?:->|=>|→)\s*([@\w][\w./@-]*)$")


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
