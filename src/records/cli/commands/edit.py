"""`records edit`, `open`, `adr edit` and `phr edit`."""

from __future__ import annotations

import os

import click

from records.cli.invocation import open_project
from records.cli.output import echo_path, note
from records.cli.paths import path_from_here
from records.cli.user_programs import edit_file, editor_command
from records.errors import InvalidInput, NotFound, RecordsError
from records.model.kind import Kind
from records.project.catalog import Catalog
from records.project.project import Project


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


@click.command("edit")
@_no_title
@click.argument("ref")
def phr_edit(ref: str) -> None:
    r"""Open a prompt record in your editor.

    \b
    Example:
      records phr edit general/0003
    """
    _edit(ref, Kind.PHR)


def _edit(ref: str, kind: Kind | None) -> None:
    project = open_project()
    record = Catalog(project.store.scan()).record(ref, kind)
    if editor_command() is None:
        raise InvalidInput(
            "there is no editor", f"set $VISUAL or $EDITOR, or open {path_from_here(project, record.path)}"
        )
    path = path_from_here(project, record.path)
    full = project.store.absolute(record.path)
    edit_file(os.path.relpath(full))
    if not os.path.isfile(full):
        raise NotFound(
            f"{path} is gone: the editor removed or renamed it", _way_back(project, record.path, path)
        )
    if not project.store.text(record.path).strip():
        raise InvalidInput(f"{path} is empty now", _way_back(project, record.path, path))
    echo_path(path)
    project.store.forget()
    for after in project.store.scan():
        if after.path == record.path and (after.problem or after.repairs):
            note(f"{after.path}: {after.problem or 'repaired while reading: ' + ', '.join(after.repairs)}")


def _way_back(project: Project, path: str, shown: str) -> str:
    """Say how a record that was lost in the editor comes back."""
    try:
        project.at("HEAD").store.text(path)
    except RecordsError:
        return "it is in no commit: only your editor can bring it back"
    return f"git restore {shown} brings back what was committed; git rm {shown} removes it for good"
