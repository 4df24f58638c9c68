"""`records init`."""

from __future__ import annotations

import click

from records.cli.options import json_option, open_project


@click.command()
@json_option
@click.pass_context
def init(context: click.Context, as_json: bool) -> None:
    r"""Make the folders and the first decision record; nothing that exists is touched.

    \b
    Example:
      records init
    """
    from records.cli.output import print_json, say
    from records.services.starting import start

    started = start(open_project(context))
    if as_json:
        print_json({"root": started.root, "made": list(started.made)})
        return
    for path in started.made:
        click.echo(path)
    if not started.made:
        say("everything is here already; nothing was changed")
    for line in started.next_steps:
        say(line)
