"""The group of commands that record what is said to agents."""

from __future__ import annotations

import click

from records.cli.lazy import LazyGroup


@click.group(cls=LazyGroup, path="capture")
def capture() -> None:
    """Record every prompt that is given to an agent, exactly once, without a token.

    Example: records capture install claude
    """
