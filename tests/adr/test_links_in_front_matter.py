"""Links in front matter, under a key for each relation or under `links`."""

from __future__ import annotations

import pytest

from records.adr.dialects import Target, read_adr, remove_link

NAME = "0001-a.md"
NEW = Target("0005-b", "B", "0005-b.md", 5)


def yaml(*lines: str) -> str:
    return "---\n" + "\n".join(lines) + "\n---\n# 1. A\n"


@pytest.mark.parametrize(
    ("lines", "links"),
    [
        (["links: ADR-3"], [("relates-to", "ADR-3")]),
        (["links: see ADR-3"], [("relates-to", "ADR-3")]),
        (["links: see ADR-3", "related: [ADR-4]"], [("relates-to", "ADR-3"), ("relates-to", "ADR-4")]),
        (["links: none", "related: [ADR-4]"], [("relates-to", "ADR-4")]),
        (["links: [0003-b.md, 4]"], [("relates-to", "0003-b.md"), ("relates-to", "4")]),
        (["links: ['Superseded by ADR-3']"], [("superseded-by", "ADR-3")]),
        (["links: ['supersedes [B](0003-b.md?plain=1)']"], [("supersedes", "0003-b.md")]),
        (["links:", "  - supersedes: ADR-3"], [("supersedes", "ADR-3")]),
        (["links: [https://b.example/show?id=5]"], [("relates-to", "https://b.example/show?id=5")]),
        (["Links: [supersedes ADR-3]"], [("supersedes", "ADR-3")]),
        (["links: see the plan of the team"], []),
    ],
)
def test_links_are_read_however_their_key_holds_them(lines, links):
    """A text, a list of texts or of mappings; other keys beside it count too."""
    facts = read_adr(yaml("status: accepted", *lines), NAME)
    assert [(link.relation, link.target) for link in facts.links] == links


@pytest.mark.parametrize(
    ("lines", "after"),
    [
        (["links: [ADR-3, 0005-b.md]"], ["links: [ADR-3]"]),
        (["links:", "  - supersedes 0005-b.md", "  - ADR-3"], ["links:", "  - ADR-3"]),
        (["links:", "  - supersedes: 0005-b.md", "  - ADR-3"], ["links:", "  - ADR-3"]),
    ],
)
def test_one_of_several_links_is_removed_from_its_list(lines, after):
    """The others stay as they are."""
    relation = "supersedes" if "supersedes" in str(lines) else "relates-to"
    assert remove_link(yaml(*lines), NAME, relation, NEW) == yaml(*after)


@pytest.mark.parametrize(
    ("line", "links"),
    [
        ("supersedes: ADR-1 and ADR-2", [("supersedes", "ADR-1"), ("supersedes", "ADR-2")]),
        ("supersedes: ADR-1/ADR-2", [("supersedes", "ADR-1"), ("supersedes", "ADR-2")]),
        ("supersedes: ['ADR-1 (in part)', ADR-2]", [("amends", "ADR-1"), ("supersedes", "ADR-2")]),
        ("superseded_by: ADR-3 and partially ADR-4", [("superseded-by", "ADR-3"), ("amended-by", "ADR-4")]),
        ("related: ADR-1 and ADR-2", [("relates-to", "ADR-1"), ("relates-to", "ADR-2")]),
        ("supersedes: 0003-zip-and-tar", [("supersedes", "0003-zip-and-tar")]),
        ("supersedes: 3", [("supersedes", "3")]),
    ],
)
def test_a_text_may_name_several_references(line: str, links: list[tuple[str, str]]) -> None:
    """Each has the relation of its key, or the one to a part; one reference stays as it is written."""
    facts = read_adr(yaml("status: accepted", line), NAME)
    assert [(link.relation, link.target) for link in facts.links] == links
