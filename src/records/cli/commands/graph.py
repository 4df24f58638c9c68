"""`records graph`."""

from __future__ import annotations

import click

from records.cli.invocation import project_at
from records.cli.options import at_option, json_option
from records.cli.output import echo_text, note, print_json
from records.report.graph import as_json as plain
from records.report.graph import draw, neighbourhood


@click.command()
@click.argument("ref", required=False)
@click.option(
    "-d",
    "--depth",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="Follow links up to this depth.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "mermaid", "dot", "json"]), default="text", show_default=True,
    help="Mermaid shows in Markdown, dot is Graphviz's.",
)  # fmt: skip
@at_option
@json_option
def graph(ref: str | None, depth: int, form: str, at: str | None, as_json: bool) -> None:
    r"""Draw what a record is linked with, both ways; without REF every record that has links.

    \b
    Examples:
      records graph ADR-12
      records graph ADR-12 --depth 3 --format mermaid
      records graph --format dot | dot -Tsvg > graph.svg
    """
    drawing = neighbourhood(project_at(at), ref, depth)
    if as_json or form == "json":
        print_json(plain(drawing))
        return
    echo_text(draw(drawing, form))
    if not drawing.edges:
        note(f"{drawing.start.ref} has no links" if drawing.start else "no record has links")
