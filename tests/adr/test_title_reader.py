"""The title of a decision, as a reader sees its heading."""

from __future__ import annotations

import pytest

from records.adr.dialects import read_adr, set_status


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


@pytest.mark.parametrize(
    "heading",
    [
        "1. **Use tar** (Accepted)", "1. Use tar [Superseded]", "✅ 1. Use tar", "1. ✅ Use tar", "✔️ Use tar", "1. Use tar (✅ Accepted)",
        "ADR-1: Use tar (**Rejected**)", "**Use tar (Accepted)**", "1. Use tar (已接受)",
    ],
)  # fmt: skip
@pytest.mark.parametrize("status", ["Accepted", "Deprecated"])
def test_a_mark_of_the_status_is_no_part_of_the_title(heading: str, status: str) -> None:
    """In brackets at the end, or a check mark at the beginning; whatever the status is now, and the file keeps it."""
    text = f"# {heading}\n\n## Status\n\n{status}\n\n## Context\n\nc\n"
    assert read_adr(text, "0001-use-tar.md").title == "Use tar"
    edited = set_status(text, "0001-use-tar.md", "proposed")
    assert read_adr(edited, "0001-use-tar.md").title == "Use tar"
    assert edited.replace("Proposed", status, 1) == text or "(Proposed)" in edited or "[Proposed]" in edited


@pytest.mark.parametrize(
    "title",
    [
        "Answer an order (rejected)", "Replication (Active)", "Review a (Proposal)", "Use tar (Linux)", "Use tar (Accepted formats)",
        "(Accepted)", "Mark with ✅", "❌ is a sign", "[Accepted] or not",
    ],
)  # fmt: skip
def test_what_may_be_words_of_the_title_stays(title: str) -> None:
    """Small letters, words of two senses, other signs, and a title that has nothing else."""
    text = f"# 1. {title}\n\n## Status\n\nAccepted\n\n## Context\n\nc\n"
    assert read_adr(text, "0001-x.md").title == title
