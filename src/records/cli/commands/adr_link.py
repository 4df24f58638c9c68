"""`records adr link`, as adr-tools has it."""

from __future__ import annotations

import click

from records.cli.invocation import open_project
from records.cli.options import json_option
from records.cli.output import print_json, say
from records.interchange.adr_tools import as_adr_tools_project, keeps_adr_tools_ways, link_both


@click.command("link")
@click.argument("source")
@click.argument("link")
@click.argument("target")
@click.argument("reverse", default="")
@json_option
def adr_link(source: str, link: str, target: str, reverse: str, as_json: bool) -> None:
    r"""Write in SOURCE that it is in relation LINK to TARGET, and REVERSE in TARGET where it is given.

    Links need no reverse: it is derived wherever records are shown. In a log that adr-tools reads too, give one.

    \b
    Example:
      records adr link 12 Amends 10 "Amended by"
    """
    project = as_adr_tools_project(open_project())
    changed = link_both(project, source, link, target, reverse)
    if as_json:
        print_json(list(changed))
    elif not keeps_adr_tools_ways(project):
        say(f"{'linked' if changed else 'linked already'}: {source} {link} {target}")
