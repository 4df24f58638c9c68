"""Remove a link from a decision record: its line, or its item in the front matter."""

from __future__ import annotations

from records.adr.facts import Target
from records.adr.front_keys import value_at
from records.adr.front_matter_edit import drop_item, front
from records.adr.links_in_front_matter import listed_links
from records.adr.record_layout import AdrView
from records.adr.splice import apply_splices, line_out
from records.adr.stated_fields import AdrReader
from records.adr.statement import FRONT, LinkStatement
from records.adr.verify import _HINT, names
from records.errors import EditError


def without_link(reading: AdrReader, relation: str, target: Target) -> str:
    """Give the text without the link *relation* to *target*; a link that is not there changes nothing.

    Raises:
        EditError: the link is part of a sentence, or of the status itself.
    """
    view = reading.view
    for link in reading.links:
        if link.relation != relation or not names(target, link.target):
            continue
        if link.where == FRONT:
            return _without_key_item(view, link)
        line_start = view.text.rfind("\n", 0, link.start) + 1
        if link.start == line_start:
            return apply_splices(view.text, [line_out(view, link.start, link.end)])
        raise EditError(
            f"line {view.line(link.start)} states the link within a sentence", "take it out by hand"
        )
    return view.text


def _without_key_item(view: AdrView, link: LinkStatement) -> str:
    value = value_at(view.data, link.key)
    if isinstance(value, str):
        return _without_text(view, link, value)
    if isinstance(value, list) and link.target in value:
        return front(view, lambda block: block.discard(link.key, link.target))
    if not isinstance(value, list) or link.key.casefold() != "links":
        raise EditError(f"the link is in {link.key!r}, which is not a list of references", _HINT)
    index = next(at for at, item in enumerate(value) if link in listed_links(link.key, [item]))
    return front(view, lambda block: drop_item(block, link.key, index))


def _without_text(view: AdrView, link: LinkStatement, value: str) -> str:
    """Take a reference out of a value that is one text: `0003-x, 0007-y`."""
    remaining = [part for part in value.split(", ") if part.strip() != link.target]
    if len(remaining) == len(value.split(", ")):
        raise EditError(f"the link is in {link.key!r}, which is not a list of references", _HINT)
    return front(view, lambda block: block.set(link.key, ", ".join(remaining)))
