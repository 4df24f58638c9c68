"""Read an agent's own list of prompts, which outlives its transcripts: prompts only, without answers or effects."""

from __future__ import annotations

from collections.abc import Iterable

from records.agents.classify import fingerprint, is_generated
from records.agents.times import stamp
from records.agents.transcript import Transcript
from records.model.turn import Turn, TurnState, Utterance, UtteranceKind
from records.static_types import NamedTuple


class ListedPrompt(NamedTuple):
    """One line of the list; `time` as the agent writes it."""

    session: str
    cwd: str
    time: object
    text: str


UNNAMED = "listed"
"""The session of prompts whose list does not name one, as older versions of agents wrote it."""


def transcripts(agent: str, prompts: Iterable[ListedPrompt]) -> list[Transcript]:
    """Return the prompts as transcripts, one for each session and folder."""
    sessions: dict[tuple[str, str], list[Turn]] = {}
    for prompt in prompts:
        text = prompt.text.strip()
        session = prompt.session or UNNAMED
        if not text or not (prompt.session or prompt.cwd) or is_generated(text):
            continue
        when = stamp(prompt.time)
        uid = f"y:{fingerprint(f'{session} {when} {text}')}"
        turn = Turn(
            agent=agent,
            session=session,
            key=uid,
            at=when,
            ended=when,
            state=TurnState.ORPHANED,
            utterances=(
                Utterance(
                    UtteranceKind.COMMAND if text.startswith("/") else UtteranceKind.TYPED, text, uid, when
                ),
            ),
            cwd=prompt.cwd,
            evidence="history",
        )
        sessions.setdefault((session, prompt.cwd), []).append(turn)
    return [
        Transcript(agent, session, tuple(turns), cwd, rows=len(turns))
        for (session, cwd), turns in sessions.items()
    ]
