"""Options that several commands share, and how a command opens its project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from records.cli.output import note

if TYPE_CHECKING:
    from collections.abc import Callable

    from records.project.catalog import Filter
    from records.project.project import Project, WorkTreeProject

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")

force_option = click.option("--force", is_flag=True, help="Keep a status or relation that looks misspelt.")


def open_project(context: click.Context) -> WorkTreeProject:
    """The project of the folder that `-C` names, else of the current one.

    Raises:
        RecordsError: see `Project.open`.
    """
    from records.project.project import Project

    given: dict[str, Any] = context.find_root().obj or {}
    return Project.open(given.get("directory", "."), use_cache=not given.get("no_cache", False))


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that choose records: `--kind`, `--stage`, `--status`, `--feature`, `--label`, dates, file."""
    for option in reversed((
        click.option("-k", "--kind", metavar="KIND", help="Only this kind: adr or phr."),
        click.option("--stage", metavar="STAGE", help="Only prompts of this stage; several with commas: green,spec."),
        click.option("--status", metavar="STATUS", help="Only decisions of this status: accepted,proposed."),
        click.option("--feature", metavar="NAME", help="Only prompts of this feature."),
        click.option("--label", metavar="LABEL", help="Only records with this label."),
        click.option("--since", metavar="DATE", help="Only records of this day or later (YYYY-MM-DD)."),
        click.option("--until", metavar="DATE", help="Only records of this day or earlier."),
        click.option("--file", metavar="PATH", help="Only records that name this file, or one in this folder."),
        click.option("--broken", is_flag=True, help="Only records that cannot be read or were repaired while reading."),
    )):  # fmt: skip
        command = option(command)
    return command


def make_filter(given: dict[str, Any]) -> Filter:
    """The filter that the options of `filter_options` describe; they are taken out of *given*.

    Raises:
        click.BadParameter: a date is not a day.
    """
    from records.project.catalog import Filter

    names = ("kind", "stage", "status", "feature", "label", "since", "until", "file", "broken")
    values = {name: given.pop(name) for name in names}
    for name in ("since", "until"):
        if values[name] and not _is_day(values[name]):
            raise click.BadParameter(f"{values[name]!r} is not a day like 2026-01-31", param_hint=f"--{name}")
    broken = bool(values.pop("broken"))
    texts = {name: value or "" for name, value in values.items()}
    return Filter(broken=broken, **texts)


def why_nothing(project: Project, filters: Filter) -> str:
    """What to say where a filter finds nothing."""
    from records.project.catalog import explain_no_match

    why = explain_no_match(project.store.scan(), filters)
    return f"no records match: {why}" if why else "no records match"


def _is_day(text: str) -> bool:
    from records.text.yaml.values import iso_date

    return iso_date(text) == text


at_option = click.option(
    "--at", metavar="REV", help="Read the records of this commit, branch or tag; nothing is checked out."
)


def project_at(context: click.Context, revision: str | None) -> Project:
    """The project, or what it was at a revision.

    Raises:
        RecordsError: see `Project.open` and `Project.at`.
    """
    project = open_project(context)
    return project.at(revision) if revision else project


def path_from_root(project: Project, path: str) -> str:
    """A path that a person gave, from the folder they are in, as POSIX from the project's root.

    Raises:
        InvalidInput: it lies outside the root.
    """
    import os

    from records.errors import InvalidInput

    base = _standing()
    full = os.path.normpath(os.path.join(base, path))
    inside = os.path.relpath(full, project.root).replace(os.sep, "/")
    if inside == ".." or inside.startswith("../"):
        raise InvalidInput(f"{path} lies outside {project.root}", "name a path within the repository")
    return inside


def _standing() -> str:
    """The folder that the caller is in, or names with `-C`; absolute, links resolved."""
    import os

    given: dict[str, str] = click.get_current_context().find_root().obj or {}
    return os.path.realpath(given.get("directory", "."))


def files_from_root(project: Project, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Files as the caller sees them, as POSIX paths from the root; what is not there stays as it was given."""
    import os

    base = _standing()
    return tuple(
        path_from_root(project, path) if os.path.exists(os.path.join(base, path)) else path for path in paths
    )


def existing(paths: tuple[str, ...], exists: Callable[[str], bool]) -> tuple[str, ...]:
    """The paths that exist; the others are reported: a commit may take some away.

    Raises:
        NotFound: none of them is: a gate with a slip in it would pass for ever.
    """
    from records.errors import NotFound

    existing_paths = tuple(path for path in paths if exists(path))
    missing = [path for path in paths if path not in existing_paths]
    if missing and not existing_paths:
        raise NotFound(
            f"there is no file or folder {missing[0]}", "name what is there, or leave the paths out"
        )
    for path in missing:
        note(f"there is no {path}")
    return existing_paths
