"""Make a new decision record, and mark what it supersedes: every text is made and proved before the first write."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from records.adr.dialects import Target, add_link, read_adr
from records.errors import InvalidInput
from records.history.link import adr_target, link_phrase, superseded_text
from records.history.new_phr import CreatedRecord
from records.model.kind import Kind
from records.model.link import Relation
from records.model.record import Adr
from records.model.status import IN_FORCE, UNDECIDED
from records.project.catalog import Catalog
from records.project.codec import parse_adr
from records.project.redaction import hide_secrets
from records.text.slug import slug

if TYPE_CHECKING:
    from collections.abc import Callable

    from records.model.drafts import AdrDraft
    from records.model.record import Record
    from records.project.project import Project, WorkTreeProject

    Writer = Callable[[int, str], tuple[str, str]]

TEMPLATES = {
    "native": "native.md.j2",
    "nygard": "nygard.md.j2",
    "madr": "madr.md.j2",
    "madr-minimal": "madr-minimal.md.j2",
    "madr2": "madr2.md.j2",
    "y-statement": "y-statement.md.j2",
}


def create_adr(project: WorkTreeProject, draft: AdrDraft, *, dry_run: bool = False) -> CreatedRecord[Adr]:
    """Make a new decision record.

    Args:
        project: where.
        draft: title, status, template, body, what it supersedes and links to.
        dry_run: make and prove every text, but write nothing.

    Raises:
        InvalidInput: a proposed decision is to retire an accepted one, or a status has placeholders.
        NotFound: a reference names nothing; nothing was written.
        Ambiguous: a reference names several records.
        EditError: an old record cannot be marked without touching more of it than it should.
        WriteError: a file cannot be written.
    """
    draft, redactions = hide_secrets(project, draft)
    folder = project.directory(Kind.ADR)
    status = draft.status or project.settings.adr.status
    catalog = Catalog(project.store.scan())
    old = [catalog.adr(ref) for ref in draft.supersedes]
    link_ends = [(link.relation, _end(catalog, link.target)) for link in draft.links]
    words = [link.words or link_phrase(link.relation) for link in draft.links]
    reverse = [
        (end, link.reverse)
        for link, (_, end) in zip(draft.links, link_ends, strict=True)
        if link.reverse and not isinstance(end, str)
    ]
    _may_retire(status, old, link_ends)
    texts: dict[str, str] = {}

    def write(number: int, identifier: str) -> tuple[str, str]:
        name = f"{identifier}-{slug(draft.title)}.md"
        text = _text(project, draft, number, identifier, status)
        ends = [*old, *(end for _, end in link_ends)]
        for phrase, end in zip([link_phrase("supersedes")] * len(old) + words, ends, strict=True):
            target = adr_target(end, folder) if not isinstance(end, str) else _outside(end)
            text = add_link(text, name, phrase, target)
        facts = read_adr(text, name)
        if draft.title not in facts.title or (facts.number not in (number, None)):
            raise InvalidInput(
                f"the record would not read back as it was given (title {facts.title!r})",
                "check the template in .records/templates",
            )
        texts["new"] = text
        return name, text

    marks = _Marks(project, old, reverse)
    path = project.writer.add(
        folder, marks.with_marks(write, folder), neighbours=lambda: marks.texts, dry_run=dry_run
    )
    return CreatedRecord(parse_adr(texts["new"], path, ""), texts["new"], redactions)


class _Marks:
    """The texts of the records at the other ends, made while the new one's name is known and nothing is written."""

    def __init__(self, project: Project, old: list[Adr], reverse: list[tuple[Record, str]]) -> None:
        self._project = project
        self._old = old
        self._reverse = reverse
        self.texts: dict[str, str] = {}

    def with_marks(self, write: Writer, folder: str) -> Writer:
        """Wrap *write* so that the marks on the old records are made with the new record's name."""

        def write_and_mark(number: int, identifier: str) -> tuple[str, str]:
            name, text = write(number, identifier)
            new = parse_adr(text, f"{folder}/{name}", "")
            self.texts = {record.path: superseded_text(self._project, record, new) for record in self._old}
            for record, words in self._reverse:
                before = self.texts.get(record.path) or self._project.store.text(record.path)
                target = adr_target(new, os.path.dirname(record.path))
                self.texts[record.path] = add_link(before, os.path.basename(record.path), words, target)
            return name, text

        return write_and_mark


def _end(catalog: Catalog, target: str) -> Record | str:
    if "://" in target:
        return target
    # among decisions a bare number means a decision
    return catalog.record(target, Kind.ADR if target.strip().isdecimal() else None)


def _may_retire(status: str, old: list[Adr], ends: list[tuple[str, Record | str]]) -> None:
    retiring = [
        *old,
        *(end for relation, end in ends if relation == Relation.SUPERSEDES and isinstance(end, Adr)),
    ]
    if status.lower() in UNDECIDED and any(record.status in IN_FORCE for record in retiring):
        names = ", ".join(record.ref for record in retiring if record.status in IN_FORCE)
        raise InvalidInput(
            f"a {status.lower()} decision cannot retire an accepted one ({names})",
            "accept it first, then: records adr supersede OLD --by NEW",
        )


def _outside(address: str) -> Target:
    return Target(stem=address, title=address, filename=address)


def _text(project: Project, draft: AdrDraft, number: int, identifier: str, status: str) -> str:
    template = draft.template or project.settings.adr.template or "nygard"
    name = TEMPLATES.get(template, template)
    values = {
        "number": number,
        "id": identifier,
        "title": draft.title,
        "date": draft.date or project.clock(),
        "status": status[:1].upper() + status[1:],
        "body": (draft.body or "").strip("\n"),
        "deciders": draft.deciders,
        "affects": draft.affects,
        "labels": draft.labels,
    }
    if template not in TEMPLATES and os.path.isfile(os.path.join(project.root, template)):
        return _words(project.store.text(template), values)
    if not name.endswith(".j2"):
        name += ".md.j2"
    return project.renderer.render(name, values)


def _words(text: str, values: dict[str, object]) -> str:
    """Fill a template of adr-tools: the four words NUMBER, TITLE, DATE, STATUS."""
    return re.sub(r"\b(NUMBER|TITLE|DATE|STATUS)\b", lambda word: str(values[word[1].lower()]), text)
