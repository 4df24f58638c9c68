"""`records capture on`, `off`."""

from __future__ import annotations

import time

import click

from records.capture import consent
from records.cli.invocation import open_project
from records.cli.output import say


@click.command()
def on() -> None:
    """Agree to capture on this clone, in all its work trees.

    Example: records capture on
    """
    consent.switch_on(open_project(), time.time())
    say("capture is on for this clone; records capture off pauses it")


@click.command()
def off() -> None:
    """Pause capture on this clone; what was recorded stays.

    Example: records capture off
    """
    consent.switch_off(open_project())
    say("capture is off for this clone; records capture on goes on")
