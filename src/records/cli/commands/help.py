"""`records help` and `records adr help`."""

from __future__ import annotations

import os

import click

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
    text = _help_of(context.find_root(), command)
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
        text = _help_of(top, command)
    except click.UsageError:  # adr-tools shows the commands that there are
        text = top.get_help()
    with paged(os.environ.get("ADR_PAGER") or None):
        echo_text(text)


def _help_of(context: click.Context, words: tuple[str, ...]) -> str:
    """Return the help of the command that *words* name below the one of *context*.

    Raises:
        click.UsageError: there is no such command; the message names a near one.
    """
    for word in words:
        group = context.command
        if not isinstance(group, click.Group):
            raise click.UsageError(f"{context.command_path} has no commands.", context)
        _, command, _ = group.resolve_command(context, [word])
        if command is None:
            raise click.UsageError(f"No such command {word!r}.", context)
        context = click.Context(command, parent=context, info_name=word)
    return context.get_help()
