"""Decide the fate of each turn that has ended, and write the records that are due."""

from __future__ import annotations

import os
import re
from itertools import pairwise

from records.agents.times import seconds
from records.capture import (
    attribution,
    complete_phr,
    consent,
    external_scanner,
    infer,
    policy,
    redact_turn,
    write_phr,
)
from records.capture.record_files import RecordFiles
from records.dataclass import replace
from records.digest import sha256
from records.errors import RecordsError
from records.history import index_page
from records.ledger.ledger import Ledger, TurnRow
from records.model.turn import Disposition, Turn, TurnState
from records.project import redaction
from records.project.state_dir import StateDir
from records.static_types import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from records.project.project import WorkTreeProject

QUIET = 120.0
"""Seconds after which an answer counts as the last one, when nothing marks it as such."""

LAG = 60.0
"""Seconds for which a turn that only a hook reported waits for its transcript."""


class SyncOutcome(Protocol):
    """Collects what the writer did."""

    recorded: list[str]
    updated: list[str]
    waiting: int
    hook_only: int
    notes: list[str]


def record_all(
    project: WorkTreeProject,
    ledger: Ledger,
    outcome: SyncOutcome,
    *,
    now: float,
    imported_sessions: set[tuple[str, str]],
    final: bool = False,
) -> None:
    """Decide about every pending turn, oldest first, and write the records that are due.

    Args:
        project: where.
        ledger: the open ledger.
        outcome: collects what was done.
        now: seconds since 1970.
        imported_sessions: agents and sessions that a person imported; their turns count as over.
        final: do not wait for the transcript of a turn that only a hook reported.
    """
    pending = ledger.turns(disposition=Disposition.PENDING)
    files = RecordFiles(project, ledger)
    missing_trees = ledger.trees() - {"", *files.trees}
    if (
        not pending
        and not missing_trees
        and not ledger.turns(disposition=Disposition.RECORDED, reason="changed")
    ):
        return
    run = _Recording(project, ledger, outcome, files, now, imported_sessions, final=final)
    with files.writing():
        for row in ledger.turns(disposition=Disposition.RECORDED) if missing_trees else ():
            if row.tree in missing_trees:
                run.restore(row)
        for row in pending:
            run.decide(row)
        for row in ledger.turns(disposition=Disposition.RECORDED, reason="changed"):
            run.update(row)
    run.refresh_indexes()


def is_over(turn: Turn, now: float, *, final: bool = False) -> bool:
    """Return whether nothing more is expected of the turn."""
    quiet = now - max(seconds(turn.ended), seconds(turn.at))
    if turn.state == TurnState.OPEN:
        return quiet >= attribution.ABANDONED
    if turn.settled:
        return turn.evidence != "hook" or quiet >= LAG or final
    return quiet >= QUIET


class _Recording:
    """One pass over the turns that are pending, have changed or lost their record."""

    def __init__(
        self,
        project: WorkTreeProject,
        ledger: Ledger,
        outcome: SyncOutcome,
        files: RecordFiles,
        now: float,
        imported_sessions: set[tuple[str, str]],
        *,
        final: bool,
    ) -> None:
        self.project, self.ledger, self.outcome, self.files = project, ledger, outcome, files
        self.now, self.imported_sessions, self.final = now, imported_sessions, final
        self.since = consent.since(project)
        self.policy = project.settings.capture.policy
        redactor = external_scanner.also(redaction.redactor(project))
        self.clean = redact_turn.failing_closed(redactor, StateDir.of(project).quarantine)
        self.records: dict[int, str] = {}
        self.changed_trees: set[str] = set()
        self._events: dict[tuple[str, str], attribution.SessionEvents] = {}
        self._predecessors: dict[tuple[str, str], dict[int, TurnRow]] = {}

    def decide(self, row: TurnRow) -> None:
        """Decide about one turn; an open one waits."""
        turn = row.turn
        is_import = (turn.agent, turn.session) in self.imported_sessions
        if not is_import and (not is_over(turn, self.now, final=self.final) or self._is_awaited(row)):
            self.outcome.waiting += 1
            self.outcome.hook_only += turn.settled and turn.evidence == "hook"
            return
        if turn.state == TurnState.OPEN:
            turn = replace(turn, state=TurnState.ORPHANED, settled=True)
            self.ledger.update(row.id, turn)
        disposition, reason = policy.decide(turn, self.policy)
        reported_late = turn.evidence in ("transcript", "history") and seconds(turn.at) < self.since
        if not is_import and reported_late and disposition != Disposition.QUARANTINED:
            disposition, reason = Disposition.LEDGER, "said before capture was switched on"
        if disposition in (Disposition.LEDGER, Disposition.FOLDED) and self.files.find(row):
            disposition, reason = Disposition.RECORDED, ""
        before = self._before(row)
        if disposition == Disposition.FOLDED:
            self._fold(row, before)
        elif disposition == Disposition.RECORDED:
            self._record(row, turn, before)
        else:
            self.ledger.decide(row.id, disposition, reason)

    def restore(self, row: TurnRow) -> None:
        """Write the record of a turn again when it went with its work tree; one that is elsewhere stays there."""
        place = self.files.find(row)
        if place:
            self._note_record(row, place[1], row.digest, place[0], row.reason)
        elif self.files.is_committed(row):
            self._note_record(row, row.record, row.digest, self.files.own_tree, row.reason)
        else:
            self._write(row, row.turn, None)

    def _is_awaited(self, row: TurnRow) -> bool:
        """Return whether the state of the work tree at the turn's end is just being taken."""
        if row.turn.evidence in ("transcript", "history"):
            return False
        key = (row.turn.agent, row.turn.session)
        if key not in self._events:
            self._events[key] = attribution.SessionEvents(self.ledger, self.ledger.session_events(*key))
        snapshots = self._events[key].snapshots(self.ledger.names(row.id), row.turn.key, row.turn.at)
        return snapshots.is_awaited(self.now, seconds(row.turn.ended))

    def _fold(self, row: TurnRow, before: TurnRow | None) -> None:
        record = (before.record or self.records.get(before.id, "")) if before else ""
        if record:
            self.ledger.decide(row.id, Disposition.FOLDED, "acknowledgement", record)
        else:
            self.ledger.decide(row.id, Disposition.LEDGER, "acknowledgement of nothing recorded")

    def _record(self, row: TurnRow, turn: Turn, before: TurnRow | None) -> None:
        """Write the record of a turn, unless a work tree or a branch has it: after a crash, or without the ledger."""
        place = self.files.find(row)
        if place:
            project = self.files.project_in(place[0])
            project.writer.remove_abandoned(os.path.dirname(place[1]))  # of a process that was killed
            self._complete(*place, turn)
            self._note_record(row, place[1], "", place[0])
        elif self.ledger.fresh and write_phr.capture_id(turn) in self.files.committed_ids:
            self.ledger.decide(row.id, Disposition.LEDGER, "recorded on another branch")
        else:
            self._write(row, turn, before)

    def _complete(self, tree: str, path: str, turn: Turn) -> None:
        """Fill in a record that the agent made while its turn ran (`phr new --from-session`)."""
        self._change(
            tree,
            path,
            lambda text: complete_phr.completed(text, redact_turn.clean_turn(turn, self.clean, str)),
        )

    def _was_made_during(self, tree: str, path: str, turn: Turn) -> bool:
        """Return whether a file was last written while a turn ran: by its agent, not later by a person."""
        try:
            changed = os.stat(os.path.join(tree, self.project.prefix, path)).st_mtime
        except OSError:
            return False
        return bool(turn.ended) and seconds(turn.at) - 1.0 <= changed <= seconds(turn.ended) + 1.0

    def _change(self, tree: str, path: str, edit: Callable[[str], str]) -> None:
        """Save a record's text as an edit makes it; what keeps it from being saved is noted."""
        project = self.files.project_in(tree)
        try:
            text = project.store.text(path)
            new_text = edit(text)
            if new_text != text:
                project.writer.save({path: new_text})
                self.changed_trees.add(tree)
                self.outcome.updated.append(self._display_path(tree, path))
        except (RecordsError, OSError) as error:
            self.outcome.notes.append(f"{path}: {error}")

    def _write(self, row: TurnRow, turn: Turn, before: TurnRow | None) -> None:
        turn = redact_turn.clean_turn(turn, self.clean, str)
        if redact_turn.is_quarantined(turn):
            self.ledger.decide(row.id, Disposition.QUARANTINED, "the installed secret scanner failed")
            return
        tree = self.files.tree_of(turn.cwd)
        if own := self.files.take_unmarked(tree, turn):
            if self._was_made_during(tree, own, turn):
                self._change(tree, own, lambda text: complete_phr.with_facts(text, turn))
            self._note_record(row, own, "", tree, "recorded by the agent or a person")
            return
        title = infer.title(before.turn) if before else ""
        with self.ledger.writing():
            self.ledger.add_capture_id(row.id, write_phr.capture_id(turn))
            self.ledger.decide(row.id, Disposition.PENDING, "writing")
        try:
            path, digest = write_phr.write(
                self.files.project_in(tree), turn, title, self.files.series_in(tree)
            )
        except (RecordsError, ValueError, OSError) as error:
            self.ledger.decide(row.id, Disposition.QUARANTINED, str(error))
            self.outcome.notes.append(f"{write_phr.capture_id(turn)}: {error}")
            return
        self._note_record(row, path, digest, tree)
        self.changed_trees.add(tree)
        self.outcome.recorded.append(self._display_path(tree, path))

    def _display_path(self, tree: str, path: str) -> str:
        """Return a record's path as a person can use it: relative in this work tree, else absolute."""
        return path if tree == self.files.own_tree else os.path.join(tree, self.project.prefix, path)

    def _note_record(self, row: TurnRow, path: str, digest: str, tree: str, reason: str = "") -> None:
        self.ledger.decide(row.id, Disposition.RECORDED, reason, path, digest, tree)
        self.records[row.id] = path

    def update(self, row: TurnRow) -> None:
        """Add to a record what became known later, unless somebody has edited it."""
        self._note_record(row, row.record, row.digest, row.tree)
        place = self.files.find(row)
        if place is None:
            return
        tree, path = place
        project = self.files.project_in(tree)
        try:
            text = project.store.text(path)
        except RecordsError:
            return
        if not row.digest or sha256(text) != row.digest:
            return
        turn = redact_turn.clean_turn(row.turn, self.clean, str)
        if redact_turn.is_quarantined(turn):
            return
        before = self._before(row)
        title = infer.title(before.turn) if before else ""
        name, new_text = write_phr.render(project, turn, title, self.files.series_in(tree))
        number = re.search(r"^id: .*$", text, re.M)
        if number:
            new_text = re.sub(r"^id: .*$", number.group(0), new_text, count=1, flags=re.M)
        self.ledger.add_capture_id(row.id, write_phr.capture_id(turn))
        new_path = write_phr.with_stage_of(path, name)
        if new_path != path and not os.path.lexists(project.store.absolute(new_path)):
            project.writer.move(path, new_path, new_text)
        elif new_text != text:
            new_path = path
            project.writer.save({path: new_text})
        if (new_path, new_text) != (path, text):
            self.changed_trees.add(tree)
            self.outcome.updated.append(self._display_path(tree, new_path))
        self._note_record(row, new_path, sha256(new_text), tree)

    def refresh_indexes(self) -> None:
        """Bring the index pages up to date that list the records, where a project keeps one."""
        for tree in sorted(self.changed_trees):
            try:
                index_page.refresh(self.files.project_in(tree))
            except (RecordsError, OSError) as error:
                self.outcome.notes.append(f"the index page was not written: {error}")

    def _before(self, row: TurnRow) -> TurnRow | None:
        """Return the turn of the same session that came before."""
        key = (row.turn.agent, row.turn.session)
        if key not in self._predecessors:
            rows = self.ledger.turns(*key)
            self._predecessors[key] = {after.id: before for before, after in pairwise(rows)}
        return self._predecessors[key].get(row.id)
