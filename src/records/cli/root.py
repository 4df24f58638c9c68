"""The root of the command line as click sees it."""

from __future__ import annotations

import os
import sys

import click

from records._version import __version__
from records.capture_hook import nudge
from records.cli import invocation
from records.cli.lazy import LazyGroup
from records.cli.output import echo


@click.group(cls=LazyGroup, path="", context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-V", "--version", is_flag=True, is_eager=True, expose_value=False, callback=lambda *given: _version(*given),
    help="Show the version, that of Python, and where records is installed.",
)  # fmt: skip
@click.option("-C", "directory", metavar="DIR", default=".", help="Run as if started in DIR.")
@click.option("--no-cache", is_flag=True, help="Read every file; do not use or write the cache.")
@click.pass_context
def cli(context: click.Context, directory: str, no_cache: bool) -> None:
    """Keep what was asked and why it was decided, in the repository, as Markdown.

    Example: records phr new --title "Fix login" --stage green --prompt-file prompt.txt
    """
    context.obj = {"directory": directory, "no_cache": no_cache}
    invocation.begin(directory, use_cache=not no_cache)
    if context.invoked_subcommand != "capture":
        context.call_on_close(lambda: nudge(directory))


def _version(context: click.Context, _: click.Parameter, is_requested: bool) -> None:
    if is_requested and not context.resilient_parsing:
        python = ".".join(map(str, sys.version_info[:3]))
        folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        echo(f"records {__version__} (Python {python}, {folder})")
        context.exit()
