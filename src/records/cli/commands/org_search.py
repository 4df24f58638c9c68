"""`records org search`."""

from __future__ import annotations

import click

from records.cli.columns import shorten
from records.cli.options import json_option
from records.cli.org import ask, database_option, load_config, org_option, public_option, scope_of
from records.cli.output import echo, note, print_json, style, terminal_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.org.search import OrgPage


@click.command("search")
@click.argument("words", nargs=-1)
@click.option("-n", "--limit", type=click.IntRange(1), default=20, show_default=True, help="Show at most N.")
@public_option
@org_option
@database_option
@json_option
def search(words: tuple[str, ...], limit: int, public_only: bool, folder: str, as_json: bool) -> None:
    r"""Search the records of all repositories, best first; without words, list them, newest first.

    Words must all occur; "a phrase", prefix* and OR are understood, and -word, within quotes, must not occur.
    Conditions: repo:pay-* group:NAME kind:adr status:accepted stage:green feature:NAME label:NAME since:2026-01-01
    until:DATE file:PATH.

    \b
    Examples:
      records org search cache redis
      records org search '"session token" -jwt' kind:adr status:accepted
      records org search repo:pay-* since:2026-01-01
    """
    scope = scope_of(public_only=public_only)
    page: OrgPage = ask(
        "records.org.search:search", load_config(folder), " ".join(words), scope=scope, limit=limit
    )
    hits = page.hits
    if as_json:
        print_json([hit.as_json() for hit in hits])
        return
    for hit in hits:
        state = hit.data["status"] or hit.data["stage"] or ""
        facts = ", ".join(filter(None, (state, hit.data["date"])))
        echo(f"{style(hit.data['ref'], bold=True)}  {hit.data['title']}" + (f" ({facts})" if facts else ""))
        if hit.excerpt:
            echo("    " + shorten(hit.excerpt, terminal_width() - 4))
    if not hits:
        note("no record matches")
