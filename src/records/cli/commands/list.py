"""`records list` and `records phr list`."""

from __future__ import annotations

from records.cli.filters import FILTERS, explain_nothing, make_filter, suggest_filter
from records.cli.invocation import project_at
from records.cli.notes import note_unread_decisions, notes_beside
from records.cli.output import echo, is_terminal, note, print_json, table
from records.cli.paths import echo_paths
from records.cli.spec import AT, JSON, Parameter, command
from records.cli.stored_output import print_stored, store_page
from records.errors import InvalidInput
from records.text.plural import counted

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    import re
    from typing import Any

    from records.model.answer import RecordAnswer
    from records.project.catalog import Filter
    from records.project.project import Project

_PAGE = "list"
_NO_RECORDS = "there are no records here yet: records init"
_PARAMETERS = (
    *FILTERS,
    Parameter(
        "sort", "--sort", metavar="KEY", help="kind, ref, number, date, title, state, path; -date: newest first."
    ),
    Parameter("limit", "-n", "--limit", is_number=True, minimum=1, metavar="N", help="Show at most N records."),
    Parameter(
        "form", "--format", metavar="FORMAT", default="text",
        help="text, json, paths, or a line with fields of the JSON: '{ref} {title}'.",
    ),
    AT,
    JSON,
)  # fmt: skip


@command("list", *_PARAMETERS, suggest=suggest_filter)
def list_command(**options: Any) -> None:
    r"""List records, unreadable ones included.

    \b
    Examples:
      records list
      records list --kind adr --status accepted,proposed
      records list --sort -date --limit 5
      records list --feature 007-login --json
      records list --format '{date} {ref} {title}'
      records list --at v1.2 --status accepted
    """
    is_plain = options["form"] == "text" and sum(map(bool, options.values())) == 1 and not is_terminal()
    if not (is_plain and print_stored(_PAGE)):
        _list(page=_PAGE if is_plain else "", **options)


@command("list", *_PARAMETERS, suggest=suggest_filter)
def phr_list(**options: Any) -> None:
    r"""List prompt records, unreadable ones included.

    \b
    Example:
      records phr list --stage green,red --sort -date
    """
    _list(**{**options, "kind": "phr"})


def _list(
    *,
    at: str | None,
    as_json: bool,
    sort: str | None,
    limit: int | None,
    form: str,
    page: str = "",
    **options: Any,
) -> None:
    project = project_at(at)
    print_list(
        project, make_filter(options, project), sort=sort, limit=limit, form="json" if as_json else form,
        is_filtered=any(options.values()), page=page,
    )  # fmt: skip


def print_list(
    project: Project,
    filters: Filter,
    *,
    sort: str | None,
    limit: int | None,
    form: str,
    is_filtered: bool,
    page: str = "",
) -> None:
    """Print the records that pass the filters.

    Args:
        project: where.
        filters: which records.
        sort: a key of `SORT_KEYS`, perhaps with `-` before it; None for kind, folder, number and stem.
        limit: how many at most; None for all.
        form: text, json, paths, or a line with fields in braces.
        is_filtered: whether a person asked for less than all records.
        page: under which name the list is stored for the next time; "" for a list that is not.

    Raises:
        InvalidInput: there is no such key to sort by, or no such form.
    """
    import gc

    from records.project.catalog import Catalog, explain_no_match, list_records, sorted_records

    found = list_records(project, filters)
    records = (sorted_records(found, sort) if sort else found)[:limit]
    gc.freeze()  # what was read stays until the end: the collector need not walk it again and again
    if form == "text":
        rows = [(record.ref, record.shown_state, record.date or "", record.title) for record in records]
        text = table(("record", "state", "date", "title"), rows, flexible=3, colour_column=1)
        notes = notes_beside(project) if records and not is_filtered else ()
        if page and records and all(record.readable for record in records):
            store_page(project, page, text, notes)
    elif form == "paths":
        echo_paths(project, (record.path for record in records))
    elif form != "json" and not _fields().search(form):
        raise InvalidInput(f"there is no format {form!r}", "text, json, paths, or fields: '{ref} {title}'")
    else:
        catalog = Catalog(project.store.scan())
        _print_objects([(catalog.as_json(record), record.state) for record in records], form)
    if form == "json":
        return
    for line in notes if form == "text" else ():
        note(line)
    for record in records:
        if not record.readable:
            note(f"{record.path} cannot be read: {record.problem}")
    if len(records) < len(found):
        note(f"{len(records)} of {counted(len(found), 'record')}: --limit N shows more")
    if not records:
        is_unread = filters.kind != "phr" and note_unread_decisions(project)
        if is_filtered or not is_unread:
            note(explain_nothing(project, filters) if is_filtered else _NO_RECORDS)
    elif filters.names_several and (reason := explain_no_match(project.store.scan(), filters)):
        note(reason)


def _print_objects(objects: list[tuple[RecordAnswer, str | None]], form: str) -> None:
    """Print the JSON of records, or of each, with its state, a line with the fields that *form* names."""
    if form == "json":
        print_json([data for data, _ in objects])
        return
    for data, state in objects:
        values = {**data, "state": state}
        unknown = [name for name in _fields().findall(form) if name not in values]
        if unknown:
            raise InvalidInput(
                f"records have no field {unknown[0]!r}", f"one of: {', '.join(sorted(values))}"
            )
        echo(_filled(form, values))


def _fields() -> re.Pattern[str]:
    import re

    return re.compile(r"\{(\w+)\}")  # noqa: TID251 — used at once, where it is used at all


def _filled(form: str, values: dict[str, Any]) -> str:
    return _fields().sub(lambda match: _text(values[match[1]]), form)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(f"{v['relation']} {v['target']}" if isinstance(v, dict) else str(v) for v in value)
    return "" if value is None else str(value)
