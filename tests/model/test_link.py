"""Relations between records: their canonical and displayed spellings."""

from __future__ import annotations

import pytest

from records.model.link import INVERSE, RELATIONS, canonical_relation, inverse_relation, relation_text


@pytest.mark.parametrize(
    ("relation", "text"),
    [
        ("led-by", "prompted by"),
        ("led-to", "led to"),
        ("superseded-by", "superseded by"),
        ("echoes", "echoes"),
    ],
)
def test_a_relation_is_shown_as_plain_words(relation: str, text: str):
    """Hyphens become spaces, and the relation of a decision to its prompt has its own words."""
    assert relation_text(relation) == text


@pytest.mark.parametrize("relation", RELATIONS)
def test_the_displayed_words_are_accepted_as_input(relation: str):
    """What is shown can be typed back: it is canonicalised to the stored spelling."""
    assert canonical_relation(relation_text(relation)) == relation
    assert canonical_relation(relation_text(relation).capitalize()) == relation


def test_every_relation_has_an_inverse_that_leads_back():
    """The inverse of the inverse is the relation itself, for words of the author's own too."""
    for relation in (*RELATIONS, "echoes"):
        assert inverse_relation(inverse_relation(relation)) == relation
    assert set(INVERSE) == set(RELATIONS)
