"""`records list`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from records.cli.options import (
    at_option,
    filter_options,
    json_option,
    make_filter,
    project_at,
    why_nothing,
)
from records.cli.output import note, print_json, table

if TYPE_CHECKING:
    from records.model.record import Record
    from records.project.project import Project


@click.command("list")
@filter_options
@at_option
@json_option
@click.pass_context
def list_command(context: click.Context, /, at: str | None, as_json: bool, **options: Any) -> None:
    r"""List records, unreadable ones included.

    \b
    Examples:
      records list
      records list --kind adr --status accepted
      records list --feature 007-login --json
      records list --at v1.2 --status accepted
    """
    import gc

    from records.project.catalog import list_records

    project = project_at(context, at)
    is_filtered = any(options.values())
    filters = make_filter(options)
    records = list_records(project, filters)
    gc.freeze()  # what was read stays until the end: the collector need not walk it again and again
    if as_json:
        from records.project.catalog import Catalog

        catalog = Catalog(project.store.scan())
        print_json([catalog.as_json(record) for record in records])
        return
    rows = [(record.ref, _state(record), record.date or "", record.title) for record in records]
    table(("record", "state", "date", "title"), rows, flexible=3, colour_column=1)
    for record in records:
        if not record.readable:
            note(f"{record.path} cannot be read: {record.problem}")
    if not records:
        note(why_nothing(project, filters) if is_filtered else _beginning(project))


def _beginning(project: Project) -> str:
    """What to do where there are no records."""
    from records.history.find_logs import find_logs

    for log in find_logs(project):
        return f"files in {log.directory} are written as decisions: records init reads them where they are"
    return "there are no records here yet: records phr new --help"


def _state(record: Record) -> str:
    if not record.readable:
        return "unreadable"
    return (record.state) or ""
