"""What only was is no relation that holds."""

from __future__ import annotations

import pytest

from records.adr.dialects import read_adr


@pytest.mark.parametrize(
    "words",
    [
        "Previously superseded by ADR-3", "Formerly superseded by [3](0003-x.md)", "Previously: superseded by ADR-3",
        "Originally superseded by ADR-3, restored by ADR-5", "Was: superseded by ADR-3", "Früher ersetzt durch ADR-3",
        "It was previously superseded by ADR-3", "Initially replaced by ADR-3",
    ],
)  # fmt: skip
def test_what_superseded_a_record_before_does_so_no_more(words: str) -> None:
    """Below a status, beside it, or in brackets: the status that is stated holds; `(previously: …)` is an edit's."""
    inside = f"Accepted ({words[0].lower()}{words[1:]})".replace("previously: ", "previously ")
    for status in (f"Accepted\n\n{words}", f"Accepted\n\n- {words}", inside):
        facts = read_adr(f"# 1. X\n\n## Status\n\n{status}\n\n## Context\n\nc\n", "0001-x.md")
        assert (facts.status, facts.links, facts.findings) == ("accepted", (), ())


@pytest.mark.parametrize(
    "status",
    [
        "This decision was superseded by ADR-3",
        "Accepted\n\nWas superseded by ADR-3",
        "Proposed before; superseded by ADR-3",
    ],
)
def test_a_verb_in_the_past_still_states_what_holds(status: str) -> None:
    """`was superseded by` says how the record came out of force."""
    facts = read_adr(f"# 1. X\n\n## Status\n\n{status}\n\n## Context\n\nc\n", "0001-x.md")
    assert [(link.relation, link.target) for link in facts.links] == [("superseded-by", "ADR-3")]
