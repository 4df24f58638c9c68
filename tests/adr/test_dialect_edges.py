"""Odd forms of lists, tables and links; and the proofs that refuse an edit which does more than it was asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from records.adr.dialects import Target, add_link, read_adr, remove_link, set_date, set_status
from records.adr.facts import FoundLink
from records.adr.front_matter_edit import append_bare, drop_item
from records.adr.heading_number import split_heading
from records.adr.record_reader import read_adr_record
from records.adr.relation_words import relation_of
from records.adr.splice import Splice, apply_splices
from records.adr.status_spelling import like
from records.adr.status_text import is_status, status_of
from records.adr.toml_front_matter import TomlBlock
from records.adr.verify import names as means
from records.adr.verify import verify_link, verify_status
from records.adr.vocabulary import number_in_name
from records.errors import EditError
from records.text.front_matter import FrontMatter

OTHER = Target("0099-a-better-way", "A better way", "0099-a-better-way.md", 99)
NAME = "0004-x.md"


def links(text: str) -> list[tuple[str, str]]:
    return [(link.relation, link.target) for link in read_adr(text, NAME).links]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\nlinks:\n  supersedes: [0003-y]\n  adr: 0002-z.md\n  spec: x.md\n---\n# X\n",
         [("supersedes", "0003-y"), ("relates-to", "0002-z.md")]),
        ("---\nlinks: [supersedes 3, amends=ADR-0002, alone]\n---\n# X\n", [("supersedes", "3"), ("amends", "ADR-0002")]),
        ("---\nsupersedes:\n  - id: 3\n  - path: 0002-z.md\n  - none\namends: null\n---\n# X\n",
         [("supersedes", "3"), ("supersedes", "0002-z.md")]),
        ("# X\n\n* Status: superseded by 12\n", [("superseded-by", "12")]),
        ("# X\n\n* Status: superseded by 20240115-use-x\n", [("superseded-by", "20240115-use-x")]),
        ("# X\n\n**Supersedes**: [ADR-3](0003-y.md), [ADR-2](0002-z.md)\n**Status**: Accepted\n",
         [("supersedes", "0003-y.md"), ("supersedes", "0002-z.md")]),
        ("# X\n\n## References\n\n- Related ADRs: [ADR-3](0003-y.md)\n- [x](https://x.org/0001-a.md)\n- Amends ADR-0002\n",
         [("relates-to", "0003-y.md"), ("amends", "ADR-0002")]),
        ("# X\n\n## Status\n\nAccepted. Superseded in part by [3](0003-y.md) and [2](0002-z.md); see [x](0001-w.md).\n",
         [("amended-by", "0003-y.md"), ("amended-by", "0002-z.md")]),
        ("# X\n\n## Status\n\nSuperseded (never built) by [3](0003-y.md)\n", [("superseded-by", "0003-y.md")]),
    ],
)  # fmt: skip
def test_links_in_every_place_are_read(text: str, expected: list[tuple[str, str]]) -> None:
    """Links are read from every place where a decision can state them."""
    assert links(text) == expected


@pytest.mark.parametrize(
    ("text", "status", "date"),
    [
        ("# X\n\n| | |\n|---|---|\n| Status | Accepted |\n| Date | 2024-01-02 |\n", "accepted", "2024-01-02"),
        ("# X\n\n| Status | Accepted |\n|---|---|\n| Date | 2024-01-02 |\n", "accepted", "2024-01-02"),
        (
            "# X\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\nText.\n\n| Status |\n|---|\n| Rejected |\n",
            "rejected",
            None,
        ),
        (
            "# X\n\n## Metadata\n\n- **Status:** Rejected\n- **Date:** 2024-01-02\n\n## Context\n\nT.\n",
            "rejected",
            None,
        ),
        (
            "# X\n\n## Metadata\n\n| Status | Date |\n|---|---|\n| Proposed | 2024-01-02 |\n",
            "proposed",
            "2024-01-02",
        ),
        ("# X\n\n## Context\n\nStatus: 200\n", None, None),
        ("# X\n\n## Status\n\nStatus: Accepted\n", "accepted", None),
        ("# X\n\n*Status: not bold at all\n\nStatus: Accepted\n", "accepted", None),
        ("# X\n\n## Status\n\n> Accepted\n", "accepted", None),
        ("# X\n\n## Status\n\nACCEPTED\n", "accepted", None),
        ("# X\n\n## Status\n\nWithdrawn (for now)\n", "Withdrawn", None),
        ("# X\n\n### A\n\n### B\n\n### C\n\n### D\n\n### Status\n\nprose of a chapter\n", None, None),
    ],
)
def test_statuses_in_every_place_are_read(text: str, status: str | None, date: str | None) -> None:
    """Status and date are read from every place where a decision can state them."""
    facts = read_adr(text, NAME)
    assert facts.status == status
    if date:
        assert facts.date == date


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "# X\n\n* Deciders: Ada\n\n## Considered Options\n\n* a\n\n### Positive Consequences\n",
            "* Status: accepted",
        ),
        ("# X\n\n## Positive Consequences\n\n* a\n", "* Status: accepted"),
        ("# X\n\n## Status\n\nACCEPTED\n", "REJECTED"),
        ("# X\n\n## Status\n## Context\n\nT.\n", "Accepted"),
        ("# X", "Accepted"),
        ("", "Accepted"),
        ("text only\n", "Accepted"),
    ],
)
def test_a_status_is_put_where_the_form_has_it(text: str, line: str) -> None:
    """A new status is written in the place and spelling of the record's form."""
    status = "rejected" if line == "REJECTED" else "accepted"
    assert line in set_status(text, NAME, status).splitlines()


@pytest.mark.parametrize(
    "text",
    [
        "# X\n\n## Status\n## Context\n\nT.\n",
        "# X\n\n## Status\n\nAccepted\n## Context\n\nT.\n",
        "# X\n\n## Status\n\nAccepted",
        "# X\n\n## Status",
        "# X",
        "# X\n\n* Status: accepted\n\n## Links\n",
        "# X\n\n* Status: accepted\n\n## Links\n\n* Amends [a](0001-a.md)",
        "# X\n\n* Status: accepted\n\n## Links\n\nSee there.\n\n## More\n\nT.\n",
        "# X\r\n\r\n* Status: accepted\r\n\r\n## More\r\n\r\nT.",
    ],
)
def test_a_link_finds_a_place_in_any_shape(text: str) -> None:
    """The link is read back, and every line that was there is there still."""
    made = add_link(text, NAME, "Polishes", OTHER)
    assert ("polishes", "0099-a-better-way.md") in links(made)
    kept = iter(made.splitlines())
    assert all(line in kept for line in text.splitlines())


def test_numbers_and_mappings_are_added_to_any_list() -> None:
    """An item is added to a list of front matter in the style that the list has, or as a new list."""
    for old, new in (
        ("a: [1, 2]\nb: x\n", "a: [1, 2, 5]\nb: x\n"),
        ("a: []\nb: x\n", "a: [5]\nb: x\n"),
        ("b: x\n", "b: x\na: [5]\n"),
        ("a:\n  - 1\n  - 2\nb: x\n", "a:\n  - 1\n  - 2\n  - 5\nb: x\n"),
        ("a:\r\n- 1\r\nb: x\r\n", "a:\r\n- 1\r\n- 5\r\nb: x\r\n"),
        ("a: null\nb: x\n", "a:\n  - 5\nb: x\n"),
    ):
        assert append_bare(FrontMatter(old), "a", ["5"]).text == new
    with pytest.raises(EditError):
        append_bare(FrontMatter("a: text\n"), "a", ["5"])
    with pytest.raises(EditError):
        append_bare(FrontMatter("a: []\nb: x\n"), "a", ["5: [", "6"])
    with pytest.raises(EditError):
        append_bare(FrontMatter("a:\n  b: 1\n"), "a", ["5"])
    with pytest.raises(EditError, match="safely"):
        append_bare(FrontMatter("a: [1]\n"), "a", ["x: ["])
    with pytest.raises(EditError, match="TOML"):
        append_bare(TomlBlock("a = 1\n"), "a", ["5"])


def test_mappings_are_taken_out_of_a_list() -> None:
    """An item of a list of mappings is removed; other values are refused."""
    block = FrontMatter("a:\n  - target: 1\n    kind: amends\n  - target: 2\n    kind: x\nb: y\n")
    assert drop_item(block, "a", 0).text == "a:\n  - target: 2\n    kind: x\nb: y\n"
    assert drop_item(drop_item(block, "a", 0), "a", 0).text == "b: y\n"
    for text in ("a: [1]\n", "a: x\n", "b: y\n", "a:\n\n  - 1\n"):
        with pytest.raises(EditError):
            drop_item(FrontMatter(text), "a", 0)
    with pytest.raises(EditError):
        drop_item(block, "a", 7)


def test_edits_must_not_overlap() -> None:
    """Splices apply together unless they overlap; a new status takes the case of the old one."""
    assert apply_splices("abc", [Splice(0, 1, "x"), Splice(2, 3, "y")]) == "xby"
    with pytest.raises(EditError):
        apply_splices("abc", [Splice(0, 2, "x"), Splice(1, 3, "y")])
    assert [like("accepted", word) for word in ("DRAFT", "Draft", "draft", "A")] == [
        "ACCEPTED", "Accepted", "accepted", "Accepted",
    ]  # fmt: skip


def test_a_proof_refuses_whatever_was_not_asked_for() -> None:
    """Verification rejects an edit that changes another field, or not the requested one."""
    old = read_adr("# 4. X\n\nDate: 2024-01-02\n\n## Status\n\nAccepted\n\nAmends [3. Y](0003-y.md)\n", NAME)
    good = replace(old, status="deprecated")
    verify_status(old, good, "deprecated", (), None)
    wrong = [
        (replace(good, status="rejected"), (), None),
        (replace(good, date="2025-01-01"), (), None),
        (good, (), "2025-01-01"),
        (replace(good, links=()), (), None),
        (replace(good, title="Y"), (), None),
        (replace(good, number=5), (), None),
        (good, (OTHER,), None),
    ]
    for new, by, date in wrong:
        with pytest.raises(EditError):
            verify_status(old, new, "deprecated", by, date)
    link = FoundLink("refines", "0099-a-better-way.md", 9)
    linked = replace(old, links=(*old.links, link))
    verify_link(old, linked, "refines", OTHER)
    for new in (
        old,
        replace(linked, status="rejected"),
        replace(linked, links=(link,)),
        replace(linked, labels=("a",)),
    ):
        with pytest.raises(EditError):
            verify_link(old, new, "refines", OTHER)
    broken = read_adr(
        "---\na: b: c\n---\n\n# 4. X\n\nDate: 2024-01-02\n\n## Status\n\nDeprecated\n\nAmends [3. Y](0003-y.md)\n",
        NAME,
    )
    with pytest.raises(EditError, match="front-matter-broken"):
        verify_status(old, broken, "deprecated", (), None)


def test_links_that_cannot_be_taken_out_are_told() -> None:
    """Removing a link is refused where more than its name is in the text, and removes one item of a list."""
    with pytest.raises(EditError, match="not a list"):
        remove_link(
            "---\nsupersedes: see [A better way](0099-a-better-way.md) only\n---\n# X\n",
            NAME,
            "supersedes",
            OTHER,
        )
    text = "---\nsupersedes: [0099-a-better-way, 0003-y]\n---\n# X\n"
    assert "supersedes: [0003-y]" in remove_link(text, NAME, "supersedes", OTHER)


def test_a_date_is_set_without_touching_more() -> None:
    """Setting a date changes the stated date only, and nothing where none is stated."""
    assert set_date("# X\n\nDate: 2024-01-02\n", NAME, "2025-01-01") == "# X\n\nDate: 2025-01-01\n"
    assert (
        set_date("---\ndate: '2024-01-02'\n---\n# X\n", NAME, "2025-01-01")
        == "---\ndate: '2025-01-01'\n---\n# X\n"
    )
    assert set_date("# X\n", NAME, "2025-01-01") == "# X\n"


def test_words_as_people_write_them() -> None:
    """Relations and statuses are recognised in the spellings that people use."""
    assert [relation_of(word) for word in ("Superceded by", "supersededby", "relates_to", "**Amends:**", "")] == [
        "superseded-by", "superseded-by", "relates-to", "amends", "relates-to",
    ]  # fmt: skip
    assert status_of("a whole sentence that is no status") is None
    assert status_of("✅ **Accepted**") == "accepted"
    assert status_of("") is None
    assert is_status("partially superseded")
    assert [number_in_name(name) for name in ("ADR-012-x.md", "adr011-x.md", "20240115-x.md", "x.md", "7.md")] == [
        12, 11, None, None, 7,
    ]  # fmt: skip
    assert split_heading("2024 - a year", 7) == (None, "2024 - a year")
    assert split_heading("0003 – T", 4) == (3, "T")
    assert split_heading("3.14 is pi", 1) == (None, "3.14 is pi")


_PIECES = st.sampled_from(
    [
        "# X\n",
        "## Status\n",
        "## Links\n",
        "Accepted",
        "Proposed (x)",
        "Superseded by [1](0001-a.md)",
        "* Status: accepted\n",
        "- **Status:** x\n",
        "---\n",
        "status: accepted\n",
        "superseded-by: [a]\n",
        "links:\n  - target: 1\n",
        "number: 4\n",
        "id: '4'\n",
        "a: b: c\n",
        "```\n",
        "~~~~\n",
        "<!-- ",
        "-->",
        "\n",
        "\r\n",
        "\ufeff",
        "�",
        " ",
        " {x}",
        "[y]",
        "Date: 2024-01-02\n",
        "decision-makers: x\n",
        "## Considered Options\n",
        "> ",
        "(previously: ",
        "2024-01-02 Accepted\n",
        "\u2028",
        "\x0c",
        "Amends [2](0002-b.md)\n",
    ]
) | st.sampled_from(["| Status | Date |\n", "|---|---|\n", "| Accepted | 2024-01-02 |\n"])


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=14).map("".join), st.sampled_from(("accepted", "deprecated", "superseded")))
@example("* Status: accepted\n## Status\n(previously: | Accepted | 2024-01-02 |\n", "deprecated")
@example("## Status\n {x}| Accepted | 2024-01-02 |\n", "superseded")
def test_any_file_is_edited_as_asked_or_refused(text: str, status: str) -> None:
    """Whatever a file looks like, an edit is read back, makes itself once, and raises nothing but EditError."""
    by = (OTHER,) if status == "superseded" else ()
    try:
        made = set_status(text, NAME, status, by=by)
    except EditError:
        pass
    else:
        assert read_adr(made, NAME).status == status
        assert set_status(made, NAME, status, by=by) == made
    try:
        linked = add_link(text, NAME, "amends", OTHER)
    except EditError:
        return
    assert ("amends", True) in [
        (link.relation, means(OTHER, link.target)) for link in read_adr(linked, NAME).links
    ]
    assert add_link(linked, NAME, "amends", OTHER) == linked


BADGE = (
    "# X\n\n## Status\n\n![Accepted](https://img.shields.io/badge/adr-accepted-green)\n\n## Context\n\nx\n"
)


def test_a_picture_of_the_status_is_read_by_its_words() -> None:
    """A status badge is read by its alternative text, and setting the same status changes nothing."""
    assert read_adr(BADGE, NAME).status == "accepted"
    assert set_status(BADGE, NAME, "accepted") == BADGE


def test_a_picture_of_the_status_goes_whole_when_the_status_changes() -> None:
    """Else it would go on showing the old one, or show nothing."""
    text = "# X\n\n## Status\n\n![Accepted](../img/accepted.svg)\n\n## Context\n\nx\n"
    assert set_status(text, NAME, "deprecated") == "# X\n\n## Status\n\nDeprecated\n\n## Context\n\nx\n"
    replaced = set_status(text, NAME, "superseded", by=(OTHER,))
    assert "svg" not in replaced
    assert read_adr(replaced, NAME).status == "superseded"


def test_a_badge_that_is_drawn_from_its_address_shows_the_new_status() -> None:
    """The word is exchanged in its text and its address; what supersedes the record is said below it."""
    deprecated = BADGE.replace("Accepted", "Deprecated").replace("accepted", "deprecated")
    assert set_status(BADGE, NAME, "deprecated") == deprecated
    replaced = set_status(BADGE, NAME, "superseded", by=(OTHER,))
    assert "![Superseded](https://img.shields.io/badge/adr-superseded-green)\n\nSuperseded by [" in replaced
    assert read_adr(replaced, NAME).status == "superseded"


@pytest.mark.parametrize(
    ("name", "text", "date"),
    [
        ("20240115-x.md", "# X\n", "2024-01-15"),
        ("2024-01-15-x.md", "# X\n\n* Date: 2024-02-01\n", "2024-02-01"),
        (
            "adr-001-x.md",
            "# X\n\n## Changelog\n\n* 2020-07-22: First draft.\n* 2020-09-01: accepted\n",
            "2020-09-01",
        ),
        (
            "adr-001-x.md",
            "# X\n\n## 📝 Changelog\n\n- 06/15/2022 Proposed\n- 06/16/2022 Accepted\n",
            "2022-06-16",
        ),
        ("adr-001-x.md", "# X\n\n## 7. Changelog\n\n* 2020-09-01: accepted\n", "2020-09-01"),
        ("adr-001-x.md", "# X\n\n## **Changelog**:\n\n* 2020-09-01: accepted\n", "2020-09-01"),
        ("adr-001-x.md", "# X\n\n## Changelog\n\n* soon\n\n## Context\n\nOn 2020-07-22 it broke.\n", None),
    ],
)
def test_a_date_that_no_field_states_is_found(name: str, text: str, date: str | None) -> None:
    """In a section Changelog, as the Cosmos projects write it, or in the file's name, as log4brains does."""
    assert read_adr_record(text, f"docs/adr/{name}", "").date == date


def test_a_custom_status_ends_where_its_emphasis_ends() -> None:
    """A status in bold ends with the bold; the date after it is not part of it."""
    assert status_of("**Provisional** *2025-03-18*") == "Provisional"


@pytest.mark.parametrize(
    "text",
    [
        "# 5. X\n\n## Status\n\nAccepted — 2026-04-20; amended 2026-07-04 (see below)\n",
        "# 5. X\n\n## Status\n\nAccepted 2026-04-20\n\n**Superseded in part (2026-06-09):** the canvas is gone.\n",
        "# 5. X\n\n## Status\n\n- 2026-04-20: Accepted\n- 2026-06-09: Amended\n",
    ],
)
def test_a_change_of_a_part_is_no_new_day_of_the_decision(text: str) -> None:
    """The day of the acceptance counts where it is stated, as people date the decision by it."""
    record = read_adr_record(text, "docs/adr/0005-x.md", "")
    assert (record.status, record.date) == ("accepted", "2026-04-20")


def test_the_day_of_an_amendment_counts_where_there_is_no_other() -> None:
    """Of a record that only says when it was amended, this is the day."""
    text = "# 5. X\n\n## Status\n\nAmended 2026-07-04\n"
    assert read_adr_record(text, "docs/adr/0005-x.md", "").date == "2026-07-04"


@pytest.mark.parametrize(
    ("name", "number", "date"),
    [
        ("231213-x.md", None, "2023-12-13"),
        ("250301A-x.md", None, "2025-03-01"),
        ("240229_x_y.md", None, "2024-02-29"),
        ("000123-x.md", 123, None),
        ("241345-x.md", 241345, None),
        ("2312131-x.md", 2312131, None),
    ],
)
def test_six_digits_of_a_day_are_its_date(name: str, number: int | None, date: str | None) -> None:
    """A day without its century is no number; other digits are one."""
    record = read_adr_record("# Use X\n\n## Status\n\nAccepted\n", f"docs/adr/{name}", "")
    assert (record.number, record.date) == (number, date)


@pytest.mark.parametrize(
    ("name", "heading", "number", "title"),
    [
        ("ADR-CBS-01-posting.md", "ADR-CBS-01: Post payments", 1, "Post payments"),
        ("ADR-FRAUD-12-ato.md", "ADR-FRAUD-12 — Prevent takeovers", 12, "Prevent takeovers"),
        ("TEAM-A-X-07-y.md", "TEAM-A-X-07-y", None, "TEAM-A-X-07-y"),
        ("0001-choix.md", "0001-Choix du modèle", 1, "Choix du modèle"),
        ("009-use-helm.md", "009-use-helm", 9, "use-helm"),
        ("0010-use_helm.md", "0010_use_helm", 10, "use_helm"),
        ("0001-actors.md", "'ADR 0001 - Actors'", 1, "Actors"),
        ("0001-actors.md", '"1. Actors"', 1, "Actors"),
        ("0001-actors.md", '"Actors" and "roles"', 1, '"Actors" and "roles"'),
        ("0002-commit.md", "2-phase commit", 2, "2-phase commit"),
        ("use-HTTP-2-everywhere.md", "use-HTTP-2-everywhere", None, "use-HTTP-2-everywhere"),
    ],
)
def test_the_number_of_a_name_is_no_part_of_the_title(
    name: str, heading: str, number: int | None, title: str
) -> None:
    """Whatever sign joins them, and behind any capitals of a series; a number within a title stays."""
    record = read_adr_record(f"# {heading}\n\n## Status\n\nAccepted\n", f"docs/adr/{name}", "")
    assert (record.number, record.title) == (number, title)
