"""Which relation the words of a key or a label name."""

from __future__ import annotations

from records.adr.relation_words import is_relation, relation_of


def test_keys_name_relations_by_the_same_words() -> None:
    """Keys in any case, joined or apart, whole or partial."""
    keys = (
        "supersededBy",
        "Superseded-By",
        "Supersedes (partial)",
        "partially_superseded_by",
        "Successor",
        "obsoletes",
    )
    assert [relation_of(key) for key in keys] == [
        "superseded-by", "superseded-by", "amends", "amended-by", "superseded-by", "supersedes",
    ]  # fmt: skip
    assert not is_relation("Polishes")
