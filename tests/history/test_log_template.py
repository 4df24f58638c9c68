"""A log's own template is used as it is, filled in where its author left blanks."""

import pytest

from logs_help import decision


def new(run, repo, *words):
    """Make a decision and return its text."""
    return repo.read(run("adr", "new", *words, "Use a queue").out.strip().split("\n")[-1])


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("# {{number}}. {{title}}\n\nDate: {{date}}\n\n## Status\n\n{{status}}\n\n## Why\n", "# 1. Use a queue\n\nDate: 2026-01-15\n\n## Status\n\nAccepted\n\n## Why\n"),
        ("# NUMBER. TITLE\n\nDate: DATE\n\n## Status\n\nSTATUS\n\n## Why\n\nWrite why.\n", "# 1. Use a queue\n\nDate: 2026-01-15\n\n## Status\n\nAccepted\n\n## Why\n\nWrite why.\n"),
        ("# ADR-NNNN: Short title\n\n**Status:** Proposed | Accepted\n**Date:** YYYY-MM-DD\n\n## Why\n", "# ADR-0001: Use a queue\n\n**Status:** Accepted\n**Date:** 2026-01-15\n\n## Why\n"),
        ("# Title\n\n- Status:\n- Created: <!-- the day -->\n\n## Why <!-- optional -->\n\nx\n", "# Use a queue\n\n- Status: Accepted\n- Created: 2026-01-15 <!-- the day -->\n\n## Why\n\nx\n"),
        ("# Title\n\n| Status | proposed / accepted |\n| --- | --- |\n| Date | today |\n\n## Why\n", "# Use a queue\n\n| Status | Accepted |\n| --- | --- |\n| Date | 2026-01-15 |\n\n## Why\n"),
        ("# Title\n\n## Status\n\n## Date\n\n2020-01-01\n\n## Why\n\nx\n", "# Use a queue\n\n## Status\n\nAccepted\n\n## Date\n\n2026-01-15\n\n## Why\n\nx\n"),
        ("---\ntitle: Short title\nid: ADR-NNNN\nstatus: 'proposed | accepted'\ndate: \"YYYY-MM-DD\"\n---\n\n# Short title\n\n## Why\n", "---\ntitle: \"Use a queue\"\nid: ADR-0001\nstatus: 'Accepted'\ndate: \"2026-01-15\"\n---\n\n# Use a queue\n\n## Why\n"),
    ],
    ids=["braces", "adr-tools", "menu", "comments", "table", "sections", "front matter"],
)  # fmt: skip
def test_a_template_of_an_empty_log_is_filled_in(run, repo, template, text):
    """The notations of common templates; whatever is no blank stays."""
    repo.write("docs/adr/template.md", template)
    assert new(run, repo) == text


def test_a_status_of_the_template_stays_unless_another_is_given(run, repo):
    """A template may say `Draft` for every new record."""
    repo.write("docs/adr/template.md", "# Title\n\n* Status: Draft\n\n## Why\n\nx\n")
    assert "* Status: Draft\n" in new(run, repo)
    assert "* Status: Rejected\n" in new(run, repo, "--status", "rejected")


def test_the_front_matter_of_the_records_is_used_with_the_templates_sections(run, repo):
    """A template whose status is in front matter agrees with records that have it there."""
    body = "\n## Context and Problem\n\nx\n\n## Outcome\n\ny\n"
    repo.write("docs/adr/adr-template.md", f"---\nstatus: proposed\n---\n\n# Title\n{body}")
    for number in (1, 2, 3, 4):
        repo.write(
            f"docs/adr/000{number}-t.md",
            f"---\nstatus: accepted\ndate: 2024-01-0{number}\n---\n\n# T{number}\n{body}",
        )
    assert new(run, repo) == f"---\nstatus: accepted\ndate: 2026-01-15\n---\n\n# Use a queue\n{body}"


def test_a_template_that_the_records_do_not_follow_is_left_alone(run, repo):
    """Three records of another form outweigh it; one that cannot be read says nothing."""
    repo.write("docs/adr/template.md", "# Title\n\n## Summary\n\nx\n\n## Details\n\ny\n")
    (repo.path / "docs/adr/adr-template.md").mkdir()
    for number in (1, 2, 3):
        repo.write(f"docs/adr/000{number}-t.md", decision(number))
    assert new(run, repo).startswith("# 4. Use a queue\n\n## Status\n\nAccepted\n\n## Context\n")


def test_a_heading_without_a_title_line_gets_the_number_of_the_log(run, repo):
    """The title line is that of the records, the sections are the template's."""
    repo.write(
        "docs/adr/template.md", "# Title\n\n## Status\n\nx\n\n## Context\n\nWhy?\n\n## Decision\n\nWhat?\n"
    )
    for number in (8, 9, 10):
        repo.write(f"docs/adr/00{number:02d}-t.md", decision(number))
    assert new(run, repo).startswith("# 11. Use a queue\n\n## Status\n\nAccepted\n\n## Context\n\nWhy?\n")
