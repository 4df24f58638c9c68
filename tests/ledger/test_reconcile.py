"""One test run and one edit belong to one turn, whatever hooks and transcripts report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from records.agents.hook_event import HookEvent
from records.agents.times import stamp
from records.ledger.reconcile import ReceivedEvent, reconcile
from records.model.turn import RanTests, Turn, TurnState, Utterance, UtteranceKind


def turn(key: str, at: float, tests: tuple[str, ...] = (), files: tuple[str, ...] = ()) -> Turn:
    runs = tuple(RanTests(command, "passed") for command in tests)
    when = stamp(at)
    said = (Utterance(UtteranceKind.TYPED, key, f"u{key}", when),)
    return Turn(
        "opencode", "s", key, when, state=TurnState.COMPLETED, utterances=said, tests=runs, files=files
    )


@pytest.mark.parametrize(("command", "files"), [("pytest -q tea.py", ()), ("", ("/w/tea.py",))])
def test_what_the_transcript_gives_to_another_turn_is_not_counted_twice(
    command: str, files: tuple[str, ...]
) -> None:
    """A hook's tool event is placed by its time: a queued message makes that the wrong turn."""
    own = turn("create tea", 1000.0, (command,) if command else (), files)
    event = HookEvent("opencode", "tool", "s", command=command, output="1 passed", exit_code=0, files=files)
    first, second = reconcile([own, turn("say hello", 1005.0)], [ReceivedEvent("e", 1008.0, event)])
    assert ([run.command for run in first.turn.tests], first.turn.files) == (
        [command] if command else [],
        files,
    )
    assert (second.turn.tests, second.turn.files) == ((), ())


def test_what_only_a_hook_reports_is_counted() -> None:
    """The transcript may be written later than the hook is called."""
    event = HookEvent("opencode", "tool", "s", command="pytest -q", output="1 passed", exit_code=0)
    [result] = reconcile([turn("create tea", 1000.0)], [ReceivedEvent("e", 1008.0, event)])
    assert [run.status for run in result.turn.tests] == ["passed"]


def test_the_words_of_a_command_come_from_the_hook_that_knows_them() -> None:
    """OpenCode keeps the expanded body of a command; its plugin is given the name."""
    event = HookEvent("opencode", "prompt", "s", key="m", texts=("/why a.py",), sent=("f",), kind="command")
    body = Turn(
        "opencode",
        "s",
        "m",
        stamp(1000.0),
        utterances=(Utterance(UtteranceKind.TYPED, "Explain a.py.", "m", stamp(1000.0)),),
    )
    [result] = reconcile([body], [ReceivedEvent("e", 1000.0, event)])
    assert [(each.kind, each.text, each.uid) for each in result.turn.utterances] == [
        ("command", "/why a.py", "m")
    ]


def test_nothing_in_a_session_of_a_program_is_a_person_s() -> None:
    """A subagent's session: its hooks tell prompts that nobody typed."""
    event = HookEvent("opencode", "prompt", "s", texts=("Look at the file",))
    assert reconcile([], [ReceivedEvent("e", 1000.0, event)], {"*"}) == []
    assert len(reconcile([], [ReceivedEvent("e", 1000.0, event)], {"other"})) == 1


def test_words_that_only_the_hook_knows_join_the_turn_that_it_names() -> None:
    """Where an agent steers within a turn; both have told of the turn then."""
    own = replace(turn("create tea", 1000.0), agent="codex")
    events = [
        ReceivedEvent(text, at, HookEvent("codex", "prompt", "s", key="create tea", texts=(text,)))
        for at, text in ((1000.0, "create tea"), (1003.0, "with milk"))
    ]
    [result] = reconcile([own], events)
    assert [(said.kind, said.text) for said in result.turn.utterances] == [
        ("typed", "create tea"),
        ("steer", "with milk"),
    ]
    assert result.turn.evidence == "both"


def test_a_turn_whose_words_another_one_has_is_none() -> None:
    """A copy of a session begins with its rows again, under other keys of turns."""
    first = turn("create tea", 1000.0)
    copy = Turn("opencode", "s", "again", stamp(1001.0), utterances=first.utterances)
    assert [result.turn.key for result in reconcile([first, copy], [])] == ["create tea"]
