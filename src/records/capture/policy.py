"""Decide what becomes of a turn, by what came of it, not by how long its prompt was."""

from __future__ import annotations

import records.regex as re
from records.agents import classify
from records.capture.redact_turn import is_quarantined
from records.model.turn import Disposition, Turn, TurnState, UtteranceKind

POLICIES = ("all", "significant", "manual")
_STAGE_COMMAND = re.compile(
    r"/(?:sp|speckit|spec-kit|records|phr)[.:-]\w+|/(?:specify|plan|tasks|implement|clarify|analyze"
    r"|constitution|checklist|adr)\b"
)
_ASKED, _ANSWERED = 25, 80


def decide(turn: Turn, policy: str) -> tuple[Disposition, str]:
    """Return the turn's disposition and the reason for it.

    `folded` is meant for an acknowledgement that came to nothing; the caller folds it into the
    turn before, if that has a record.
    """
    if is_quarantined(turn):
        return Disposition.QUARANTINED, "a text could not be cleaned of secrets"
    if turn.discarded:
        return Disposition.LEDGER, "rewound"
    if turn.state == TurnState.BLOCKED:
        return Disposition.LEDGER, "blocked by a hook"
    if policy == "manual":
        return Disposition.LEDGER, "policy is manual"
    prompt = turn.prompt
    words = prompt.text if prompt else ""
    if not turn.effects:
        if classify.is_acknowledgement(words) and len(turn.utterances) == 1:
            return Disposition.FOLDED, "acknowledgement"
        if turn.state in (TurnState.INTERRUPTED, TurnState.FAILED) and policy != "all":
            return Disposition.LEDGER, f"{turn.state} without effect"
    if not words.strip():
        return Disposition.LEDGER, "no words, only images"
    if policy == "all":
        return Disposition.RECORDED, "policy is all"
    return _significant(turn, words)


def _significant(turn: Turn, words: str) -> tuple[Disposition, str]:
    if turn.effects:
        return Disposition.RECORDED, "changed files, ran tests or committed"
    if _STAGE_COMMAND.match(words) or (turn.prompt and turn.prompt.kind == UtteranceKind.PLAN):
        return Disposition.RECORDED, "a stage of the work"
    if len(words.split()) >= _ASKED and len(turn.response.split()) >= _ANSWERED:
        return Disposition.RECORDED, "a long question with a long answer"
    return Disposition.LEDGER, "nothing came of it"
