"""The links to other records in fields: `Supersedes: ADR-3`, `* **Related:** [2](0002-y.md)`."""

from __future__ import annotations

from collections.abc import Iterator

from records.adr.field_lines import fields
from records.adr.record_layout import AdrView
from records.adr.references import references
from records.adr.relation_words import is_relation, mentions_relation, relation_of
from records.adr.relations import stated_relations
from records.adr.statement import FieldStatement, LinkStatement
from records.adr.vocabulary import field_of

LINK_SECTIONS = frozenset(
    (
        "links", "related decisions", "related adrs", "related records", "related", "relations", "relationships",
        "references", "more information", "see also", "related links", "related documents", "supersession",
        "supersedes", "superseded by", "replaces", "replaced by", "amends", "amended by",
    )
)  # fmt: skip


def links_in_fields(view: AdrView, start: int, end: int) -> Iterator[LinkStatement]:
    """List the links of the fields between two positions whose key is a relation or names links."""
    for field in fields(view, start, end):
        if is_relation(field.key) or (
            field.raw and field_of(field.key) is None and field.key.lower() in LINK_SECTIONS
        ):
            yield from links_of_field(view, field)


def links_of_field(view: AdrView, field: FieldStatement) -> Iterator[LinkStatement]:
    """List the links of one field, whose key names the relation."""
    text = view.masked[field.start : field.end]
    key_and_value = f"{field.key}: {text}"
    offset = field.start - len(field.key) - 2
    relations = [item for item in stated_relations(key_and_value, view.definitions) if item.words_start == 0]
    if relations and is_relation(field.key):
        relation = relation_of(field.key)
        for item in relations:
            name = relation if relation.startswith("amend") else item.relation
            yield LinkStatement(
                name, item.target, field.key, offset + item.start, offset + item.end, field.where
            )
        return
    if mentions_relation(field.key) and not text.strip():
        return
    links = list(references(text, view.definitions))
    links = [reference for reference in links if reference.is_link] or links
    for reference in links:
        yield LinkStatement(
            relation_of(field.key), reference.target, field.key,
            field.start + reference.start, field.start + reference.end, field.where,
        )  # fmt: skip
