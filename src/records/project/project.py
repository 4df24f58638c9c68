"""A project: its root, settings, records, git, templates and clock."""

from __future__ import annotations

import os
import posixpath
from functools import partial

from records.dataclass import dataclass, field
from records.errors import ConfigError, GitError, InvalidInput, NotFound
from records.git.location import Location, find_location, is_bare
from records.model.kind import Kind
from records.project.clock import today
from records.project.foreign_config import foreign_logs, nearest_log
from records.project.settings import CONFIG_PATH, Settings, load
from records.project.stamp import is_switched_off
from records.project.store import RecordStore, pattern_list
from records.project.templates import Renderer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from records.git import Git
    from records.git.output_cache import OutputCache
    from records.model.kind import Kind
    from records.project.foreign_config import ForeignLog
    from records.project.stamp import Look
    from records.project.state_dir import StateDir
    from records.project.writer import RecordWriter


@dataclass(frozen=True, slots=True)
class Project:
    """A root with its settings and records, for reading; opening one starts no process and reads only the settings.

    Attributes:
        root: absolute path; every record path is relative to it.
        settings: what `.records/config.toml` says.
        store: the records.
        location: the repository that holds the root; None outside one.
        renderer: the templates.
        clock: gives today as `YYYY-MM-DD`.
        start: the POSIX path from the root to where the project was opened; empty for the root itself.
        log: the folder of decisions that another tool's configuration, or `doc/adr`, names for where we started.
        revision: the full id of the commit whose records these are; None for those of the work tree.
        output_cache: git's earlier output about objects, in a process that runs for long.
    """

    root: str
    settings: Settings
    store: RecordStore
    location: Location | None
    renderer: Renderer
    clock: Callable[[], str] = today
    log: str = ""
    start: str = ""
    revision: str | None = None
    output_cache: OutputCache | None = field(default=None, compare=False)

    @classmethod
    def open(
        cls,
        directory: str = ".",
        *,
        use_cache: bool = True,
        settings: Settings | None = None,
        look: Look | None = None,
    ) -> WorkTreeProject:
        """Find the project that *directory* belongs to.

        The root is the nearest folder with `.records/config.toml`, else the top of the git work tree, else the
        nearest folder with records, else *directory* itself.

        Args:
            directory: where to start.
            use_cache: whether what was read may be remembered.
            settings: they take the place of those in the project's file.
            look: what was seen of its files a moment ago.

        Raises:
            NotFound: there is no such directory.
            ConfigError: it lies in a bare repository, or the settings cannot be read.
        """
        start = os.path.realpath(directory)
        if not os.path.isdir(start):
            raise NotFound(f"there is no folder {directory}", "name an existing folder with -C")
        location = find_location(start)
        if location is None and is_bare(start):
            raise ConfigError(
                f"{start} is a bare repository: it has no files to keep records in",
                "clone it, and run records in the clone",
            )
        root = find_root(start, location)
        settings = load(root) if settings is None else settings
        log = nearest_log(root, start)
        foreign = foreign_logs(root)
        roots = record_roots(settings, log, foreign)
        standard = roots if start == root else record_roots(settings, nearest_log(root, root), foreign)
        store = RecordStore(
            root, location, roots, use_cache and not is_switched_off(), partial(_tracked_prompts, root, location),
            pattern_list(standard), look=look,
        )  # fmt: skip
        return WorkTreeProject(
            root,
            settings,
            store,
            location,
            Renderer(store.checked_root),
            log=log,
            start=_posix_below(root, start),
        )

    def at(self, revision: str) -> Project:
        """This project as it was at a commit: its records are read from git, nothing is checked out.

        Raises:
            GitError: there is no such revision, or no repository.
        """
        if self.location is None:
            raise GitError(f"{self.root} is in no git repository", "only a repository has a past")
        from records.git.snapshot import Snapshot
        from records.project.revision_store import RevisionStore

        snapshot = Snapshot.at(self.location, revision, self.prefix, self.output_cache)
        store = RevisionStore(self.root, self.location, self.store.roots, use_cache=False, files=snapshot)
        return Project(
            self.root, self.settings, store, self.location, self.renderer,
            self.clock, self.log, self.start, snapshot.commit, self.output_cache,
        )  # fmt: skip

    if not TYPE_CHECKING:

        @property
        def writer(self) -> RecordWriter:
            """Refuse to write: only a `WorkTreeProject` has a writer, and a type checker knows that."""
            raise InvalidInput(
                f"the records of {(self.revision or 'the past')[:10]} can only be read", "leave --at out"
            )

    @property
    def state_dir(self) -> StateDir | None:
        """Where this project's state is kept; None outside a repository."""
        return self.store.state_dir

    @property
    def prefix(self) -> str:
        """The root's POSIX path from the top of the work tree; empty where they are one."""
        if self.location is None or self.root == self.location.root:
            return ""
        path = os.path.relpath(self.root, self.location.root).replace(os.sep, "/")
        return "" if path == "." else path

    def git(self) -> Git | None:
        """Git in this project; None outside a repository."""
        if self.location is None:
            return None
        from records.git import Git

        return Git(self.root, self.output_cache)

    def configured_directory(self, kind: Kind) -> str:
        """Return the folder that the settings name for new records of a kind, POSIX from the root; "" for none.

        Raises:
            OutsideRoot: it is an absolute path that lies outside.
        """
        name = self.settings.phr.directory if kind is Kind.PHR else self.settings.adr.directory
        if os.path.isabs(name):
            path = self.store.checked_root.resolve(name, f"[{kind.value}] directory")
            name = os.path.relpath(path, self.root).replace(os.sep, "/")
        return _normal(name)

    def directory(self, kind: Kind) -> str:
        """Where new records of a kind go: the settings' word, else the log that exists, else the kind's own."""
        if setting := self.configured_directory(kind):
            return setting
        if self.log:
            return self.log
        from records.project.discovery import expand_roots

        existing = [
            path for path, found in expand_roots(self.store.checked_root, self.store.roots) if found is kind
        ]
        return existing[0] if existing else kind.directory


@dataclass(frozen=True, slots=True)
class WorkTreeProject(Project):
    """A project whose files can be written; a project at a commit is a plain `Project`."""

    @property
    def writer(self) -> RecordWriter:
        """The writing part of the store."""
        from records.project.writer import RecordWriter

        return RecordWriter(self.store)


def _posix_below(root: str, start: str) -> str:
    path = os.path.relpath(start, os.path.realpath(root)).replace(os.sep, "/")
    return "" if path == "." else path


def _tracked_prompts(root: str, location: Location | None) -> list[str]:
    """Tracked files that are named like a PHR, from the root; none where git does not know."""
    if location is None:
        return []
    from records.git import Git
    from records.git.work_tree import tracked_matching

    try:
        return tracked_matching(Git(root), ("*.prompt.md", "*.phr.md"))
    except GitError:
        return []


def find_root(start: str, location: Location | None) -> str:
    """The root of the project that holds *start* (see `Project.open`)."""
    top = location.root if location else None
    folder = start
    while True:
        if os.path.isfile(os.path.join(folder, CONFIG_PATH)):
            return folder
        parent = os.path.dirname(folder)
        if folder in (top, parent):
            break
        folder = parent
    if top is not None:
        return top
    return _nearest_with_records(start) or start


def _nearest_with_records(start: str) -> str | None:
    folder = start
    while True:
        if any(os.path.isdir(os.path.join(folder, kind.directory)) for kind in Kind):
            return folder
        if nearest_log(folder, folder):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def record_roots(settings: Settings, log: str, foreign: list[ForeignLog]) -> dict[Kind, tuple[str, ...]]:
    """Return the folder patterns of each kind: the settings' own first, then what other tools' configuration names."""
    own = {
        Kind.ADR: (settings.adr.directory, *settings.adr.roots, log, *(other.directory for other in foreign)),
        Kind.PHR: (settings.phr.directory, *settings.phr.roots),
    }
    return {
        kind: tuple(dict.fromkeys(_normal(path) for path in (*own[kind], *kind.roots) if path.strip("/")))
        for kind in Kind
    }


def _normal(path: str) -> str:
    """A path of the settings without `./` and a `/` at its ends; `.` is the root."""
    return posixpath.normpath(path.strip("/")) if path.strip("/") else ""
