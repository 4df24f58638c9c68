"""Create a decision record, and mark what it supersedes: all texts are verified before the first write."""

from __future__ import annotations

import os
import time

from records.adr.dialects import Target, add_link
from records.adr.relation_words import phrase
from records.dataclass import replace
from records.errors import InvalidInput
from records.history.adr_text import adr_text
from records.history.known_words import key_of_log, supersede_spelling
from records.history.link import end_of_link, superseded_text, with_link
from records.history.log_style import learn_style
from records.history.new_phr import CreatedRecord
from records.model.kind import Kind
from records.model.link import Relation, canonical_relation, check_kinds
from records.model.record import Adr
from records.model.record_paths import path_in
from records.model.status import IN_FORCE, UNDECIDED
from records.project.catalog import Catalog
from records.project.codec import parse_adr
from records.project.log_pages import judge_by_log
from records.project.numbering import explain_skipped
from records.project.redaction import hide_secrets
from records.project.settings import AdrSettings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from records.model.drafts import AdrDraft
    from records.model.record import Record
    from records.project.project import Project, WorkTreeProject

    Writer = Callable[[int, str], tuple[str, str]]


_SEPARATORS = ":：．、。 \t"  # what is between a number and a title


def create_adr(
    project: WorkTreeProject,
    draft: AdrDraft,
    *,
    dry_run: bool = False,
    fit_body: bool = False,
    begin: bool = False,
    as_adr_tools: bool = False,
) -> CreatedRecord[Adr]:
    """Create a decision record: beside the newest records of its log, named and written as they are.

    Args:
        project: where.
        draft: title, status, template, body, what it supersedes and links to.
        dry_run: make and prove every text, but write nothing.
        fit_body: write the sections of the draft's body under the headings that the log has for them.
        begin: begin a log where all decisions are in one file.
        as_adr_tools: write in adr-tools' form of a record what adr-tools would, down to its spelling `Superceded by`
            where the log has no other one.

    Raises:
        InvalidInput: a proposed decision is to retire an accepted one, a status has placeholders, or all decisions
            are in one file.
        NotFound: a reference names nothing; nothing was written.
        Ambiguous: a reference names several records.
        EditError: an old record cannot be marked without touching more of it than it should.
        WriteError: a file cannot be written.
    """
    draft, redactions = hide_secrets(project, draft)
    draft = replace(draft, title=draft.title.lstrip(_SEPARATORS) or draft.title)
    sections = (draft.body or "") if fit_body else ""
    draft = replace(draft, body=None) if fit_body else draft
    status = draft.status or project.settings.adr.status
    date = draft.date or project.clock()
    is_default = draft.status is None and status == AdrSettings().status
    template = draft.template or project.settings.adr.template
    style = learn_style(project, status, date, is_default=is_default, in_markup_of_log=not template)
    if style.pages and not begin:
        raise second_log(
            style.pages, "records adr init DIRECTORY or records adr new --force begins a second log"
        )
    folder = style.directory
    catalog = Catalog(project.store.scan())
    old = [catalog.adr(ref) for ref in draft.supersedes]
    link_ends = [(link.relation, _end(catalog, link.target)) for link in draft.links]
    for relation, end in link_ends:
        if not isinstance(end, str):
            check_kinds(relation, ("the new decision", Kind.ADR), (end.ref, end.kind))
    words = [link.words or phrase(link.relation) for link in draft.links]
    reverse = [
        (end, link.reverse)
        for link, (_, end) in zip(draft.links, link_ends, strict=True)
        if link.reverse and not isinstance(end, str)
    ]
    _may_retire(status, old, link_ends)
    texts: dict[str, str] = {}
    default = "Supercede" if as_adr_tools and style.is_usual else "Supersede"
    spelling = supersede_spelling(project, old[0].path, default=default) if old else default

    def write(number: int, _: str) -> tuple[str, str]:
        name = style.names.file_name(number, draft.title, date, _time_of_day)
        if name == texts.get("name"):
            raise InvalidInput(
                f"there is a file {path_in(folder, name)} already", "give the record another title"
            )
        texts["name"] = name
        text = adr_text(project, style, draft, number, name, sections)
        ends = [*((Relation.SUPERSEDES.value, record) for record in old), *link_ends]
        path = path_in(folder, name)
        for words_of_link, (relation, end) in zip(
            [phrase("supersedes")] * len(old) + words, ends, strict=True
        ):
            if isinstance(end, str):
                target = replace(_outside(end), custom=key_of_log(project, relation, path))
            else:
                target = replace(end_of_link(project, relation, end, path), supersede=spelling)
            text = add_link(text, name, words_of_link, target)
        texts["new"] = text
        return name, text

    marks = _Marks(project, old, reverse, spelling)
    folders = [project.writer.numbers(name) for name in style.folders or (folder,)]

    def next_number() -> tuple[int, int]:
        number, width = style.names.next_number(
            {name for numbers in folders for name in numbers.names()}, date
        )
        if style.names.width == 0:  # the number is in the heading alone
            stated = [record.number or 0 for record in project.store.scan() if isinstance(record, Adr)]
            number = max(number, max(stated, default=0) + 1)
        return number, width

    path = project.writer.add(
        folder,
        marks.with_marks(write, folder),
        neighbours=lambda: marks.texts,
        numbering=next_number,
        dry_run=dry_run,
    )
    record = _numbered_by_log(catalog.records, parse_adr(texts["new"], path, ""))
    skipped = explain_skipped(project.location, project.root, style.folders or (folder,), record.number or 0)
    return CreatedRecord(record, texts["new"], (*redactions, *([skipped] if skipped else [])), style)


def second_log(places: Iterable[str], hint: str) -> InvalidInput:
    """The error of a log that would be begun while there are decisions in other places."""
    return InvalidInput(f"there are decisions in {', '.join(sorted(places))}", hint)


def _numbered_by_log(earlier: list[Record], record: Adr) -> Adr:
    """The record with the number that its name has among those of its log."""
    others = [other for other in earlier if other.path != record.path]
    records, _ = judge_by_log([*others, record])
    return next((other for other in records if other.path == record.path and isinstance(other, Adr)), record)


def _time_of_day() -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return time.strftime("%H%M%S", time.gmtime(int(epoch) if epoch.isdecimal() else None))


class _Marks:
    """The texts of the records at the other ends, made while the new one's name is known and nothing is written."""

    def __init__(
        self, project: Project, old: list[Adr], reverse: list[tuple[Record, str]], spelling: str
    ) -> None:
        self._project = project
        self._old = old
        self._reverse = reverse
        self._spelling = spelling
        self.texts: dict[str, str] = {}

    def with_marks(self, write: Writer, folder: str) -> Writer:
        """Wrap *write* so that the marks on the old records are made with the new record's name."""

        def write_and_mark(number: int, identifier: str) -> tuple[str, str]:
            name, text = write(number, identifier)
            new = parse_adr(text, path_in(folder, name), "")
            self.texts = {
                record.path: superseded_text(self._project, record, new, spelling=self._spelling)
                for record in self._old
            }
            for record, words in self._reverse:
                relation, before = canonical_relation(words), self.texts.get(record.path)
                self.texts[record.path] = with_link(
                    self._project, record, relation, new, words=words, text=before
                )
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
