"""`records org index`."""

from __future__ import annotations

import click

from records.cli.extras import import_with_extra
from records.cli.options import json_option
from records.cli.org import database_option, load_config, org_option
from records.cli.output import echo, note, print_json
from records.cli.progress import Progress
from records.text.plural import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.org.index import IndexReport


@click.command("index")
@org_option
@database_option
@json_option
def index(folder: str, as_json: bool) -> None:
    r"""Read the records of all repositories at their default branches into org.sqlite.

    Nothing is checked out, fetched or run. A repository whose default branch has not moved is not read again; one that
    cannot be read is listed with the reason.

    \b
    Examples:
      records org index
      records org index --org ~/decisions --json
    """
    config = load_config(folder)
    build_index = import_with_extra("records.org.index:build_index", "org")
    with Progress("repositories") as progress:
        report: IndexReport = build_index(config, progress.at)
    if as_json:
        print_json(report.as_json())
        return
    for name, problem in report.problems:
        note(f"{name}: {problem}")
    for name, path, problem in report.unreadable:
        note(f"{name}: {path}: {problem}")
    for name in report.removed:
        echo(f"removed {name}")
    echo(f"{counted(report.repositories, 'repository', 'repositories')}, {report.read} read, "
         f"{report.repositories - report.read} unchanged; {counted(report.records, 'record')}")  # fmt: skip
