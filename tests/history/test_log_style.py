"""A new decision is written as its log is."""

from logs_help import decision


def test_a_new_decision_takes_the_form_of_its_log(run, repo):
    """That of most of the latest; one record in another form changes nothing."""
    madr = "# T{0}\n\n* Status: accepted\n* Date: 2024-01-0{0}\n\n## Context and Problem Statement\n\nx\n\n## Considered Options\n\n* a\n* b\n\n## Decision Outcome\n\na\n"
    for number in (1, 2):
        repo.write(f"docs/decisions/000{number}-t.md", madr.format(number))
    repo.write("docs/decisions/0003-n.md", decision(3))
    path = run("adr", "new", "Foo").out.strip()
    assert repo.read(path).startswith(
        "# Foo\n\n* Status: accepted\n* Date: 2026-01-15\n\n## Context and Problem"
    )
    for number in (5, 6, 7):
        repo.write(f"docs/decisions/000{number}-n.md", decision(number))
    assert repo.read(run("adr", "new", "Bar").out.strip()).startswith("# 8. Bar\n\nDate: 2026-01-15\n")


def test_the_number_of_a_decision_in_another_markup_is_taken(run, repo):
    """Decisions in reStructuredText count for the next number."""
    repo.write("docs/decisions/0007-shards.rst", "Shards\n======\n")
    assert run("adr", "new", "Next").out.strip().endswith("0008-next.md")
