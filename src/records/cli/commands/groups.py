"""The groups that hold other commands."""

from __future__ import annotations

import click

from records.cli.lazy import LazyGroup


@click.group(cls=LazyGroup, path="adr")
def adr() -> None:
    """Architecture Decision Records: write, suggest, accept, link.

    Example: records adr new "Use PostgreSQL for orders"
    """


@click.group(cls=LazyGroup, path="phr")
def phr() -> None:
    """Prompt History Records: one for each prompt given to an agent.

    Example: records phr new --title "Add login" --stage green --prompt-file prompt.txt
    """


@click.group(cls=LazyGroup, path="site")
def site() -> None:
    """Pages to look at: every prompt and decision, searchable, without a server.

    Example: records site build -o public
    """


@click.group(cls=LazyGroup, path="org")
def org() -> None:
    """Many repositories: one index of their records, and answers from all of them.

    Example: records org add '~/src/*'
    """


@click.group("site", cls=LazyGroup, path="org site")
def org_site() -> None:
    """Pages of all repositories: every record, one search, one graph, without a server.

    Example: records org site build -o public
    """
