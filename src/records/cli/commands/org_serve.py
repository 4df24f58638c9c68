"""`records org serve`."""

from __future__ import annotations

from contextlib import suppress

import click

from records.cli.extras import import_with_extra
from records.cli.org import database_option, load_config, org_option
from records.cli.output import echo, note, say
from records.errors import RecordsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


@click.command("serve")
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Address to listen at."
)
@click.option(
    "-p", "--port", type=click.IntRange(0, 65535), default=8322, show_default=True, help="0 for any free port."
)  # fmt: skip
@click.option(
    "--redis", "redis_url", metavar="URL", envvar="RECORDS_ORG_REDIS", default="",
    help="Redis in which several processes count requests together; default: $RECORDS_ORG_REDIS.",
)  # fmt: skip
@org_option
@database_option
def serve(host: str, port: int, redis_url: str, folder: str) -> None:
    r"""Answer over HTTP from the index: an API, pages, and tools for agents at /mcp.

    On this machine nobody needs a key, until one is made or an issuer is named in [service] of org.toml. Any other
    address needs one of them. Stop with Ctrl-C.

    \b
    Examples:
      records org serve --port 0
      records org serve --host 0.0.0.0 --database postgresql+psycopg://records@db/records
    """
    import signal

    config = load_config(folder, is_new=True)
    run = import_with_extra("records.org.service.running:serve", "org")
    tools: Any = None
    try:
        org_tools = import_with_extra("records.mcp.org_tools:org_tools", "mcp")
        toolbox = import_with_extra("records.org.service.toolbox:toolbox", "org")
        tools = lambda service: org_tools(toolbox(service))  # noqa: E731 — one composition, here alone
    except RecordsError as error:
        note(f"no tools for agents at /mcp: {error.message}; {error.hint}")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as tidy as Ctrl-C

    def announce(address: str) -> None:
        echo(address)
        say("Ctrl-C stops it")

    with suppress(KeyboardInterrupt):
        run(config, host, port, redis_url=redis_url, announce=announce, tools=tools)
    say("stopped")
