"""`records unlink`."""

from __future__ import annotations

import click

from records.cli.invocation import open_project
from records.cli.output import say
from records.cli.paths import echo_paths
from records.history.link import unlink as part


@click.command()
@click.argument("source")
@click.argument("relation_and_target", nargs=-1, required=True, metavar="[RELATION] TARGET")
def unlink(source: str, relation_and_target: tuple[str, ...]) -> None:
    r"""Remove a link; without RELATION, every link between the two.

    \b
    Examples:
      records unlink general/0003 led-to ADR-12
      records unlink general/0003 ADR-12
    """
    if len(relation_and_target) > 2:
        raise click.UsageError("name a source, perhaps a relation, and a target")
    *words, target = relation_and_target
    project = open_project()
    result = part(project, source, words[0] if words else None, target)
    echo_paths(project, result.changed)
    say(f"unlinked: {result.source.ref} and {result.target.ref}")
