"""Links between records: a relation, its inverse, and the target it names."""

from __future__ import annotations

from dataclasses import dataclass

from records.errors import InvalidInput

_PAIRS = (
    ("supersedes", "superseded-by"),
    ("amends", "amended-by"),
    ("refines", "refined-by"),
    ("depends-on", "required-by"),
    ("implements", "implemented-by"),
    ("led-to", "led-by"),
    ("follows", "followed-by"),
    ("relates-to", "relates-to"),
    ("conflicts-with", "conflicts-with"),
)
INVERSE: dict[str, str] = dict(_PAIRS) | {b: a for a, b in _PAIRS}
RELATIONS: tuple[str, ...] = tuple(dict.fromkeys(a for pair in _PAIRS for a in pair))
_SPELLINGS = {
    "supercedes": "supersedes",
    "superceded-by": "superseded-by",
    "supersededby": "superseded-by",
    "replaces": "supersedes",
    "replaced-by": "superseded-by",
    "amendedby": "amended-by",
    "clarifies": "refines",
    "clarified-by": "refined-by",
    "relatesto": "relates-to",
    "related-to": "relates-to",
    "related": "relates-to",
    "dependson": "depends-on",
    "conflictswith": "conflicts-with",
}
_REVERSED = "inverse-of-"


@dataclass(frozen=True, slots=True)
class Link:
    """One edge from a record to another.

    Attributes:
        relation: canonical (`supersedes`, `led-to`, …) or the author's own words, lower case and hyphenated.
        target: `adr/STEM`, `phr/FOLDER/STEM`, or the text as written when it names no record.
    """

    relation: str
    target: str

    def as_json(self) -> dict[str, str]:
        """The link as `design/cli` shows it: `{"relation": …, "target": …}`."""
        return {"relation": self.relation, "target": self.target}


def relation(text: str) -> str:
    """Spell a relation canonically: `Superceded by` becomes `superseded-by`, unknown words are kept.

    Raises:
        InvalidInput: the text is empty.
    """
    words = "-".join(text.strip().lower().replace("_", "-").split())
    if not words.strip("-"):
        raise InvalidInput("a link needs a relation", f"one of: {', '.join(RELATIONS)}, or your own word")
    return _SPELLINGS.get(words, words)


def inverse(text: str) -> str:
    """Name the relation as seen from the other end; the inverse of the inverse is the relation itself."""
    known = INVERSE.get(text)
    if known:
        return known
    return text.removeprefix(_REVERSED) if text.startswith(_REVERSED) else _REVERSED + text
