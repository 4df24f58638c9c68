"""What `check --fix` mends, what it leaves, and that nothing else in a file changes."""

from __future__ import annotations

import difflib

import pytest

from check_help import ADR, PHR, PROMPT, SOUND, report_of
from records.check.fixing import fix
from records.phr.front_matter_fix import fence_front_matter, quote_values
from records.project.project import Project

LOG = "history/adr/0002-use-a-log.md"
NEWER = SOUND.replace("1. Use a queue", "2. Use a log").replace(
    "Accepted\n", "Accepted\n\nSupersedes [1. Use a queue](0001-use-a-queue.md)\n"
)


def mend(repo, **given):
    return fix(Project.open(str(repo.path), use_cache=False), **given)


def changed(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line for line in lines if line[:2] in ("- ", "+ ")]


CASES = [
    ("ADR020", ADR, SOUND, ["- Accepted\n", "+ Superseded by [2. Use a log](0002-use-a-log.md)\n"]),
    (
        "ADR008",
        ADR,
        SOUND.replace("2024-05-06", "06/05/2024"),
        ["- Date: 06/05/2024\n", "+ Date: 2024-05-06\n"],
    ),
    (
        "PHR004",
        "history/prompts/general/0010-add-login.green.prompt.md",
        PHR.replace('"0001"', "0010"),
        ["- id: 0010\n", '+ id: "0010"\n'],
    ),
    ("PHR006", PROMPT, PHR.replace('"0001"', '"01"'), ['- id: "01"\n', '+ id: "0001"\n']),
    ("PHR003", PROMPT, PHR.replace("---\n", "", 1), ["+ ---\n"]),
    ("PHR003", PROMPT, PHR.replace("---\n\n## Prompt", "\n## Prompt"), ["+ ---\n"]),
    (
        "PHR002",
        PROMPT,
        PHR.replace('title: "Add login"', "title: Add: login"),
        ["- title: Add: login\n", '+ title: "Add: login"\n'],
    ),
]


@pytest.mark.parametrize(
    ("rule", "path", "text", "expected"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_fix_touches_only_its_lines(repo, rule, path, text, expected, newline) -> None:
    """Each rule's fix changes only its own lines, keeps line ends, and a dry run writes nothing."""
    text = text.replace("\n", newline)
    repo.write(path, text)
    if rule == "ADR020":
        repo.write(LOG, NEWER)
    shown = mend(repo, dry_run=True)
    assert [(item.path, item.rules) for item in shown] == [(path, (rule,))]
    assert repo.read(path) == text
    mend(repo)
    after = repo.read(path)
    assert [line.replace("\r", "") for line in changed(text, after)] == expected
    assert after.count("\r\n") == (after.count("\n") if newline == "\r\n" else 0)
    assert mend(repo) == []
    assert rule not in {d.rule for d in report_of(repo).diagnostics}


def test_several_rules_mend_one_file(repo) -> None:
    """Fixes of several rules are applied to one file in turn."""
    path = "history/prompts/general/0010-add-login.green.prompt.md"
    repo.write(path, PHR.replace('"0001"', "010").replace('"Add login"', "Add: login"))
    assert mend(repo)[0].rules == ("PHR002", "PHR004", "PHR006")
    assert 'id: "0010"\ntitle: "Add: login"\n' in repo.read(path)


def test_what_is_not_safe_is_left_and_not_called_fixable(repo) -> None:
    """A finding without a safe fix is not written and not marked fixable."""
    text = PHR.replace('id: "0001"', "id: 005-001")
    repo.write(PROMPT, text)
    broken = PHR.replace("stage: green", "stage: green\n\t- [x")
    repo.write("history/prompts/general/0002-x.green.prompt.md", broken)
    assert mend(repo) == []
    assert repo.read(PROMPT) == text
    assert not any(d.fixable for d in report_of(repo).diagnostics)


def test_the_command_shows_a_diff_first(run, repo) -> None:
    """`--fix --dry-run` prints a diff and writes nothing; `--fix` writes it."""
    repo.write(ADR, SOUND)
    repo.write(LOG, NEWER)
    told = run("check")
    assert "1 can be fixed: records check --fix --dry-run" in told.err
    shown = run("check", "--fix", "--dry-run")

    assert f"--- a/{ADR}" in shown.out
    assert "+Superseded by [2. Use a log](0002-use-a-log.md)" in shown.out
    assert "nothing was written" in shown.err
    assert repo.read(ADR) == SOUND
    done = run("check", "--fix")

    assert f"fixed {ADR} (ADR020)" in done.err
    assert "Superseded by" in repo.read(ADR)


def test_quoting_gives_back_what_the_ladder_read() -> None:
    """Quoted values are read by YAML as the tolerant reader reads the unquoted ones."""
    text = (
        "---\nid: 1\ntitle: a: b\ntests:\n  - Word count: 12\n  - Word goal: 12 (target: 16)\n"
        'labels: ["x"]\nnote: "quoted" and more\n---\n\n## Prompt\n\nx\n'
    )
    made = quote_values(text)
    assert made is not None
    assert 'title: "a: b"\n' in made
    assert '  - "Word count: 12"\n  - "Word goal: 12 (target: 16)"\n' in made
    assert quote_values("no front matter") is None
    assert quote_values("---\na: b\n---\n") is None
    assert quote_values("---\ntests:\nnull\n---\n") is None
    assert fence_front_matter("---\na: b\n---\n") is None


@pytest.mark.parametrize(
    "block",
    [
        "id: 2\ntitle: No: fence\nstage: misc\n---\n",
        "id: 2\ntitle: : No fence\nstage: misc\n---\n",
        'id: 2\ntitle: "No" fence: x\nstage: misc\nlabels:\n- a: b\n---\n',
    ],
)
def test_one_run_repairs_what_another_repair_brings_to_light(repo, run, block):
    """A missing fence hides values that need quotes: both are repaired at once, and a second run changes nothing."""
    path = "history/prompts/general/0002-a.misc.prompt.md"
    repo.write(path, f"{block}\n## Prompt\n\nx\n\n## Response snapshot\n\ny\n")
    run("check", "--fix")
    fixed = repo.read(path)
    assert fixed.startswith("---\n")
    assert fixed != f"---\n{block}"
    run("check", "--fix")
    assert repo.read(path) == fixed
