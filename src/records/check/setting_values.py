"""Find what settings name and the project has not: templates, words, rules, policies, paths, images."""

from __future__ import annotations

import os

from records.check.engine import active_rules
from records.dataclass import replace
from records.errors import NotFound, RecordsError
from records.history.known_words import check_status_of_settings
from records.history.template_files import check_template
from records.model.kind import Kind
from records.trace.disclosure.policy import policy_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from records.project.project import Project
    from records.project.settings import Settings

_PATHS = (("adr", "directory"), ("phr", "directory"), ("index", "path"))


def setting_problems(project: Project, settings: Settings) -> Iterator[tuple[str, RecordsError]]:
    """Yield each setting that is well formed but does not hold in a project, with the error that says why.

    Args:
        project: where.
        settings: those of the project, or those that it is to have.
    """
    for key, check in _CHECKS.items():
        try:
            check(replace(project, settings=settings))
        except RecordsError as error:
            yield key, error


def _check_template(project: Project) -> None:
    if name := project.settings.adr.template:
        check_template(project, name, Kind.ADR)


def _check_logo(project: Project) -> None:
    logo = project.settings.site.logo
    if logo and not os.path.isfile(project.store.checked_root.resolve(logo)):
        raise NotFound(f"there is no file {logo}", "give the path of an image from the project's root")


def _path_check(table: str, name: str) -> Callable[[Project], object]:
    """Return a check that the path of a setting lies in the project."""

    def check(project: Project) -> None:
        project.store.checked_root.resolve(
            getattr(getattr(project.settings, table), name), f"[{table}] {name}"
        )

    return check


_CHECKS: dict[str, Callable[[Project], object]] = {
    "adr.template": _check_template,
    "adr.status": lambda project: check_status_of_settings(project, project.settings.adr.status),
    "site.logo": _check_logo,
    "check": lambda project: list(active_rules(project.settings.check)),
    "disclose": policy_of,
    **{f"{table}.{name}": _path_check(table, name) for table, name in _PATHS},
}
"""The check of each setting, or of all settings of a table."""
