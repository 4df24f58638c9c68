"""Every rule finds what it is for, at its line, and nothing in a sound record."""

from __future__ import annotations

import pytest

from check_help import ADR, MADR, PHR, PROMPT, SOUND, found, report_of
from records.check.engine import rule_called
from records.check.rules import RULES


def test_sound_records_have_no_findings(repo) -> None:
    """Well-formed records of several forms have no findings."""
    repo.write(ADR, SOUND)
    repo.write("history/adr/0002-use-madr.md", MADR)
    repo.write(PROMPT, PHR)
    report = report_of(repo)
    assert report.diagnostics == ()
    assert report.checked == 3
    assert not report.failed


ADR_CASES = [
    ("ADR001", SOUND.replace("# 1. Use a queue\n", ""), 1, "error"),
    ("ADR002", SOUND.replace("## Status\n\nAccepted\n\n", ""), 1, "error"),
    ("ADR002", MADR.replace("status: accepted\n", ""), 1, "info"),
    (
        "ADR002",
        SOUND.replace("Accepted\n", "We talked about it for a long time and then some more.\n"),
        7,
        "error",
    ),
    ("ADR003", SOUND.replace("Date: 2024-05-06\n\n", ""), 1, "error"),
    ("ADR003", MADR.replace("date: 2024-05-06\n", ""), 1, "info"),
    ("ADR004", SOUND.replace("## Context", "## Xyz"), 1, "error"),
    ("ADR005", SOUND.replace("## Decision", "## Xyz"), 1, "error"),
    ("ADR006", SOUND.replace("## Consequences", "## Xyz"), 1, "error"),
    ("ADR007", SOUND.replace("Accepted\n", "Living\n"), 7, "warning"),
    ("ADR008", SOUND.replace("2024-05-06", "2024-05-36"), 3, "warning"),
    ("ADR008", SOUND.replace("2024-05-06", "06/05/2024"), 3, "info"),
    ("ADR008", SOUND.replace("2024-05-06", "YYYY-MM-DD"), 3, "warning"),
    ("ADR009", SOUND.replace("# 1. Use", "# 2. Use"), 1, "warning"),
    ("ADR010", SOUND.replace("Accepted\n", "Superseded\n"), 7, "warning"),
    ("ADR013", SOUND.replace("Mails are", "See [x](0007-no-such.md). Mails are"), 11, "warning"),
    ("ADR014", SOUND.replace("Mails are slow.\n", ""), 9, "warning"),
    (
        "ADR014",
        SOUND.replace(
            "Mails are slow.",
            "The issue motivating this decision, and any context that influences or constrains the decision.",
        ),
        11,
        "warning",
    ),
    ("ADR015", MADR.replace("* speed", "speed and more"), 12, "info"),
    ("ADR016", MADR.replace("* nothing\n", ""), 16, "info"),
    (
        "ADR017",
        SOUND.replace("Good: mails are fast. Bad: one service more.", "* one\n* two\n* three"),
        17,
        "info",
    ),
    ("ADR018", "", 1, "error"),
    ("ADR018", MADR.replace("status: accepted", "status: a: b"), 2, "error"),
    ("ADR021", SOUND.replace("Accepted\n", "Accepted\n\nAmends [1. Use](0001-use-a-queue.md)\n"), 9, "error"),
    ("ADR024", MADR.replace("date:", "affects: ['../x/**']\ndate:"), 3, "warning"),
    (
        "ADR025",
        SOUND.replace("Accepted\n", "Accepted\n\nAmmends [1. Use](0009-b.md)\n"),
        9,
        "info",
    ),
    ("ADR026", MADR.replace("date:", "affects: ['nowhere/**']\ndate:"), 3, "info"),
    ("ADR027", MADR.replace("date: 2024-05-06", "date: [2024-05-06]"), 3, "warning"),
    ("ADR027", MADR.replace("date: 2024-05-06", "date: 2024-05-06\ndeciders:\n  ada: yes"), 4, "warning"),
    ("ADR031", MADR.replace("date: 2024-05-06", "date: 2024-05-06\nsupercededs: [1]"), 4, "warning"),
    ("ADR028", SOUND.replace("# 1.", "---\nstatus: rejected\n---\n\n# 1."), 11, "warning"),
    ("ADR030", SOUND.replace("Accepted\n", "Proposed | Accepted | Rejected\n"), 7, "error"),
    ("ADR030", SOUND.replace("Mails", "{{CONTEXT}} mails"), 11, "error"),
    ("PHR014", SOUND.replace("Mails", "postgres://ada:s3cr3tPassw0rd9x@db.acme.io/x mails"), 11, "error"),
]


@pytest.mark.parametrize(
    ("rule", "text", "line", "severity"), ADR_CASES, ids=[f"{c[0]}-{c[3]}" for c in ADR_CASES]
)
def test_decision_rules(repo, rule, text, line, severity) -> None:
    """Each rule finds the fault that it is for, at its line; one that is off by default, once it has a severity."""
    repo.write(ADR, text)
    if rule_called(rule).opt_in:
        assert found(repo, rule) == []
        repo.write(".records/config.toml", f'[check.severity]\n{rule} = "{severity}"\n')
    assert (ADR, line, severity) in found(repo, rule)


def test_numbers_and_names(repo) -> None:
    """A number that is used twice is one finding, a gap is one where the rule is on, and so is a name without number."""
    repo.write(".records/config.toml", '[check.severity]\nADR011 = "info"\n')
    repo.write(ADR, SOUND)
    repo.write("history/adr/001-other.md", SOUND.replace("Use a queue", "Other"))
    repo.write("history/adr/0004-late.md", SOUND.replace("1. Use a queue", "4. Late"))
    repo.write("history/adr/use-tabs.md", SOUND.replace("1. Use a queue", "Use tabs"))
    assert found(repo, "ADR012") == [(ADR, 1, "error")]
    assert found(repo, "ADR011") == [("history/adr/0004-late.md", 1, "info")]
    assert found(repo, "ADR019") == [("history/adr/use-tabs.md", 1, "info")]


def two(repo, first_status: str, second: str) -> None:
    repo.write(ADR, SOUND.replace("Accepted\n", first_status))
    text = SOUND.replace("1. Use a queue", "2. Use a log")
    repo.write("history/adr/0002-use-a-log.md", text.replace("Accepted\n", second))


def test_supersession_is_on_both_sides_and_in_order(repo) -> None:
    """Supersession that is missing on one side, or by an undecided record, is a finding."""
    two(repo, "Accepted\n", "Accepted\n\nSupersedes [1. Use a queue](0001-use-a-queue.md)\n")
    assert found(repo, "ADR020") == [(ADR, 7, "warning")]
    two(repo, "Accepted\n", "Proposed\n\nSupersedes [1. Use a queue](0001-use-a-queue.md)\n")
    assert found(repo, "ADR029") == found(repo, "ADR020") == []
    two(repo, "Superseded by [2. Use a log](0002-use-a-log.md)\n", "Proposed\n")
    assert found(repo, "ADR029") == [(ADR, 7, "error")]
    two(repo, "Superseded by [2. Use a log](0002-use-a-log.md)\n", "Accepted\n")
    assert found(repo, "ADR029") == []
    two(repo, "Deprecated\n", "Accepted\n\nDepends on [1. Use a queue](0001-use-a-queue.md)\n")
    assert found(repo, "ADR022") == [("history/adr/0002-use-a-log.md", 9, "warning")]
    two(
        repo,
        "Superseded by [2. Use a log](0002-use-a-log.md)\n\nSupersedes [2. Use a log](0002-use-a-log.md)\n",
        "Accepted\n\nSupersedes [1. Use a queue](0001-use-a-queue.md)\n",
    )
    assert found(repo, "REC002") == [(ADR, 1, "error")]


def test_a_link_to_a_number_that_moved_names_the_near_one(repo) -> None:
    """A broken link hints at the record of the same number."""
    repo.write(ADR, SOUND.replace("Mails are", "See [x](0001-old-name.md). Mails are"))
    hints = [d.hint for d in report_of(repo).diagnostics if d.rule == "ADR013"]
    assert hints == [f"did you mean {ADR}?"]


PHR_CASES = [
    ("PHR010", PHR.replace("Add a login page, please.", "User requested a login page."), "warning"),
    ("PHR010", PHR.replace("Add a login page, please.", "/sp.plan"), "info"),
    ("PHR010", PHR.replace("Add a login page, please.", "Do it [truncated] now"), "warning"),
    ("PHR010", PHR.replace("Add a login page, please.", "You **MUST** use $ARGUMENTS"), "warning"),
    ("PHR011", PHR.replace("## Outcome", "## Xyz"), "warning"),
    ("PHR014", PHR.replace("please", "key ghp_" + "a1B2c3D4e5" * 4), "error"),
    ("PHR016", PHR.replace("\n", "\r\n"), "info"),
    ("PHR016", PHR.rstrip("\n"), "info"),
    ("PHR016", PHR + "x" * 33_000 + "\n", "info"),
    ("PHR016", PHR.replace("Added.", "Add\u200bed."), "info"),
    ("PHR018", PHR.replace("please", "in /home/grace/src"), "warning"),
    ("PHR018", PHR.replace("please", "for ada@acme.io"), "info"),
]


@pytest.mark.parametrize(
    ("rule", "text", "severity"), PHR_CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(PHR_CASES)]
)
def test_prompt_rules(repo, rule, text, severity) -> None:
    """Each rule for prompt records reports its example with its severity."""
    repo.write(PROMPT, text)
    assert severity in [grave for _, _, grave in found(repo, rule)]


@pytest.mark.parametrize("spec", ["specs/gone/spec.md", "/home/grace/spec.md"])
def test_a_path_that_leads_nowhere_is_told(repo, spec) -> None:
    """A path in front matter that does not exist is a warning."""
    repo.write(PROMPT, PHR.replace("spec: null", f"spec: {spec}"))
    assert [grave for _, _, grave in found(repo, "PHR012")] == ["warning"]


@pytest.mark.parametrize("spec", ["N/A", "none", "-", "TBD", "https://acme.io/12", "ACME-12"])
def test_a_word_for_nothing_is_no_path(repo, spec) -> None:
    """Placeholders such as "none" are not taken for paths."""
    repo.write(PROMPT, PHR.replace("spec: null", f'spec: "{spec}"'))
    assert not found(repo, "PHR012")


def test_a_prompt_file_of_another_name_is_told(repo) -> None:
    """A prompt record whose file name lacks the stage is an info."""
    repo.write("history/prompts/general/0001-add-login.md", PHR)
    assert [grave for _, _, grave in found(repo, "PHR015")] == ["info"]


def test_rules_are_told_apart_and_explained() -> None:
    """Rule ids are unique and sorted, and every rule has a name and an explanation."""
    ids = [rule.id for rule in RULES]
    assert ids == sorted(set(ids))
    assert all(rule.explanation.rstrip(" .…") and rule.name for rule in RULES)


@pytest.mark.parametrize("label", ["Decision", "**Decision**"])
def test_a_row_of_a_table_is_a_part_of_the_record(repo, run, label):
    """A log whose records are tables lacks no sections; a row about a person is none."""
    for number in (1, 2, 3):
        rows = (
            f"| | |\n|---|---|\n| Issue | i |\n| {label} | d |\n| Status | Accepted |\n| Implications | n |\n"
        )
        repo.write(f"docs/adr/000{number}-x.md", f"# {number}. X\n\n{rows}")
    assert not {"ADR004", "ADR005", "ADR006"} & set(run("check").out.split())
    for number in (1, 2, 3):
        path = f"docs/adr/000{number}-x.md"
        repo.write(path, repo.read(path).replace(label, "Decision owner"))
    assert "ADR005" in run("check").out


def test_a_path_of_a_feature_that_was_archived_is_named(repo) -> None:
    """The hint says where the file is now."""
    repo.write("specs/archived/001-login/spec.md", "# Spec\n")
    repo.write(PROMPT, PHR.replace("spec: null", "spec: specs/001-login/spec.md"))
    hints = [finding.hint for finding in report_of(repo).diagnostics if finding.rule == "PHR012"]
    assert hints == ["it is now at specs/archived/001-login/spec.md"]


@pytest.mark.parametrize(
    ("number", "written", "is_found"),
    [("0089", "0089", True), ("0012", "0012", True), ("0089", '"0089"', False)],
)
def test_an_id_that_yaml_reads_in_two_ways_is_told(repo, number, written, is_found) -> None:
    """Digits behind a zero are a number to one version of YAML, and text or another number to the other."""
    repo.write(PROMPT.replace("0001", number), PHR.replace('id: "0001"', f"id: {written}"))
    messages = [finding.message for finding in report_of(repo).diagnostics if "YAML 1" in finding.message]
    assert bool(messages) == is_found


def test_a_component_that_the_project_names_is_a_pattern_that_holds(repo) -> None:
    """`component:NAME` is looked up among the components; one that is not there matches nothing."""
    repo.write("src/app.py", "x = 1\n")
    repo.write("CODEOWNERS", "[Payments]\nsrc/ @shop/payments\n")
    repo.write(ADR, '---\naffects: ["component:payments", "component:bank"]\n---\n\n' + SOUND)
    repo.commit("components")
    told = [
        finding.message for finding in report_of(repo).diagnostics if "matches no file" in finding.message
    ]
    assert told == ["the pattern 'component:bank' matches no file"]
