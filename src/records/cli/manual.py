"""The command line as a book: every command with its help, as a manual page or as Markdown."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import click

from records._version import __version__
from records.cli.lazy import LazyGroup
from records.dataclass import dataclass
from records.text.markdown_escape import cell


@dataclass(frozen=True, slots=True)
class Entry:
    """One command.

    Attributes:
        name: all its words, such as `records adr new`.
        usage: what follows them.
        text: its help, examples left out.
        examples: command lines.
        options: each option or argument with its help.
    """

    name: str
    usage: str
    text: str
    examples: tuple[str, ...]
    options: tuple[tuple[str, str], ...]


def entries(cli: click.Command) -> Iterator[Entry]:
    """Every command that the help lists, in its order, the program itself first."""
    yield from _walk(cli, click.Context(cli, info_name="records", **cli.context_settings))


def _walk(command: click.Command, context: click.Context) -> Iterator[Entry]:
    text, examples = _help_and_examples(command)
    rows = (param.get_help_record(context) for param in command.get_params(context))
    options = tuple((row[0], row[1]) for row in rows if row)
    usage = " ".join(command.collect_usage_pieces(context))
    yield Entry(context.command_path, usage, text, examples, options)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            subcommand = command.get_command(context, name)
            if subcommand is not None and not subcommand.hidden and _is_listed(command, name):
                yield from _walk(subcommand, click.Context(subcommand, parent=context, info_name=name))


def _is_listed(group: click.Group, name: str) -> bool:

    return not isinstance(group, LazyGroup) or bool(group.help_of(name))


def _help_and_examples(command: click.Command) -> tuple[str, tuple[str, ...]]:
    """A command's help and its examples."""
    help_ = re.sub(r"^[ \t]*\x08[ \t]*\n", "", inspect.cleandoc(command.help or ""), flags=re.M)
    text, _, rest = re.sub(r"^Examples?:[ \t]*", "\x00", help_, count=1, flags=re.M).partition("\x00")
    lines: list[str] = []
    for line in rest.strip("\n").splitlines():
        if lines and lines[-1].endswith("\\"):
            lines[-1] += "\n" + line
        elif line.strip():
            lines.append(line.strip())
    return " ".join(text.split()), tuple(lines)


def markdown(cli: click.Command) -> str:
    """The reference of all commands."""
    out = [
        "# Commands",
        "",
        "Generated from the code by `make reference`.",
        "Exit codes: 0 success, 1 problems found, 2 could not run, 3 internal error.",
    ]
    for entry in entries(cli):
        out += ["", f"## {entry.name}", "", entry.text, "", "```text", f"{entry.name} {entry.usage}", "```"]
        if entry.options:
            out += ["", "| Option | Meaning |", "| --- | --- |"]
            out += [f"| `{cell(name)}` | {cell(text)} |" for name, text in entry.options]
        if entry.examples:
            out += ["", "Examples:", "", "```text", *entry.examples, "```"]
    return "\n".join(out) + "\n"


def plain_text(cli: click.Command) -> str:
    """The manual as text of 80 columns."""
    out = [
        f"records {__version__}",
        "",
        "Exit codes: 0 success, 1 problems found, 2 could not run, 3 internal error.",
    ]
    for entry in entries(cli):
        formatter = click.HelpFormatter(width=80)
        formatter.write_usage(entry.name, entry.usage, prefix="")
        with formatter.indentation():
            formatter.write_text(entry.text)
        if entry.options:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_dl(entry.options)
        out += ["", formatter.getvalue().rstrip("\n")]
        if entry.examples:
            out += ["", *(f"  {line}" for example in entry.examples for line in example.split("\n"))]
    return "\n".join(out) + "\n"


def manual_page(cli: click.Command) -> str:
    """The manual page of section 1, in the language of man(7)."""
    first, *subcommands = entries(cli)
    out = [
        f'.TH RECORDS 1 "" "records {__version__}" "User Commands"',
        ".SH NAME",
        "records \\- keep what was asked and why it was decided",
        ".SH SYNOPSIS",
        f".B records\n{_roff(first.usage)}",
        ".SH DESCRIPTION",
        _roff(first.text),
        *_options(first),
        ".SH COMMANDS",
    ]
    for entry in subcommands:
        out += [f".SS {_roff(entry.name)} {_roff(entry.usage)}", _roff(entry.text), *_options(entry)]
        if entry.examples:
            out += [".PP", "Examples:", ".PP", ".nf", *map(_roff, entry.examples), ".fi"]
    out += [
        ".SH EXIT STATUS",
        "0 success; 1 problems found; 2 could not run; 3 internal error; 130 interrupted.",
        ".SH FILES",
        ".TP\n.I .records/config.toml\nsettings of a project",
        ".TP\n.I .records/templates/\ntemplates that take the place of the built-in ones",
        ".SH ENVIRONMENT",
        ".TP\n.B ADR_DATE, SOURCE_DATE_EPOCH\nfix the clock",
        ".TP\n.B SPECIFY_FEATURE\nthe feature of new prompt records",
        ".TP\n.B GIT_EDITOR, VISUAL, EDITOR\nthe editor; core.editor of your own git settings counts as well",
        ".TP\n.B GIT_PAGER, PAGER\nthe pager; core.pager of your own git settings counts as well",
    ]
    return "\n".join(out) + "\n"


def _options(entry: Entry) -> list[str]:
    return [f".TP\n.B {_roff(name)}\n{_roff(' '.join(text.split()))}" for name, text in entry.options]


def _roff(text: str) -> str:
    """A text that roff prints as it is."""
    text_with_escapes = text.replace("\\", "\\e").replace("-", "\\-")
    text_with_escapes = "".join(
        char if char.isascii() else f"\\[u{ord(char):04X}]" for char in text_with_escapes
    )
    return "\n".join(
        f"\\&{line}" if line[:1] in (".", "'") else line for line in text_with_escapes.split("\n")
    )


def help_of(context: click.Context, words: tuple[str, ...]) -> str:
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
