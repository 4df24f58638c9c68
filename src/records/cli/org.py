"""What the commands of `records org` share: the folder that they act on."""

from __future__ import annotations

import os

import click

from records.cli.invocation import CURRENT
from records.errors import InvalidInput
from records.org.config import OrgConfig, load

org_option = click.option(
    "--org",
    "folder",
    metavar="DIR",
    default=".",
    help="Folder of org.toml and org.sqlite; the current one by default.",
)
public_option = click.option(
    "--public-only", is_flag=True, help="Leave out the records of restricted repositories."
)


def load_config(folder: str, *, is_new: bool = False) -> OrgConfig:
    """Read `org.toml` in a folder, seen from where the command acts.

    Raises:
        InvalidInput: it names no repository, and *is_new* is not set.
        ConfigError: it cannot be read.
    """
    config = load(os.path.join(CURRENT.directory, os.path.expanduser(folder)))
    if not config.entries and not is_new:
        raise InvalidInput(f"there is no repository in {config.path}", "run: records org add PATH")
    return config
