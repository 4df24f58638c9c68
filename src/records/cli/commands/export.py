"""`records export`."""

from __future__ import annotations

import json

from records.cli.filters import FILTERS, make_filter
from records.cli.invocation import open_project
from records.cli.left_out import note_left_out
from records.cli.output import echo_data, print_json
from records.cli.spec import Parameter, UsageError, command
from records.errors import nearest
from records.interchange.export import export_csv, export_json_adr, export_objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from records.project.project import Project


_FORMATS = ("jsonl", "csv", "json-adr", "in-toto", "evidence-csv")


@command(
    "export",
    Parameter(
        "form",
        "--to",
        choices=_FORMATS,
        default="jsonl",
        show_default=True,
        help="Output format.",
    ),
    Parameter("compat", "--compat", choices=("adrs",), help="With json-adr: as the program adrs writes it."),
    Parameter(
        "ranges",
        "--range",
        metavar="REV|A..B",
        multiple=True,
        help="With in-toto and evidence-csv: the commits; repeatable. Default: HEAD.",
    ),
    *FILTERS,
    suggest=lambda words, _: _suggest_format(words[0]),
)
def export(*, form: str, compat: str | None, ranges: tuple[str, ...], **options: Any) -> None:
    r"""Print all records for other programs: JSON objects with body, prompt and response; a table; JSON-ADR; evidence.

    in-toto prints a statement a line for each range: who asked, agents, models, tests, decisions, reviewers and hashes.
    evidence-csv is the same as a table.

    \b
    Examples:
      records export --to jsonl > records.jsonl
      records export --to jsonl --kind phr --feature 007-login
      records export --to csv > records.csv
      records export --to json-adr > decisions.json
      records export --to in-toto --range v1.0..v1.1 > evidence.jsonl
    """
    is_evidence = form in ("in-toto", "evidence-csv")
    if ranges and not is_evidence:
        raise UsageError("--range goes with --to in-toto or evidence-csv")
    if is_evidence and any(options.values()):
        raise UsageError(f"filters choose records, and --to {form} is about commits: pass --range")
    project = open_project()
    filters = make_filter(options, project)
    if compat and form != "json-adr":
        raise UsageError("--compat goes with --to json-adr")
    note_left_out(project)
    if is_evidence:
        _print_evidence(project, form, ranges or ("HEAD",))
    elif form == "csv":
        echo_data(export_csv(project, filters))
    elif form == "json-adr":
        print_json(export_json_adr(project, filters, compatible=compat == "adrs"), is_readable=True)
    else:
        for row in export_objects(project, filters):
            echo_data(json.dumps(row) + "\n")


def _suggest_format(word: str) -> str:
    """Return the command line with the format that a word without an option was probably meant as."""
    near = nearest(word.lower(), _FORMATS)
    return f"records export --to {near}" if near else ""


def _print_evidence(project: Project, form: str, ranges: tuple[str, ...]) -> None:
    from records.report.commit_evidence import evidence_csv, statement  # the other formats need none of it

    if form == "evidence-csv":
        echo_data(evidence_csv(project, ranges))
    else:
        for row in [statement(project, spec) for spec in ranges]:
            echo_data(json.dumps(row) + "\n")
