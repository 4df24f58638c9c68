"""`records import`."""

from __future__ import annotations

import click

from records.cli.inputs import read_input
from records.cli.invocation import open_project
from records.cli.options import json_option
from records.cli.output import print_json, say, table
from records.cli.paths import echo_paths
from records.interchange.import_json_adr import plan_json_adr
from records.interchange.import_records import apply, plan
from records.text.plural import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.interchange.import_records import Step
    from records.project.project import Project


@click.command("import")
@click.argument("sources", nargs=-1)
@click.option(
    "-k",
    "--kind",
    type=click.Choice(["phr", "adr", "all"]),
    default="phr",
    show_default=True,
    help="Which records.",
)
@click.option(
    "--from",
    "layout",
    type=click.Choice(["layouts", "json-adr"]),
    default="layouts",
    show_default=True,
    help="What SOURCES are.",
)
@click.option("--dry-run", is_flag=True, help="Show the plan as a table, write nothing.")
@json_option
def import_command(sources: tuple[str, ...], kind: str, layout: str, dry_run: bool, as_json: bool) -> None:
    r"""Import records from other layouts (docs/prompts, specs/*/prompts, docs/adr …) into this project's own folders.

    Files are moved as git mv does, keep every word, and keep their old id in legacy_id; paths to them in other files
    follow. Without SOURCES everything in a known layout comes in. A JSON-ADR file adds decisions.

    \b
    Examples:
      records import --dry-run
      records import docs/adr --kind adr
      records import --from json-adr decisions.json
    """
    project = open_project()
    steps = _plan(project, sources, kind, layout)
    rewritten_paths = () if dry_run else apply(project, steps)
    if as_json:
        rows = [
            {"old": s.old or None, "new": s.new, "title": s.title, "changes": list(s.changes)} for s in steps
        ]
        print_json({"written": not dry_run, "records": rows, "followed": list(rewritten_paths)})
        return
    if dry_run and steps:
        rows_shown = [(step.old or "(new)", step.new, "; ".join(step.changes)) for step in steps]
        table(("from", "to", "changes"), rows_shown, flexible=2)
    elif not dry_run:
        echo_paths(project, (step.new for step in steps))
        for path in rewritten_paths:
            say(f"followed in {path}")
    say(f"{counted(len(steps), 'record')} {'would come in' if dry_run else 'came in'}")


def _plan(project: Project, sources: tuple[str, ...], kind: str, layout: str) -> list[Step]:

    if layout == "json-adr":
        if len(sources) != 1:
            raise click.UsageError("--from json-adr takes one file, or - for standard input")

        return plan_json_adr(project, read_input(sources[0]))
    return plan(project, sources, ("phr", "adr") if kind == "all" else (kind,))
