"""`records export`."""

from __future__ import annotations

import json
from typing import Any

from records.cli.filters import FILTERS, make_filter
from records.cli.invocation import open_project
from records.cli.output import echo_data, print_json
from records.cli.spec import Parameter, UsageError, command
from records.interchange.export import export_csv, export_json_adr, export_objects


@command(
    "export",
    Parameter(
        "form",
        "--to",
        choices=("jsonl", "csv", "json-adr"),
        default="jsonl",
        show_default=True,
        help="Output format.",
    ),
    Parameter("compat", "--compat", choices=("adrs",), help="With json-adr: as the program adrs writes it."),
    *FILTERS,
)
def export(*, form: str, compat: str | None, **options: Any) -> None:
    r"""Print all records for other programs: JSON objects with body, prompt and response; a table; JSON-ADR.

    \b
    Examples:
      records export --to jsonl > records.jsonl
      records export --to jsonl --kind phr --feature 007-login
      records export --to csv > records.csv
      records export --to json-adr > decisions.json
    """
    filters = make_filter(options)
    project = open_project()
    if compat and form != "json-adr":
        raise UsageError("--compat goes with --to json-adr")
    if form == "csv":
        echo_data(export_csv(project, filters))
    elif form == "json-adr":
        print_json(export_json_adr(project, filters, compatible=compat == "adrs"), is_readable=True)
    else:
        for row in export_objects(project, filters):
            echo_data(json.dumps(row) + "\n")
