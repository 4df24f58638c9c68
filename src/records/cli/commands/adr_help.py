"""`records adr help`, shown in the pager that adr-tools' users chose."""

from __future__ import annotations

import os
import shlex
import subprocess

import click

from records.cli.output import echo_text, is_terminal


@click.command("help")
@click.argument("command", nargs=-1)
@click.pass_context
def adr_help(context: click.Context, command: tuple[str, ...]) -> None:
    r"""Tell how a command is used, through $ADR_PAGER or $PAGER on a terminal.

    \b
    Examples:
      records adr help
      records adr help generate toc
    """
    _show(_help_of(context, command))


def _help_of(context: click.Context, words: tuple[str, ...]) -> str:
    parent = context.parent
    if parent is None:
        return context.get_help()
    group, command_context = parent.command, parent
    for word in words:
        command = group.get_command(command_context, word) if isinstance(group, click.Group) else None
        if command is None:
            return parent.get_help()
        command_context = click.Context(command, info_name=word, parent=command_context)
        group = command
    return command_context.get_help()


def _show(text: str) -> None:
    pager = os.environ.get("ADR_PAGER") or os.environ.get("PAGER")
    if not pager or not (is_terminal() or os.environ.get("ADR_PAGER")):
        echo_text(text)
        return
    try:
        subprocess.run(shlex.split(pager), input=f"{text}\n", text=True, check=False)
    except (OSError, ValueError):
        echo_text(text)
