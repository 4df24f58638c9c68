"""Qwen Code: what its tools did."""

from __future__ import annotations

from typing import Any

import pytest

import capture_help as made
from records.agents import qwen
from records.agents.transcript import Source


@pytest.mark.parametrize(
    ("display", "status"),
    [
        ({"output": "3 passed", "exitCode": 0}, "passed"),
        ({"output": "1 failed", "exitCode": 1}, "failed"),
        ({"text": "1 failed"}, "failed"),
        ("3 passed", "passed"),
    ],
)
def test_tests_that_ran_are_recorded(display: Any, status: str) -> None:
    """By the exit code where the agent wrote it, else by what the program printed."""
    story = made.Qwen("q", "/w").turn("Test it")
    base = {key: story.rows[-1][key] for key in ("sessionId", "cwd") if key in story.rows[-1]}
    call = {"functionCall": {"id": "c1", "name": "run_shell_command", "args": {"command": "pytest -q"}}}
    story.rows += [
        {**base, "type": "assistant", "uuid": "a9", "message": {"role": "model", "parts": [call]}},
        {
            **base,
            "type": "tool_result",
            "uuid": "r9",
            "toolCallResult": {"callId": "c1", "resultDisplay": display},
        },
    ]
    [turn] = qwen.read(Source("q.jsonl", story.data)).turns
    assert [(run.command, run.status) for run in turn.tests] == [("pytest -q", status)]
