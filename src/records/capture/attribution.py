"""Say whose edits are whose: the agent's own, another session's, the human's, or nobody's certainly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from records.agents.times import seconds, stamp
from records.capture import snapshot
from records.errors import GitError
from records.ledger.ledger import Ledger, Row
from records.ledger.reconcile import Seen
from records.model.kind import Kind
from records.project.state_dir import StateDir

if TYPE_CHECKING:
    from records.model.turn import Turn
    from records.project.project import Project


_TAKING = 15.0
_DAY = 86400.0

LEFT = 1800.0
"""Seconds after which a turn without an end is taken as left behind."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The states of the work tree at a turn's beginning and end, where they were taken.

    `stopped` is when a hook told the end, 0 when none did.
    """

    begin: dict[str, str] | None
    end: dict[str, str] | None
    stopped: float = 0.0

    def awaited(self, now: float, ended: float) -> bool:
        """Whether the state at the end may just be being taken: a transcript tells the end before a hook does."""
        return bool(self.begin and not self.end and now - max(self.stopped, ended) < _TAKING)


def marks(ledger: Ledger, prompts: frozenset[str], key: str, at: str, events: list[Seen]) -> Marks:
    """Find the snapshots that belong to a turn: at its prompt, and at the first stop after it."""
    own = [seen for seen in events if "e:" + seen.name in prompts]
    begin = next((taken for seen in own if (taken := ledger.snapshot(seen.name))), None)
    start = min((seen.at for seen in own), default=seconds(at))
    nexts = [s.at for s in events if s.event.event == "prompt" and s.at > start and s not in own]
    until = min(nexts, default=float("inf"))
    stops = [
        seen
        for seen in sorted(events, key=lambda s: s.at)
        if seen.event.event in ("stop", "fail") and start <= seen.at < until and seen.event.key in ("", key)
    ]
    end = next((taken for seen in stops if (taken := ledger.snapshot(seen.name))), None)
    return Marks(begin, end, stops[0].at if stops else 0.0)


class Attributor:
    """Attributes files in one project; asks git only where snapshots were taken."""

    def __init__(self, project: Project, ledger: Ledger) -> None:
        self.project = project
        self.ledger = ledger
        self.roots = project.location.worktrees() if project.location else [project.root]
        self.prompts = project.directory(Kind.PHR).rstrip("/") + "/"

    def attribute(self, turn: Turn, found: Marks, before: dict[str, str] | None) -> Turn:
        """The turn with its files, relative already, completed by the snapshots.

        *before* is the state at the end of the turn before it: what changed since then and until
        this turn began, a person changed.
        """
        own = turn
        if found.begin:
            own = replace(
                own,
                head_before=found.begin["head"],
                branch=own.branch or found.begin["branch"],
                files_human=tuple(sorted(self._between(before, found.begin))),
            )
        if not (found.begin and found.end):
            return own
        seen = self._between(found.begin, found.end) - set(own.files)
        others, overlap = self._others(turn)
        unclaimed = tuple(sorted(seen - others))
        own = replace(own, head_after=found.end["head"])
        if overlap:
            return replace(own, files_ambiguous=unclaimed)
        return replace(own, files=tuple(sorted({*own.files, *unclaimed})))

    def _between(self, before: dict[str, str] | None, after: dict[str, str]) -> set[str]:
        location = self.project.location
        if before is None or location is None or before["root"] != after["root"]:
            return set()
        from records.git import Git

        state_dir = StateDir.of(self.project)
        common = Path(location.common_dir)
        try:
            found = snapshot.changed(Git(location.root), state_dir, common, before["tree"], after["tree"])
        except GitError:
            return set()
        return {path for path in found if not path.startswith(self.prompts)}

    def _others(self, turn: Turn) -> tuple[set[str], bool]:
        """The files that other sessions' tools edited meanwhile, and whether any session was at work."""
        start, end = seconds(turn.at), seconds(turn.ended) or float("inf")
        near = [
            row
            for row in self.ledger.turns(since=stamp(start - _DAY))
            if row.turn.session != turn.session and seconds(row.turn.at) <= end and _until(row) >= start
        ]
        return {path for row in near for path in row.turn.files}, bool(near)


def _until(row: Row) -> float:
    """When a turn was over; one whose end nobody told is taken to have lasted half an hour."""
    return seconds(row.turn.ended) or seconds(row.turn.at) + LEFT
