"""Sections of links in other languages are read, written to, and need no text."""

import pytest

from records.adr.dialects import Target, add_link, read_adr
from records.adr.vocabulary import is_reference_title

NEWER = Target("0009-n", "N", "0009-n.md", 9)


@pytest.mark.parametrize(
    "title",
    [
        "Liens",
        "Verweise",
        "Verknüpfungen",
        "Enlaces relacionados",
        "Collegamenti",
        "Ссылки",
        "相关链接",
        "関連",
        "관련 문서",
    ],
)
def test_a_link_goes_to_the_section_of_links_in_its_language(title):
    """No second section is begun, and the links that are there are read."""
    text = f"---\nstatus: accepted\n---\n# 3. X\n\n## Context\n\nc\n\n## {title}\n\n- Amends [ADR-0001](0001-a.md)\n"
    assert [(link.relation, link.target) for link in read_adr(text, "0003-x.md").links] == [
        ("amends", "0001-a.md")
    ]
    linked = add_link(text, "0003-x.md", "depends-on", NEWER)
    assert linked == f"{text}- Depends on [ADR-0009](0009-n.md)\n"
    assert add_link(linked, "0003-x.md", "depends-on", NEWER) == linked


@pytest.mark.parametrize(
    "title", ["Decision", "Kontext", "Context and links to other teams", "Alliances", "背景"]
)
def test_other_sections_hold_no_links(title):
    """A section of the decision, or a long title with such a word, is none."""
    assert not is_reference_title(title)


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("Ergänzt", "amends"),
        ("Ergänzt durch", "amended-by"),
        ("Modifie", "amends"),
        ("Modifiée par", "amended-by"),
        ("Complète", "amends"),
        ("Wijzigt", "amends"),
        ("Изменяет", "amends"),
    ],
)
def test_an_amendment_is_read_in_other_languages(words, relation):
    """As a line of a section of links and in the Status section."""
    for text in (
        f"# 3. X\n\n## Status\n\nAccepted\n\n{words} [1. A](0001-a.md)\n\n## Context\n\nc\n",
        f"# 3. X\n\n## Status\n\nAccepted\n\n## Context\n\nc\n\n## Liens\n\n- {words} [1. A](0001-a.md)\n",
    ):
        assert [(link.relation, link.target) for link in read_adr(text, "0003-x.md").links] == [
            (relation, "0001-a.md")
        ]
