"""`records adr upgrade-repository` and `records adr config`, as adr-tools has them."""

from __future__ import annotations

import click

from records.cli.invocation import open_project
from records.cli.output import echo
from records.interchange.adr_tools import as_adr_tools_project, places, upgrade_dates


@click.command("upgrade-repository")
def upgrade_repository() -> None:
    r"""Write dates of the form dd/mm/yyyy as ISO 8601 in all decisions, and touch nothing else.

    \b
    Example:
      records adr upgrade-repository
    """
    upgrade_dates(as_adr_tools_project(open_project()))


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
