"""Decide what becomes of each turn that has ended, and write the records that are due."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from records.agents.times import seconds
from records.capture import attribution, consent, infer, policy
from records.capture import external_scanner as leaks
from records.capture import redact_turn as cleaning
from records.capture import write_phr as writing
from records.errors import RecordsError
from records.ledger.ledger import Ledger, Row
from records.model.turn import Turn
from records.project import redaction
from records.project.files import digest as file_digest
from records.project.state_dir import StateDir

if TYPE_CHECKING:
    from records.project.project import WorkTreeProject

QUIET = 120.0
"""Seconds after which an answer is taken as the last one, when nothing said that it was."""

LAG = 60.0
"""Seconds for which a turn that only a hook told waits for its transcript."""


class Told(Protocol):
    """Where the writer tells what it did."""

    recorded: list[str]
    updated: list[str]
    waiting: int
    notes: list[str]


def record_all(
    project: WorkTreeProject,
    ledger: Ledger,
    report: Told,
    *,
    now: float,
    imported: set[tuple[str, str]],
) -> None:
    """Decide about every pending turn, oldest first, and write what is to be written."""
    pending = ledger.turns(disposition="pending")
    changed = ledger.turns(disposition="recorded", reason="changed")
    if not pending and not changed:
        return
    run = _Recording(project, ledger, report, now, imported)
    sessions: dict[tuple[str, str], list[Row]] = {}
    for row in pending:
        session = (row.turn.agent, row.turn.session)
        if session not in sessions:
            sessions[session] = ledger.turns(*session)
        run.decide(row, sessions[session])
    for row in changed:
        run.update(row)


def is_over(turn: Turn, now: float) -> bool:
    """Whether nothing more is expected of the turn."""
    quiet = now - max(seconds(turn.ended), seconds(turn.at))
    if turn.state == "open":
        return quiet >= attribution.LEFT
    if turn.settled:
        return turn.evidence != "hook" or quiet >= LAG or not turn.settled
    return quiet >= QUIET


class _Recording:
    """The state of one pass over the pending turns."""

    def __init__(
        self,
        project: WorkTreeProject,
        ledger: Ledger,
        report: Told,
        now: float,
        imported: set[tuple[str, str]],
    ) -> None:
        self.project, self.ledger, self.report = project, ledger, report
        self.now, self.imported = now, imported
        self.since = consent.since(project)
        self.policy = project.settings.capture.policy
        state_dir = StateDir.of(project)
        asked = leaks.also(redaction.redactor(project))
        self.also = cleaning.failing_closed(asked, state_dir.quarantine)
        self._existing: dict[str, str] | None = None
        self.records: dict[int, str] = {}

    def decide(self, row: Row, session: list[Row]) -> None:
        """Decide about one turn; an open one waits."""
        turn = row.turn
        asked = (turn.agent, turn.session) in self.imported
        if not asked and (not is_over(turn, self.now) or self._awaited(row)):
            self.report.waiting += 1
            return
        if turn.state == "open":
            turn = replace(turn, state="orphaned", settled=True)
            self.ledger.update(row.id, turn)
        disposition, reason = policy.decide(turn, self.policy)
        early = not asked and turn.evidence == "transcript" and seconds(turn.at) < self.since
        if early and disposition != "quarantined":
            disposition, reason = "ledger", "said before capture was switched on"
        before = _before(row, session)
        if disposition == "folded":
            self._fold(row, before)
        elif disposition == "recorded":
            self._record(row, turn, before)
        else:
            self.ledger.decide(row.id, disposition, reason)

    def _awaited(self, row: Row) -> bool:
        """Whether the state of the work tree at the turn's end is just being taken."""
        if row.turn.evidence == "transcript":
            return False
        _, events = self.ledger.session(row.turn.agent, row.turn.session)
        names = self.ledger.names(row.id)
        found = attribution.marks(self.ledger, names, row.turn.key, row.turn.at, events)
        return found.awaited(self.now, seconds(row.turn.ended))

    def _fold(self, row: Row, before: Row | None) -> None:
        record = (before.record or self.records.get(before.id, "")) if before else ""
        if record:
            self.ledger.decide(row.id, "folded", "acknowledgement", record)
        else:
            self.ledger.decide(row.id, "ledger", "acknowledgement of nothing recorded")

    def _record(self, row: Row, turn: Turn, before: Row | None) -> None:
        known = self._known(writing.capture_id(turn))
        if known is not None:
            self._recorded(row, known, "")
            return
        turn = cleaning.clean_turn(turn, self.also, str)
        if cleaning.is_quarantined(turn):
            self.ledger.decide(row.id, "quarantined", "the installed secret scanner failed")
            return
        title = infer.title(before.turn) if before else ""
        self.ledger.decide(row.id, "pending", "writing")
        try:
            path, digest = writing.write(self.project, turn, title)
        except (RecordsError, ValueError, OSError) as error:
            self.ledger.decide(row.id, "quarantined", str(error))
            self.report.notes.append(f"{writing.capture_id(turn)}: {error}")
            return
        self._recorded(row, path, digest)
        self.report.recorded.append(path)

    def _known(self, capture_id: str) -> str | None:
        """The PHR that the turn has in the work tree already: after a crash, or in a fresh clone."""
        if self._existing is None:
            self._existing = writing.existing(self.project)
        return self._existing.get(capture_id)

    def _recorded(self, row: Row, path: str, digest: str) -> None:
        self.ledger.decide(row.id, "recorded", "", path, digest)
        self.records[row.id] = path

    def update(self, row: Row) -> None:
        """Tell a record what came to light later, unless somebody has edited it."""
        self.ledger.decide(row.id, "recorded", "", row.record, row.digest)
        try:
            text = self.project.store.text(row.record)
        except RecordsError:
            return
        if not row.digest or file_digest(text) != row.digest:
            return
        number = re.search(r"^id: .*$", text, re.M)
        turn = cleaning.clean_turn(row.turn, self.also, str)
        if cleaning.is_quarantined(turn):
            return
        fresh = writing.render(self.project, turn, infer.title(turn))
        if number:
            fresh = re.sub(r"^id: .*$", number.group(0), fresh, count=1, flags=re.M)
        if fresh != text:
            self.project.writer.save({row.record: fresh})
            self.report.updated.append(row.record)
        self.ledger.decide(row.id, "recorded", "", row.record, file_digest(fresh))


def _before(row: Row, session: list[Row]) -> Row | None:
    """The turn of the same session that came before."""
    earlier = [known for known in session if known.id != row.id and known.turn.at <= row.turn.at]
    earlier = [known for known in earlier if (known.turn.at, known.id) < (row.turn.at, row.id)]
    return earlier[-1] if earlier else None
