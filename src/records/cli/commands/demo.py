"""`records demo`."""

from __future__ import annotations

import os

import click

from records.cli.demo import play
from records.cli.output import echo, style
from records.errors import InvalidInput

NEXT_COMMANDS = (
    "cd {folder}",
    "records list",
    "records show ADR-2",
    "records search redis",
    "records check",
)


@click.command()
@click.argument("directory", required=False)
def demo(directory: str | None) -> None:
    r"""Create a small repository and run the most important commands in it.

    \b
    Examples:
      records demo
      records demo /tmp/shop
    """
    import tempfile

    folder = directory or os.path.join(tempfile.mkdtemp(prefix="records-demo-"), "shop")
    if os.path.isdir(folder) and os.listdir(folder):
        raise InvalidInput(f"{folder} is not empty", "name an empty or a new folder")
    os.makedirs(folder, exist_ok=True)
    for number, step in enumerate(play(folder), start=1):
        echo()
        echo(style(f"{number}. {step.title}", bold=True))
        for line, output in step.commands:
            first, *more = line.splitlines()
            echo(style(f"   $ {first}", fg="cyan"))
            for continuation in more:
                echo(style(f"   {continuation}", fg="cyan"))
            for output_line in output.splitlines():
                echo(f"   {output_line}".rstrip())
    echo()
    echo("A prompt, the decision it led to and the lines of code, linked in Markdown files that you own.")
    echo("Try it yourself:")
    for line in NEXT_COMMANDS:
        echo(f"   {line.format(folder=folder)}")
