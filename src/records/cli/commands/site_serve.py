"""`records site serve`."""

from __future__ import annotations

import click

from records.cli.invocation import open_project
from records.cli.output import echo, say
from records.cli.user_programs import open_in_browser
from records.site.server import Preview


@click.command("serve")
@click.option(
    "-p",
    "--port",
    type=click.IntRange(0, 65535),
    default=8321,
    show_default=True,
    help="0 for any free port.",
)
@click.option("--open", "is_opened", is_flag=True, help="Open the front page in your browser.")
def serve(port: int, is_opened: bool) -> None:
    r"""Show the pages on this machine, and rebuild them when a record changes.

    Only this machine can reach them. Stop with Ctrl-C.

    \b
    Examples:
      records site serve --port 0
      records site serve --open
    """
    import signal

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as tidy as Ctrl-C
    with Preview(open_project(), port) as preview:
        try:
            echo(preview.url)
            say("Ctrl-C stops it")
            if is_opened:
                open_in_browser(preview.url)
            preview.run(say)
        except KeyboardInterrupt:
            say("stopped")
