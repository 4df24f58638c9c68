"""Links between records: a relation, its inverse, and the target it names."""

from __future__ import annotations

from enum import StrEnum

from records.dataclass import dataclass
from records.errors import InvalidInput

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.model.answer import LinkAnswer
    from records.model.kind import Kind


class Relation(StrEnum):
    """A relation between records that `records` knows.

    A link's `relation` is plain text, because authors use words of their own too.
    """

    SUPERSEDES = "supersedes"
    SUPERSEDED_BY = "superseded-by"
    AMENDS = "amends"
    AMENDED_BY = "amended-by"
    REFINES = "refines"
    REFINED_BY = "refined-by"
    DEPENDS_ON = "depends-on"
    REQUIRED_BY = "required-by"
    IMPLEMENTS = "implements"
    IMPLEMENTED_BY = "implemented-by"
    LED_TO = "led-to"
    LED_BY = "led-by"
    FOLLOWS = "follows"
    FOLLOWED_BY = "followed-by"
    RELATES_TO = "relates-to"
    CONFLICTS_WITH = "conflicts-with"


_PAIRS = (
    (Relation.SUPERSEDES, Relation.SUPERSEDED_BY),
    (Relation.AMENDS, Relation.AMENDED_BY),
    (Relation.REFINES, Relation.REFINED_BY),
    (Relation.DEPENDS_ON, Relation.REQUIRED_BY),
    (Relation.IMPLEMENTS, Relation.IMPLEMENTED_BY),
    (Relation.LED_TO, Relation.LED_BY),
    (Relation.FOLLOWS, Relation.FOLLOWED_BY),
    (Relation.RELATES_TO, Relation.RELATES_TO),
    (Relation.CONFLICTS_WITH, Relation.CONFLICTS_WITH),
)
INVERSE: dict[str, str] = {a.value: b.value for a, b in _PAIRS} | {b.value: a.value for a, b in _PAIRS}
RELATIONS: tuple[str, ...] = tuple(dict.fromkeys(a.value for pair in _PAIRS for a in pair))
_SPELLINGS = {
    "supercedes": Relation.SUPERSEDES,
    "superceded-by": Relation.SUPERSEDED_BY,
    "supersededby": Relation.SUPERSEDED_BY,
    "replaces": Relation.SUPERSEDES,
    "replaced-by": Relation.SUPERSEDED_BY,
    "amendedby": Relation.AMENDED_BY,
    "clarifies": Relation.REFINES,
    "clarified-by": Relation.REFINED_BY,
    "relatesto": Relation.RELATES_TO,
    "related-to": Relation.RELATES_TO,
    "related": Relation.RELATES_TO,
    "dependson": Relation.DEPENDS_ON,
    "conflictswith": Relation.CONFLICTS_WITH,
    "prompted-by": Relation.LED_BY,
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

    def as_json(self) -> LinkAnswer:
        """Return the link as a JSON object: `{"relation": …, "target": …}`."""
        return {"relation": self.relation, "target": self.target}


def canonical_relation(text: str) -> str:
    """Return the canonical spelling of a relation: `Superceded by` gives `superseded-by`, unknown words are kept.

    Raises:
        InvalidInput: the text is empty.
    """
    words = "-".join(text.strip().lower().replace("_", "-").split())
    if not words.strip("-"):
        raise InvalidInput("a link needs a relation", f"one of: {', '.join(RELATIONS)}, or your own word")
    spelling = _SPELLINGS.get(words)
    return spelling.value if spelling else words


def check_kinds(relation: str, source: tuple[str, Kind], target: tuple[str, Kind]) -> None:
    """Refuse a relation that cannot hold between records of their kinds.

    Args:
        relation: canonical.
        source: what messages call the record that holds the link, and its kind.
        target: the same of the other one.

    Raises:
        InvalidInput: a decision would supersede a prompt, or the other way round.
    """
    if relation in (Relation.SUPERSEDES, Relation.SUPERSEDED_BY) and source[1] != target[1]:
        raise InvalidInput(
            f"{relation} joins two decisions; {source[0]} and {target[0]} are of different kinds",
            "a prompt leads to a decision: records link PHR led-to ADR",
        )


def relation_text(relation: str) -> str:
    """Return a relation as people read it: `led-by` is `prompted by`, `depends-on` is `depends on`."""
    return "prompted by" if relation == Relation.LED_BY else relation.replace("-", " ")


def inverse_relation(text: str) -> str:
    """Return the relation as seen from the other end; the inverse of the inverse is the relation itself."""
    inverse = INVERSE.get(text)
    if inverse:
        return inverse
    return text.removeprefix(_REVERSED) if text.startswith(_REVERSED) else _REVERSED + text
