"""Make a record of the text of a decision record, whichever dialect it is written in."""

from __future__ import annotations

import records.regex as re
from records.adr.dialects import read_whole
from records.adr.pages import has_form, page_kind
from records.adr.record_layout import AdrView
from records.adr.vocabulary import plain_title
from records.model.file_name import parse_decision_name
from records.model.link import Link
from records.model.record import NOT_A_DECISION, Adr, former_numbers
from records.model.record_paths import file_name_of
from records.text.dates import date_of
from records.text.headings import section_end

_REFERENCES = re.compile(r"^## References[ \t]*\r?$(.*?)(?=^#{1,2} |\Z)", re.M | re.S)
_FILE = re.compile(r"^[-*] `([^`\s]*[./][^`\s]*)`[ \t]*\r?$", re.M)


def read_adr_record(text: str, path: str, folder: str) -> Adr:
    """Read one ADR; never raises, and names in `repairs` what had to be repaired while reading.

    Args:
        text: the file as decoded.
        path: its POSIX path from the repository's root.
        folder: the folder below the log's root.
    """
    filename = file_name_of(path)
    name = parse_decision_name(filename)
    whole = read_whole(text, filename)
    facts = whole.facts
    number = facts.number
    page = page_kind(facts, whole.view)
    same = name.id if name.number == number else None
    return Adr(
        path=path,
        folder=folder,
        stem=name.stem,
        number=number,
        id=None if number is None else same or f"{number:04d}",
        title=facts.title or name.words or name.stem,
        date=facts.date or _last_change(whole.view) or name.date,
        status=facts.status,
        labels=facts.labels,
        links=tuple(dict.fromkeys(Link(link.relation, link.target) for link in facts.links)),
        repairs=(NOT_A_DECISION,)
        if page
        else tuple(dict.fromkeys(finding.code for finding in facts.findings)),
        affects=facts.affects,
        has_form=has_form(facts, whole.view),
        files=files_referred_to(text),
        renumbered=former_numbers(text),
    )


def _last_change(view: AdrView) -> str | None:
    """The latest day that a section Changelog names, as the logs of the Cosmos projects have it."""
    if "changelog" not in view.titles:
        return None
    headings = view.headings
    index = next(n for n, heading in enumerate(headings) if plain_title(heading.title) == "changelog")
    lines = view.masked[headings[index].body : section_end(view.masked, headings, index)].splitlines()
    return max(filter(None, map(date_of, lines)), default=None)


def files_referred_to(text: str) -> tuple[str, ...]:
    """The files that a record refers to: a bullet each under References, as a suggestion's draft has them."""
    section = _REFERENCES.search(text) if "## References" in text else None
    return tuple(dict.fromkeys(_FILE.findall(section[1]))) if section else ()
