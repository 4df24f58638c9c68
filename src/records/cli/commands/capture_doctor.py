"""`records capture doctor`."""

from __future__ import annotations

import click

from records.capture import doctor as doctoring
from records.cli.doctor import print_checks
from records.cli.invocation import open_project
from records.cli.options import json_option


@click.command()
@json_option
def doctor(as_json: bool) -> int:
    """Look at everything that capture depends on, and send a canary through the real hook.

    Exits with 1 when something is wrong.

    Example: records capture doctor
    """
    return print_checks(doctoring.examine(open_project()), as_json=as_json)
