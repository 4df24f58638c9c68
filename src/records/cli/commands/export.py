"""`records export`."""

from __future__ import annotations

import json
from typing import Any

import click

from records.cli.options import filter_options, make_filter, open_project
from records.cli.output import echo_data, print_json
from records.interchange.export import export_csv, export_json_adr, export_objects


@click.command()
@click.option(
    "--to",
    "form",
    type=click.Choice(["jsonl", "csv", "json-adr"]),
    default="jsonl",
    show_default=True,
    help="Output format.",
)
@click.option("--compat", type=click.Choice(["adrs"]), help="With json-adr: as the program adrs writes it.")
@filter_options
@click.pass_context
def export(context: click.Context, /, form: str, compat: str | None, **options: Any) -> None:
    r"""Print all records for other programs: JSON objects with body, prompt and response; a table; JSON-ADR.

    \b
    Examples:
      records export --to jsonl > records.jsonl
      records export --to jsonl --kind phr --feature 007-login
      records export --to csv > records.csv
      records export --to json-adr > decisions.json
    """
    filters = make_filter(options)
    project = open_project(context)
    if compat and form != "json-adr":
        raise click.UsageError("--compat goes with --to json-adr")
    if form == "csv":
        echo_data(export_csv(project, filters))
    elif form == "json-adr":
        print_json(export_json_adr(project, filters, compatible=compat == "adrs"), is_readable=True)
    else:
        for row in export_objects(project, filters):
            echo_data(json.dumps(row) + "\n")
