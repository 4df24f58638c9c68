"""`records capture link`."""

from __future__ import annotations

import sys

import click

from records.cli.invocation import open_project
from records.cli.output import echo
from records.text.plural import counted


@click.command()
@click.argument("revision", default="HEAD")
@click.option("--rewritten", is_flag=True, help="Read `old new` lines on stdin, as post-rewrite gives them.")
@click.option("--heal", is_flag=True, help="Find rewritten commits by what they change.")
@click.option("--trailer", is_flag=True, help="Print `PHR:` lines for what is staged; link nothing.")
@click.option("--quiet", is_flag=True, help="Print nothing.")
def link(revision: str, rewritten: bool, heal: bool, trailer: bool, quiet: bool) -> None:
    """Tie turns to the commit that holds their work (git's post-commit and post-rewrite call this).

    Example: records capture link HEAD~1
    """
    from records.capture import commits, consent, sync

    project = open_project()
    if trailer:
        lines = commits.trailers(project)
    elif rewritten:
        lines = [f"{counted(commits.follow(project, sys.stdin.read()), 'link')} followed"]
    elif heal:
        lines = [f"{counted(commits.heal(project), 'link')} followed"]
    else:
        if consent.state(project).on:
            sync.sync(project, patience=sync.PATIENCE)
        lines = commits.link(project, revision)
    if not quiet:
        for line in lines:
            echo(line)
