"""Every link that a record states to another one: in front matter, in its status, in its title, in lists of links."""

from __future__ import annotations

import records.regex as re
from records.adr.links_in_fields import LINK_SECTIONS, links_in_fields
from records.adr.links_in_front_matter import links_in_front_matter
from records.adr.links_in_lists import labelled_links, links_in_list
from records.adr.links_in_prose import links_in_heading, links_in_paragraphs, links_in_prose
from records.adr.links_in_status import links_in_status_section, links_in_status_value
from records.adr.links_in_tables import links_in_tables
from records.adr.record_layout import AdrView
from records.adr.references import references
from records.adr.relation_words import PARTIAL, is_relation, mentions_relation, relation_of
from records.adr.statement import SECTION, FieldStatement, LinkStatement
from records.adr.status_choice import is_menu
from records.adr.status_text import read_status
from records.adr.vocabulary import is_reference_title, plain_title
from records.dataclass import replace
from records.text.headings import section_end


def link_statements(view: AdrView, statements: list[FieldStatement]) -> list[LinkStatement]:
    """List the links of a record, given its field *statements*; a link that is stated twice counts once."""
    links = list(links_in_front_matter(view))
    for item in statements:
        if item.field == "status" and item.role not in ("history", "menu") and not is_menu(item.raw):
            links += links_in_status_value(view, item)
    for start, end in view.status_sections:
        links += links_in_status_section(view, start, end)
    links += links_in_fields(view, *view.header)
    links += labelled_links(view, *view.header)
    for place in (view.header, *view.status_sections):
        links += links_in_tables(view, *place)
    for index, heading in enumerate(view.headings):
        title = plain_title(heading.title)
        if title in LINK_SECTIONS or is_reference_title(title):
            end = section_end(view.masked, view.headings, index)
            relation = relation_of(title) if is_relation(title) else ""
            links += links_in_list(view, heading.body, end, relation)
            links += [] if relation else links_in_paragraphs(view, heading.body, end)
        elif heading.level < 7 and index:  # the title is read with the prose
            links += links_in_heading(view, heading)
    links += links_in_prose(view)
    return _unique(_with_successor(view, links, statements))


def _with_successor(
    view: AdrView, links: list[LinkStatement], statements: list[FieldStatement]
) -> list[LinkStatement]:
    """Read `Superseded`, and `See [9](…)` below it, as superseded by that; after `Partially superseded` as amended."""
    statuses = [item for item in statements if item.field == "status"]
    if any(_is_partial_alone(view, item) for item in statuses):
        return [
            replace(link, relation="amended-by") if link.relation == "superseded-by" else link
            for link in links
        ]
    is_superseded = any(read_status(item.raw).status == "superseded" for item in statuses)
    if not is_superseded or any(link.relation == "superseded-by" for link in links):
        return links
    return [
        replace(link, relation="superseded-by")
        if link.where == SECTION and link.text.strip(" :").lower() in _SEE
        else link
        for link in links
    ]


def _is_partial_alone(view: AdrView, item: FieldStatement) -> bool:
    """Say whether a status is that a part was superseded, and does not say by what."""
    word = read_status(item.raw)
    first_sentence = re.split(r"[.;\n]\s", item.raw, maxsplit=1)[0]
    beside = _BESIDE.match(item.raw, word.end)  # `Approved (partially superseded)`
    words = item.raw[word.start : beside.end() if beside and PARTIAL.search(beside[0]) else word.end]
    return (
        word.status == "accepted"
        and mentions_relation(words)
        and not any(references(first_sentence, view.definitions))
    )


_BESIDE = re.compile(r"[\s*_`]*[(,–—-][^().;\n]{1,60}")
_SEE = frozenset(("see", "siehe", "voir", "véase", "vgl", "now"))


def _unique(statements: list[LinkStatement]) -> list[LinkStatement]:
    links: dict[tuple[str, str], LinkStatement] = {}
    for item in statements:
        if item.target and not item.target.startswith("#"):
            links.setdefault((item.relation, item.target), item)
    return list(links.values())
