"""`records org copy`."""

from __future__ import annotations

import click

from records.cli.extras import import_with_extra
from records.cli.options import json_option
from records.cli.org import database_option, load_config, org_option
from records.cli.output import echo, print_json
from records.cli.progress import Progress
from records.dataclass import replace
from records.text.plural import counted


@click.command("copy")
@click.option(
    "--to", "target", required=True, metavar="URL", help="Database of PostgreSQL that gets the index."
)
@org_option
@database_option
@json_option
def copy(target: str, folder: str, as_json: bool) -> None:
    r"""Copy the index, with its API keys, into a database of PostgreSQL.

    What the database holds of other repositories is removed. Nothing is read from the repositories.

    \b
    Examples:
      records org copy --to postgresql+psycopg://records@localhost/records
    """
    config = load_config(folder, is_new=True)
    copy_index = import_with_extra("records.org.copying:copy_index", "org")
    with Progress("repositories") as progress:
        repositories, records = copy_index(config, replace(config, database=target), progress.at)
    if as_json:
        print_json({"repositories": repositories, "records": records})
        return
    echo(f"{counted(repositories, 'repository', 'repositories')}, {counted(records, 'record')} copied")
