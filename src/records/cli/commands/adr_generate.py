"""`records adr generate toc` and `records adr generate graph`, to the byte as adr-tools prints them."""

from __future__ import annotations

import click

from records.cli.inputs import read_input
from records.cli.invocation import open_project
from records.cli.lazy import LazyGroup
from records.cli.output import echo_path, echo_text
from records.interchange.adr_tools import as_adr_tools_project, table_of_contents
from records.interchange.adr_tools import graph as draw


@click.group(cls=LazyGroup, path="adr generate", invoke_without_command=True)
@click.pass_context
def generate(context: click.Context) -> None:
    r"""Print a table of contents or a graph of all decisions; without a report's name, list the reports.

    \b
    Examples:
      records adr generate toc -p docs/adr/
      records adr generate graph | dot -Tsvg > graph.svg
    """
    if context.invoked_subcommand is None:
        for name in generate.list_commands(context):
            echo_path(name)


@click.command()
@click.option("-i", "intro", metavar="FILE", default="", help="Markdown to put before the list.")
@click.option("-o", "outro", metavar="FILE", default="", help="Markdown to put after the list.")
@click.option("-p", "prefix", metavar="PREFIX", default="", help="Prefix every link with PREFIX.")
def toc(intro: str, outro: str, prefix: str) -> None:
    r"""Print a table of contents in Markdown.

    \b
    Example:
      records adr generate toc -i intro.md > doc/adr.md
    """
    before = read_input(intro) if intro else ""
    after = read_input(outro) if outro else ""
    project = as_adr_tools_project(open_project())
    echo_text(table_of_contents(project, intro=before, outro=after, prefix=prefix))


@click.command()
@click.option("-p", "prefix", metavar="PREFIX", default="", help="Prefix every link with PREFIX.")
@click.option(
    "-e", "extension", metavar=".EXT", default=".html", show_default=True, help="Extension of the links."
)
def graph(prefix: str, extension: str) -> None:
    r"""Print the links between decisions for Graphviz.

    \b
    Example:
      records adr generate graph | dot -Tsvg > graph.svg
    """
    echo_text(draw(as_adr_tools_project(open_project()), prefix=prefix, extension=extension))
