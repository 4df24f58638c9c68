"""`records demo`."""

from __future__ import annotations

import os

import click

from records.cli.demo import narrate, play
from records.cli.extras import import_with_extra
from records.cli.org_demo import play_org
from records.cli.output import echo, echo_wrapped
from records.errors import InvalidInput
from records.project.place import FolderPlace

NEXT_COMMANDS = (
    "cd {folder}",
    "records list",
    "records show ADR-2",
    "records search redis",
    "records check",
)
ORG_COMMANDS = (
    "cd {folder}",
    "records org search repo:pay",
    "records org show architecture/ADR-3",
    "records -C pay prime",
    "records org site build",
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
    folder = _new_folder(directory, "shop")
    narrate(play(folder))
    _conclude(
        "A prompt, the decision it led to and the lines of code, linked in Markdown files that you own.",
        NEXT_COMMANDS,
        folder,
    )


@click.command("demo")
@click.argument("directory", required=False)
def org_demo(directory: str | None) -> None:
    r"""Create three small repositories, index them, and ask about all of them.

    \b
    Examples:
      records org demo
      records org demo company
    """
    import_with_extra("records.org.index:build_index", "org")
    folder = _new_folder(directory, "company")
    narrate(play_org(folder))
    _conclude(
        "One index over all repositories; each keeps its own records, and git stays the system of record.",
        ORG_COMMANDS,
        folder,
    )


def _conclude(summary: str, commands: tuple[str, ...], folder: str) -> None:
    """Print what was shown, and the commands to go on with."""
    echo_wrapped(summary)
    echo("Try it yourself:")
    for line in commands:
        echo(f"   {line.format(folder=folder)}")


def _new_folder(directory: str | None, name: str) -> str:
    """Return a new empty folder, a temporary one unless one is named.

    Raises:
        InvalidInput: it is not empty.
    """
    import tempfile

    folder = directory or os.path.join(tempfile.mkdtemp(prefix="records-demo-"), name)
    if os.path.isdir(folder) and os.listdir(folder):
        raise InvalidInput(f"{folder} is not empty", "name an empty or a new folder")
    FolderPlace(folder).open(is_made=True).close()
    return folder
