"""What the commands of `records org` share: the folder and the database that they act on."""

from __future__ import annotations

import os

import click

from records.cli.extras import import_with_extra
from records.cli.invocation import CURRENT
from records.dataclass import replace
from records.errors import InvalidInput
from records.org.config import Entry, OrgConfig, default_name, load
from records.org.scope import EVERYTHING, PUBLIC, Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_DATABASE = "records.org.database"

org_option = click.option(
    "--org",
    "folder",
    metavar="DIR",
    default=".",
    help="Folder of org.toml and org.sqlite; the current one by default.",
)


def _keep_database(context: click.Context, _: click.Parameter, value: str) -> None:
    context.meta[_DATABASE] = value


database_option = click.option(
    "--database",
    metavar="URL",
    envvar="RECORDS_ORG_DATABASE",
    default="",
    expose_value=False,
    callback=_keep_database,
    help="Database of PostgreSQL with the index, instead of org.sqlite; default: $RECORDS_ORG_DATABASE.",
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
    return replace(config, database=click.get_current_context().meta.get(_DATABASE, ""))


def ask(place: str, config: OrgConfig, *args: Any, scope: Scope, **options: Any) -> Any:
    """Return what a function, `package.module:name`, answers from the index: it gets a connection and a scope.

    Raises:
        NotFound: there is no index.
        StateError: it cannot be used.
    """
    answer = import_with_extra(place, "org")
    with import_with_extra("records.org.database:connect", "org")(config) as connection:
        return answer(connection, scope, *args, **options)


def scope_of(*, public_only: bool) -> Scope:
    """Return what an answer may be about."""
    return PUBLIC if public_only else EVERYTHING


def entry_json(entry: Entry) -> dict[str, Any]:
    """Return an entry of `org.toml` for other programs."""
    return {
        "path": entry.path or None, "url": entry.url or None, "name": entry.name or default_name(entry),
        "group": entry.group, "visibility": entry.visibility, "central": entry.central,
    }  # fmt: skip
