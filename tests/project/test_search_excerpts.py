"""What `search` finds, and the line it shows."""

import pytest

from records.project.search import line_of_hit


def test_search_shows_the_line_that_holds_the_word(run):
    """A word of the front matter alone is shown with its line, not with the record's beginning."""
    run("phr", "new", "Sessions", "--stage", "misc", "--prompt", "Keep the token", "--label", "redisx")
    assert run("search", "redisx").out.splitlines()[1].strip() == 'labels: ["redisx"]'
    assert "Keep the token" in run("search", "token").out


def test_a_templates_advice_is_not_found(run):
    """Template text is not in the search index."""
    run("adr", "new", "A", "--template", "madr")
    assert "no record holds" in run("search", "problem", "solved").err


@pytest.mark.parametrize(
    ("body", "title", "line"),
    [
        ("…Use \x02Redis\n\nDate: 2026-01-02\n\n## Status\n\nAccepted\n\n## Context\n\nWe need \x02Redis now.", "Use \x02Redis", "We need Redis now."),
        ("# 2. Use \x02Redis\n\nDate: 2026-01-02\n\n## Context\n\nReads are too slow…", "Use \x02Redis", "Reads are too slow…"),
        ("## Prompt\n\nDo \x02redis.", "Ask", "Do redis."),
        ("## \x02Redis\n\nIt is quick enough here.", "Ask", "Redis It is quick enough here."),
    ],
)  # fmt: skip
def test_an_excerpt_begins_with_the_text(body: str, title: str, line: str) -> None:
    """Title, headings and metadata are left out where another line has a word that was found."""
    assert line_of_hit(body, "", title) == line
