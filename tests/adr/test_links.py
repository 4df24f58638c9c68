"""What a record states of others, in all of its places together."""

from __future__ import annotations

import pytest

from records.adr.dialects import read_adr

NAME = "0009-v.md"


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("# 9. Views (Supersedes ADR-0007)\n\n## Status\n\nAccepted\n", [("supersedes", "ADR-0007")]),
        ("# 9. V\n\n## Status\n\nAccepted\n\n## Context\n\nSupersedes [7](0007-o.md).\n", [("supersedes", "0007-o.md")]),
        ("# 9. V\n\n> This decision supersedes ADR-7.\n\n## Status\n\nAccepted\n", [("supersedes", "ADR-7")]),
        ("# 9. V\n\n## Status\n\nAccepted\n\n## Context\n\nRedis replaces what ADR-7 chose.\n", []),
        ("# 9. V\n\n## Status\n\nAccepted\n\n## Supersedes\n\n- [7](0007-o.md)\n", [("supersedes", "0007-o.md")]),
        ("# 9. V\n\n## Status\n\nAccepted\n\n~~Supersedes [7](0007-o.md)~~\n", []),
        ("# 9. V\n\n- Status: accepted\n- Supersedes:\n  [7](0007-o.md)\n", [("supersedes", "0007-o.md")]),
    ],
)  # fmt: skip
def test_a_relation_stated_elsewhere_in_the_record_is_linked(text: str, links: list[tuple[str, str]]) -> None:
    """In the title, above the sections, in the first lines of the context; not in sentences about something else."""
    assert [(link.relation, link.target) for link in read_adr(text, NAME).links] == links


@pytest.mark.parametrize(
    "status",
    ["Approved (Partially Superseded)", "Accepted, superseded in part", "Accepted - partly replaced"],
)
def test_a_field_names_what_superseded_a_part(status: str) -> None:
    """Where the status says that a part was superseded, `Superseded By` names by what."""
    text = f"# 2. X\n\n**Status:** {status}\n**Superseded By:** ADR-003 (commands)\n\n## Context\n\nC.\n"
    facts = read_adr(text, "0002-x.md")
    assert (facts.status, [link.relation for link in facts.links]) == ("accepted", ["amended-by"])


@pytest.mark.parametrize(
    "menu",
    [
        "[proposed | rejected | accepted | superseded by [ADR-0005]]",
        "{proposed | rejected | superseded by [ADR-0005](0005-example.md)}",
        "[proposed | accepted | superseded by [5](0005-example.md)] <!-- optional -->",
    ],
)
def test_a_choice_that_nobody_made_supersedes_nothing(menu: str) -> None:
    """The example of a template names no successor."""
    facts = read_adr(f"# 11. X\n\n* Status: {menu}\n* Date: 2024-01-31\n\n## Context\n\nC.\n", "0011-x.md")
    assert (facts.status, facts.links) == (None, ())


@pytest.mark.parametrize(
    ("section", "links"),
    [
        ("## More Information\n\nThis decision supersedes [7](0007-o.md).\n", [("supersedes", "0007-o.md")]),
        ("## Links\n\nSuperseded by [7](0007-o.md).\n", [("superseded-by", "0007-o.md")]),
        ("## References\n\nThe paper on Redis, which supersedes ADR-7.\n", []),
        ("## References\n\nTeam B's store replaces [7](0007-o.md).\n", []),
    ],
)
def test_a_paragraph_among_the_links_is_read_where_it_is_about_the_record(
    section: str, links: list[tuple[str, str]]
) -> None:
    """As MADR's More Information has it; sentences about something else are no links."""
    text = f"# 9. V\n\n## Decision\n\nd\n\n{section}"
    assert [(link.relation, link.target) for link in read_adr(text, NAME).links] == links
