"""Prove an edit of a record: read it again, and refuse if anything changed that was not asked for."""

from __future__ import annotations

from records.adr.facts import AdrFacts, Target
from records.adr.statement import DATED, TABLE
from records.adr.vocabulary import number_in_reference
from records.errors import EditError
from records.model.file_name import yearly_reference
from records.model.record_paths import FOLDER_PAGES, RECORD_LEAVES

_HINT = "edit the file by hand"
_EXPECTED_CODES = frozenset(
    ("status-menu", "status-unread", "status-disagrees", "date-unread", "date-disagrees")
)


def names(target: Target, written: str) -> bool:
    """Return whether the reference *written* in a file means *target*."""
    last = _own_name(written.split("#")[0].rstrip("/"))
    if last in (_own_name(target.filename), target.stem, f"{target.stem}.md"):
        return True
    if target.id:
        return yearly_reference(last) == yearly_reference(target.id)
    return target.number is not None and number_in_reference(last) == target.number


def _own_name(path: str) -> str:
    """The last part of a path; that of a directory with it, where the last one is the page of any directory."""
    *folders, name = path.split("/")
    is_page = name.partition(".")[0].lower() in (*FOLDER_PAGES, *RECORD_LEAVES)
    return f"{folders[-1]}/{name}" if is_page and folders and folders[-1] != ".." else name


def verify_status(
    old: AdrFacts, new: AdrFacts, status: str, by: tuple[Target, ...], date: str | None
) -> None:
    """Compare a record before and after its status was set.

    Raises:
        EditError: the status is not what was asked for, or something else changed.
    """
    if new.status != status:
        raise EditError(f"the status would read {new.status!r}, not {status!r}", _HINT)
    _verify_unrelated(old, new)
    if date is not None and old.date is not None and new.date != date:
        raise EditError(f"the date would read {new.date!r}, not {date!r}", _HINT)
    if date is None and new.date != old.date and not (_date_of_status(old) or _date_of_status(new)):
        raise EditError("the date would change with the status", _HINT)
    added = {(link.relation, link.target) for link in new.links} - {(k.relation, k.target) for k in old.links}
    removed = {(k.relation, k.target) for k in old.links} - {
        (link.relation, link.target) for link in new.links
    }
    if any(relation != "superseded-by" for relation, _ in added | removed):
        raise EditError("the edit would change links that it should leave alone", _HINT)
    if by and removed:
        raise EditError("the mark of an older record would be lost", _HINT)
    if by and not all(has_link(new, "superseded-by", target) for target in by):
        raise EditError("the mark of the newer record would not be read back", _HINT)


def _date_of_status(facts: AdrFacts) -> bool:
    """Return whether the only date of a record is the one beside its status, which goes with the status."""
    source = facts.source("date")
    if source is None:
        return facts.date is None
    state = facts.source("status")
    return source.where in (DATED, TABLE) or bool(state and source.line == state.line)


def verify_link(old: AdrFacts, new: AdrFacts, relation: str, target: Target) -> None:
    """Compare a record before and after a link was added.

    Raises:
        EditError: the link is not read back, or something else changed.
    """
    _verify_unrelated(old, new)
    if new.status != old.status and relation != "superseded-by":
        raise EditError("the status would change with the link", _HINT)
    if not has_link(new, relation, target):
        raise EditError(f"the link {relation!r} would not be read back", _HINT)
    if not {(k.relation, k.target) for k in old.links} <= {(k.relation, k.target) for k in new.links}:
        raise EditError("the edit would lose a link", _HINT)


def _verify_unrelated(old: AdrFacts, new: AdrFacts) -> None:
    for field in ("dialect", "number", "title", "labels", "deciders", "affects"):
        if getattr(old, field) != getattr(new, field):
            if field == "dialect":
                continue  # a first status can make another dialect's sign appear
            raise EditError(f"the edit would change the {field}", _HINT)
    before = {finding.code for finding in old.findings}
    worse = {finding.code for finding in new.findings} - before - _EXPECTED_CODES
    if worse:
        raise EditError(f"the edit would break the file: {', '.join(sorted(worse))}", _HINT)


def has_link(facts: AdrFacts, relation: str, target: Target) -> bool:
    """Return whether a record states a link to a target."""
    return any(link.relation == relation and names(target, link.target) for link in facts.links)
