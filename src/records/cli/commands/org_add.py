"""`records org add`."""

from __future__ import annotations

import os

import click

from records.cli.invocation import CURRENT
from records.cli.options import json_option
from records.cli.org import entry_json, load_config, org_option
from records.cli.output import echo, print_json, say
from records.errors import InvalidInput
from records.git.remotes import is_url
from records.org.config import VISIBILITIES, Entry, OrgConfig, add_entry, save


@click.command("add")
@click.argument("places", nargs=-1, required=True, metavar="PATH|URL…")
@click.option("--name", default="", metavar="NAME", help="What to call it; its last part by default.")
@click.option("--group", default="", metavar="GROUP", help="What it belongs to.")
@click.option(
    "--visibility", type=click.Choice(VISIBILITIES), default="internal", show_default=True,
    help="Who may see it; restricted records are in no public output.",
)  # fmt: skip
@click.option("--central", is_flag=True, help="Its accepted decisions bind other repositories.")
@org_option
@json_option
def add(
    places: tuple[str, ...], name: str, group: str, visibility: str, central: bool, folder: str, as_json: bool
) -> None:
    r"""Add repositories to org.toml: clones, work trees, bare repositories, patterns, or URLs.

    A path is written as it is given, seen from the folder of org.toml. Quote a pattern to have it stored as one.

    \b
    Examples:
      records org add ../shop ../pay --group payments
      records org add '~/src/*'
      records org add ../architecture --central
    """
    if name and len(places) > 1:
        raise InvalidInput("--name names one repository", "add them one by one")
    config = load_config(folder, is_new=True)
    entries = [
        Entry(**{"url" if is_url(place) else "path": _seen_from(config, place)}, name=name, group=group,
              visibility=visibility, central=central)
        for place in places
    ]  # fmt: skip
    for entry in entries:
        config = add_entry(config, entry)
    save(config)
    if as_json:
        print_json([entry_json(entry) for entry in entries])
        return
    for entry in entries:
        echo(f"added {entry.place} to {os.path.relpath(config.path)}")
    say(
        "records org index reads them"
        if not any(entry.url for entry in entries)
        else "next: records org fetch"
    )


def _seen_from(config: OrgConfig, place: str) -> str:
    """A path as it is seen from the folder of `org.toml`, where that is not the current one."""
    current = os.path.realpath(CURRENT.directory)
    if is_url(place) or os.path.isabs(place) or place.startswith("~") or current == config.folder:
        return place
    return os.path.relpath(os.path.join(current, place), config.folder).replace(os.sep, "/")
