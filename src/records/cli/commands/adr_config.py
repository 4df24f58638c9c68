"""`records adr config`, for the scripts of adr-tools."""

from __future__ import annotations

import click

from records.cli.output import echo
from records.interchange.adr_tools import places


@click.command()
def config() -> None:
    r"""Print where the program and its templates are, as shell assignments.

    \b
    Example:
      eval "$(records adr config)"
    """
    import shlex

    for name, path in places().items():
        echo(f"{name}={shlex.quote(path)}")
