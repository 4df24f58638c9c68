"""`records renumber`."""

from __future__ import annotations

import click

from records.cli.invocation import open_project
from records.cli.options import json_option
from records.cli.output import echo_path, print_json, say
from records.cli.paths import path_from_here
from records.history.renumber import renumber as run


@click.command()
@click.argument("ref")
@click.argument("number", type=int, required=False)
@click.option(
    "--to",
    type=int,
    metavar="N",
    help="The new number, instead of NUMBER; the next free one of the folder by default.",
)
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@json_option
def renumber(ref: str, number: int | None, to: int | None, dry_run: bool, as_json: bool) -> None:
    r"""Give a record another number and follow it: file name, heading, links, and citations in code and docs.

    Citations that could mean another record of the same number are listed, not guessed.

    \b
    Examples:
      records renumber history/adr/0012-use-jwt.md
      records renumber ADR-12 --to 31 --dry-run
    """
    project = open_project()
    result = run(project, ref, number if to is None else to, dry_run=dry_run)
    if as_json:
        print_json(
            {
                "old": result.old.path,
                "path": result.path,
                "changed": list(result.changed),
                "ambiguous": [{"path": p, "line": line, "text": text} for p, line, text in result.ambiguous],
                "written": not dry_run,
            }
        )
        return
    echo_path(path_from_here(project, result.path))
    say(f"{'would move' if dry_run else 'moved'}: {result.old.path} → {result.path}")
    for path in result.changed:
        say(f"{'would follow' if dry_run else 'followed'} in {path}")
    for path, line, text in result.ambiguous:
        say(f"{path}:{line}: {text} could mean another record; look at it yourself")
