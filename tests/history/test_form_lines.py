"""What is about one decision alone is left out of the lines of a form."""

import pytest

from logs_help import learned
from records.history.record_form import values_of


@pytest.mark.parametrize(
    ("lines", "new"),
    [
        (("- 状态：接受", "- 状态：接受；修订 ADR 0002 的语义"), "- 状态：Accepted\n"),
        (("Status: Accepted", "Status: Accepted; amends ADR-0002: timeouts"), "\nStatus: Accepted\n"),
        (("**Status:** Accepted  ", "**Status:** Accepted — replaces ADR 2  "), "\n**Status:** Accepted\n"),
        (("Status: **Accepted**", "Status: **Accepted**, see [2](0002-x.md)"), "\nStatus: **Accepted**\n"),
        (
            ("Status: Accepted; amends ADR-1", "Status: Accepted; amends ADR-1"),
            "\nStatus: Accepted\n",
        ),
        (
            ("Status: Accepted | Date: 2024-01-01", "Status: Accepted | Date: 2024-01-02"),
            "\nStatus: Accepted | Date: 2026-01-15\n",
        ),
        (
            ("---\nstatus: accepted\n---", "---\nstatus: accepted; amends ADR-1\n---"),
            "---\nstatus: accepted\n---",
        ),
    ],
)
def test_what_follows_the_word_of_a_status_is_no_form(lines, new):
    """A remark or a reference is about one decision; a field beside the status stays."""
    texts = [
        f"{line}\n\n# T\n\n## Context\n" if line.startswith("---") else f"# T\n\n{line}\n\n## Context\n"
        for line in lines
    ]
    form = learned(texts)
    text = form.text(values_of(form, 3, "Use X", "2026-01-15", "Accepted"))
    assert new.casefold() in text.replace("  \n", "\n").replace("接受", "Accepted").casefold()


def test_topics_that_one_record_has_otherwise_stay_empty():
    """Also where most of the records agree, in front matter and in a line."""
    texts = [
        f"---\ntags: [{tag}]\n---\n# {number}. T\n\nStatus: Accepted\nTags: {tag}\n\n## Context\n"
        for number, tag in enumerate("abb", 1)
    ]
    form = learned(texts)
    text = form.text(values_of(form, 4, "Use X", "2026-01-15", "accepted"))
    assert "tags: []\n" in text
    assert "\nTags:\n" in text
