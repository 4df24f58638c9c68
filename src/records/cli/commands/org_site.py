"""`records org site build`."""

from __future__ import annotations

import os

import click

from records.cli.invocation import CURRENT
from records.cli.options import json_option
from records.cli.org import ask, database_option, load_config, org_option, scope_of
from records.cli.output import note
from records.cli.progress import Progress
from records.cli.site import print_built
from records.org.config import with_base

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.site.build import Built


@click.command("build")
@click.option(
    "-o", "--output", metavar="DIR", default="", help="Where to; [site] output of org.toml (site) by default."
)
@click.option(
    "--base-url", metavar="URL", default="", help="Address of the site, for feeds and canonical links."
)
@click.option("--include-restricted", is_flag=True, help="Show the records of restricted repositories too.")
@org_option
@database_option
@json_option
def build(output: str, base_url: str, include_restricted: bool, folder: str, as_json: bool) -> None:
    r"""Write the pages of all repositories: a page for each, one search, one graph of links across them.

    Everything comes from the index: run `records org index` first. Restricted repositories are left out. What an
    earlier build wrote and is still right stays as it is.

    \b
    Examples:
      records org site build
      records org site build -o public --base-url https://example.org/decisions/
    """
    config = with_base(load_config(folder), base_url)
    place = (
        os.path.join(CURRENT.directory, output) if output else os.path.join(config.folder, config.site.output)
    )
    scope = scope_of(public_only=not include_restricted)
    with Progress("pages") as progress:
        result: Built = ask(
            "records.org.pages:build_site", config, config, os.path.abspath(place), progress.at, scope=scope
        )
    print_built(result, as_json=as_json)
    if include_restricted:
        note("the pages show restricted repositories")
