"""Findings of one cause are reported once, with their number."""

import json

BARE = "# {0}. Title {0}\n\n## Status\n\nAccepted\n\n## Context\n\nc\n\n## Decision\n\nd\n"


def rows(run, *words, code=0):
    """What a check prints as JSON."""
    found = json.loads(run("check", "--json", *words, code=code).out)
    return [(row["rule"], row["severity"], row["message"]) for row in found]


def test_what_no_record_states_is_said_once(run, repo):
    """A log without dates and without consequences has two remarks, however long it is."""
    for number in range(1, 6):
        repo.write(f"docs/adr/000{number}-t.md", BARE.format(number))
    assert sorted(rows(run)) == [
        ("ADR003", "info", "no date is stated in any of the 5 records of docs/adr"),
        ("ADR006", "info", "there is no section Consequences in any of the 5 records of docs/adr"),
    ]
    assert {severity for _, severity, _ in rows(run, "--all")} == {"info"}
    assert len(rows(run, "--all")) == 10
    assert "findings of one cause are shown once: --all shows each" in run("check").err


def test_a_long_list_has_a_count(run, repo):
    """Where some records of a log state something and others do not, the others are counted and some named."""
    for number in range(1, 6):
        text = BARE.format(number) + "\n## Consequences\n\ne\n"
        repo.write(
            f"docs/adr/000{number}-t.md",
            text if number > 3 else text.replace("## Status", "Date: 2026-01-01\n\n## Status"),
        )
    repo.write("docs/adr/0006-t.md", BARE.format(6) + "\n## Consequences\n\ne\n")
    assert rows(run, code=1) == [
        ("ADR003", "error", "no date is stated (3 times in docs/adr: also in 0005-t.md, 0006-t.md)")
    ]


def test_a_check_that_passes_decisions_over_fails(run, repo):
    """Decisions in a folder that nothing reads are an error where nothing else is read, else a warning."""
    madr = "---\nstatus: accepted\ndate: 2026-01-01\n---\n\n# T\n\n## Context\n\nx\n\n## Decision\n\ny\n\n## Consequences\n\nz\n"
    repo.write("pages/explanations/decisions/0001-a.md", madr)
    repo.write("pages/explanations/decisions/0002-b.md", madr)
    result = run("check", code=1)
    assert "pages/explanations/decisions holds 2 decisions that nothing reads" in result.out
    assert "records init adopts them" in result.out
    run("init")
    assert "2 records checked" in run("check").err


def test_numbers_of_several_series_and_of_an_archive(run, repo):
    """One number in two series is no duplicate, and a number in the archive is not missing."""
    for name in ("GEN-001-a", "GEN-002-b", "API-001-c", "API-002-d"):
        repo.write(
            f"docs/adr/{name}.md",
            f"# {name}\n\nDate: 2026-01-01\n\n{BARE.format(1)[13:]}\n## Consequences\n\ne\n",
        )
    repo.write("docs/adr/archive/GEN-003-e.md", "# E\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n")
    repo.write("docs/adr/GEN-004-f.md", "# F\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n")
    assert not {"ADR011", "ADR012", "ADR019"} & {rule for rule, _, _ in rows(run, "--all", code=1)}
