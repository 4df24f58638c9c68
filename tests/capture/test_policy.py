"""The fate of turns."""

from __future__ import annotations

from capture_help import turn
from records.capture import policy
from records.model.turn import TurnState


def test_policy_of_odd_turns() -> None:
    """Rewound words and images without words stay in the ledger."""
    assert policy.decide(turn("x", discarded=True), "all") == ("ledger", "rewound")
    assert policy.decide(turn("", files=("a",)), "all") == ("ledger", "no words, only images")
    assert policy.decide(turn("x", state=TurnState.FAILED), "all")[0] == "recorded"
    assert (
        policy.decide(turn("/sp.tasks", "command", state=TurnState.COMPLETED), "significant")[0] == "recorded"
    )
