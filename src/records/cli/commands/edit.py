"""`records edit`, `open` and `adr edit`."""

from __future__ import annotations

import os

import click

from records.cli.invocation import open_project, path_from_here
from records.cli.output import echo_path, note
from records.cli.user_programs import edit_file, editor_command
from records.errors import InvalidInput
from records.model.kind import Kind
from records.project.catalog import Catalog


def _refuse_title(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        raise click.UsageError(
            "a title is changed in the file: records edit REF, then its heading (or `title:`)"
        )


_no_title = click.option("--title", hidden=True, expose_value=False, callback=_refuse_title)


@click.command("edit")
@_no_title
@click.argument("ref")
def edit(ref: str) -> None:
    r"""Open a record in your editor, and say whether it can still be read.

    \b
    Examples:
      records edit ADR-12
      records edit general/0003
    """
    _edit(ref, None)


@click.command("edit")
@_no_title
@click.argument("ref")
def adr_edit(ref: str) -> None:
    r"""Open a decision in your editor.

    \b
    Example:
      records adr edit 12
    """
    _edit(ref, Kind.ADR)


def _edit(ref: str, kind: Kind | None) -> None:
    project = open_project()
    record = Catalog(project.store.scan()).record(ref, kind)
    if editor_command() is None:
        raise InvalidInput(
            "there is no editor", f"set $VISUAL or $EDITOR, or open {path_from_here(project, record.path)}"
        )
    edit_file(os.path.relpath(project.store.absolute(record.path)))
    echo_path(path_from_here(project, record.path))
    project.store.forget()
    for after in project.store.scan():
        if after.path == record.path and (after.problem or after.repairs):
            note(f"{after.path}: {after.problem or 'repaired while reading: ' + ', '.join(after.repairs)}")
