"""What a dialect is: how it is recognised, and how it writes a status and a link."""

from __future__ import annotations

from collections.abc import Callable

from records.adr.facts import Form, Target
from records.adr.front_keys import field_key, own_key, with_reference
from records.adr.front_matter_edit import front
from records.adr.list_item_edit import bullet_in_section, insert_list_item
from records.adr.relation_words import phrase, relation_of
from records.adr.stated_fields import AdrReader
from records.adr.status_edit import status_in_place
from records.adr.status_section_edit import status_in_section
from records.adr.status_words import superseded_by, write_status
from records.dataclass import dataclass

StatusWriter = Callable[[AdrReader, str, tuple[Target, ...], str | None], str]
LinkWriter = Callable[[AdrReader, str, Target], str]


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way of writing decision records.

    Attributes:
        name: short, for `AdrFacts.dialect` and JSON.
        label: for people.
        recognise: says whether a record is written so; the registry asks in its order.
        write_status: gives the text with a new status, the records that supersede it, and the day for a history.
        write_link: gives the text with a link more, from the relation's words and the other record.
        marks_in_status: whether `superseded by …` is in the status itself.
    """

    name: str
    label: str
    recognise: Callable[[AdrReader], bool]
    write_status: StatusWriter
    write_link: LinkWriter
    marks_in_status: bool = True


def numbered_link(target: Target) -> str:
    """Write a reference as `[ADR-0005](0005-example.md)`."""
    return target.own_form or f"[{target.reference}]({target.href})"


def by_stem(target: Target) -> str:
    """Write a reference as `[0005-example](0005-example.md)`."""
    return target.own_form or f"[{target.stem}]({target.href})"


def stem(target: Target) -> str:
    """Write a reference as `0005-example`."""
    return target.stem


def plain(target: Target) -> str:
    """Write a reference as `ADR-0005`."""
    return target.reference


def status_value(form: Form | None, *, key: str = "status", in_front: bool = True) -> StatusWriter:
    """Make the writer of dialects whose status is one value: in front matter, or in the list under the title."""

    def write(reading: AdrReader, status: str, by: tuple[Target, ...], today: str | None) -> str:
        if reading.statuses() or any(item.role == "empty" for item in reading.statements_of("status")):
            return status_in_place(reading, status, by, form, today)
        if reading.view.status_sections:
            return status_in_section(reading, status, by, today)
        value = write_status(status, "", reading.own_words)
        if form and by and status == "superseded":
            value = superseded_by(value, ", ".join(form(target) for target in by))
        if in_front:
            own_key = field_key(reading.view, "status") or key
            return front(reading.view, lambda block: block.set(own_key, value))
        return insert_list_item(reading, f"Status: {value}")

    return write


def link_bullet(form: Form, *titles: str) -> LinkWriter:
    """Make the writer of dialects that list links as bullets under a heading."""

    def write(reading: AdrReader, relation: str, target: Target) -> str:
        return bullet_in_section(reading, titles, f"{phrase(relation)} {form(target)}")

    return write


def link_key(form: Form, names: dict[str, str] | None = None) -> LinkWriter:
    """Make the writer of dialects that keep links in front matter lists, one key a relation.

    *names* gives the keys that differ from the canonical relation (`superseded-by` is `supersededBy`); a key that the
    file has for it in another spelling is used.
    """

    def write(reading: AdrReader, relation: str, target: Target) -> str:
        canonical = relation_of(relation)
        key = own_key(reading.view, canonical, target) or (names or {}).get(canonical, canonical)
        return with_reference(reading.view, key, target, form)

    return write


def marked_beside(state: StatusWriter, link: LinkWriter) -> StatusWriter:
    """Make a status writer that keeps the mark `superseded-by` as a link beside the status.

    Only for dialects whose status and links are both in the front matter.
    """

    def write(reading: AdrReader, status: str, by: tuple[Target, ...], today: str | None) -> str:
        text = state(reading, status, (), today)
        for target in by:
            text = link(reading.changed(text), "superseded-by", target)
        return text

    return write


def write_status_of(
    dialect: Dialect, reading: AdrReader, status: str, by: tuple[Target, ...], today: str | None
) -> str:
    """Write a status; the mark `superseded-by` goes to the key that the file has for it, if it has one."""
    has_key = bool(by) and own_key(reading.view, "superseded-by", by[0]) is not None
    if not (has_key and dialect.marks_in_status):
        return dialect.write_status(reading, status, by, today)
    return marked_beside(dialect.write_status, link_key(stem))(reading, status, by, today)


def write_link_of(dialect: Dialect, reading: AdrReader, relation: str, target: Target) -> str:
    """Write a link: to the key that the file has for its relation, else where the dialect keeps links."""
    if dialect.marks_in_status and own_key(reading.view, relation_of(relation), target):
        return link_key(stem)(reading, relation, target)
    return dialect.write_link(reading, relation, target)
