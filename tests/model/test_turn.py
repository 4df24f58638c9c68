"""Turns as values and as stored JSON."""

from __future__ import annotations

import json

import pytest

from records.model.turn import RanTests, Turn, TurnState, Utterance, UtteranceKind, from_json, to_json

_TURN = Turn(
    "claude",
    "s",
    "k",
    at="2026-11-07T10:00:00.000Z",
    state=TurnState.INTERRUPTED,
    utterances=(Utterance(UtteranceKind.TOOL_FEEDBACK, "no, the other file", "u", aside=True),),
    tests=(RanTests("make test", "passed", 3),),
    files=("a.py",),
)


def test_a_stored_turn_holds_plain_words_for_state_and_kind():
    """The JSON of a turn has the state and the kinds as the same lower-case words as always."""
    stored = json.loads(json.dumps(to_json(_TURN)))
    assert stored["state"] == "interrupted"
    assert stored["utterances"][0]["kind"] == "tool_feedback"
    assert '"state": "interrupted"' in json.dumps(to_json(_TURN))


def test_a_stored_turn_is_read_back_as_it_was():
    """Reading the stored JSON gives an equal turn whose state and kinds are enum members."""
    turn = from_json(json.loads(json.dumps(to_json(_TURN))))
    assert turn == _TURN
    assert turn.state is TurnState.INTERRUPTED
    assert turn.utterances[0].kind is UtteranceKind.TOOL_FEEDBACK


@pytest.mark.parametrize(
    "change",
    [{"state": "paused"}, {"state": ""}, {"utterances": [{"kind": "sung", "text": "x", "uid": "u"}]}],
)
def test_a_state_or_kind_that_is_not_known_is_an_error(change: dict[str, object]):
    """A stored turn with a word that no version before this one wrote is refused, not passed on as text."""
    with pytest.raises(ValueError, match="is not a valid"):
        from_json({**to_json(_TURN), **change})


def test_each_state_is_further_than_the_one_before():
    """The states are declared in the order in which a turn moves."""
    assert [state.progress for state in TurnState] == list(range(len(TurnState)))
    assert TurnState.OPEN.progress < TurnState.ORPHANED.progress < TurnState.COMPLETED.progress
