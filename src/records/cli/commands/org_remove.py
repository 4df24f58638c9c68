"""`records org remove`."""

from __future__ import annotations

import os

import click

from records.cli.options import json_option
from records.cli.org import entry_json, load_config, org_option
from records.cli.output import echo, print_json, say
from records.org.config import Entry, remove_entry, save


@click.command("remove")
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@org_option
@json_option
def remove(names: tuple[str, ...], folder: str, as_json: bool) -> None:
    r"""Remove repositories from org.toml, by name, path or URL; the repositories themselves stay.

    \b
    Examples:
      records org remove shop
      records org remove '~/src/*'
    """
    config = load_config(folder)
    removed: list[Entry] = []
    for name in names:
        before = config.entries
        config = remove_entry(config, name)
        removed += [entry for entry in before if entry not in config.entries]
    save(config)
    if as_json:
        print_json([entry_json(entry) for entry in removed])
        return
    for entry in removed:
        echo(f"removed {entry.place} from {os.path.relpath(config.path)}")
    say("records org index removes their records")
