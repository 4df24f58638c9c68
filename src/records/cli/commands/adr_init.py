"""`records adr init`, as adr-tools has it."""

from __future__ import annotations

import click

from records.cli.invocation import open_project
from records.cli.options import json_option
from records.cli.output import echo_path, print_json
from records.cli.paths import path_from_here
from records.interchange.adr_tools import begin


@click.command("init")
@click.argument("directory", default="")
@json_option
@click.pass_context
def adr_init(context: click.Context, directory: str, as_json: bool) -> None:
    r"""Begin a log of decisions in DIRECTORY (doc/adr when none is named), with a first record that says so.

    `records init` begins a history of prompts and decisions; this is adr-tools' own form.

    \b
    Example:
      records adr init docs/decisions
    """
    start = context.find_root().obj["directory"]
    project, path = begin(open_project(), start, directory)
    if as_json:
        print_json({"path": path})
        return
    echo_path(path_from_here(project, path))
