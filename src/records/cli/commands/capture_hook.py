"""`records capture hook`."""

from __future__ import annotations

import click


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("agent")
@click.argument("event", default="")
def hook(agent: str, event: str) -> None:
    """Store one event that an agent reports on stdin; always succeeds and prints nothing.

    Example: records capture hook copilot userPromptSubmitted
    """
    from records.capture_hook import main

    main([agent, event])
