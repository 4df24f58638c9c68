"""The links to other records in front matter: a key for each relation, or `links:` in any form."""

from __future__ import annotations

from collections.abc import Iterator

import records.regex as re
from records.adr.record_layout import AdrView
from records.adr.references import links_in, references
from records.adr.relation_words import PARTIAL, is_relation, relation_of
from records.adr.relations import stated_relations
from records.adr.statement import FRONT, LinkStatement
from records.dataclass import replace
from records.model.record_paths import LINKED_PATTERN
from records.text.struck_words import without_struck

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_LIST_COMMA = re.compile(r",\s*(?![^\[]*\])")
_RELATION_AND_TARGET = re.compile(
    r"(?P<words>[^\W\d_][\w -]{0,60}?)\s{0,9}(?:[=:]\s{0,9}(?!//)|\s)(?P<target>[^=:\s].*)"
)
_NUMBER_OR_FILE = re.compile(rf"\d{{1,6}}|\S+\.{LINKED_PATTERN}(?:[?#]\S*)?")
NOTHING = frozenset(("", "none", "null", "n/a", "-", "[]", "false", "no", "nothing", "tbd"))
"""What an author writes where there is no link."""


def links_in_front_matter(view: AdrView) -> Iterator[LinkStatement]:
    """List the links that the keys of front matter state."""
    for key, value in view.data.items():
        if value is None:
            continue
        if isinstance(value, dict):  # `links:` of adrs, `[extra]` of TOML
            yield from _in_mapping(key, value)
        elif key.casefold() == "links":
            yield from listed_links(key, value)
        elif is_relation(key):
            for relation, target in _targets(relation_of(key), value):
                yield LinkStatement(relation, target, key, -1, -1, FRONT, key)


def _targets(relation: str, value: Any) -> Iterator[tuple[str, str]]:
    """The references in a value, each with its relation: a text may name several, or say that it is about a part."""
    items = value if isinstance(value, list) else _LIST_COMMA.split(str(value))
    for item in items:
        if isinstance(item, dict):
            item = item.get("target") or item.get("id") or item.get("path")
        text = without_struck(str(item)).strip() if item is not None else ""
        if text and text.lower() not in NOTHING:
            stated = _stated_in(relation, text)
            link = next(links_in(text), None)
            yield from stated or [(relation, link.target if link else text)]


def _stated_in(relation: str, text: str) -> list[tuple[str, str]]:
    """What `ADR-3 and ADR-4` or `ADR-3 (in part)` states as the value of a relation; nothing for one alone."""
    if not PARTIAL.search(text) and sum(1 for _ in references(text)) < 2:
        return []
    relations = stated_relations(f"{relation.replace('-', ' ')}: {text}")
    return [(item.relation, item.target) for item in relations if item.words_start == 0]


def _in_mapping(outer: str, value: dict[str, Any]) -> Iterator[LinkStatement]:
    """Read the keys of a mapping that are named as relations."""
    for key, targets in value.items():
        if targets is not None and (is_relation(key) or (outer == "links" and key == "adr")):
            named = "relates-to" if key == "adr" else relation_of(key)
            for relation, target in _targets(named, targets):
                yield LinkStatement(relation, target, key, -1, -1, FRONT, f"{outer}.{key}")


def listed_links(key: str, value: Any) -> Iterator[LinkStatement]:
    """Read `links:` as adrs writes it (`target`, `kind`), as mappings of relations, or as texts."""
    items = value if isinstance(value, list) else _LIST_COMMA.split(str(value))
    for item in items:
        if isinstance(item, dict) and item.get("target"):
            kind = str(item.get("kind") or item.get("type") or item.get("relation") or "relates-to")
            yield LinkStatement(relation_of(kind), str(item["target"]), kind, -1, -1, FRONT, key)
        elif isinstance(item, dict):
            yield from (replace(link, key=key) for link in _in_mapping("links", item))
        elif isinstance(item, str):
            yield from _in_item(key, without_struck(item).strip())


def _in_item(key: str, text: str) -> Iterator[LinkStatement]:
    """Read `supersedes ADR-3`, `supersedes=0003-b.md` or `ADR-3`; a text that names nothing else is no link."""
    relations = [relation for relation in stated_relations(text) if relation.words_start == 0]
    for relation in relations:
        yield LinkStatement(relation.relation, relation.target, relation.words, -1, -1, FRONT, key)
    if relations or text.lower() in NOTHING:
        return
    words = _RELATION_AND_TARGET.fullmatch(text)
    kind, target = (words["words"], words["target"]) if words else ("", text)
    reference = next(references(target), None)
    is_one_word = not re.search(r"\s", target)
    if reference or (is_one_word and (kind or _NUMBER_OR_FILE.fullmatch(target))):
        target = reference.target if reference and reference.is_link else target
        yield LinkStatement(relation_of(kind), target, kind, -1, -1, FRONT, key)
