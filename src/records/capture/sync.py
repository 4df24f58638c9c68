"""Bring spool and transcripts into the ledger, and write the records that are due: one writer, once each.

Every step is safe to repeat: a sync that was killed is carried on by the next.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from records.agents import registry
from records.agents.transcript import Transcript
from records.capture import decide as recording
from records.capture import paths, snapshot, sources, spool
from records.capture import redact_turn as cleaning
from records.capture.attribution import Attributor, marks
from records.ledger import reconcile
from records.ledger.ledger import Ledger
from records.project import redaction
from records.project.state_dir import StateDir

if TYPE_CHECKING:
    from records.project.project import WorkTreeProject

_BATCH = 200


@dataclass(slots=True)
class Report:
    """What a sync did: events and transcripts read, records written, and what it could not read."""

    busy: bool = False
    events: int = 0
    transcripts: int = 0
    sessions: int = 0
    recorded: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    waiting: int = 0
    notes: list[str] = field(default_factory=list)


def sync(
    project: WorkTreeProject,
    given: Iterable[Path] = (),
    *,
    now: float | None = None,
    patience: float = 0.0,
) -> Report:
    """Read all that is new and write the records that are due.

    Args:
        project: where.
        given: transcripts to import; what they tell is taken as finished, whenever it was said.
        now: seconds since 1970; the clock by default.
        patience: seconds to wait for another sync to end; without, it is told that one is at work.

    Raises:
        NotFound: the project is in no repository, or a given path does not exist.
        InvalidInput: a given file is no transcript.
    """
    state_dir = StateDir.of(project)
    report = Report()
    with _alone(state_dir, patience) as alone:
        if not alone:
            report.busy = True
            return report
        with Ledger(state_dir.ledger) as ledger:
            run = _Sync(project, state_dir, ledger, report, time.time() if now is None else now)
            run.all(list(given))
    return report


@contextmanager
def _alone(state_dir: StateDir, patience: float) -> Iterator[bool]:
    """Whether no other sync of this clone is running; the lock goes with the process."""
    state_dir.make()
    lock = sqlite3.connect(state_dir.base / "sync.lock", timeout=patience, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        yield False
    else:
        yield True
    finally:
        lock.close()


class _Sync:
    """The steps of one sync."""

    def __init__(
        self, project: WorkTreeProject, state_dir: StateDir, ledger: Ledger, report: Report, now: float
    ) -> None:
        self.project, self.state_dir, self.ledger = project, state_dir, ledger
        self.report, self.now = report, now
        location = project.location
        self.roots = location.worktrees() if location else [project.root]
        redactor = redaction.redactor(project)
        self.clean = cleaning.failing_closed(redactor.redact, state_dir.quarantine)
        self.clean_path = cleaning.failing_closed(redactor.hide_secrets, state_dir.quarantine)
        self.imported: set[tuple[str, str]] = set()

    def all(self, given: list[Path]) -> None:
        """Run every step."""
        self.drain()
        self.read(given)
        self.settle()
        recording.record_all(self.project, self.ledger, self.report, now=self.now, imported=self.imported)
        if not self.report.waiting:
            snapshot.prune(self.state_dir)

    def drain(self) -> None:
        """Move events from the spool into the ledger; a file goes only when its event is safe."""
        batch: list[spool.Spooled] = []
        for event in spool.waiting(self.state_dir.spool):
            batch.append(event)
            if len(batch) == _BATCH:
                self._keep(batch)
                batch = []
        self._keep(batch)
        for path, name, told in list(spool.snapshots(self.state_dir.spool)):
            self.ledger.add_snapshot(name, float(told.get("at") or 0.0), told)
            path.unlink(missing_ok=True)

    def _keep(self, batch: list[spool.Spooled]) -> None:
        broken: list[spool.Spooled] = []
        with self.ledger.writing():
            for spooled in batch:
                if spooled.payload is None or spooled.agent not in registry.AGENTS:
                    broken.append(spooled)
                    continue
                agent = registry.AGENTS[spooled.agent]
                try:
                    told = agent.hook(spooled.event, spooled.payload) if agent.hooks else None
                except Exception:  # a payload that our reader fails on is kept for a later version
                    broken.append(spooled)
                    continue
                if told is not None and told.session:
                    at = max(0.0, spooled.at)
                    self.ledger.add_event(
                        spooled.name, at, cleaning.clean_event(told, self.clean, self.clean_path)
                    )
                    self.report.events += 1
        for spooled in broken:
            self._put_aside(spooled)
        for spooled in batch:
            spooled.path.unlink(missing_ok=True)

    def _put_aside(self, spooled: spool.Spooled) -> None:
        self.state_dir.quarantine.mkdir(mode=0o700, parents=True, exist_ok=True)
        spooled.path.replace(self.state_dir.quarantine / f"{spooled.name}.event")
        self.report.notes.append(f"{spooled.name}: not a payload that we know; kept in quarantine")

    def read(self, given: list[Path]) -> None:
        """Read the transcripts that are new or have grown."""
        for name, path in sources.find(given):
            self._transcript(name, path, imported=True)
        for name, path in self._discovered():
            self._transcript(name, path, imported=False)

    def _discovered(self) -> Iterator[tuple[str, Path]]:
        seen: set[str] = set()
        for told in self.ledger.transcript_paths():
            path = Path(told)
            if path.is_file() and path.suffix in (".jsonl", ".json"):
                name = sources.sniff(path)
                if name:
                    seen.add(str(path))
                    yield name, path
        home = Path(os.path.expanduser("~"))
        for agent in registry.AGENTS.values():
            if agent.hooks:
                for path in agent.module.places(self.roots, home, os.environ):
                    if str(path) not in seen:
                        yield agent.name, path

    def _transcript(self, name: str, path: Path, *, imported: bool) -> None:
        try:
            stat = path.stat()
            if self.ledger.is_known(str(path), stat.st_size, stat.st_mtime_ns):
                self.imported |= self.ledger.sessions_in(str(path)) if imported else set()
                return
            read = [registry.AGENTS[name].read(source) for source in sources.load(name, path)]
            if not imported and name == "opencode":
                read = [told for told in read if told.cwd in self.roots]
            read = [self._own(told) for told in read]
            with self.ledger.writing():
                self.ledger.add_transcript(str(path), stat.st_size, stat.st_mtime_ns, read)
        except Exception as error:  # one transcript must not keep the others from being read
            self.report.notes.append(f"{path}: cannot be read: {type(error).__name__}: {error}")
            return
        if imported:
            self.imported |= {(turn.agent, turn.session) for told in read for turn in told.turns}
        self.report.transcripts += 1

    def _own(self, told: Transcript) -> Transcript:
        """The transcript with clean words and with paths as this repository has them."""
        roots = paths.roots_of(told.turns, self.roots)
        return replace(
            told,
            turns=tuple(
                paths.localise(cleaning.clean_turn(turn, self.clean, self.clean_path), roots)
                for turn in told.turns
            ),
        )

    def settle(self) -> None:
        """Work out the turns of every session about which something new is known."""
        attributor = Attributor(self.project, self.ledger)
        dirty = self.ledger.dirty()
        self.report.sessions = len(dirty)
        for agent, session in dirty:
            told, events = self.ledger.session(agent, session)
            found = reconcile.reconcile(told, events)
            found = [replace(known, turn=paths.localise(known.turn, self.roots)) for known in found]
            with self.ledger.writing():
                self.ledger.settle(agent, session, found)
        for agent, session in dirty:
            self._attribute(attributor, agent, session)

    def _attribute(self, attributor: Attributor, agent: str, session: str) -> None:
        _, events = self.ledger.session(agent, session)
        before: dict[str, str] | None = None
        for row in self.ledger.turns(agent, session):
            names = self.ledger.names(row.id)
            found = marks(self.ledger, names, row.turn.key, row.turn.at, events)
            turn = attributor.attribute(row.turn, found, before)
            if turn != row.turn:
                self.ledger.update(row.id, turn)
            before = found.end
