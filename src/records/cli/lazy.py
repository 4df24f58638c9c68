"""A click group that imports a command only when it is called."""

from __future__ import annotations

import os

import click

from records.cli.command_table import TABLE, load
from records.cli.spec import Command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class LazyGroup(click.Group):
    """A group whose commands are rows of `TABLE`; help is printed from the table, without importing them.

    Args:
        path: the words before the command: `""` for `records`, `"adr"` for `records adr`.
    """

    def __init__(self, *args: Any, path: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._path = path
        self._rows = TABLE[path]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, as the table orders them."""
        return list(self._rows)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command called *cmd_name*; None when there is none."""
        if cmd_name not in self._rows:
            return None
        declared = load(self._rows[cmd_name][1])
        command: click.Command = declared.to_click() if isinstance(declared, Command) else declared
        if command.help:  # raw docstrings spell click's mark for "do not wrap" as two characters
            command.help = command.help.replace("\\b\n", "\b\n")
        if "_RECORDS_COMPLETE" in os.environ:
            from records.cli.completion import with_completion

            return with_completion(command)
        return command

    def help_of(self, name: str) -> str:
        """The one-line help of the command called *name*; empty where the help does not list it."""
        return self._rows[name][0]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was probably meant."""
        if args and args[0] not in self._rows and not args[0].startswith("-"):
            from records.cli.other_names import explain_unknown  # most command lines need none of it

            ctx.fail(f"No such command {args[0]!r}. {explain_unknown(self._path, args)}".rstrip())
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands with their one-line help."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_) for name, (help_, _) in self._rows.items() if help_])
