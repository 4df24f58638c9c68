"""`records org fetch`."""

from __future__ import annotations

import click

from records.cli.invocation import open_project
from records.cli.options import json_option
from records.cli.org import load_config, org_option
from records.cli.output import echo, note, print_json, say
from records.cli.progress import Progress
from records.org.fetching import FetchResult, fetch_central, fetch_members
from records.text.plural import counted


@click.command("fetch")
@click.argument("names", nargs=-1, metavar="[NAME…]")
@org_option
@json_option
def fetch(names: tuple[str, ...], folder: str, as_json: bool) -> int:
    r"""Fetch the default branches of all repositories, or some, with your own git credentials.

    A URL is kept as a bare clone in org.repositories; a clone is fetched from its remote origin. What is checked out
    stays. Nothing that the settings of a clone name is run. Without names, the URLs that [org] central of this project
    names are fetched too.

    \b
    Examples:
      records org fetch
      records org fetch shop pay
    """
    central = [] if names else _central_of_project()
    config = load_config(folder, is_new=bool(central))
    with Progress("repositories") as progress:
        results = fetch_members(config, names, progress.at) + central
    if as_json:
        print_json([result.as_json() for result in results])
    else:
        for result in results:
            if result.problem:
                note(f"{result.repository}: {result.problem}")
            elif result.moved:
                echo(f"{result.repository}: {counted(result.moved, 'branch', 'branches')} moved")
        failed = sum(bool(result.problem) for result in results)
        say(f"{counted(len(results), 'repository', 'repositories')} fetched, {failed} failed")
    return int(any(result.problem for result in results))


def _central_of_project() -> list[FetchResult]:
    """Fetch what binds the project of the current folder, where that is one."""
    project = open_project()
    return fetch_central(project) if project.location else []
