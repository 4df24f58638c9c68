"""Say what became of every utterance, and prove that none is missing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from records.capture import infer
from records.capture import write_phr as writing
from records.ledger.ledger import Ledger, Row
from records.project.state_dir import StateDir

if TYPE_CHECKING:
    from records.project.project import Project


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many utterances were seen, and what became of them; `open` ones belong to running turns."""

    seen: int = 0
    recorded: int = 0
    folded: int = 0
    ledger: int = 0
    quarantined: int = 0
    open: int = 0
    kinds: dict[str, int] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether seen = recorded + folded + ledger + quarantined + open."""
        told = self.recorded + self.folded + self.ledger + self.quarantined + self.open
        return self.seen == told


def coverage(ledger: Ledger, *, anew: bool = True) -> Coverage:
    """The coverage of a ledger: `seen` is counted anew from all evidence, the rest from the turns.

    Without *anew*, `seen` is what the ledger holds: quicker, and no proof.
    """
    fates = {row.id: row.disposition for row in ledger.turns()}
    counts: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for turn, state_dir, kind in ledger.spoken():
        fate = fates.get(turn, "lost")
        counts["folded" if fate == "recorded" and state_dir else fate] += 1
        kinds[kind] += 1
    return Coverage(
        seen=ledger.seen() if anew else sum(kinds.values()),
        recorded=counts["recorded"],
        folded=counts["folded"],
        ledger=counts["ledger"],
        quarantined=counts["quarantined"],
        open=counts["pending"],
        kinds=dict(sorted(kinds.items())),
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """The coverage and all that is wrong with it."""

    coverage: Coverage
    problems: tuple[str, ...]


def verify(project: Project) -> Verdict:
    """Prove that every utterance is accounted for, and every record where the ledger says it is.

    On a clone without a ledger, only the records in the work tree are looked at: no captured turn
    and no utterance may stand in two of them.

    Raises:
        NotFound: the project is in no repository.
    """
    state_dir = StateDir.of(project)
    problems = _twice(project)
    if not state_dir.ledger.exists():
        return Verdict(Coverage(), tuple(problems))
    with Ledger(state_dir.ledger) as ledger:
        found = coverage(ledger)
        if not found.holds:
            told = found.recorded + found.folded + found.ledger + found.quarantined + found.open
            problems.append(f"{found.seen} utterances were seen, {told} are accounted for")
        for row in ledger.turns(disposition="recorded"):
            if not (Path(project.root) / row.record).is_file():
                problems.append(f"{row.record} is gone: the record of {writing.capture_id(row.turn)}")
        if state_dir.spool.is_dir() and any(state_dir.spool.glob("*.json")):
            problems.append("events wait in the spool: run records capture sync")
    return Verdict(found, tuple(problems))


def _twice(project: Project) -> list[str]:
    """Captured turns and utterances that stand in more than one record."""
    places: dict[str, list[str]] = {}
    for capture, path in writing.marks(project):
        places.setdefault(capture, []).append(path)
    return [
        f"{capture} stands in more than one record: {', '.join(sorted(paths))}"
        for capture, paths in sorted(places.items())
        if len(paths) > 1
    ]


def log(project: Project, *, disposition: str = "", limit: int = 0) -> list[dict[str, Any]]:
    """Every turn in the ledger, newest first, with what became of it and why.

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
    return [_shown(row, commits.get(row.id, [])) for row in (rows[:limit] if limit else rows)]


def _shown(row: Row, commits: list[str]) -> dict[str, Any]:
    turn = row.turn
    return {
        "agent": writing.label(turn.agent),
        "session": turn.session,
        "turn": turn.key,
        "at": turn.at,
        "state": turn.state,
        "title": infer.title(turn),
        "disposition": "open" if row.disposition == "pending" else row.disposition,
        "reason": row.reason,
        "record": row.record or None,
        "utterances": [{"kind": said.kind, "text": said.text} for said in turn.utterances],
        "files": list(turn.files),
        "files_ambiguous": list(turn.files_ambiguous),
        "files_human": list(turn.files_human),
        "commits": sorted({*commits, *turn.commits}),
        "evidence": turn.evidence,
    }


def status(project: Project) -> dict[str, Any]:
    """Whether capture is on, which agents are installed, and the coverage so far.

    Raises:
        NotFound: the project is in no repository.
    """
    from dataclasses import asdict

    from records.agents import registry
    from records.capture import consent
    from records.install import agent_hooks, git_hooks

    state_dir = StateDir.of(project)
    agreed = consent.state(project)
    found = Coverage()
    if state_dir.ledger.exists():
        with Ledger(state_dir.ledger) as ledger:
            found = coverage(ledger, anew=False)
    agents = [a.name for a in registry.AGENTS.values() if a.hooks and agent_hooks.is_installed(project, a)]
    return {
        "on": agreed.on,
        "agreed": bool(agreed.since),
        "policy": project.settings.capture.policy,
        "installed": [*agents, *(["git"] if git_hooks.is_installed(project, git_hooks.CAPTURE) else [])],
        "spool": len(list(state_dir.spool.glob("*.json"))) if state_dir.spool.is_dir() else 0,
        "utterances": {**asdict(found), "holds": found.holds},
    }
