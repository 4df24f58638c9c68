"""Change a decision's status, by an allowed transition."""

from __future__ import annotations

from records.adr.dialects import add_link
from records.adr.dialects import set_status as with_status
from records.dataclass import dataclass, replace
from records.errors import InvalidInput
from records.history.known_words import own_words, supersede_spelling, with_badge_colour
from records.history.link import end_of_link, may_retire, refuse_circle, refuse_unreadable, superseded_text
from records.model.link import Relation
from records.model.record_paths import log_directory
from records.model.status import TRANSITIONS, UNDECIDED, Status, may_become
from records.project.catalog import Catalog
from records.project.clock import today

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.model.record import Record
    from records.project.project import WorkTreeProject


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A decision after the change, its old and new status, the paths that were written, and notes about them."""

    record: Record
    old: str | None
    new: str
    changed: tuple[str, ...]
    notes: tuple[str, ...] = ()


def set_status(project: WorkTreeProject, ref: str, status: str) -> StatusChange:
    """Give a decision another status; the same status changes nothing.

    Raises:
        InvalidInput: this status cannot follow the old one.
        NotFound: the reference names no Kind.ADR.
        Ambiguous: it names several.
        EditError: the file cannot be edited without touching more than its status.
    """
    with project.writer.locked():
        record = Catalog(project.store.scan()).adr(ref)
        refuse_unreadable(record)
        if record.status == status:
            return StatusChange(record, record.status, status, ())
        if not may_become(record.status, status):
            statuses = TRANSITIONS[record.status or ""]
            hint = (
                f"it may become: {', '.join(statuses)}"
                if statuses
                else "it stays as it is; write a new decision"
            )
            raise InvalidInput(f"{record.ref} is {record.status} and cannot become {status}", hint)
        name = record.filename
        words = own_words(project, log_directory(record.path), status, record.path)
        text = with_status(project.store.text(record.path), name, status, today=today(), own_words=words)
        text, note = with_badge_colour(project, record, status, text)
        project.writer.save({record.path: text})
        updated = Catalog(project.store.scan()).adr(record.key)
        return StatusChange(updated, record.status, status, (record.path,), (note,) if note else ())


def supersede(project: WorkTreeProject, old_ref: str, new_ref: str) -> StatusChange:
    """Write on both decisions that the new one supersedes the old one; repeating it changes nothing.

    Raises:
        InvalidInput: the two are one or would form a circle, or the new one is not in force while the old one is.
        NotFound: a reference names no Kind.ADR.
        Ambiguous: a reference names several.
        EditError: a file cannot be edited without touching more than it should.
    """
    with project.writer.locked():
        catalog = Catalog(project.store.scan())
        old, new = catalog.adr(old_ref), catalog.adr(new_ref)
        if old.key == new.key:
            raise InvalidInput(f"{old.ref} cannot supersede itself")
        refuse_unreadable(old, new)
        may_retire(new, old)
        if old.status in UNDECIDED:
            raise InvalidInput(
                f"{old.ref} is {old.status}: only a decision that was in force is superseded",
                f"records adr reject {old.ref}",
            )
        refuse_circle(catalog.graph, new, old)
        spelling = supersede_spelling(project, new.path, old.path)
        target = end_of_link(project, Relation.SUPERSEDES, old, new.path, old.path)
        target = replace(target, supersede=spelling)
        texts = {
            new.path: add_link(project.store.text(new.path), new.filename, "Supersedes", target),
            old.path: superseded_text(project, old, new),
        }
        note = with_badge_colour(project, old, Status.SUPERSEDED, texts[old.path])[1]
        changed = project.writer.save(texts)
        updated = Catalog(project.store.scan()).adr(old.key)
        return StatusChange(updated, old.status, "superseded", changed, (note,) if note and changed else ())
