"""Give all records to other programs: JSON objects, a CSV table, JSON-ADR."""

from __future__ import annotations

from records._version import __version__
from records.adr.dialects import read_whole
from records.adr.json_adr import LINK_TYPES, SCHEMA, VERSION, to_json_adr
from records.encoding import replace_surrogates
from records.git.file_history import first_days
from records.model.link import relation_text
from records.model.record import Adr
from records.project.catalog import Catalog, Filter, detail

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from records.model.answer import RecordDetail
    from records.model.record import Record
    from records.project.project import Project

_COLUMNS = (
    "kind", "ref", "number", "title", "date", "status", "stage", "feature", "labels", "links", "path", "readable",
)  # fmt: skip


def export_objects(project: Project, filters: Filter | None = None) -> Iterator[RecordDetail]:
    """Each record as one JSON object with `body`; PHRs with `prompt` and `response` too."""
    catalog = Catalog(project.store.scan())
    selection = filters or Filter()
    for record in catalog.records:
        if selection.accepts(record):
            yield detail(project, catalog, record).data


def export_csv(project: Project, filters: Filter | None = None) -> str:
    """A table with a row a record (RFC 4180: CRLF, quotes doubled); lists are joined with `; `.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    catalog = Catalog(project.store.scan())
    selection = filters or Filter()
    rows = []
    for record in catalog.records:
        if selection.accepts(record):
            links = [f"{link.relation} {link.target}" for link in catalog.graph.links(record)]
            rows.append({**catalog.as_json(record), "links": links})
    return csv_table(_COLUMNS, rows)


def csv_table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as a table with a header, as `export_csv` describes it."""
    import csv
    import io

    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return replace_surrogates(out.getvalue())


def _cell(value: Any) -> str:
    text = "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    is_formula = text[:1] in ("=", "+", "-", "@", "\t", "\r")
    text = text.replace("\r", "\\r").replace("\n", "\\n")  # a name may hold a line end; a row is one line
    return f"'{text}" if is_formula else text


def export_json_adr(
    project: Project, filters: Filter | None = None, *, compatible: bool = False
) -> dict[str, Any]:
    """All decisions that have a number from 1 as one JSON-ADR document, valid under its schema.

    Args:
        project: where.
        filters: which decisions; all by default.
        compatible: write consequences as the program `adrs` reads them, which its schema refuses.

    The schema asks for a date: where a decision states none, it is the day on which git first saw it, else today.
    """
    catalog = Catalog(project.store.scan())
    selection = filters or Filter()
    wanted_records = [
        record
        for record in catalog.records
        if isinstance(record, Adr) and record.readable and record.number and selection.accepts(record)
    ]
    days = _first_days(project, [record.path for record in wanted_records if record.date is None])
    rows = [
        to_json_adr(
            read_whole(project.store.text(record.path), record.filename),
            number=record.number or 0,
            date=record.date or days.get(record.path) or project.clock(),
            path=record.path,
            links=_numbered_links(catalog, record),
            compatible=compatible,
        )
        for record in wanted_records
    ]
    tool = {"name": "records", "version": __version__}
    return {"$schema": SCHEMA, "version": VERSION, "tool": tool, "adrs": rows}


def _first_days(project: Project, paths: list[str]) -> dict[str, str]:
    """The day on which git first saw each of *paths*, for decisions that state no date."""
    git = project.git()
    if git is None or not paths:
        return {}
    return first_days(git, paths)


def _numbered_links(catalog: Catalog, record: Record) -> list[dict[str, Any]]:

    match = []
    for link in catalog.graph.neighbours(record):
        target = catalog.graph.references.get(link.target)
        if target is None or not isinstance(target, Adr) or not target.number:
            continue
        row: dict[str, Any] = {"type": link.relation, "target": target.number}
        if link.relation not in LINK_TYPES:
            row = {"type": "custom", "target": target.number, "description": relation_text(link.relation)}
        match.append(row)
    return match
