"""What stands before the command on the command line, and the project that it names."""

from __future__ import annotations

from records.project.stamp import look_at

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from records.project.project import Project, WorkTreeProject
    from records.project.stamp import Look


class Invocation:
    """The options of `records` itself.

    Attributes:
        directory: where `records` acts as if started (`-C`).
        use_cache: whether the index may be used (`--no-cache`).
        look: what was seen of the files before the project is opened, which looks at them once.
    """

    directory: str = "."
    use_cache: bool = True
    look: Look | None = None


CURRENT = Invocation()
"""The invocation that is running; a process runs one at a time."""


def begin(directory: str, *, use_cache: bool) -> None:
    """Store the options of the command line that begins."""
    CURRENT.directory, CURRENT.use_cache, CURRENT.look = directory, use_cache, None


def look() -> Look | None:
    """Return what is seen of the files, and what is stored of them; None where nothing is, or it may not be used."""
    CURRENT.look = look_at(CURRENT.directory) if CURRENT.use_cache else None
    return CURRENT.look


def open_project() -> WorkTreeProject:
    """Return the project of the folder that `-C` names, else of the current one.

    Raises:
        RecordsError: see `Project.open`.
    """
    from records.project.project import Project

    seen, CURRENT.look = CURRENT.look, None
    return Project.open(CURRENT.directory, use_cache=CURRENT.use_cache, look=seen)


def project_at(revision: str | None) -> Project:
    """Return the project, or what it was at a revision.

    Raises:
        RecordsError: see `Project.open` and `Project.at`.
    """
    project = open_project()
    return project.at(revision) if revision else project
