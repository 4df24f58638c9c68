"""`records demo`."""

from __future__ import annotations

import os

import click

_NEXT = (
    "cd FOLDER",
    "records list",
    "records show ADR-2",
    "records why app/search.py:4        # why is this line as it is?",
    "records search redis",
    "records check && records index --check",
)


@click.command()
@click.argument("directory", required=False)
def demo(directory: str | None) -> None:
    r"""Make a small repository and do the main job in it, so that you see what records is for.

    \b
    Examples:
      records demo
      records demo /tmp/shop
    """
    import tempfile

    from records.cli.demo import play
    from records.errors import InvalidInput

    folder = directory or os.path.join(tempfile.mkdtemp(prefix="records-demo-"), "shop")
    if os.path.isdir(folder) and os.listdir(folder):
        raise InvalidInput(f"{folder} is not empty", "name an empty or a new folder")
    os.makedirs(folder, exist_ok=True)
    for number, step in enumerate(play(folder), start=1):
        click.secho(f"\n{number}. {step.title}", bold=True)
        click.secho(f"   $ {step.command}", fg="cyan")
        for line in step.result.splitlines():
            click.echo(f"   {line}".rstrip())
    click.echo(
        "\nWhat you see: a prompt, the decision it led to and the commit, joined in plain Markdown that you own."
    )
    click.echo("Now type:")
    for line in (
        f"cd {folder}",
        "records list",
        "records show ADR-2",
        "records search redis",
        "records check",
    ):
        click.echo(f"   {line}")
