"""List every turn in the ledger with its fate and the reason."""

from __future__ import annotations

from records.capture import infer, write_phr
from records.ledger.ledger import Ledger, TurnRow
from records.model.turn import Disposition
from records.project.state_dir import StateDir

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from records.project.project import Project


def list_turns(
    project: Project, *, disposition: Disposition | None = None, limit: int = 0
) -> list[dict[str, Any]]:
    """Return every turn in the ledger, newest first, with its fate and the reason.

    Raises:
        NotFound: the project is in no repository.
    """
    state_dir = StateDir.of(project)
    if not state_dir.ledger.exists():
        return []
    with Ledger(state_dir.ledger) as ledger:
        rows = ledger.turns(disposition=disposition)
        commits: dict[int, list[str]] = {}
        for turn, sha, _ in ledger.commits():
            commits.setdefault(turn, []).append(sha)
    rows.reverse()
    return [_row(row, commits.get(row.id, [])) for row in (rows[:limit] if limit else rows)]


def _row(row: TurnRow, commits: list[str]) -> dict[str, Any]:
    turn = row.turn
    return {
        "agent": write_phr.label(turn.agent),
        "session": turn.session,
        "turn": turn.key,
        "at": turn.at,
        "state": turn.state,
        "title": infer.title(turn),
        "disposition": "open" if row.disposition is Disposition.PENDING else row.disposition,
        "reason": row.reason,
        "record": row.record or None,
        "utterances": [{"kind": utterance.kind, "text": utterance.text} for utterance in turn.utterances],
        "files": list(turn.files),
        "files_ambiguous": list(turn.files_ambiguous),
        "files_human": list(turn.files_human),
        "commits": sorted({*commits, *turn.commits}),
        "evidence": turn.evidence,
    }
