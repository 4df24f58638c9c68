"""`records org add`, `remove`, `list`, `index` and `fetch`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from records.cli.extras import import_with_extra
from records.cli.invocation import CURRENT, open_project
from records.cli.options import json_option
from records.cli.org import database_option, load_config, org_option, public_option, scope_of
from records.cli.output import echo, note, print_json, say, table
from records.cli.progress import Progress
from records.errors import InvalidInput
from records.git.remotes import is_url
from records.org.config import (
    VISIBILITIES,
    Entry,
    OrgConfig,
    add_entry,
    default_name,
    remove_entry,
    save,
)
from records.org.fetching import FetchResult, fetch_central, fetch_members
from records.text.plural import counted

if TYPE_CHECKING:
    from records.org.index import IndexReport


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
        print_json([_entry_json(entry) for entry in entries])
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


def _entry_json(entry: Entry) -> dict[str, Any]:
    return {
        "path": entry.path or None, "url": entry.url or None, "name": entry.name or default_name(entry),
        "group": entry.group, "visibility": entry.visibility, "central": entry.central,
    }  # fmt: skip


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
        print_json([_entry_json(entry) for entry in removed])
        return
    for entry in removed:
        echo(f"removed {entry.place} from {os.path.relpath(config.path)}")
    say("records org index removes their records")


@click.command("list")
@public_option
@org_option
@database_option
@json_option
def list_command(public_only: bool, folder: str, as_json: bool) -> None:
    r"""List the repositories, with the number of decisions and prompts in the index.

    \b
    Examples:
      records org list
      records org list --json
    """
    rows = import_with_extra("records.org.listing:list_repositories", "org")(
        load_config(folder), scope_of(public_only=public_only)
    )
    if as_json:
        print_json(rows)
        return
    head = ("repository", "group", "decisions", "prompts", "last decision", "state", "problem")
    table(
        head,
        [
            (row["name"], row["group"] or "-", str(row["decisions"]), str(row["prompts"]), row["last_decision"] or "-",
             "restricted" if row["visibility"] == "restricted" and row["state"] == "indexed" else row["state"],
             row["problem"])
            for row in rows
        ],
        flexible=6,
    )  # fmt: skip
    if any(row["state"] == "new" for row in rows):
        note("some are not indexed yet: records org index")


@click.command("index")
@org_option
@database_option
@json_option
def index(folder: str, as_json: bool) -> None:
    r"""Read the records of all repositories at their default branches into org.sqlite.

    Nothing is checked out, fetched or run. A repository whose default branch has not moved is not read again; one that
    cannot be read is listed with the reason.

    \b
    Examples:
      records org index
      records org index --org ~/decisions --json
    """
    config = load_config(folder)
    build_index = import_with_extra("records.org.index:build_index", "org")
    with Progress("repositories") as progress:
        report: IndexReport = build_index(config, progress.at)
    if as_json:
        print_json(report.as_json())
        return
    for name, problem in report.problems:
        note(f"{name}: {problem}")
    for name, path, problem in report.unreadable:
        note(f"{name}: {path}: {problem}")
    for name in report.removed:
        echo(f"removed {name}")
    echo(f"{counted(report.repositories, 'repository', 'repositories')}, {report.read} read, "
         f"{report.repositories - report.read} unchanged; {counted(report.records, 'record')}")  # fmt: skip


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
