"""`records doctor`."""

from __future__ import annotations

import click

from records.cli.doctor import examine, print_checks
from records.cli.options import json_option


@click.command()
@json_option
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> int:
    r"""Show on one page what is installed, found, trusted and broken; exit 1 where something is wrong.

    \b
    Examples:
      records doctor
      records doctor --json
    """
    given: dict[str, str] = context.find_root().obj or {}
    return print_checks(examine(given.get("directory", ".")), as_json=as_json)
