"""A click group that imports a command only when it is called."""

from __future__ import annotations

import os
from typing import Any

import click

from records.cli.command_table import TABLE, load
from records.cli.spec import Command

_FILE = (
    "A record is a file. To remove one that is not committed yet: rm PATH; one that is: git rm PATH. To undo an edit: "
    "git restore PATH. Its number is free again once no branch and no work tree has it."
)
_OTHER_WAYS = {
    **dict.fromkeys(("undo", "revert", "restore", "rm", "remove", "delete", "del"), _FILE),
    "status": "For the records: records list. For this clone: records doctor.",
    "propose": "A proposed decision is a new one: records adr new --status proposed TITLE.",
}
"""What does it, for commands that people look for and that do not exist."""
_SYNONYMS = {
    **dict.fromkeys(("create", "add", "write", "record"), "new"),
    **dict.fromkeys(("view", "cat", "print", "get", "display"), "show"),
    **dict.fromkeys(("find", "grep"), "search"),
    **dict.fromkeys(("blame", "explain"), "why"),
    **dict.fromkeys(("validate", "lint"), "check"),
    **dict.fromkeys(("decision", "decisions", "decide"), "adr"),
    **dict.fromkeys(("prompt", "prompts"), "phr"),
    **dict.fromkeys(("mv", "rename", "move"), "renumber"),
    **dict.fromkeys(("log", "history"), "list"),
    **dict.fromkeys(("complete", "close", "done"), "finish"),
    **dict.fromkeys(("get", "ls"), "list"),
    **dict.fromkeys(("suggestions", "suggestion"), "suggest"),
    "toc": "adr generate toc",
    "setup": "init",
    "serve": "site serve",
    "build": "site build",
    "version": "--version",
}
"""The command, or the words after `records`, that do what people call by other names."""


_PAGES = dict.fromkeys(("list", "get", "ls", "info"), ("show", "status"))
"""The commands of a group that print what it is about, for other names of that."""


class LazyGroup(click.Group):
    """A group whose commands are rows of `TABLE`; help is printed from the table, without importing them.

    Args:
        path: the words before the command: `""` for `records`, `"adr"` for `records adr`.
    """

    def __init__(self, *args: Any, path: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
            meant = self._meant(args[0])
            suggestion = _OTHER_WAYS.get(args[0], f"Did you mean {meant}?" if meant else "")
            ctx.fail(f"No such command {args[0]!r}. {suggestion}".rstrip())
        return super().resolve_command(ctx, args)

    def _meant(self, name: str) -> str:
        """The commands that a name which does not exist probably means, each in quotes; empty where none is near."""
        from difflib import get_close_matches

        word = _SYNONYMS.get(name, name)
        own = next((row for row in (word, *_PAGES.get(name, ())) if row in self._rows), "")
        if own:
            return repr(own)
        if name.isdecimal():
            return repr(f"records adr show {name}")
        if "." in name and "show" in self._rows:  # a setting
            return repr(f"show {name}")
        if name in _SYNONYMS and not word.isalpha():
            return repr(f"records {word}")
        elsewhere = [
            f"records {path} {word}".replace("  ", " ") for path in ("", "adr", "phr") if word in TABLE[path]
        ]
        near = elsewhere or get_close_matches(name, list(self._rows), 1)
        return " or ".join(map(repr, near))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands with their one-line help."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_) for name, (help_, _) in self._rows.items() if help_])
