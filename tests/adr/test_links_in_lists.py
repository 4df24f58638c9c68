"""Links in lists: under a heading for links, or below a line that names a relation."""

from __future__ import annotations

import pytest

from records.adr.dialects import read_adr


@pytest.mark.parametrize(
    ("sections", "links"),
    [
        ("## Supersedes\n\n- ADR-3\n- ADR-4: use tar\n", [("supersedes", "ADR-3"), ("supersedes", "ADR-4")]),
        ("## Related decisions\n\n- **ADR-3** (storage)\n", [("relates-to", "ADR-3")]),
        (
            "## Related\n\n- ADR-1 (this)\n- docs/plan/0007-x.md\n- docs/adr/0003-b.md\n",
            [("relates-to", "docs/adr/0003-b.md")],
        ),
        ("## References\n\n- ADR-3 — storage\n- the book on tar, and ADR-4\n", [("relates-to", "ADR-3")]),
        (
            "## Status\n\nSuperseded by:\n\n- [3](0003-b.md)\n- [4](0004-c.md)\n",
            [("superseded-by", "0003-b.md"), ("superseded-by", "0004-c.md")],
        ),
        ("## Status\n\nAccepted\n\n**Supersedes**\n\n* ADR-3\n", [("supersedes", "ADR-3")]),
        ("## Status\n\nAccepted\n\nAmends:\n\n1. [3](0003-b.md)\n", [("amends", "0003-b.md")]),
        ("## Status\n\nAccepted\n\n1. See [3](0003-b.md)\n", [("relates-to", "0003-b.md")]),
        (
            "## Links\n\nSupersedes:\n\n- [3](0003-b.md)\n  (in part)\n- [4](0004-c.md)\n\nMore:\n\n- [5](0005-d.md)\n",
            [("amends", "0003-b.md"), ("supersedes", "0004-c.md"), ("relates-to", "0005-d.md")],
        ),
    ],
)
def test_the_items_of_a_list_have_the_relation_that_announces_them(sections, links):
    """A heading or a line before the list; an item that begins with a record is about it, link or not."""
    facts = read_adr(f"# 1. X\n\n{sections}\n## Context\n\nx\n", "0001-x.md")
    assert [(link.relation, link.target) for link in facts.links] == links


@pytest.mark.parametrize(
    "bullet",
    [
        "- **[ADR-0081](0081-x.md)** — superseded by ADR-0088; history only",
        "- [0081](0081-x.md) is superseded by [0088](0088-y.md)",
        "- [ADR-81](0081-x.md): replaced by ADR-0088",
    ],
)
def test_an_entry_that_begins_with_a_link_is_about_that_record(bullet: str) -> None:
    """What a list of links says of another record is no status of this one."""
    text = f"# 5. X\n\n**Status:** Accepted\n\n## Related decisions\n\n{bullet}\n"
    facts = read_adr(text, "0005-x.md")
    assert facts.status == "accepted"
    assert [link.relation for link in facts.links] == ["relates-to"]


@pytest.mark.parametrize(
    "bullet",
    [
        "- Superseded by [9](0009-y.md)",
        "- [Superseded by 9](0009-y.md)",
        "- [9](0009-y.md) supersedes this one",
    ],
)
def test_an_entry_that_leads_to_the_successor_is_about_this_record(bullet: str) -> None:
    """Words before the link, in it, or behind it about this one."""
    text = f"# 5. X\n\n## Related decisions\n\n{bullet}\n"
    assert read_adr(text, "0005-x.md").status == "superseded"


LIST = "- [3](0003-b.md)\n- ADR-4\n"
INNER = "  - [3](0003-b.md)\n  - ADR-4\n"


@pytest.mark.parametrize(
    "fields",
    [
        f"Status: Accepted\n\nSupersedes:\n\n{LIST}", f"Status: Accepted\nSupersedes:\n{LIST}",
        f"**Status:** Accepted\n\n**Supersedes:**\n\n{LIST}", f"- Status: Accepted\n- Supersedes:\n{INNER}- Date: 2024-01-02\n",
        f"* **Status**: Accepted\n* **Supersedes**:\n{INNER}", f"## Status\n\n- Accepted\n- Supersedes:\n{INNER}",
        f"## Status\n\nAccepted\n\nSupersedes:\n{LIST}", f"Status: Accepted\n\n## Links\n\n- Supersedes:\n{INNER}",
        f"Status: Accepted\n\n## Links\n\n- Supersedes\n{INNER}", f"Status: Accepted\n\nSupersedes:\n\n{LIST}".replace("- ADR", "\n- ADR"),
        f"Status: Accepted\n\nSupersedes:\n\n{LIST}  - ADR-9 was one too\n",
    ],
)  # fmt: skip
def test_a_list_below_a_label_has_its_relation(fields: str) -> None:
    """Above the first section, in Status, and in another list; what an item has below it is a remark on that item."""
    facts = read_adr(f"# 5. X\n\n{fields}\n## Context\n\nc\n", "0005-x.md")
    links = [(link.relation, link.target) for link in facts.links]
    assert links == [("supersedes", "0003-b.md"), ("supersedes", "ADR-4")]
    assert facts.status == "accepted"


@pytest.mark.parametrize(
    "fields",
    [
        "Status: Accepted\nSupersedes:\n\nDrivers:\n\n- ADR-3 is slow\n",
        "* Status: Accepted\n* Superseded by:\n* Deciders: ADR-1 team\n",
        "Status: Accepted\n\nSupersedes:\n\n- none\n- the cache of ADR-3\n",
        "Status: Accepted\n\nSupersedes:\n\nNothing.\n\n- ADR-3 stays\n",
    ],
)
def test_a_list_below_other_words_has_none(fields: str) -> None:
    """A label without a value has the list right below it alone, and of that the items that begin with a decision."""
    assert read_adr(f"# 5. X\n\n{fields}\n## Context\n\nc\n", "0005-x.md").links == ()


@pytest.mark.parametrize("remark", ["(in part)", "only for the cache", "— partially"])
def test_an_item_about_a_part_amends(remark: str) -> None:
    """The record stays superseded by the other one."""
    text = f"# 5. X\n\n* Status: superseded\n* Superseded by:\n  * [3](0003-b.md)\n  * ADR-4 {remark}\n\n## Context\n\nc\n"
    facts = read_adr(text, "0005-x.md")
    assert [(link.relation, link.target) for link in facts.links] == [
        ("superseded-by", "0003-b.md"),
        ("amended-by", "ADR-4"),
    ]
    assert facts.status == "superseded"


@pytest.mark.parametrize(
    ("item", "relation"),
    [
        ("* [Refined by] [ADR-0005](0005-x.md)", "refined-by"),
        ("* [Depends on] [5](0005-x.md)", "depends-on"),
        ("* [Read also] [5](0005-x.md)", "read-also"),
    ],
)
def test_a_relation_in_brackets_is_that_of_the_link(item: str, relation: str) -> None:
    """As the template of MADR 2 has it."""
    facts = read_adr(f"# 1. X\n\n* Status: accepted\n\n## Links\n\n{item}\n", "0001-x.md")
    assert [(link.relation, link.target) for link in facts.links] == [(relation, "0005-x.md")]


@pytest.mark.parametrize(
    ("line", "targets"),
    [
        ("- Depends on: ADR-2 (storage), ADR-3", ["ADR-2", "ADR-3"]),
        (
            "- Depends on: [2](0002-y.md) (the one with tar; see there), [3](0003-z.md)",
            ["0002-y.md", "0003-z.md"],
        ),
        ("- Depends on: ADR-2 (storage) and ADR-3 (cache)", ["ADR-2", "ADR-3"]),
        ("- Depends on: ADR-2 (not ADR-3)", ["ADR-2"]),
    ],
)
def test_remarks_on_references_part_no_list(line: str, targets: list[str]) -> None:
    """What is in brackets behind a reference is about it, and names nothing itself."""
    facts = read_adr(f"# 1. X\n\n- Status: accepted\n{line}\n\n## Context\n\nc\n", "0001-x.md")
    assert [(link.relation, link.target) for link in facts.links] == [
        ("depends-on", target) for target in targets
    ]
