"""One cause is one finding, and pages beside a log are no records of it."""

from logs_help import decision

COMPLETE = "Date: 2024-01-31\n\n## Status"


def complete(number, status="Accepted"):
    """A decision that `check` finds nothing in."""
    return decision(number, status).replace("## Status", COMPLETE) + "\n## Consequences\n\nz\n"


def test_code_that_cites_one_proposal_in_many_folders_is_one_finding(run, repo):
    """The cause is the decision that is not accepted, wherever it is cited."""
    repo.write("docs/adr/0001-a.md", complete(1, "Proposed"))
    for folder in ("a", "b", "c"):
        repo.write(f"src/{folder}/x.py", "# see ADR-0001\nx = 1\n")
    repo.commit()
    lines = [line for line in run("check").out.splitlines() if "ADR039" in line]
    assert len(lines) == 1
    assert "cites ADR-0001, which is proposed (3 times: also in x.py" in lines[0] or "3 times" in lines[0]


def test_several_pages_with_decisions_are_one_finding(run, repo):
    """It names the first, and counts the others and what they hold."""
    repo.write("docs/adr/0001-a.md", complete(1))
    for folder in ("a", "b"):
        repo.write(f"{folder}/DECISIONS.md", "# D\n\n## ADR-1: Bees\n\nx\n\n## ADR-2: Ants\n\ny\n")
    repo.commit()
    findings = [line for line in run("check").out.splitlines() if "REC003" in line]
    assert len(findings) == 1
    assert "a/DECISIONS.md and 1 other page hold 4 decisions" in findings[0]


def test_pages_beside_a_log_are_no_records(run, repo):
    """An index whose table has a column Status, a translated README, a guide and a list of open questions are none."""
    repo.write("docs/adr/0001-a.md", complete(1))
    repo.write("docs/adr/0002-b.md", complete(2))
    rows = "| [1](0001-a.md) | A | Accepted |\n| [2](0002-b.md) | B | Accepted |\n"
    repo.write("docs/adr/ADR-INDEX.md", f"# Index\n\n| # | Title | Status |\n|---|---|---|\n{rows}")
    repo.write("docs/adr/README.de.md", "# Entscheidungen\n\nText.\n")
    repo.write("docs/decision-records.md", "# Records\n\n## Purpose\n\nx\n\n## Scope\n\ny\n")
    repo.write("docs/open-decisions.md", "# Open\n\n## OD-1 A\n\nx\n\n## OD-2 B\n\ny\n")
    repo.write(
        "docs/license-decision.md", "# License\n\n## Options\n\nx\n\n## 1. MIT\n\ny\n\n## 2. BSD\n\nz\n"
    )
    repo.commit()
    assert run("check").out == ""
    assert len(run("list").out.splitlines()) == 2


def test_a_letter_behind_a_number_is_a_number_of_its_own(run, repo):
    """`0013a` is neither a second 13 nor a name without a number."""
    for number, name in ((12, "0012-a"), (13, "0013-b"), (13, "0013a-c")):
        repo.write(f"docs/adr/{name}.md", complete(number))
    repo.commit()
    out = run("check").out
    assert "ADR012" not in out
    assert "ADR019" not in out


def test_a_section_about_the_current_state_states_no_status(run, repo):
    """Only a known status below `Current state` is one."""
    text = complete(1, "Proposed") + "\n### Current State\n\n**Core library**: in use.\n"
    repo.write("docs/adr/0001-a.md", text)
    repo.commit()
    assert "ADR028" not in run("check").out


def test_dated_prompts_of_other_folders_are_no_prompt_records(run, repo):
    """A date before `.prompt.md` is no number."""
    repo.write("docs/research/2024-01-31-ask.prompt.md", "Find out.\n")
    repo.write("docs/adr/0001-a.md", complete(1))
    repo.commit()
    assert "PHR" not in run("list").out
    assert run("check").out == ""


def test_a_log_that_nothing_read_before_the_change_is_no_finding_of_the_change(run, repo):
    """`--against` counts it among the findings that were there."""
    repo.write("docs/adr/0001-a.md", complete(1))
    repo.write("DECISIONS.md", "# D\n\n## ADR-1: Bees\n\nx\n\n## ADR-2: Ants\n\ny\n")
    repo.write("guide/decisions/0001-x.md", complete(1))
    repo.commit()
    repo.write("docs/adr/0002-b.md", complete(2))
    repo.commit()
    report = run("check", "--against", "HEAD~1")
    assert "REC003" not in report.out
    assert "2 findings from before the change" in report.err


def test_code_that_cites_many_decisions_that_do_not_hold_is_one_finding(run, repo):
    """Where most proposals of a log are cited, that is how the log is kept."""
    for number in range(1, 6):
        repo.write(f"docs/adr/000{number}-a.md", complete(number, "Proposed"))
        repo.write(f"src/x{number}.py", f"# see ADR-000{number}\nx = 1\n")
    repo.commit()
    assert sum("ADR039" in line for line in run("check").out.splitlines()) == 1
