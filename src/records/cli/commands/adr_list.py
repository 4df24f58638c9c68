"""`records adr list`, as adr-tools has it."""

from __future__ import annotations

import os

import click

from records.cli.options import json_option, open_project
from records.cli.output import echo, echo_path, print_json
from records.errors import NotFound
from records.interchange.adr_tools import as_adr_tools_project, log_names, log_path, seen_from


@click.command("list")
@json_option
@click.pass_context
def adr_list(context: click.Context, as_json: bool) -> int:
    r"""List the files of the log, as paths from the current folder.

    \b
    Example:
      records adr list
    """
    project = as_adr_tools_project(open_project(context))
    try:
        names = log_names(project)
    except NotFound as error:  # adr-tools says this on standard output
        echo(error.message)
        return 1
    paths = [log_path(project, name) for name in names]
    if as_json:
        print_json(paths)
        return 0
    for path in paths:
        echo_path(seen_from(project, path, os.getcwd()))
    return 0
