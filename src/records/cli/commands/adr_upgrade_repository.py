"""`records adr upgrade-repository`."""

from __future__ import annotations

import click

from records.cli.invocation import open_project
from records.interchange.adr_tools import as_adr_tools_project, upgrade_dates


@click.command("upgrade-repository")
def upgrade_repository() -> None:
    r"""Write dates of the form dd/mm/yyyy as ISO 8601 in all decisions, and touch nothing else.

    \b
    Example:
      records adr upgrade-repository
    """
    upgrade_dates(as_adr_tools_project(open_project()))
