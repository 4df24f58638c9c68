"""`records mcp`."""

from __future__ import annotations

import click

from records.cli.extras import import_with_extra
from records.cli.output import say
from records.errors import NotFound


@click.command()
@click.option("--read-only", is_flag=True, help="Offer only the tools that write nothing.")
@click.option("-C", "directory", metavar="DIR", help="The project; as `records -C DIR mcp`.")
@click.pass_context
def mcp(context: click.Context, read_only: bool, directory: str | None) -> None:
    r"""Serve agents over the Model Context Protocol, on standard input and output.

    The agent starts it; `records agents install AGENT` sets that up. Needs the extra `mcp`.

    \b
    Examples:
      records mcp
      records mcp -C ~/shop --read-only
    """
    import gc
    import os
    import sys

    project_directory = directory or context.find_root().params["directory"]
    if not os.path.isdir(project_directory):
        raise NotFound(f"there is no folder {project_directory}", "name an existing folder with -C")
    gc.disable()  # the SDK makes thousands of classes that stay; looking for garbage among them costs a quarter
    server = import_with_extra("records.mcp.server:build", "mcp")(project_directory, read_only=read_only)
    gc.freeze()
    gc.enable()
    if sys.stdin.isatty():
        say("serving on standard input and output, for an agent to talk to; Ctrl-C ends it")
    server.run("stdio")
