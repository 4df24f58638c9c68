"""What stands before the command on the command line, and the project that it names."""

from __future__ import annotations

import os
import time

from records.cli.output import echo_path, echo_stored, note
from records.encoding import encode
from records.errors import InvalidInput, NotFound
from records.project.fingerprint import RACY
from records.project.stamp import look_at, read_page, write_page

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from records.model.code_location import CodeLocation
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


_UNREAD = "unread"
"""The page that holds the lines about logs that nothing reads."""
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


def print_stored(name: str, *, at_root: bool = False) -> bool:
    """Print a page that was stored when it was last printed, where nothing has changed since; else return False.

    Args:
        name: of the page.
        at_root: whether it holds only for somebody who stands in the root of the project.
    """
    seen = look()
    if seen is None or (at_root and not os.path.exists(".git")):
        return False
    text = read_page(seen.folder, name, seen.generation)
    if text is None or not echo_stored(text):
        return False
    for line in (read_page(seen.folder, f"{name}-notes", seen.generation) or "").splitlines():
        note(line)
    return True


def store_page(project: Project, name: str, text: str, notes: Iterable[str] = ()) -> None:
    """Store a page that was printed, and the notes beside it, for `print_stored`."""
    generation = project.store.generation
    if generation and project.state_dir and project.location and project.root == project.location.root:
        write_page(project.state_dir.own, f"{name}-notes", generation, "\n".join(notes))
        write_page(project.state_dir.own, name, generation, text)


def project_at(revision: str | None) -> Project:
    """Return the project, or what it was at a revision.

    Raises:
        RecordsError: see `Project.open` and `Project.at`.
    """
    project = open_project()
    return project.at(revision) if revision else project


def path_from_root(project: Project, path: str) -> str:
    """A path that a person gave, from the folder they are in, as POSIX from the project's root.

    Raises:
        InvalidInput: it lies outside the root.
    """
    from records.project.root import path_within

    base = _standing()
    full = os.path.normpath(os.path.join(base, path))
    inside = path_within(full, project.root)
    if inside is None:
        raise InvalidInput(f"{path} lies outside {project.root}", "name a path within the repository")
    return inside


def code_location(place: str) -> CodeLocation:
    """Parse a path, perhaps with lines, that a person gave in the folder we are in, or that `-C` names."""
    from records.model.code_location import parse_code_location

    return parse_code_location(place, lambda path: os.path.exists(os.path.join(_standing(), path)))


def path_from_here(project: Project, path: str) -> str:
    """Return a path of the project, POSIX from its root, as seen from the folder we are in, or that `-C` names.

    Text for people and shells has such paths; JSON has those from the root. An absolute path stays.
    """
    return next(paths_from_here(project, (path,)))


def paths_from_here(project: Project, paths: Iterable[str]) -> Iterator[str]:
    """Yield paths as `path_from_here` gives each."""
    here, root = _standing(), os.path.realpath(project.root)
    for path in paths:
        is_same = here == root or os.path.isabs(path)
        yield path if is_same else os.path.relpath(os.path.join(root, path), here).replace(os.sep, "/")


def echo_paths(project: Project, paths: Iterable[str]) -> None:
    """Print paths of the project as results, each on a line, as seen from the folder we are in."""
    for path in paths_from_here(project, paths):
        echo_path(path)


def _standing() -> str:
    """The folder that the caller is in, or names with `-C`; absolute, links resolved."""
    return os.path.realpath(CURRENT.directory)


def files_from_root(project: Project, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Files as the caller sees them, as POSIX paths from the root; what is not there stays as it was given."""
    base = _standing()
    return tuple(
        path_from_root(project, path) if os.path.exists(os.path.join(base, path)) else path for path in paths
    )


def existing(paths: tuple[str, ...], exists: Callable[[str], bool]) -> tuple[str, ...]:
    """The paths that exist; the others are reported: a commit may take some away.

    Raises:
        NotFound: none of them is: a gate with a slip in it would pass for ever.
    """
    existing_paths = tuple(path for path in paths if exists(path))
    missing = [path for path in paths if path not in existing_paths]
    if missing and not existing_paths:
        raise NotFound(
            f"there is no file or folder {missing[0]}", "name what is there, or leave the paths out"
        )
    for path in missing:
        note(f"there is no {path}")
    return existing_paths


def note_missing_files(project: Project, paths: Iterable[str]) -> None:
    """Say which files, POSIX from the root, are neither there nor in any commit that led to HEAD."""
    missing = [path for path in dict.fromkeys(paths) if not os.path.lexists(os.path.join(project.root, path))]
    if not missing:
        return
    from records.git.log import was_tracked
    from records.project.work_tree import outer_path

    git = project.git()
    for path in missing:
        if not any(sign in path for sign in "*?[") and (
            git is None or not was_tracked(git, outer_path(project.prefix, path))
        ):
            note(f"there is no file {path}, now or in git")


def notes_beside(project: Project) -> tuple[str, ...]:
    """Return a line for each log that nothing reads, and one for the pages beside the decisions.

    Logs are looked for when git's index or the settings have changed; what was found is stored until then.
    """
    from records.history.find_logs import describe_pages, find_unread

    folder, key = _state_of_files(project)
    stored = read_page(folder, _UNREAD, key) if key else None
    unread = find_unread(project).notes if stored is None else tuple(stored.splitlines())
    if key and stored is None:
        write_page(folder, _UNREAD, key, "\n".join(unread))
    return (*unread, *describe_pages(project))


def _state_of_files(project: Project) -> tuple[str, str]:
    """Return the folder of our state, and a key of git's index and the folders of records; "" without one."""
    if project.state_dir is None or project.location is None or project.revision is not None:
        return "", ""
    from zlib import crc32

    try:
        index = os.stat(os.path.join(project.location.git_dir, "index"))
    except OSError:
        return "", ""
    if time.time_ns() - index.st_mtime_ns < RACY or not CURRENT.use_cache:
        return "", ""
    roots = crc32(encode("\n".join(project.store.standard_roots)))
    return project.state_dir.own, f"{index.st_mtime_ns}-{index.st_size}-{roots}"


def note_how_to_tie(project: Project, path: str) -> None:
    """Say how code is tied to a decision: to one that is there, or else to a new one.

    Args:
        project: where.
        path: of the code, POSIX from the root.
    """
    import shlex

    from records.adr.affects import affects_entry
    from records.model.kind import Kind

    if any(record.kind is Kind.ADR for record in project.store.scan()):
        ways = f"affects: [{affects_entry(path)}] in the record, @adr 12 in a comment, or ADR-12 in the commit message"
        note(f"to tie a decision to it: {ways}")
    note(f"to record one: records adr new --affects {shlex.quote(path)} TITLE")


def note_unread_decisions(project: Project) -> bool:
    """Say where decisions are that nothing reads, if no other decision is read; return whether there are any."""
    from records.model.kind import Kind

    if any(record.kind is Kind.ADR for record in project.store.scan()):
        return False
    from records.history.find_logs import find_unread

    notes = find_unread(project).notes
    for text in notes:
        note(text)
    return bool(notes)
