"""The options that choose records, and the filter that they describe."""

from __future__ import annotations

from records.cli.paths import files_from_root
from records.cli.spec import Parameter, UsageError

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from typing import Any

    from records.project.catalog import Filter
    from records.project.project import Project

FILTERS = (
    Parameter("kind", "-k", "--kind", multiple=True, metavar="KIND", help="Only this kind: adr or phr."),
    Parameter(
        "stage",
        "--stage",
        multiple=True,
        metavar="STAGE",
        help="Only prompts of this stage; several with commas: green,spec.",
    ),
    Parameter(
        "status",
        "--status",
        multiple=True,
        metavar="STATUS",
        help="Only decisions of this status: accepted,proposed.",
    ),
    Parameter("feature", "--feature", multiple=True, metavar="NAME", help="Only prompts of this feature."),
    Parameter("label", "--label", multiple=True, metavar="LABEL", help="Only records with this label."),
    Parameter("since", "--since", metavar="DATE", help="Only records of this day or later (YYYY-MM-DD)."),
    Parameter("until", "--until", metavar="DATE", help="Only records of this day or earlier."),
    Parameter(
        "file", "--file", metavar="PATH", help="Only records that name this file, or one in this folder."
    ),
    Parameter(
        "broken",
        "--broken",
        is_flag=True,
        help="Only records that cannot be read or were repaired while reading.",
    ),
)


def make_filter(given: dict[str, Any], project: Project) -> Filter:
    """Return the filter that the values of `FILTERS` describe; a file is named as seen from the current folder.

    Raises:
        UsageError: a date is not a day.
    """
    from records.project.catalog import Filter

    values = {
        name: ",".join(value) if isinstance(value, (tuple, list)) else value for name, value in given.items()
    }
    for name in ("since", "until"):
        if values[name] and not _is_day(values[name]):
            raise UsageError(f"{values[name]!r} is not a day like 2026-01-31", f"--{name}")
    broken = bool(values.pop("broken"))
    texts = {name: value or "" for name, value in values.items()}
    if texts["file"]:
        (texts["file"],) = files_from_root(project, (texts["file"],))
    return Filter(broken=broken, **texts)


def suggest_filter(words: list[str], _: dict[str, Any]) -> str:
    """Return the command line with the filter that a word without an option was probably meant as."""
    import os
    import shlex

    from records.project.catalog import condition_for

    text = " ".join(words)
    name, value = condition_for(text) or ("file" if os.path.exists(text) else "", text)
    command = ["list", f"--{name}", value] if name else ["search", *words]
    return shlex.join(["records", *command])


def explain_nothing(project: Project, filters: Filter) -> str:
    """Return what to say where a filter finds nothing."""
    from records.project.catalog import explain_no_match

    why = explain_no_match(project.store.scan(), filters)
    return f"no records match: {why}" if why else "no records match"


def _is_day(text: str) -> bool:
    from records.text.yaml.values import iso_date

    return iso_date(text) == text
