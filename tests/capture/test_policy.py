"""The fate of turns."""

from __future__ import annotations

from typing import Any

from records.capture import policy
from records.model.turn import Turn, TurnState, Utterance, UtteranceKind


def turn(text: str, kind: str = "typed", **more: Any) -> Turn:
    return Turn(
        "claude",
        "s",
        "k",
        utterances=(Utterance(UtteranceKind(kind), text, "u", "2026-11-07T10:00:00.000Z"),),
        **more,
    )


def test_policy_of_odd_turns() -> None:
    """Rewound words and images without words stay in the ledger."""
    assert policy.decide(turn("x", discarded=True), "all") == ("ledger", "rewound")
    assert policy.decide(turn("", files=("a",)), "all") == ("ledger", "no words, only images")
    assert policy.decide(turn("x", state=TurnState.FAILED), "all")[0] == "recorded"
    assert (
        policy.decide(turn("/sp.tasks", "command", state=TurnState.COMPLETED), "significant")[0] == "recorded"
    )
