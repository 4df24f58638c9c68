"""Attribute edits and commits to turns: the agent's own, another session's, the person's, or ambiguous."""

from __future__ import annotations

import os
import posixpath
from bisect import bisect_left, bisect_right

from records.agents.times import seconds, stamp
from records.capture import snapshot
from records.dataclass import dataclass, replace
from records.errors import GitError
from records.git import Git
from records.git.log import commits_since
from records.git.refs import head_history
from records.history.prompt_files import work
from records.ledger.evidence import Snapshot
from records.ledger.ledger import Ledger, TurnRow
from records.ledger.reconcile import ReceivedEvent
from records.project.state_dir import StateDir
from records.project.work_tree import outer_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.model.turn import Turn
    from records.project.project import Project


_TAKING = 15.0
_DAY = 86400.0

ABANDONED = 1800.0
"""Seconds after which a turn without an end counts as abandoned."""


@dataclass(frozen=True, slots=True)
class TurnSnapshots:
    """The states of the work tree at a turn's beginning and end, where they were taken.

    `prompted` and `stopped` are when hooks reported the prompt and the end, 0 when none did.
    """

    begin: Snapshot | None
    end: Snapshot | None
    prompt_time: float = 0.0
    stop_time: float = 0.0

    def is_awaited(self, now: float, end_time: float) -> bool:
        """Return whether the state at the end may just be being taken: a transcript has the end before a hook does."""
        return bool(self.begin and not self.end and now - max(self.stop_time, end_time) < _TAKING)


class SessionEvents:
    """The events that hooks reported of one session, ordered once for all of its turns."""

    def __init__(self, ledger: Ledger, events: list[ReceivedEvent]) -> None:
        self._ledger = ledger
        self._places = {"e:" + arrival.name: (place, arrival) for place, arrival in enumerate(events)}
        by_time = sorted(events, key=_arrival_time)
        self._prompts = [arrival for arrival in by_time if arrival.event.event == "prompt"]
        self._stops = [arrival for arrival in by_time if arrival.event.event in ("stop", "fail")]

    def snapshots(self, names: frozenset[str], key: str, at: str) -> TurnSnapshots:
        """Return the snapshots that belong to a turn: at its prompt, and at the first stop after it.

        Args:
            names: the ids by which the turn is recognised.
            key: the turn's key.
            at: when the turn began, where no event reports its prompt.
        """
        own = [arrival for _, arrival in sorted(self._places[name] for name in names & self._places.keys())]
        start = min((arrival.at for arrival in own), default=seconds(at))
        own_names = {arrival.name for arrival in own}
        later = self._prompts[bisect_right(self._prompts, start, key=_arrival_time) :]
        until = next((arrival.at for arrival in later if arrival.name not in own_names), float("inf"))
        first = bisect_left(self._stops, start, key=_arrival_time)
        last = bisect_left(self._stops, until, key=_arrival_time)
        stops = [arrival for arrival in self._stops[first:last] if arrival.event.key in ("", key)]
        return TurnSnapshots(
            self._first_snapshot(own),
            self._first_snapshot(stops),
            start if own else 0.0,
            stops[0].at if stops else 0.0,
        )

    def _first_snapshot(self, arrivals: list[ReceivedEvent]) -> Snapshot | None:
        return next((state for arrival in arrivals if (state := self._ledger.snapshot(arrival.name))), None)


def _arrival_time(arrival: ReceivedEvent) -> float:
    return arrival.at


class Attributor:
    """Attributes files and commits in one project; asks git only where snapshots were taken."""

    def __init__(self, project: Project, ledger: Ledger) -> None:
        self.project = project
        self.ledger = ledger
        self._head_histories: dict[str, list[tuple[int, str]]] = {}

    def attribute(self, turn: Turn, snapshots: TurnSnapshots, before: Snapshot | None) -> Turn:
        """Return the turn with its files, relative already, completed by the snapshots.

        Edits that the agent reported come first. *before* is the state at the end of the turn before it: what changed
        since then and until this turn began, a person changed, unless it changed after the prompt: an agent can be
        faster than the snapshot.
        """
        begin, end = snapshots.begin, snapshots.end
        if begin is None:
            return turn
        if snapshots.prompt_time:
            head = self._head_at(begin, snapshots.prompt_time, before) or begin.head
            begin = replace(begin, head=head, at=min(begin.at, snapshots.prompt_time))
        taken_at = snapshots.begin.at if snapshots.begin else 0.0
        early = self._between(before, begin) - set(turn.files)
        late = {path for path in early if self._changed_in(begin, path, snapshots.prompt_time, taken_at)}
        own = replace(
            turn,
            head_before=begin.head,
            branch=turn.branch or begin.branch,
            files_human=tuple(sorted(early - late)),
        )
        if end is None:
            return own
        other_files, overlap = self._other_sessions(turn)
        unclaimed_files = ((self._between(begin, end) | late) - set(own.files)) - other_files
        own = replace(own, head_after=end.head)
        if overlap:
            return replace(own, files_ambiguous=tuple(sorted(unclaimed_files)))
        files = {*own.files, *unclaimed_files}
        human = tuple(path for path in own.files_human if path not in files)
        return replace(
            own, files=tuple(sorted(files)), files_human=human, commits=self._commits(own, begin, end)
        )

    def _between(self, before: Snapshot | None, after: Snapshot) -> set[str]:
        location = self.project.location
        if before is None or location is None or before.root != after.root:
            return set()
        state_dir, trees = StateDir.of(self.project), (before.tree, after.tree)
        try:
            paths = snapshot.changed_paths(Git(location.root), state_dir, location.common_dir, *trees)
        except GitError:
            return set()
        store = snapshot.object_store(state_dir, location.common_dir)
        own = work(self.project, paths, revisions=trees, environment=store)
        return {posixpath.normpath(outer_path(self.project.prefix, path)) for path in own}

    def _head_at(self, begin: Snapshot, prompt_time: float, before: Snapshot | None) -> str:
        """Return the commit that HEAD was at when a prompt was sent: an agent can commit before the snapshot is taken.

        Empty where the reflog does not reach back so far. It counts in seconds: in that of the prompt, the agent moved
        it, unless the turn before ended with it.
        """
        root = begin.root
        if root not in self._head_histories:
            self._head_histories[root] = head_history(Git(root)) if os.path.isdir(root) else []
        head = before.head if before and before.root == root and before.at <= begin.at else ""
        history = self._head_histories[root]
        return next((sha for time, sha in history if time < int(prompt_time) or sha == head), "")

    def _changed_in(self, state: Snapshot, path: str, start: float, end: float) -> bool:
        """Return whether a file was last changed in a span of time."""
        try:
            changed = os.stat(os.path.join(state.root, path)).st_mtime
        except OSError:
            return False
        return bool(start) and start <= changed <= end

    def _commits(self, turn: Turn, begin: Snapshot, end: Snapshot) -> tuple[str, ...]:
        """Return the turn's commits: those that the agent's shell reported, and those that HEAD moved over."""
        if begin.head == end.head or begin.root != end.root or not os.path.isdir(end.root):
            return turn.commits
        try:
            new_commits = commits_since(Git(end.root), begin.head, end.head, begin.at - 1.0)
        except GitError:
            return turn.commits
        new = [sha for sha in new_commits if not any(sha.startswith(short) for short in turn.commits)]
        return (*turn.commits, *new)

    def _other_sessions(self, turn: Turn) -> tuple[set[str], bool]:
        """Return the files that other sessions' tools edited meanwhile, and whether any session was at work."""
        start, end = seconds(turn.at), seconds(turn.ended) or float("inf")
        near = [
            row
            for row in self.ledger.turns(since=stamp(start - _DAY))
            if row.turn.session != turn.session and seconds(row.turn.at) <= end and _until(row) >= start
        ]
        return {path for row in near for path in row.turn.files}, bool(near)


def _until(row: TurnRow) -> float:
    """Return when a turn was over; one without a reported end counts as half an hour long."""
    return seconds(row.turn.ended) or seconds(row.turn.at) + ABANDONED
