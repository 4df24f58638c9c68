"""Run the frequent command lines without click: the commands are the same, only the parsing of the words differs.

A command that is declared with `records.cli.spec` parses its words itself. Whatever is not plain, above all help and
mistakes in the words, is left to click.
"""

from __future__ import annotations

from records.capture_hook import nudge
from records.cli import invocation
from records.cli.command_table import DECLARED, TABLE, load
from records.cli.output import discard_output
from records.cli.spec import Command, UsageError

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from typing import Any

BROKEN_PIPE = 1  # as click ends


def run_without_click(words: list[str]) -> int | None:
    """Run a command line and return its exit code; None where click has to run it."""
    prefix = _options(words)
    if prefix is None:
        return None
    directory, use_cache, rest = prefix
    command_line = _command(rest)
    if command_line is None:
        return None
    command, values = command_line
    invocation.begin(directory, use_cache=use_cache)
    try:
        return command.function(**values) or 0
    except UsageError as error:
        raise _with_usage(rest, error) from error
    except BrokenPipeError:
        discard_output()
        return BROKEN_PIPE
    finally:
        nudge(directory)


def _options(words: list[str]) -> tuple[str, bool, list[str]] | None:
    """Read the options of `records` itself: the directory, whether the index is used, and the words after them."""
    directory, use_cache, index = ".", True, 0
    while index < len(words) and words[index][:1] == "-":
        if words[index] == "--no-cache":
            use_cache = False
            index += 1
        elif words[index] == "-C" and words[index + 1 : index + 2] and words[index + 1][:1] not in ("", "-"):
            directory = words[index + 1]
            index += 2
        else:
            return None
    return directory, use_cache, words[index:]


def _command(words: list[str]) -> tuple[Command, dict[str, Any]] | None:
    """Return the command that the words name, with the values of its parameters."""
    for count in (1, 2):
        group, name = " ".join(words[: count - 1]), " ".join(words[:count])
        if len(words) >= count and name in DECLARED:
            command = load(TABLE[group][words[count - 1]][1])
            values = command.parse(words[count:])
            return None if values is None else (command, values)
    return None


def _with_usage(words: list[str], error: UsageError) -> Exception:
    """Return a mistake as click would report it, with how the command is used."""
    import click

    from records.cli.root import cli

    context = click.Context(cli, info_name="records", **cli.context_settings)
    for word in words:
        command = (
            context.command.get_command(context, word) if isinstance(context.command, click.Group) else None
        )
        if command is None:
            break
        context = click.Context(command, info_name=word, parent=context, **command.context_settings)
    if error.parameter:
        return click.BadParameter(error.message, ctx=context, param_hint=error.parameter)
    return click.UsageError(error.message, ctx=context)
