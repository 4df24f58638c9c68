"""`records export`."""

from __future__ import annotations

import json
from typing import Any

import click

from records.cli.options import filter_options, make_filter, open_project


@click.command()
@click.option(
    "--to", "form", type=click.Choice(["jsonl"]), default="jsonl", show_default=True, help="The format."
)
@filter_options
@click.pass_context
def export(context: click.Context, /, form: str, **given: Any) -> None:
    r"""Print all records for other programs: one JSON object a line, with body, prompt and response.

    \b
    Examples:
      records export --to jsonl > records.jsonl
      records export --to jsonl --kind phr --feature 007-login
    """
    from records.services.exporting import export_objects

    for row in export_objects(open_project(context), make_filter(given)):
        click.echo(json.dumps(row))
