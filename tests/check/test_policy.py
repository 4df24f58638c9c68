"""What a project may decide about its checks, and what a merge would break."""

from __future__ import annotations

import pytest

from check_help import ADR, PHR, PROMPT, SOUND, found, report_of
from records.check.engine import rule_called
from records.errors import ConfigError, GitError

NO_DATE = SOUND.replace("Date: 2024-05-06\n\n", "")


def config(repo, text: str) -> None:
    repo.write(".records/config.toml", f"[check]\n{text}\n")


def test_rules_are_switched_off_and_graded(repo) -> None:
    """Settings ignore a rule or change its severity."""
    repo.write(ADR, NO_DATE)
    assert report_of(repo).failed
    config(repo, 'ignore = ["ADR003"]')
    assert report_of(repo).diagnostics == ()
    config(repo, '[check.severity]\nADR003 = "info"')
    assert [grave for _, _, grave in found(repo, "ADR003")] == ["info"]
    config(repo, '[check.severity]\ndate-missing = "off"')
    assert report_of(repo).diagnostics == ()


def test_a_rule_that_does_not_exist_is_told(repo) -> None:
    """Unknown rules and severities in the settings are errors."""
    config(repo, 'ignore = ["ADR999"]')
    with pytest.raises(ConfigError, match="ADR999"):
        report_of(repo)
    config(repo, '[check.severity]\nADR003 = "fatal"')
    with pytest.raises(ConfigError, match="fatal"):
        report_of(repo)
    with pytest.raises(ConfigError) as told:
        rule_called("ADR00")
    assert "did you mean" in told.value.hint
    assert rule_called("Superseded-On-One-Side").id == "ADR020"


def test_an_old_log_is_eased(repo) -> None:
    """`strict-from` lowers the errors of records older than that date."""
    repo.write(ADR, SOUND.replace("## Context", "## Xyz"))
    assert report_of(repo).failed
    config(repo, 'strict-from = "2025-01-01"')
    assert not report_of(repo).failed
    config(repo, 'strict-from = "2024-01-01"')
    assert report_of(repo).failed


def test_a_finding_is_set_aside_with_a_reason(repo) -> None:
    """An ignore comment with a reason hides findings; one that hides nothing is reported."""
    repo.write(ADR, NO_DATE + "\n<!-- records-ignore ADR003, ADR004: kept as it came -->\n")
    rules = [(d.rule, d.line) for d in report_of(repo).diagnostics]
    assert rules == [("REC020", 19)]
    repo.write(ADR, NO_DATE + "\n<!-- records-ignore ADR003 -->\n")
    assert {d.rule for d in report_of(repo).diagnostics} == {"ADR003", "REC021"}


def test_one_line_is_set_aside(repo) -> None:
    """`records-ignore-next-line` hides the findings of one line only."""
    text = SOUND.replace(
        "Mails are", "<!-- records-ignore-next-line ADR013: it comes -->\n[x](0007-x.md) [y](0008-y.md)"
    )
    repo.write(ADR, text + "\n[z](0009-z.md)\n")
    assert [line for _, line, _ in found(repo, "ADR013")] == [22]


def test_front_matter_can_set_aside_too(repo) -> None:
    """An ignore comment works as a YAML comment in front matter."""
    repo.write(PROMPT, PHR.replace('id: "0001"', "# records-ignore PHR004: an importer wrote it\nid: 0010"))
    assert found(repo, "PHR004") == []


def test_a_prompt_that_talks_about_ignoring_sets_nothing_aside(repo) -> None:
    """An ignore comment inside the prompt has no effect."""
    prompt = "Write <!-- records-ignore PHR011: why not --> into it."
    repo.write(PROMPT, PHR.replace("Add a login page, please.", prompt).replace("## Outcome", "## Xyz"))
    assert [d.rule for d in report_of(repo).diagnostics] == ["PHR011"]


def test_only_what_is_asked_for_is_checked(repo) -> None:
    """Paths limit the check to files and folders."""
    repo.write(ADR, NO_DATE)
    repo.write(PROMPT, PHR)
    assert report_of(repo, [PROMPT]).diagnostics == ()
    assert report_of(repo, ["history/prompts"]).checked == 1
    assert report_of(repo, ["README.md"]).checked == 0
    assert report_of(repo, ["."]).checked == 2


@pytest.fixture
def parted(repo):
    """Two branches that parted after one decision."""
    repo.write(ADR, SOUND)
    repo.commit("start")
    repo.git("branch", "-M", "main")
    repo.git("checkout", "-q", "-b", "side")
    return repo


def decide(repo, number: int, title: str, status: str = "Accepted\n") -> str:
    name = f"history/adr/{number:04d}-{title.lower().replace(' ', '-')}.md"
    text = SOUND.replace("1. Use a queue", f"{number}. {title}").replace("Accepted\n", status)
    repo.write(name, text)
    return name


def test_a_number_that_both_sides_took(parted) -> None:
    """A number that both branches took is reported with `--against`."""
    decide(parted, 2, "Theirs")
    parted.commit("theirs")
    parted.git("checkout", "-q", "main")
    ours = decide(parted, 2, "Ours")
    assert not report_of(parted).failed
    report = report_of(parted, against="side")
    assert [(d.rule, d.path) for d in report.diagnostics] == [("REC010", ours)]
    assert "0002-theirs.md" in report.diagnostics[0].message
    assert report_of(parted, against="main").diagnostics == ()


def test_one_file_name_with_two_texts(parted) -> None:
    """One file name with different texts on both branches is reported."""
    decide(parted, 2, "Same", "Proposed\n")
    parted.commit("theirs")
    parted.git("checkout", "-q", "main")
    decide(parted, 2, "Same")
    assert [d.rule for d in report_of(parted, against="side").diagnostics] == ["REC010"]
    decide(parted, 2, "Same", "Proposed\n")
    assert [d.rule for d in report_of(parted, against="side").diagnostics] == ["ADR038"]  # a proposal of 2024


def test_one_decision_superseded_on_both_sides(parted) -> None:
    """A decision that both branches supersede by different ones is reported."""
    link = "Accepted\n\nSupersedes [1. Use a queue](0001-use-a-queue.md)\n"
    marked = SOUND.replace("Accepted\n", "Superseded by [{0}. {1}](000{0}-{2}.md)\n")
    decide(parted, 2, "Theirs", link)
    parted.write(ADR, marked.format(2, "Theirs", "theirs"))
    parted.commit("theirs")
    parted.git("checkout", "-q", "main")
    decide(parted, 3, "Ours", link)
    parted.write(ADR, marked.format(3, "Ours", "ours"))
    found_rules = {d.rule for d in report_of(parted, against="side").diagnostics}
    assert "REC011" in found_rules
    assert "REC011" not in {d.rule for d in report_of(parted).diagnostics}


def test_a_decision_that_the_other_side_retired(parted) -> None:
    """A link to a decision that the other branch retired is reported."""
    parted.write(ADR, SOUND.replace("Accepted\n", "Deprecated\n"))
    parted.commit("theirs")
    parted.git("checkout", "-q", "main")
    decide(parted, 2, "Ours", "Accepted\n\nDepends on [1. Use a queue](0001-use-a-queue.md)\n")
    assert "REC012" in {d.rule for d in report_of(parted, against="side").diagnostics}


def test_a_record_that_is_removed_is_told(parted) -> None:
    """A record that the change deletes is reported."""
    parted.write(PROMPT, PHR)
    parted.commit("asked")
    parted.git("branch", "-f", "main")
    for path in (ADR, PROMPT):
        (parted.path / path).unlink()
    parted.commit("tidy")
    told = [(d.rule, d.path, d.severity) for d in report_of(parted, against="main").diagnostics]
    assert told == [("REC013", ADR, "warning"), ("REC013", PROMPT, "warning")]
    assert not report_of(parted, against="main").failed


def test_a_record_that_is_only_moved_or_gone_on_both_sides_is_not_removed(parted) -> None:
    """A renamed record, or one deleted on both branches, is not reported as deleted."""
    (parted.path / ADR).rename(parted.path / "history/adr/0007-use-a-queue.md")
    parted.commit("renumber")
    assert "REC013" not in {d.rule for d in report_of(parted, against="main").diagnostics}
    parted.git("checkout", "-q", "main")
    (parted.path / ADR).unlink()
    parted.commit("drop")
    parted.git("checkout", "-q", "side")
    (parted.path / "history/adr/0007-use-a-queue.md").unlink()
    assert "REC013" not in {d.rule for d in report_of(parted, against="main").diagnostics}


def test_a_revision_that_is_none_is_told(parted, tmp_path_factory) -> None:
    """An unknown revision, or one that looks like an option, is an error."""
    with pytest.raises(GitError, match="no such revision"):
        report_of(parted, against="nowhere")
    with pytest.raises(GitError):
        report_of(parted, against="--output=x")


def test_outside_a_repository_there_is_no_other_side(tmp_path) -> None:
    """`--against` outside a repository is an error."""

    class Plain:
        path = tmp_path

    with pytest.raises(GitError, match="not in a git repository"):
        report_of(Plain, against="main")


def test_a_template_that_is_not_there_is_told(repo) -> None:
    """A template name in the settings that does not exist is a finding."""
    repo.write(ADR, SOUND)
    for name, missing in (("madr", False), ("ours", True), ("README.md", False)):
        repo.write(".records/config.toml", f'[adr]\ntemplate = "{name}"\n')
        assert bool(found(repo, "ADR023")) is missing


def test_unnumbered_and_one_sided_things_are_left_out_of_a_merge_check(parted) -> None:
    """Records without a number, files that only moved, and links to nothing are no collision."""
    decide(parted, 2, "Theirs", "Accepted\n\nSupersedes [9. Gone](0009-gone.md)\n")
    parted.write("history/adr/use-tabs.md", SOUND.replace("1. Use a queue", "Use tabs"))
    parted.commit("theirs")
    parted.git("checkout", "-q", "main")
    decide(parted, 3, "Ours", "Accepted\n\nSupersedes [8. Gone](0008-gone.md)\n")
    parted.write("history/adr/use-spaces.md", SOUND.replace("1. Use a queue", "Use spaces"))
    rules = {d.rule for d in report_of(parted, against="side").diagnostics}
    assert not rules & {"REC010", "REC011", "REC012"}
    only = report_of(parted, [ADR], against="side")
    assert {d.path for d in only.diagnostics} <= {ADR}
