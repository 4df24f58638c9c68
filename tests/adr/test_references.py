"""Where the links of a decision lead, however their destinations are spelled."""

from __future__ import annotations

import pytest

from records.adr.dialects import read_adr
from records.adr.references import destination, references


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"0002-use\_tar.md", "0002-use_tar.md"),
        (r"0002-use\(tar\).md", "0002-use(tar).md"),
        ("0002-a&amp;b.md", "0002-a&b.md"),
        ("0002%20use%20tar.md", "0002 use tar.md"),
        ("<0002 use tar.md>", "0002 use tar.md"),
        ("https://example.org/adr/0002-use-tar.md?plain=1#L3", "https://example.org/adr/0002-use-tar.md#L3"),
        ("0002-use-tar/index.md", "0002-use-tar"),
        ("0002-use-tar.md?plain=1", "0002-use-tar.md"),
        ("../adr/0002-use-tar.md?raw=true#L3", "../adr/0002-use-tar.md#L3"),
        ("/adr/0002-use-tar/?lang=en", "/adr/0002-use-tar"),
        ("0002-use-tar.html?v=2", "0002-use-tar"),
        ("0002-use-tar?plain=1", "0002-use-tar"),
    ],
)
def test_escapes_and_what_forges_add_are_undone(written: str, meant: str) -> None:
    """The file that is meant counts, not how its name had to be written there."""
    assert destination(written) == meant


@pytest.mark.parametrize(
    "address",
    [
        "https://bugs.example.org/show_bug.cgi?id=5",
        "https://example.org/show.html?page=2#top",
        "https://dev.example.org/_git/logs?path=/adr/0002-use-tar.md&version=main",
        "0002 why tar?",
        "0002-why?-tar.md",
    ],
)
def test_a_query_elsewhere_and_a_question_mark_in_a_name_stay(address: str) -> None:
    """Two addresses that differ in it are two."""
    assert destination(address) == address


def test_an_escaped_name_leads_to_its_record() -> None:
    """As editors write it that escape each underscore."""
    facts = read_adr(
        "# 1. Use zip\n\n## Status\n\nSuperseded by [Use tar](0002\\_use\\_tar.md)\n", "0001-use-zip.md"
    )
    assert [(link.relation, link.target) for link in facts.links] == [("superseded-by", "0002_use_tar.md")]


@pytest.mark.parametrize(
    "heading",
    [
        "Use tar",
        "**Use tar**",
        "__Use tar__",
        "[Use tar](x.md)",
        "[**Use tar**](x.md)",
        "**[Use tar](x.md)**",
    ],
)
def test_the_dress_of_a_heading_is_no_part_of_the_title(heading: str) -> None:
    """Whichever of a link and bold letters is inside the other."""
    assert read_adr(f"# {heading}\n\n## Status\n\nAccepted\n", "0001-use-tar.md").title == "Use tar"


@pytest.mark.parametrize(
    "heading", ["**Use** tar and **zip**", "Use [tar](x.md) or [zip](y.md)", "__init__ is empty"]
)
def test_marks_within_a_title_are_its_own(heading: str) -> None:
    """Only what is around the whole of it goes."""
    title = read_adr(f"# {heading}\n\n## Status\n\nAccepted\n", "0001-use-tar.md").title
    assert title == heading


def test_a_title_far_below_is_better_than_none() -> None:
    """That it does not stand at the top is told."""
    sections = "".join(f"## Part {number}\n\ntext\n\n" for number in range(9))
    facts = read_adr(f"{sections}# Use tar\n\n## Status\n\nAccepted\n", "0001-x.md")
    assert facts.title == "Use tar"


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("ADR-3/ADR-4", ["ADR-3", "ADR-4"]),
        ("ADR-0003/0004", ["ADR-0003", "ADR-0004"]),
        ("ADR-0075/0044/0050.", ["ADR-0075", "ADR-0044", "ADR-0050"]),
        ("ADR 9/10", ["ADR 9", "ADR-10"]),
        ("Decision 3/Decision 4", ["ADR-3", "ADR-4"]),
        ("ADR-4/3", []),
        ("ADR 1/2/2024", []),
        ("docs/ADR-3/ADR-4/x.txt", []),
        ("ADR-3/x.txt", []),
    ],
)
def test_references_with_a_slash_between_them_are_one_each(text: str, targets: list[str]) -> None:
    """Also where only the first has a name; numbers that may be a day, and folders of a path, are none."""
    assert [reference.target for reference in references(text)] == targets
