"""`records templates list`, `show` and `copy`."""

from __future__ import annotations

import click

from records.cli.invocation import open_project
from records.cli.lazy import LazyGroup
from records.cli.options import json_option
from records.cli.output import echo_path, echo_text, print_json, say, table
from records.cli.paths import path_from_here
from records.history.template_files import copy_template, find_template, template_files
from records.model.kind import Kind


@click.group("templates", cls=LazyGroup, path="templates", invoke_without_command=True)
@click.pass_context
def templates(context: click.Context) -> None:
    """The templates of new records: list them, show one, copy one to change it.

    Example: records templates copy madr
    """
    if context.invoked_subcommand is None:
        context.invoke(list_command)


@click.command("list")
@json_option
def list_command(as_json: bool = False) -> None:
    r"""List the templates of this project: the packaged ones, and its own in .records/templates.

    \b
    Example:
      records templates list
    """
    files = template_files(open_project())
    if as_json:
        print_json([{"name": f.name, "kind": f.kind.value, "origin": f.origin} for f in files])
        return
    table(("template", "kind", "origin"), [(f.name, f.kind.value, f.origin) for f in files], flexible=2)


@click.command("show")
@click.argument("template")
def show(template: str) -> None:
    r"""Print a template as it is.

    \b
    Example:
      records templates show madr
    """
    echo_text(find_template(open_project(), template).text)


@click.command("copy")
@click.argument("template")
@click.argument("name", required=False)
def copy(template: str, name: str | None) -> None:
    r"""Copy a template to .records/templates, where it takes the place of the packaged one, or gets a new NAME.

    \b
    Examples:
      records templates copy nygard
      records templates copy madr security
    """
    project = open_project()
    kind = find_template(project, template).kind
    echo_path(path_from_here(project, copy_template(project, template, name)))
    use = "records phr new --title TITLE --stage STAGE" if kind is Kind.PHR else "records adr new TITLE"
    say(f"change it, then: {use} --template {name or template}")
