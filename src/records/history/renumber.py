"""Give a record another number, and follow it: its text, links to it, and citations in code and docs."""

from __future__ import annotations

import posixpath

import records.regex as re
from records.adr.dialects import Target, add_link, read_adr, remove_link
from records.adr.vocabulary import number_in_reference
from records.dataclass import dataclass
from records.errors import EditError, InvalidInput, NotFound, RecordsError
from records.history.link import adr_target, refuse_unreadable
from records.history.prompt_files import built_sites
from records.model.citations import RecordMove, move_citations
from records.model.file_name import is_other_markup, parse_name, yearly_name, yearly_reference
from records.model.record import Adr, adr_status
from records.model.record_paths import stem_of
from records.patterns import DIGITS, LETTERS
from records.project.catalog import Catalog
from records.project.codec import parse_record
from records.project.work_tree import text_files
from records.text.document import Document
from records.text.lines import newline_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.model.record import Record
    from records.project.project import Project, WorkTreeProject

_NUMBER_KEYS = ("id", "number", "adr")
_HEADING = re.compile(rf"^(?P<head>#[ \t]+(?:{LETTERS}[-_ #]*)?)(?P<number>{DIGITS}(?!\d))", re.MULTILINE)
_NOT_CITING = frozenset(
    ("package-lock.json", "yarn.lock", "poetry.lock", "uv.lock", "Cargo.lock", "pnpm-lock.yaml")
)


@dataclass(frozen=True, slots=True)
class Renumbered:
    """What was, or would be, done.

    Attributes:
        old: the record before.
        path: its new path.
        changed: other files whose citations were moved, POSIX from the root.
        ambiguous: citations that could mean another record: path, line, text. They are left alone.
    """

    old: Record
    path: str
    changed: tuple[str, ...]
    ambiguous: tuple[tuple[str, int, str], ...]


def renumber(
    project: WorkTreeProject, ref: str, to: int | None = None, *, dry_run: bool = False
) -> Renumbered:
    """Give the record *ref* the number *to*, or the next free one of its folder.

    Every text is made before the first write. A note in the record names its old number.

    Raises:
        NotFound: no record goes by this name.
        Ambiguous: several do; name it by its path.
        InvalidInput: the number is taken, or the record has none.
        EditError: the record cannot be edited without touching more than its number.
        WriteError: a file could not be written.
    """
    with project.writer.locked():
        catalog = Catalog(project.store.scan())
        record = catalog.record(ref)
        refuse_unreadable(record)
        if is_other_markup(record.path):
            raise InvalidInput(
                f"{record.path} is read-only: not Markdown",
                "rename it by hand, with what its heading and its neighbours say",
            )
        if record.number is None:
            raise InvalidInput(
                f"{record.path} has no number", "records import gives numbers to a log without them"
            )
        unfinished = _unfinished_number(project, catalog, record)
        is_written = unfinished is not None and to in (None, unfinished)
        number = unfinished if is_written and unfinished is not None else _free(project, record, to)
        change, path = _move(catalog, record, number)
        text = _own_text(project, record, change, path)
        texts, ambiguous = _citing_texts(project, catalog, record, change, path)
        if not dry_run:  # the old file goes last, so that a run that was stopped can be repeated
            if not is_written:
                project.writer.create(path, text, like=record.path)
            project.writer.save({other: new_text for other, new_text in texts.items() if other != path})
            project.writer.remove([record.path])
    return Renumbered(record, path, tuple(sorted(texts)), tuple(sorted(ambiguous)))


def _move(catalog: Catalog, record: Record, number: int) -> tuple[RecordMove, str]:
    name = _new_name(record, number)
    return _change(catalog, record, number, name), posixpath.join(posixpath.dirname(record.path), name)


def _unfinished_number(project: WorkTreeProject, catalog: Catalog, record: Record) -> int | None:
    """Return the number of the copy that an earlier run made before it was stopped; None without one."""
    folder = posixpath.dirname(record.path)
    for other in catalog.records:
        is_alike = other.kind is record.kind and other.title == record.title and other.number is not None
        if not is_alike or other.path == record.path or posixpath.dirname(other.path) != folder:
            continue
        change, path = _move(catalog, record, other.number or 0)
        if path == other.path and project.store.text(path) == _own_text(project, record, change, path):
            return other.number
    return None


def _free(project: WorkTreeProject, record: Record, to: int | None) -> int:
    folder = posixpath.dirname(record.path)
    numbers = project.writer.numbers(folder)
    year = record.year
    used = {name: number for name in numbers.names() if (number := _number_in(name, year)) is not None}
    if to is None:
        return max(used.values(), default=0) + 1 if year else numbers.next()[0]
    if to < 0 or to == record.number:
        raise InvalidInput(f"{to} is no new number for {record.path}", "give another one, or leave --to out")
    for name in sorted(used):
        if used[name] == to and name.lower().endswith(".md"):
            raise InvalidInput(
                f"the number {to} is taken: {folder}/{name}", "leave --to out for the next free one"
            )
    return to


def _number_in(name: str, year: str) -> int | None:
    """The number that a file name takes, within a year if there is one."""
    if not year:
        return parse_name(name).number
    yearly = yearly_name(name)
    return int(yearly.number) if yearly and yearly.year == year else None


def _new_name(record: Record, number: int) -> str:
    """The file's name with another number in the same width and behind the same prefix."""
    name = record.filename
    if record.year and (yearly := yearly_name(name)):
        digits = f"{number:0{len(yearly.number)}d}"
        end = len(yearly.prefix) + len(yearly.id)
        return f"{yearly.prefix}{yearly.year}{yearly.gap}{digits}{name[end:]}"
    citation = re.match(rf"(?P<head>(?:{LETTERS}[-_]?)?)(?P<number>\d+)", name)
    if citation is None:
        raise InvalidInput(f"the file name {name!r} has no number", "rename it first")
    return f"{citation['head']}{number:0{len(citation['number'])}d}{name[citation.end() :]}"


def _change(catalog: Catalog, record: Record, number: int, new_name: str) -> RecordMove:
    same_kind = [r for r in catalog.records if r.kind == record.kind and r.path != record.path]
    return RecordMove(
        label=record.kind.label,
        old_stem=record.stem,
        new_stem=stem_of(new_name),
        old=record.number or 0,
        new=number,
        year=record.year,
        number_is_unique=all(
            (readback.number, readback.year) != (record.number, record.year) for readback in same_kind
        ),
        stem_is_unique=all(readback.stem != record.stem for readback in same_kind),
    )


def _own_text(project: Project, record: Record, change: RecordMove, path: str) -> str:
    text = project.store.text(record.path)
    body = Document.parse(text).body
    year = record.year
    heading = (_yearly_heading(year) if year else _HEADING).search(text, body)
    if heading and int(heading["number"]) == change.old:
        number_text = f"{change.new:0{len(heading['number'])}d}"
        text = text[: heading.start("number")] + number_text + text[heading.end("number") :]
    text = _with_keys(text, change)
    text = _with_note(project, record, text)
    readback = parse_record(record.kind, text, path, record.folder)
    if (
        readback.number != change.new
        or readback.title != record.title
        or adr_status(readback) != adr_status(record)
    ):
        raise EditError(f"{record.path} would not read back as number {change.new}", "renumber it by hand")
    return text


def _yearly_heading(year: str) -> re.Pattern[str]:
    return re.compile(
        rf"^(?P<head>#[ \t][^\n]{{0,40}}?(?<!\d){year}[-_./])(?P<number>\d{{1,4}}(?!\d))", re.MULTILINE
    )


def _with_keys(text: str, change: RecordMove) -> str:
    """The number in every field of the front matter that holds it, in its own width."""
    document = Document.parse(text)
    front = document.front_matter
    if front is None:
        return text
    data = front.values()
    for key in _NUMBER_KEYS:
        value = data.get(key)
        if isinstance(value, str) and _is_number(value, change):
            digits = re.search(r"0*\d+$", value.strip())
            new = (
                value.strip()[: digits.start()] + f"{change.new:0{len(digits[0])}d}"
                if digits
                else str(change.new)
            )
            bare = re.search(rf"^{key}:[ \t]*{re.escape(value)}(?=[ \t]*\r?$)", front.text, re.MULTILINE)
            if bare and not new.startswith("0"):  # a YAML number stays one
                front = type(front)(front.text[: bare.end() - len(value)] + new + front.text[bare.end() :])
            else:
                front = front.set(key, new)
    return document.with_front_matter(front).text


def _is_number(value: str, change: RecordMove) -> bool:
    if change.year:
        return yearly_reference(value) == (change.year, change.old)
    return number_in_reference(value) == change.old


def _with_note(project: Project, record: Record, text: str) -> str:
    note = f"from {record.id} on {project.clock()}"
    document = Document.parse(text)
    front = document.front_matter
    if front is not None and front.text.strip():
        earlier = front.values().get("renumbered")
        note = f"{earlier}, {note}" if isinstance(earlier, str) and earlier.strip() else note
        return document.with_front_matter(front.set("renumbered", note)).text
    newline = newline_of(text)
    date = re.compile(r"^(?:Date|Renumbered):[^\r\n]*", re.MULTILINE)
    places = list(date.finditer(text, 0, 2000))
    if not places:
        heading = re.compile(r"^#[ \t][^\r\n]*", re.MULTILINE).search(text)
        if heading is None:
            return f"Renumbered: {note}{newline * 2}{text}"
        return f"{text[: heading.end()]}{newline * 2}Renumbered: {note}{text[heading.end() :]}"
    offset = places[-1].end()
    return f"{text[:offset]}{newline * 2}Renumbered: {note}{text[offset:]}"


def _citing_texts(
    project: Project, catalog: Catalog, record: Record, change: RecordMove, path: str
) -> tuple[dict[str, str], list[tuple[str, int, str]]]:
    """The texts of all other files that cite the record, and the citations that are left alone."""
    texts: dict[str, str] = {}
    ambiguous: list[tuple[str, int, str]] = []
    by_path = {readback.path: readback for readback in catalog.records}
    paths = list(text_files(project))
    sites = built_sites(project, paths)
    for other in paths:
        if other.startswith(sites) or other == record.path or other.rsplit("/", 1)[-1] in _NOT_CITING:
            continue
        try:
            text = project.store.text(other)
        except RecordsError:
            continue
        citations = move_citations(text, change)
        new_text = citations.text
        holder = by_path.get(other)
        if holder is not None and isinstance(holder, Adr) and isinstance(record, Adr):
            new_text = _numbered_links(catalog, holder, record, new_text, change, path)
        ambiguous += [(other, line, citation) for line, citation in citations.ambiguous]
        if new_text != text:
            texts[other] = new_text
    return texts, ambiguous


def _numbered_links(
    catalog: Catalog, holder: Record, record: Record, text: str, change: RecordMove, path: str
) -> str:
    """Links of another decision that name the record by its number alone (adrs, adrinaline, adrkit)."""
    name = holder.path.rsplit("/", 1)[-1]
    folder = posixpath.dirname(holder.path)
    for link in read_adr(text, name).links:
        plain = link.target.isdecimal() and number_in_reference(link.target) == change.old
        if not plain or catalog.graph.references.link_target(link.target, holder) is not record:
            continue
        new = Target(change.new_stem, record.title, posixpath.relpath(path, folder or "."), change.new)
        try:
            text = remove_link(text, name, link.relation, adr_target(record, folder))
            text = add_link(text, name, link.relation, new)
        except (EditError, NotFound):
            continue
    return text
