"""What a relation is about: this record or another one, the whole or a part, for each reference of a sentence."""

from __future__ import annotations

import pytest

from records.adr.relations import stated_relations


def stated(text: str) -> list[tuple[str, str]]:
    return [(relation.relation, relation.target) for relation in stated_relations(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Superseded by ADR-3 and partially by ADR-4",
        "superseded by ADR-3, in part by ADR-4",
        "Superseded by ADR-3 (and partly by ADR-4)",
        "Superseded by ADR-3 as well as partially by ADR-4",
        "Ersetzt durch ADR-3 und teilweise durch ADR-4",
        "Remplacé par ADR-3 et partiellement par ADR-4",
    ],
)
def test_an_adverb_between_references_is_about_those_behind_it(text: str) -> None:
    """The first one supersedes the whole, the second a part."""
    assert stated(text) == [("superseded-by", "ADR-3"), ("amended-by", "ADR-4")]


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("Partially superseded by ADR-3 and by ADR-4", ["amended-by", "amended-by"]),
        ("Partially superseded by ADR-3 and fully by ADR-4", ["amended-by", "superseded-by"]),
        ("Supersedes ADR-3 and parts of ADR-4", ["supersedes", "amends"]),
        ("Supersedes ADR-3 (in part), ADR-4", ["amends", "supersedes"]),
        ("Supersedes ADR-3 in part and ADR-4", ["amends", "supersedes"]),
        ("Supersedes ADR-3 and ADR-4 in part", ["amends", "amends"]),
        ("Supersedes ADR-3 as well as ADR-4", ["supersedes", "supersedes"]),
    ],
)
def test_each_reference_has_the_scope_that_its_words_give(text: str, relations: list[str]) -> None:
    """Words right behind a reference are about it, those behind a conjunction about the next; else the verb's count."""
    assert stated(text) == list(zip(relations, ["ADR-3", "ADR-4"], strict=True))


@pytest.mark.parametrize(
    "clause",
    [
        " (which supersedes ADR-2)", ", which in turn replaces ADR-2",
        " (that was superseded by ADR-9)", ", which has been replaced by ADR-7", " (supersedes ADR-2)", " (which amends ADR-2)",
        ", que reemplaza ADR-2", ", qui remplace ADR-2",
    ],
)  # fmt: skip
def test_a_clause_about_a_reference_states_nothing_of_this_record(clause: str) -> None:
    """Neither what supersedes it nor what it supersedes, in brackets or behind a comma."""
    assert stated(f"Superseded by ADR-3{clause}") == [("superseded-by", "ADR-3")]
    assert stated(f"Supersedes ADR-3{clause}") == [("supersedes", "ADR-3")]


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("This decision supersedes ADR-3 and is superseded by ADR-4", ["supersedes", "superseded-by"]),
        ("Supersedes ADR-3 but was later replaced by ADR-4", ["supersedes", "superseded-by"]),
        ("This amends ADR-3 and has been partially superseded by ADR-4", ["amends", "amended-by"]),
        ("Supersedes ADR-3, and it is superseded by ADR-4", ["supersedes"]),
        ("Supersedes ADR-3, which is superseded by ADR-4", ["supersedes"]),
        ("We note in ADR-3 that this decision supersedes ADR-4", [None, "supersedes"]),
        ("ADR-3 and its cache are superseded by ADR-4", []),
    ],
)
def test_a_second_verb_without_a_subject_has_that_of_the_first(
    text: str, relations: list[str | None]
) -> None:
    """One with another subject, or a pronoun that may mean the other record, states nothing of this one."""
    targets = zip(relations, ["ADR-3", "ADR-4"], strict=False)
    assert stated(text) == [(relation, target) for relation, target in targets if relation]
