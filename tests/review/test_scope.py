"""A review judges the records that the change touches."""


def test_a_review_keeps_to_what_the_change_touches(run, repo):
    """Findings in untouched records are counted and not listed."""
    run("adr", "new", "Old")
    base = repo.commit("One")
    run("adr", "new", "Fresh")
    repo.commit("Two")
    told = run("ci", "--against", base, "--format", "markdown").out
    assert "history/adr/0002-fresh.md" in told
    assert "0001-old.md" not in told
    assert "1 finding from before this change" in told
    assert "0001-old.md" not in run("ci", "--against", base, "--format", "github").out
