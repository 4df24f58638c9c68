"""The small rules: test commands and their outcome, acknowledgements, titles, stages, times, paths."""

from __future__ import annotations

from typing import Any

import pytest

from records.agents import classify, test_runs
from records.agents.hook_settings import HOOK
from records.agents.json_lines import mapping, number, objects, text_of
from records.agents.times import moment, seconds, stamp
from records.capture import infer, paths, policy
from records.model.turn import RanTests, Turn, Utterance


@pytest.mark.parametrize(
    "command",
    [
        "pytest -q",
        "cd app && uv run pytest -x",
        "FOO=1 python -m pytest",
        "python3 -m unittest discover",
        "python manage.py test",
        "poetry run tox -e py311",
        "npx vitest run",
        "npm test",
        "npm run test:unit -- --watch=false",
        "pnpm run unit-tests",
        "yarn jest",
        "go test ./... -v 2>&1 | tail -30",
        "cargo nextest run",
        "./gradlew test",
        "mvn -q verify",
        "make check",
        "just test",
        "mise run test:integration",
        "timeout 60 dotnet test",
        "sudo time bundle exec rspec",
        "hatch test",
        "/usr/bin/ctest --output-on-failure",
    ],
)
def test_test_commands_are_recognised(command: str) -> None:
    """By the head of any part of a pipeline, through the usual wrappers."""
    assert test_runs.recognise(command)


@pytest.mark.parametrize(
    "command",
    ["git commit -m 'run pytest'", "cat test.py", "rm /tmp/my-test", "grep -r pytest .", "ls tests", "make build",
     "npm install", "go build ./test", "echo pytest", "cd test", "python test.py", "", "'unclosed"],
)  # fmt: skip
def test_other_commands_are_not(command: str) -> None:
    """Naming a test is not running it."""
    assert not test_runs.recognise(command)


@pytest.mark.parametrize(
    ("command", "output", "code", "expected"),
    [
        ("pytest", "3 passed in 0.1s", 0, ("passed", 3, None, None, "exit")),
        ("pytest", "1 failed, 2 passed, 4 skipped in 0.1s", 1, ("failed", 2, 1, 4, "exit")),
        ("pytest | tail -1", "1 failed, 2 passed in 0.1s", 0, ("failed", 2, 1, None, "summary")),
        ("pytest || true", "2 passed", 0, ("passed", 2, None, None, "summary")),
        ("pytest; echo done", "done", 0, ("unknown", None, None, None, "")),
        ("pytest && echo ok", "", 0, ("passed", None, None, None, "exit")),
        ("pytest", "", None, ("unknown", None, None, None, "")),
        ("pytest", "2 passed, 1 error in 1s", None, ("failed", 2, 1, None, "summary")),
        ("go test ./...", "ok  \tx/y\t0.1s\n", None, ("passed", None, None, None, "summary")),
        (
            "go test ./...",
            "ok  \tx\t0.1s\n--- FAIL: TestX\nFAIL\n",
            None,
            ("failed", None, None, None, "summary"),
        ),
        (
            "cargo test",
            "test result: FAILED. 3 passed; 1 failed; 0 ignored",
            None,
            ("failed", 3, 1, 0, "summary"),
        ),
        (
            "mvn test",
            "Tests run: 5, Failures: 1, Errors: 1, Skipped: 0",
            None,
            ("failed", 3, 2, None, "summary"),
        ),
        ("dotnet test", "Passed!  - Failed: 0, Passed: 7, Skipped: 1", None, ("passed", 7, 0, 1, "summary")),
        ("python -m unittest", "Ran 4 tests in 0.0s\n\nOK\n", None, ("passed", 4, None, None, "summary")),
        ("npm test", "Tests:  1 failed, 3 passed, 4 total", None, ("failed", 3, 1, None, "summary")),
        ("make test", "make: *** [test] Error 1", None, ("failed", None, None, None, "summary")),
    ],
)
def test_outcomes_are_read_and_never_guessed(
    command: str, output: str, code: int | None, expected: tuple[Any, ...]
) -> None:
    """An exit code counts when it is the tests' own, else the summary, else unknown."""
    run = test_runs.judge(command, output, code)
    assert (run.status, run.passed, run.failed, run.skipped, run.source) == expected


def test_the_last_run_counts_and_an_earlier_failure_is_remembered() -> None:
    """Red then green, for the stage."""
    runs = [RanTests("a", "failed"), RanTests("b", "passed"), RanTests("a", "passed")]
    assert [(run.command, run.status, run.red) for run in test_runs.merge(runs)] == [
        ("a", "passed", True),
        ("b", "passed", False),
    ]


def test_exit_codes_in_words() -> None:
    """As Codex, Copilot and Claude Code write them."""
    assert test_runs.exit_code("Process exited with code 2\nOutput:") == 2
    assert test_runs.exit_code("x\n<shellId: 0 completed with exit code 0>") == 0
    assert test_runs.exit_code("Exit code 1\n1 failed") == 1
    assert test_runs.exit_code("fine") is None


@pytest.mark.parametrize(
    "text", ["yes", "Yes, please.", "ok go on", "LGTM!", "continue", "thanks, looks good"]
)
def test_acknowledgements(text: str) -> None:
    """They ask for nothing new."""
    assert classify.is_acknowledgement(text)


@pytest.mark.parametrize("text", ["yes but rename it", "no", "", "continue with the tests", "ok " * 40])
def test_other_short_prompts_are_not(text: str) -> None:
    """Being short is not saying nothing."""
    assert not classify.is_acknowledgement(text)


def test_feedback_is_what_stands_behind_the_refusal() -> None:
    """Without words there is none; a note that the program adds is not the person's."""
    head = "The user doesn't want to proceed with this tool use. The tool use was rejected."
    assert classify.feedback(f"{head} To tell you how to proceed, the user said:\nno\n\nNote: The user's next message"
                             " may contain a correction or preference.") == "no"  # fmt: skip
    assert classify.feedback(f"{head} STOP what you are doing.") == ""
    assert classify.feedback("the user said:\nnothing") == ""
    assert classify.typed_text('<pasted_content id="1">\nx\n</pasted_content>') == "x"
    assert classify.command("plain") is None


def turn(text: str, kind: str = "typed", **more: Any) -> Turn:
    return Turn(
        "claude", "s", "k", utterances=(Utterance(kind, text, "u", "2026-11-07T10:00:00.000Z"),), **more
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fix the total. Then test it.", "Fix the total"),
        ("# Plan\n\nDo it", "Plan"),
        ("Implement the following plan:\n\n# Fix the cart\n", "Fix the cart"),
        ("- ***\n  \n> quoted words\n", "quoted words"),
        ("use [REDACTED:jwt#a1b2c3] and {{NAME}}", "use … and …NAME…"),
        ("a" * 30 + " " + "b" * 40, "a" * 30 + "…"),
        ("!!!", "Untitled prompt"),
    ],
)
def test_titles(text: str, expected: str) -> None:
    """The first sentence, at most sixty characters, without marks."""
    assert infer.title(turn(text)) == expected


def test_a_turn_that_only_says_yes_carries_on() -> None:
    """Its title is the one before; once."""
    assert infer.title(turn("yes"), "Fix it") == "Continue: Fix it"
    assert infer.title(turn("yes"), "Continue: Fix it") == "Continue: Fix it"
    assert infer.title(turn("yes")) == "yes"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (turn("/sp.plan x", "command"), "plan"),
        (turn("/speckit.specify", "command"), "spec"),
        (turn("/review 12", "command"), "general"),
        (turn("x", tests=(RanTests("t", "failed"),)), "red"),
        (turn("x", tests=(RanTests("t", "passed"),), files=("a",)), "green"),
        (turn("x", tests=(RanTests("t", "passed"),)), "general"),
    ],
)
def test_stages(given: Turn, expected: str) -> None:
    """A slash command's, else by the tests, else general."""
    assert infer.stage(given) == expected


def test_a_prompt_with_later_words_lists_them_in_order() -> None:
    """The first as it stands, each later one under a line that says how and when."""
    said = (
        Utterance("typed", "Fix it", "1", "2026-11-07T10:00:00.000Z"),
        Utterance("tool_feedback", "no", "2", "2026-11-07T10:01:00.000Z"),
        Utterance("tool_feedback", "and log", "3", "", aside=True),
    )
    text = infer.prompt_text(Turn("claude", "s", "k", utterances=said))
    assert text == (
        "Fix it\n\n⟶ tool feedback, 10:01:00 UTC\n\nno\n\n⟶ remark while approving a tool\n\nand log"
    )
    assert infer.prompt_text(Turn("claude", "s", "k")) == ""


def test_what_came_of_it_in_one_line() -> None:
    """For the outcome of a record."""
    done = turn("x", state="completed", files=("a", "b"), commits=("1a2b3c4d5e6f7a8b",))
    assert infer.outcome(done) == "completed; 2 files changed; commit 1a2b3c4d5e6f"
    assert infer.test_line(RanTests("pytest " + "x" * 200)).startswith("pytest xxx")
    assert len(infer.test_line(RanTests("pytest " + "x" * 200))) < 140


def test_policy_of_odd_turns() -> None:
    """Rewound words and images without words stay in the ledger."""
    assert policy.decide(turn("x", discarded=True), "all") == ("ledger", "rewound")
    assert policy.decide(turn("", files=("a",)), "all") == ("ledger", "no words, only images")
    assert policy.decide(turn("x", state="failed"), "all")[0] == "recorded"
    assert policy.decide(turn("/sp.tasks", "command", state="completed"), "significant")[0] == "recorded"


def test_times_of_every_form() -> None:
    """ISO with and without zone, seconds, milliseconds; what is no time is empty."""
    assert stamp("2026-11-07T10:00:00Z") == "2026-11-07T10:00:00.000Z"
    assert stamp("2026-11-07T12:00:00+02:00") == stamp("2026-11-07 10:00:00")
    assert stamp(1794045600) == stamp(1794045600000)
    assert (stamp("soon"), stamp(None), stamp(1e30), seconds("x")) == ("", "", "", 0.0)
    assert moment("2026-11-07T10:00:00Z") is not None


def test_paths_become_the_repositorys_own() -> None:
    """The nearest work tree wins; what lies outside, or in the git directory, is left out."""
    files = (
        "/w/a.py",
        "/w/side/b.py",
        "/tmp/x",
        "/w/.git/config",
        "rel/c.py",
        "../up",
        "~/home",
        "C:/x/d.py",
    )
    local = paths.localise(turn("x", files=files), ["/w", "/w/side", "C:/x", ""])
    assert local.files == ("a.py", "b.py", "d.py", "rel/c.py")
    cwds = [turn("x", cwd=cwd) for cwd in ("/w/sub", "/w", "/v", "")]
    assert paths.roots_of(cwds, ["/w"]) == ["/w", "/v"]
    assert paths.common_roots(cwds) == ["/v", "/w"]


def test_rows_are_read_as_far_as_they_go() -> None:
    """Small helpers that never ask."""
    assert list(objects(b'{"a":1}{"b":2}\n[1] {"c":3}\n{"d"')) == [{"a": 1}, {"b": 2}, {"c": 3}]
    assert text_of(["a", {"text": "b"}, {"type": "image"}, 3]) == "a\nb"
    assert (text_of({"text": "x"}), text_of(3), mapping([]), number("x"), number(2.0)) == ("x", "", {}, 0, 2)
    assert HOOK == ".records/hook"
