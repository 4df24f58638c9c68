"""How others wrote their decision records: one file a dialect, recognised file by file.

`read_adr` reads any text and never raises; `set_status`, `add_link` and `remove_link` write in the dialect and the
markup of the file, touch only what they must, and prove it by reading again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from records.adr.date_edit import with_date
from records.adr.dialect import Dialect, write_link_of, write_status_of
from records.adr.dialects import (
    adrinaline,
    adrkit,
    adrs_nextgen,
    bold,
    dated,
    eip,
    front_matter,
    heading,
    line,
    log4brains,
    madr2,
    madr3,
    madr4,
    native,
    nygard,
    pmd,
    spec_kit,
    table,
)
from records.adr.facts import AdrFacts, Finding, FoundLink, Provenance, Target
from records.adr.facts_reader import read_facts
from records.adr.link_removal import without_link
from records.adr.other_markup import as_markdown
from records.adr.other_markup_edit import written_back
from records.adr.record_layout import AdrView
from records.adr.relation_words import relation_of
from records.adr.stated_fields import AdrReader
from records.adr.unread_status import refuse_unread_status
from records.adr.verify import has_link, verify_link, verify_status
from records.dataclass import dataclass, replace
from records.errors import EditError
from records.model.file_name import is_other_markup
from records.model.status import Status

__all__ = [
    "DIALECTS",
    "AdrFacts",
    "Dialect",
    "Finding",
    "FoundLink",
    "Provenance",
    "ReadAdr",
    "Target",
    "add_link",
    "dialect_of",
    "read_adr",
    "read_whole",
    "remove_link",
    "set_date",
    "set_status",
]

DIALECTS: tuple[Dialect, ...] = (
    adrs_nextgen.DIALECT,
    pmd.DIALECT,
    eip.DIALECT,
    adrkit.DIALECT,
    adrinaline.DIALECT,
    madr3.DIALECT,
    madr4.DIALECT,
    native.DIALECT,
    front_matter.DIALECT,
    log4brains.DIALECT,
    spec_kit.DIALECT,
    bold.DIALECT,
    table.DIALECT,
    dated.DIALECT,
    heading.DIALECT,
    madr2.DIALECT,
    line.DIALECT,
    nygard.DIALECT,
)

_STANDARD_WORDS = {status.value: status.value for status in Status}


def dialect_of(reading: AdrReader) -> Dialect:
    """Find the dialect that a record is written in; the last one of the table recognises everything."""
    return next(dialect for dialect in DIALECTS if dialect.recognise(reading))


@dataclass(frozen=True, slots=True)
class ReadAdr:
    """A record's facts, and the text laid out in which they were found."""

    facts: AdrFacts
    view: AdrView


@lru_cache(maxsize=2048)
def read_whole(text: str, filename: str) -> ReadAdr:
    """Read a decision record as `read_adr` does, and keep its headings and positions for closer questions."""
    reading = AdrReader(AdrView(as_markdown(text, filename), filename))
    return ReadAdr(read_facts(reading, dialect_of(reading).name), reading.view)


def read_adr(text: str, filename: str) -> AdrFacts:
    """Read a decision record of any dialect; what it does not state is None or empty, what is odd is a finding."""
    return read_whole(text, filename).facts


def set_status(
    text: str,
    filename: str,
    status: str,
    *,
    date: str | None = None,
    by: tuple[Target, ...] = (),
    today: str | None = None,
    own_words: Mapping[str, str] | None = None,
) -> str:
    """Give a record another status, in its own dialect, wherever it states one.

    Args:
        text: the file as decoded.
        filename: its name; a dialect may show there.
        status: one of `records.model.status.STATUSES`, or a word of your own.
        date: also set the date, where the record states one.
        by: the records that supersede it; their marks are added to those that are there.
        today: the day (ISO 8601) of the new step where the record keeps a dated history of its statuses.
        own_words: the word that the record's log has for a canonical status; it is written in its place.

    Raises:
        EditError: the edit would change anything else, or has no form in the file's markup.
    """
    if is_other_markup(filename):
        by = tuple(replace(target, form="") for target in by)
        return _in_other_markup(
            text,
            filename,
            lambda layout, name: set_status(
                layout, name, status, date=date, by=by, today=today, own_words=own_words
            ),
        )
    reading = AdrReader(AdrView(text, filename), own_words)
    dialect = dialect_of(reading)
    old = read_facts(reading, dialect.name)
    new_by = tuple(target for target in by if not has_link(old, "superseded-by", target))
    holds = old.status == status and not new_by
    if not holds:
        refuse_unread_status(reading, old.status)
    try:
        result = (
            text
            if holds and not _status_odd(old)
            else write_status_of(dialect, reading, status, new_by, today)
        )
        if date is not None:
            result = with_date(reading.changed(result), date)
        verify_status(old, read_adr(result, filename), status, by, date)
    except EditError:
        if holds and date is None:
            return text  # it says so already; tidying a second, odd statement is not worth a refusal
        if any(target.form for target in by):
            by = tuple(replace(target, form="") for target in by)
            return set_status(text, filename, status, date=date, by=by, today=today, own_words=own_words)
        if own_words == _STANDARD_WORDS:
            raise
        return set_status(text, filename, status, date=date, by=by, today=today, own_words=_STANDARD_WORDS)
    # what says so now may say it oddly elsewhere; asking again must find nothing left to do
    return (
        result
        if holds or result == text
        else set_status(result, filename, status, date=date, by=by, today=today, own_words=own_words)
    )


def set_date(text: str, filename: str, date: str) -> str:
    """Write *date* in every place of a record that states one.

    Raises:
        EditError: the edit would change anything else, or has no form in the file's markup.
    """
    if is_other_markup(filename):
        return _in_other_markup(text, filename, lambda layout, name: set_date(layout, name, date))
    result = with_date(AdrReader(AdrView(text, filename)), date)
    old, new = read_adr(text, filename), read_adr(result, filename)
    if (old.status, old.links, old.title) != (new.status, new.links, new.title) or new.date not in (
        date,
        None,
    ):
        raise EditError("the edit would change more than the date", "edit the file by hand")
    return result


def add_link(text: str, filename: str, relation: str, target: Target) -> str:
    """Add a link to a record, in its own dialect; a link that is there already changes nothing.

    Args:
        text: the file as decoded.
        filename: its name.
        relation: canonical (`amends`), or the author's words (`Clarified by`), which dialects with prose keep.
        target: the other record.

    Raises:
        EditError: the dialect or the markup cannot hold the link, or the edit would change anything else.
    """
    if is_other_markup(filename):
        target = replace(target, form="")
        return _in_other_markup(text, filename, lambda layout, name: add_link(layout, name, relation, target))
    reading = AdrReader(AdrView(text, filename))
    dialect = dialect_of(reading)
    old = read_facts(reading, dialect.name)
    canonical = relation_of(relation)
    if has_link(old, canonical, target):
        return text
    if canonical == "superseded-by":
        refuse_unread_status(reading, old.status)
    try:
        if canonical == "superseded-by" and dialect.marks_in_status:
            result = write_status_of(dialect, reading, "superseded", (target,), None)
        else:
            result = write_link_of(dialect, reading, relation, target)
        verify_link(old, read_adr(result, filename), canonical, target)
    except EditError:
        if not target.form:
            raise
        return add_link(text, filename, relation, replace(target, form=""))
    return result


def remove_link(text: str, filename: str, relation: str, target: Target) -> str:
    """Remove a link from a record; a link that is not there changes nothing.

    Raises:
        EditError: the link is part of a sentence or of the status, or taking it out has no form in the file's markup.
    """
    if is_other_markup(filename):
        return _in_other_markup(
            text, filename, lambda layout, name: remove_link(layout, name, relation, target)
        )
    result = without_link(AdrReader(AdrView(text, filename)), relation_of(relation), target)
    old, new = read_adr(text, filename), read_adr(result, filename)
    remaining = [link for link in old.links if link.relation != relation_of(relation)]
    now = {(link.relation, link.target) for link in new.links}
    if new.title != old.title or any((link.relation, link.target) not in now for link in remaining):
        raise EditError("the edit would change more than the link", "edit the file by hand")
    return result


def _in_other_markup(text: str, filename: str, edit: Callable[[str, str], str]) -> str:
    """Edit a record of another markup in its layout as Markdown, and write back what that changes."""
    layout_name = f"{filename.rpartition('.')[0]}.md"
    return written_back(text, filename, edit(as_markdown(text, filename), layout_name))


def _status_odd(facts: AdrFacts) -> bool:
    return any(finding.code.startswith("status-") for finding in facts.findings)
