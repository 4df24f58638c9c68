"""Findings that are recorded in the baseline file are known: they are counted, fail nothing, and go stale."""

import json

import pytest

GOOD = "# {0}. Title {0}\n\nDate: 2026-01-0{0}\n\n## Status\n\nAccepted\n\n## Context\n\nc\n\n## Decision\n\nd\n\n## Consequences\n\ne\n"
BASELINE = ".records/baseline.json"


def rows(run, *words, code=0):
    """The rule and path of every finding."""
    return [(row["rule"], row["path"]) for row in json.loads(run("check", "--json", *words, code=code).out)]


def broken(repo):
    """One sound decision, and one with a link to itself and two links to nowhere."""
    repo.write("docs/adr/0001-a.md", GOOD.format(1))
    text = GOOD.format(2).replace("Accepted\n", "Accepted\n\nSupersedes [2](0002-b.md)\n")
    repo.write("docs/adr/0002-b.md", text + "\nSee [x](0098-x.md).\n\nSee [x](0098-x.md).\n")


def test_recorded_findings_are_reported_no_more(run, repo):
    """They are in a file with a line for each, which says how many alike there are; `--baseline` shows them."""
    broken(repo)
    result = run("check", "--write-baseline")
    assert f"{BASELINE}: 3 findings recorded; only new ones are reported from now on" in result.err
    data = json.loads(repo.read(BASELINE))
    assert data["version"] == 1
    assert [(row["rule"], row["path"], row.get("count", 1)) for row in data["findings"]] == [
        ("ADR013", "docs/adr/0002-b.md", 2),
        ("ADR021", "docs/adr/0002-b.md", 1),
    ]
    checked = run("check")
    assert checked.out == ""
    assert f"3 findings in {BASELINE}: --baseline shows them" in checked.err
    assert {rule for rule, _ in rows(run, "--baseline", code=1)} == {"ADR013", "ADR021"}
    before = repo.read(BASELINE)
    run("check", "--write-baseline")
    assert repo.read(BASELINE) == before


def test_a_new_finding_is_reported(run, repo):
    """One more of a kind that is recorded is new, one whose line moved is not."""
    broken(repo)
    run("check", "--write-baseline")
    text = repo.read("docs/adr/0002-b.md")
    repo.write("docs/adr/0002-b.md", text.replace("## Context\n", "A line more.\n\n## Context\n"))
    assert rows(run) == []
    repo.write("docs/adr/0002-b.md", text + "\nSee [x](0098-x.md).\n")
    assert rows(run) == [("ADR013", "docs/adr/0002-b.md")]
    repo.write("docs/adr/0003-c.md", GOOD.format(3).replace("# 3. Title 3", "# 4. Title"))
    assert ("ADR009", "docs/adr/0003-c.md") in rows(run)
    assert rows(run, "docs/adr/0001-a.md") == []


def test_a_finding_that_was_fixed_goes_stale(run, repo):
    """The number of records that nothing is found for is said, and the command that removes them."""
    broken(repo)
    run("check", "--write-baseline")
    repo.write("docs/adr/0002-b.md", GOOD.format(2))
    assert (
        f"3 recorded findings of {BASELINE} no longer found: records check --write-baseline"
        in run("check").err
    )
    assert "no longer found" not in run("check", "docs/adr/0001-a.md").err
    run("check", "--write-baseline")
    assert json.loads(repo.read(BASELINE))["findings"] == []
    assert "no longer found" not in run("check").err


def test_the_baseline_holds_for_ci_and_against_too(run, repo):
    """What is recorded is no problem of a change, wherever the change is judged."""
    broken(repo)
    run("check", "--write-baseline")
    start = repo.commit("Begin")
    repo.write("docs/adr/0003-c.md", GOOD.format(3))
    repo.commit("More")
    assert rows(run, "--against", start) == []
    assert run("ci", "--against", start).code == 0


@pytest.mark.parametrize(
    "text",
    ["", "[]", "[" * 100_000, '{"version": 2, "findings": []}', '{"version": 1, "findings": [{"rule": 1}]}'],
)
def test_a_damaged_baseline_is_an_error(run, repo, text):
    """A file that cannot be read hides nothing; the command that writes it anew is named."""
    broken(repo)
    repo.write(BASELINE, text)
    result = run("check", code=2)
    assert f"{BASELINE} cannot be read" in result.err
    assert "records check --write-baseline" in result.err


@pytest.mark.parametrize("words", [("docs",), ("--against", "HEAD"), ("--json",), ("--format", "sarif")])
def test_a_baseline_is_of_everything(run, repo, words):
    """Paths and revisions would record a part only."""
    broken(repo)
    repo.commit("Begin")
    assert "--write-baseline records all findings" in run("check", "--write-baseline", *words, code=2).err


def test_a_renamed_record_brings_no_new_findings(run, repo):
    """A finding goes along with its file, also where its message names a renamed one."""
    broken(repo)
    repo.write("docs/adr/0005-e.md", GOOD.format(5))
    repo.write("docs/adr/0005-f.md", GOOD.format(5).replace("Title 5", "Other"))
    start = repo.commit("Begin")
    repo.git("mv", "docs/adr/0002-b.md", "docs/adr/0002-a-better-name.md")
    repo.git("mv", "docs/adr/0005-e.md", "docs/adr/0005-g.md")
    repo.commit("Rename")
    assert rows(run, "--against", start) == [
        ("ADR013", "docs/adr/0002-a-better-name.md")
    ]  # its link to itself
    repo.write("docs/adr/0005-h.md", GOOD.format(5).replace("Title 5", "Third"))
    assert ("ADR012", "docs/adr/0005-h.md") in rows(run, "--against", start, code=1)
