"""`records search`."""

from __future__ import annotations

from typing import Any

import click

from records.cli.options import at_option, filter_options, json_option, make_filter, project_at
from records.cli.output import echo, note, print_json, shorten, style, terminal_width
from records.project.catalog import Catalog
from records.project.search import search as find


@click.command()
@click.argument("words", nargs=-1, required=True)
@filter_options
@click.option("-n", "--limit", type=click.IntRange(1), default=20, show_default=True, help="Show at most N.")
@at_option
@json_option
@click.pass_context
def search(
    context: click.Context,
    /,
    words: tuple[str, ...],
    limit: int,
    at: str | None,
    as_json: bool,
    **options: Any,
) -> None:
    r"""Search the full text of all records, best first.

    Words must all occur; "a phrase", prefix* and OR are understood.

    \b
    Examples:
      records search cache redis
      records search '"session token" OR jwt' --kind adr
    """
    project = project_at(context, at)
    hits = find(project, " ".join(words), make_filter(options), limit=limit)
    if as_json:
        catalog = Catalog(project.store.scan())
        print_json([{**catalog.as_json(h.record), "score": h.score, "excerpt": h.excerpt} for h in hits])
        return
    for hit in hits:
        echo(f"{style(hit.record.ref, bold=True)}  {hit.record.title}")
        echo("    " + shorten(hit.excerpt, terminal_width() - 4))
    if not hits:
        note(f"no record holds {' '.join(words)!r}")
