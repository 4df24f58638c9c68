"""The title of a decision, as a reader sees its heading."""

from __future__ import annotations

import pytest

from records.adr.dialects import read_adr


@pytest.mark.parametrize(
    "heading",
    [
        "1. **Use tar**", "1. __Use tar__", "1. *Use tar*", "1. _Use tar_", "1. `Use tar`", "***Use tar***", "`Use tar`",
        "ADR-1: **Use tar** {#tar}", "1. [Use tar](x.md)", "1. **[Use tar](x.md)**", "1. ~~Use tar~~",
    ],
)  # fmt: skip
def test_marks_around_a_whole_title_are_no_part_of_it(heading: str) -> None:
    """Behind the number too."""
    facts = read_adr(f"# {heading}\n\n## Status\n\nAccepted\n", "0001-use-tar.md")
    assert (facts.number, facts.title) == (1, "Use tar")


@pytest.mark.parametrize(
    "heading",
    [
        "**1.** Use tar", "**ADR-1:** Use tar", "__ADR-1__: Use tar", "*ADR-1* - Use tar", "`ADR-1` Use tar",
        "[ADR-1](x.md): Use tar", "1\\. Use tar",
    ],
)  # fmt: skip
def test_a_number_among_marks_is_no_part_of_the_title(heading: str) -> None:
    """In bold, in code, as a link, or with the stop escaped as editors do."""
    facts = read_adr(f"# {heading}\n\n## Status\n\nAccepted\n", "0001-use-tar.md")
    assert (facts.number, facts.title) == (1, "Use tar")


@pytest.mark.parametrize(
    "title",
    [
        "Use **tar**", "**Use** tar", "**Use** or **tar**", "`a` and `b`", "*a* or *b*", "snake_case_", "**HTTP 2** everywhere",
        "[ADR-2](x.md): the rest", "Use \\*args",
    ],
)  # fmt: skip
def test_marks_of_a_part_stay(title: str) -> None:
    """They say something about that part."""
    facts = read_adr(f"# 1. {title}\n\n## Status\n\nAccepted\n", "0001-x.md")
    assert (facts.number, facts.title) == (1, title)
