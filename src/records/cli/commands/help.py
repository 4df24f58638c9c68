"""`records help` and `records adr help`."""

from __future__ import annotations

import os

import click

from records.cli.manual import help_of
from records.cli.output import echo_text
from records.cli.user_programs import paged


@click.command("help")
@click.argument("command", nargs=-1)
@click.pass_context
def help_command(context: click.Context, command: tuple[str, ...]) -> None:
    r"""Show the help of a command, as --help does; in your pager on a terminal.

    \b
    Examples:
      records help
      records help adr new
    """
    text = help_of(context.find_root(), command)
    with paged():
        echo_text(text)


@click.command("help")
@click.argument("command", nargs=-1)
@click.pass_context
def adr_help(context: click.Context, command: tuple[str, ...]) -> None:
    r"""Show the help of a command below adr, through $ADR_PAGER or your pager on a terminal.

    \b
    Examples:
      records adr help
      records adr help generate toc
    """
    top = context.parent or context
    try:
        text = help_of(top, command)
    except click.UsageError:  # adr-tools shows the commands that there are
        text = top.get_help()
    with paged(os.environ.get("ADR_PAGER") or None):
        echo_text(text)
