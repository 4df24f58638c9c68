"""`records init`."""

from __future__ import annotations

import click

from records.cli.invocation import open_project
from records.cli.options import json_option
from records.cli.output import note, print_json, say
from records.cli.paths import echo_paths
from records.history.init import initialise
from records.text.plural import counted


@click.command()
@click.option("--dry-run", is_flag=True, help="Print what would be made, write nothing.")
@json_option
def init(dry_run: bool, as_json: bool) -> None:
    r"""Make the folders and the first decision record; nothing that exists is touched.

    Decisions that are in other folders are found, and read where they are from then on.

    \b
    Examples:
      records init --dry-run
      records init
    """
    project = open_project()
    report = initialise(project, dry_run=dry_run)
    if as_json:
        adopted_logs = [{"directory": log.directory, "files": log.files} for log in report.adopted]
        print_json({"root": report.root, "made": list(report.written), "adopted": adopted_logs})
        return
    for log in report.adopted:
        say(f"found {counted(log.files, 'decision')} in {log.place}: read where they are")
    for text in report.unread:
        note(text)
    echo_paths(project, report.written)
    if not report.written and report.unread:
        say("nothing was written: records adr new TITLE starts a log beside it")
        dry_run = False
    elif not report.written:
        say("everything is here already; nothing was changed")
        dry_run = False
    if project.location is None:
        note(
            "this folder is in no git repository: branch, commit and changed files are recorded after git init"
        )
    if dry_run:
        say("nothing was written: records init makes these files")
        return
    for line in report.next_steps:
        say(line)
