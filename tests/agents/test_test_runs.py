"""Test commands and their outcome."""

from __future__ import annotations

from typing import Any

import pytest

from records.agents import test_runs
from records.model.turn import RanTests


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


@pytest.mark.parametrize(
    ("command", "output", "code"),
    [
        ("pytest -q", "no tests ran in 0.03s", 5),
        ("python3 -m pytest -q a.py", "Exit code 5\n\nno tests ran in 0.03s", 1),
        ("pytest -q -k nothing", "Exit code 5\n\n3 deselected in 0.01s", 1),
        ("pytest --co -q -p x", "", 5),
        ("python -m unittest", "\n----\nRan 0 tests in 0.000s\n\nOK\n", 0),
        ("python -m unittest", "\n----\nRan 0 tests in 0.000s\n\nNO TESTS RAN\n", 5),
        ("npm test", "No tests found, exiting with code 1\nnpm ERR! Test failed.", 1),
        ("npx vitest run", "No test files found, exiting with code 1", 1),
        ("go test ./...", "?   \tx/y\t[no test files]\n?   \tx/z\t[no test files]\n", 0),
        ("go test -run X", "testing: warning: no tests to run\nPASS\nok  \tx\t0.1s [no tests to run]\n", 0),
        ("cargo test", "running 0 tests\n\ntest result: ok. 0 passed; 0 failed; 0 ignored", 0),
        ("cargo test | tail -1", "test result: ok. 0 passed; 0 failed; 0 ignored", 0),
        ("cargo nextest run", "", 4),
        ("npx mocha", "  0 passing (1ms)", 0),
        ("bundle exec rspec", "No examples found.\n\n0 examples, 0 failures", 0),
        ("make test", "no tests ran in 0.01s\nmake: *** [Makefile:3: test] Error 5", 2),
        ("phpunit", "No tests executed!", 0),
        ("ctest", "No tests were found!!!", 8),
    ],
)
def test_a_run_without_a_test_is_unknown(command: str, output: str, code: int) -> None:
    """By the runner's own words or exit code: it neither passed nor failed."""
    run = test_runs.judge(command, output, code)
    assert (run.status, run.source) == ("unknown", "")


@pytest.mark.parametrize(
    ("command", "output", "code", "status"),
    [
        ("go test ./...", "?   \tx\t[no test files]\nok  \tx/y\t0.1s\n", 0, "passed"),
        ("go test ./...", "?   \tx\t[no test files]\nFAIL\tx/y [build failed]\n", 1, "failed"),
        ("cargo test", "running 2 tests\ntest result: ok. 2 passed; 0 failed\n\n"
         "running 0 tests\ntest result: ok. 0 passed; 0 failed", 0, "passed"),
        ("pytest", "collected 0 items / 1 error\n1 error in 0.4s", 2, "failed"),
        ("pytest", "usage: pytest\nerror: unrecognized arguments", 4, "failed"),
        ("make test", "Error 5", 5, "failed"),
        ("mvn test", "Tests run: 0, Failures: 0, Errors: 0\nTests run: 5, Failures: 0, Errors: 0", 0, "passed"),
    ],
)  # fmt: skip
def test_one_part_without_a_test_does_not_hide_the_others(
    command: str, output: str, code: int, status: str
) -> None:
    """What another package or group reports, or an error, decides."""
    assert test_runs.judge(command, output, code).status == status


@pytest.mark.parametrize(
    ("command", "part"),
    [
        ("printf 'a' > pyproject.toml; python3 -m pytest -q", "python3 -m pytest -q"),
        ("cd app && uv run pytest -x 2>&1 | tail -3", "cd app && uv run pytest -x"),
        ("git add . && pytest a && git commit -m x", "pytest a"),
        ('pytest -k "a; b" && ls', 'pytest -k "a; b"'),
        ("pytest a; ruff check; pytest b", "pytest a; pytest b"),
        ("(cd web; npm test)", "(cd web; npm test)"),
        ("cat <<E\ndon't\nE\nmake test", "make test"),
        ("pytest 'unclosed", "pytest 'unclosed"),
        ("FOO=1 go test ./...", "FOO=1 go test ./..."),
    ],
)
def test_only_the_part_that_runs_tests_is_kept(command: str, part: str) -> None:
    """Together with the folder that the command changes to."""
    assert test_runs.test_part(command) == part


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
