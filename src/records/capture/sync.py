"""Bring spool and transcripts into the ledger, and write the records that are due: one writer, once each.

Every step is safe to repeat: a sync that was killed is carried on by the next.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from records.agents import folders, registry
from records.agents.compressed import CannotUnpack
from records.agents.hook_event import HookEvent
from records.agents.registry import Agent
from records.agents.search import Search
from records.agents.transcript import Transcript
from records.capture import agent_paths, snapshot, sources, spool
from records.capture import decide as recording
from records.capture import import_transcripts as importing
from records.capture import redact_turn as cleaning
from records.capture.attribution import Attributor, SessionEvents
from records.capture.checkpoint import Checkpoint, FileState, file_state
from records.dataclass import dataclass, field, replace
from records.git import Git
from records.ledger.evidence import Snapshot
from records.ledger.ledger import Ledger, sync_lock
from records.project import redaction
from records.project.stamp import move_state, remove_state
from records.project.state_dir import StateDir
from records.secrets.redactor import map_texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.project.project import WorkTreeProject

_BATCH = 200
PATIENCE = 20.0
"""Seconds that a sync which a hook started waits for another one to end."""


@dataclass(slots=True)
class SyncReport:
    """The result of a sync: events and transcripts read, records written, and what could not be read.

    `hook_only` counts the waiting turns of which only a hook reported: their transcript is still expected.
    """

    busy: bool = False
    events: int = 0
    transcripts: int = 0
    sessions: int = 0
    recorded: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    waiting: int = 0
    hook_only: int = 0
    notes: list[str] = field(default_factory=list)


def sync(
    project: WorkTreeProject,
    files: Iterable[Path] = (),
    *,
    now: float | None = None,
    patience: float = 0.0,
    final: bool = False,
) -> SyncReport:
    """Read all that is new and write the records that are due.

    Args:
        project: where.
        files: transcripts to import; their turns count as over, whenever they were typed.
        now: seconds since 1970; the clock by default.
        patience: seconds to wait for another sync to end; without, the report says that one is at work.
        final: do not wait for the transcripts of turns that only hooks reported.

    Raises:
        NotFound: the project is in no repository, or a path does not exist.
        InvalidInput: a requested file is no transcript.
    """
    state_dir = StateDir.of(project)
    report = SyncReport()
    state_dir.make()
    with sync_lock(state_dir.base / "sync.lock", patience) as is_alone:
        if not is_alone:
            report.busy = True
            return report
        checkpoint = Checkpoint(state_dir.shared, time.time_ns())
        with Ledger(state_dir.ledger) as ledger:
            run = _Sync(project, state_dir, ledger, report, time.time() if now is None else now)
            run.all(list(files), final=final)
            run.fill(checkpoint)
        if not report.waiting and not report.notes:
            checkpoint.write(str(state_dir.ledger))
    return report


class _Sync:
    """The steps of one sync."""

    def __init__(
        self, project: WorkTreeProject, state_dir: StateDir, ledger: Ledger, report: SyncReport, now: float
    ) -> None:
        self.project, self.state_dir, self.ledger = project, state_dir, ledger
        self.report, self.now = report, now
        location = project.location
        trees = location.worktrees() if location else [project.root]
        removed = sorted(root for root in ledger.remember_roots(trees) if not os.path.isdir(root))
        self.roots = [*trees, *removed]
        redactor = redaction.redactor(project)
        self.clean = cleaning.failing_closed(redactor.redact, state_dir.quarantine)
        self.clean_path = cleaning.failing_closed(redactor.hide_secrets, state_dir.quarantine)
        self.imported_sessions: set[tuple[str, str]] = set()
        self.search = Search.of_user()
        self.expected: dict[str, FileState] = {}

    def all(self, files: list[Path], *, final: bool) -> None:
        """Run every step."""
        self.drain()
        self.read(files)
        self.settle()
        recording.record_all(
            self.project,
            self.ledger,
            self.report,
            now=self.now,
            imported_sessions=self.imported_sessions,
            final=final,
        )
        if not self.report.waiting:
            self._prune()

    def fill(self, checkpoint: Checkpoint) -> None:
        """Add to a checkpoint everything that was looked at."""
        checkpoint.add_trees(self.roots)
        checkpoint.add_places(self.search.places)
        checkpoint.add_variables({**self.search.variables, "HOME": os.environ.get("HOME", "")})
        checkpoint.add_sources(self.ledger.known_sources())
        checkpoint.add_expected(self.expected)

    def _prune(self) -> None:
        location = self.project.location
        if location:
            snapshot.prune(self.state_dir, Git(location.root), location.common_dir)

    def drain(self) -> None:
        """Move events from the spool into the ledger; a file goes only when its event is safe."""
        batch: list[spool.Spooled] = []
        for event in spool.waiting(self.state_dir.spool):
            batch.append(event)
            if len(batch) == _BATCH:
                self._store(batch)
                batch = []
        self._store(batch)
        for path, name, state in list(spool.snapshots(self.state_dir.spool)):
            if state is None:  # it holds no words, and would be looked at by every sync
                self._put_aside(path, f"{name}.tree")
                continue
            self.ledger.add_snapshot(name, float(state.get("at") or 0.0), map_texts(state, self.clean_path))
            remove_state(path)

    def _store(self, batch: list[spool.Spooled]) -> None:
        unreadable: list[spool.Spooled] = []
        with self.ledger.writing():
            for entry in batch:
                if entry.payload is None or entry.agent not in registry.AGENTS:
                    unreadable.append(entry)
                    continue
                agent = registry.AGENTS[entry.agent]
                try:
                    event = agent.hook(entry.event, entry.payload) if agent.hooks else None
                except Exception:  # a payload that our reader fails on is kept for a later version
                    unreadable.append(entry)
                    continue
                if event is not None and event.session and self._is_ours(event):
                    arrival_time = max(0.0, entry.at)
                    self.ledger.add_event(
                        entry.name, arrival_time, cleaning.clean_event(event, self.clean, self.clean_path)
                    )
                    self.report.events += 1
        for entry in unreadable:
            self._put_aside(entry.path, f"{entry.name}.event")
        for entry in batch:
            remove_state(entry.path)

    def _is_ours(self, event: HookEvent) -> bool:
        """Return whether an event is of this repository: a prompt typed in another one is not recorded here."""
        return event.event != "prompt" or not event.cwd or folders.is_ours(event.cwd, self.roots) is not False

    def _put_aside(self, path: Path, name: str) -> None:
        move_state(path, self.state_dir.quarantine / name)
        self.report.notes.append(f"{name.rpartition('.')[0]}: unknown payload; kept in quarantine")

    def read(self, files: list[Path]) -> None:
        """Read the transcripts that are new or have grown, then the agents' own lists of prompts."""
        for agent, path in sources.find(files):
            self._read_file(agent, path, is_import=True)
        source_stats = self.ledger.known_sources()
        for path in self._named_by_hooks(source_stats):
            self.expected[str(path)] = file_state(str(path))
            try:
                owner = sources.agent_of(path)
            except OSError:
                continue
            if owner:
                del self.expected[str(path)]
                self._read_file(owner, path, named_by_hook=True)
        for agent in registry.AGENTS.values():
            for path in agent.transcript_paths(self.roots, self.search):
                if not _is_unchanged(path, source_stats):
                    self._read_file(agent, path)
            prompts = agent.history_path(self.search)
            if prompts is not None and self.search.has(prompts) and not _is_unchanged(prompts, source_stats):
                self._read_history(agent, prompts)

    def _named_by_hooks(self, source_stats: dict[str, FileState]) -> Iterator[Path]:
        for name in self.ledger.transcript_paths():
            path = Path(name)
            if path.suffix not in (".jsonl", ".json") or (name in source_stats and not path.is_file()):
                continue
            if not path.is_file():
                self.expected[name] = file_state(name)
            elif not _is_unchanged(path, source_stats):
                yield path

    def _read_file(
        self, agent: Agent, path: Path, *, is_import: bool = False, named_by_hook: bool = False
    ) -> None:
        try:
            size, changed = file_state(str(path))
            if self.ledger.is_known(str(path), size, changed):
                self.imported_sessions |= self.ledger.sessions_in(str(path)) if is_import else set()
                return
            ours = is_import or named_by_hook or agent.ran_here(path, self.roots)
            transcripts = [agent.read(source) for source in agent.load(path, self.roots)] if ours else []
            if is_import:
                self.report.notes += importing.without_prompts(agent, path, transcripts)
            else:
                transcripts = [self._own_turns(item, named_by_hook=named_by_hook) for item in transcripts]
            transcripts = [self._clean(item) for item in transcripts]
            with self.ledger.writing():
                self.ledger.add_transcript(agent.name, str(path), size, changed, transcripts)
        except CannotUnpack as error:
            self.report.notes.append(f"{error}; {error.hint}")
            return
        except Exception as error:  # one transcript must not keep the others from being read
            self.report.notes.append(f"{path}: cannot be read: {type(error).__name__}: {error}")
            return
        if is_import:
            self.imported_sessions |= {
                (turn.agent, turn.session) for item in transcripts for turn in item.turns
            }
        self.report.transcripts += ours

    def _read_history(self, agent: Agent, path: Path) -> None:
        """Read an agent's own list of prompts: those of this repository, also of transcripts that it deleted."""
        size, changed = file_state(str(path))
        try:
            transcripts = agent.read_history(path)
        except OSError as error:
            self.report.notes.append(f"{path}: cannot be read: {type(error).__name__}: {error}")
            return
        sessions = self.ledger.session_ids(agent.name)
        ours = [
            self._clean(item)
            for item in transcripts
            if (folders.is_ours(item.cwd, self.roots) is True if item.cwd else item.session in sessions)
        ]
        with self.ledger.writing():
            self.ledger.add_transcript(agent.name, str(path), size, changed, ours)

    def _own_turns(self, transcript: Transcript, *, named_by_hook: bool) -> Transcript:
        """Return the transcript with the turns that were typed in this repository."""
        turns = tuple(
            turn
            for turn in transcript.turns
            if agent_paths.belongs(turn, transcript, self.roots, named_by_hook=named_by_hook)
        )
        return replace(transcript, turns=turns)

    def _clean(self, transcript: Transcript) -> Transcript:
        """Return the transcript with redacted words, and with paths as this repository has them."""
        roots = agent_paths.roots_of(transcript.turns, self.roots)
        turns = (
            agent_paths.localise(cleaning.clean_turn(turn, self.clean, self.clean_path), roots)
            for turn in transcript.turns
        )
        return replace(transcript, turns=tuple(turns))

    def settle(self) -> None:
        """Work out the turns of every session about which something new is known."""
        attributor = Attributor(self.project, self.ledger)
        with self.ledger.writing():
            for agent in {agent for agent, _ in self.ledger.dirty()}:
                self.ledger.name_sessions(agent)
        dirty = self.ledger.dirty()
        self.report.sessions = len(dirty)
        for agent, session in dirty:
            results = self.ledger.reconcile_session(agent, session)
            results = [replace(item, turn=agent_paths.localise(item.turn, self.roots)) for item in results]
            with self.ledger.writing():
                self.ledger.settle(agent, session, results)
        for agent, session in dirty:
            self._attribute(attributor, agent, session)

    def _attribute(self, attributor: Attributor, agent: str, session: str) -> None:
        events = SessionEvents(self.ledger, self.ledger.session_events(agent, session))
        before: Snapshot | None = None
        for row in self.ledger.turns(agent, session):
            snapshots = events.snapshots(self.ledger.names(row.id), row.turn.key, row.turn.at)
            turn = attributor.attribute(row.turn, snapshots, before)
            if turn != row.turn:
                self.ledger.update(row.id, turn)
            before = snapshots.end


def _is_unchanged(path: Path, source_stats: dict[str, FileState]) -> bool:
    """Return whether a file was read at its present size and time, or is gone."""
    state = file_state(str(path))
    return state[1] < 0 or source_stats.get(str(path)) == state
