"""What `search` finds, and the line it shows."""


def test_search_shows_the_line_that_holds_the_word(run):
    """A word of the front matter alone is shown with its line, not with the record's beginning."""
    run("phr", "new", "Sessions", "--stage", "misc", "--prompt", "Keep the token", "--label", "redisx")
    assert run("search", "redisx").out.splitlines()[1].strip() == 'labels: ["redisx"]'
    assert "Keep the token" in run("search", "token").out


def test_a_templates_advice_is_not_found(run):
    """Template text is not in the search index."""
    run("adr", "new", "A", "--template", "madr")
    assert "no record holds" in run("search", "problem", "solved").err
