"""Collect, once, the data that more than one page needs."""

from __future__ import annotations

import os
import posixpath
import re

from records.dataclass import dataclass, field
from records.errors import GitError
from records.git.file_history import file_history, read_versions
from records.git.refs import head_commit
from records.git.work_tree import tracked_among
from records.model.record import Adr
from records.project.catalog import Catalog
from records.project.commit_log import commit_log
from records.site.forge import find_forge, origin_of
from records.site.neighbours import feature_url
from records.site.page_names import page_names
from records.site.site import Site
from records.text.escape import clean
from records.trace.commit_records import count_recorded
from records.trace.status_history import status_changes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from records.git.file_history import FileVersion
    from records.model.record import Record
    from records.project.project import Project
    from records.project.root import Root
    from records.trace.status_history import StatusChange

_IMAGES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp"))
_LARGEST_IMAGE = 8_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectSite(Site):
    """The log of one project.

    Attributes:
        project: where it comes from.
        catalog: the records and their links.
        tracked: the files that git tracks, relative to the project's root.
        prefix: the way from the top of the work tree to the project's root; empty or ending in a slash.
    """

    project: Project
    catalog: Catalog
    tracked: frozenset[str]
    prefix: str
    _by_number: dict[int, Record | None] = field(default_factory=dict, repr=False, compare=False)

    def up(self, record: Record) -> dict[str, str]:
        """The page of decisions, or that of the feature."""
        if isinstance(record, Adr):
            return {"url": "decisions.html", "title": "Decisions"}
        return {
            "url": feature_url(record.folder),
            "title": clean(posixpath.basename(record.folder) or "Prompts"),
        }

    def file_url(self, path: str, commit: str, line: str = "", last: str = "") -> str:
        """The address of a file on the forge, as it was at a commit; empty where none is known."""
        if self.forge is None or not commit or path not in self.tracked:
            return ""
        return self.forge.file(self.prefix + path, commit, line, last)

    def source_url(self, record: Record) -> str:
        """The address of a record's file as its last commit left it; empty where none is known."""
        commits = self.history.get(record.path)
        return self.file_url(record.path, commits[0].commit.id) if commits else ""

    def adr(self, number: int) -> Record | None:
        """The decision of a number; None where there is none, or more than one."""
        if not self._by_number:
            for record in self.catalog.records:
                if isinstance(record, Adr) and record.number is not None:
                    is_own_number = record.number in self._by_number
                    self._by_number[record.number] = None if is_own_number else record
        return self._by_number.get(number)

    def look_up(self, about: str, name: str) -> str:
        """Find the answer to a question."""
        if about == "adr":
            record = self.adr(int(name))
            return self.pages[record.path] if record else ""
        if about == "page":
            return self.pages.get(name, "")
        if about == "file":
            return "yes" if name in self.tracked else ""
        return "yes" if about == "image" and is_shown_image(self.project.store.checked_root, name) else ""

    def as_json(self, record: Record) -> Mapping[str, Any]:
        """A record as `records list --json` prints it."""
        return self.catalog.as_json(record)

    def stamp(self, record: Record) -> tuple[int, int] | None:
        """The size and time of change of a record's file; None where it does not exist."""
        return stamp_of(f"{self.project.root}/{record.path}")

    def text(self, record: Record) -> str:
        """The text of a record's file."""
        return self.project.store.text(record.path)

    def status_changes(self, record: Record, contents: Mapping[str, bytes]) -> list[StatusChange]:
        """How the status of a decision changed, by the earlier versions of its file."""
        return list(status_changes(self.project, record, self.history.get(record.path, []), contents))

    def earlier_versions(self, records: list[Record]) -> dict[str, bytes]:
        """The contents of the versions of decisions that have more than one, by blob."""
        git = self.project.git()
        if git is None:
            return {}
        histories = [self.history.get(record.path, []) for record in records if isinstance(record, Adr)]
        return read_versions(git, [v for versions in histories if len(versions) > 1 for v in versions])

    def image_file(self, path: str) -> str:
        """The absolute path of an image of the repository."""
        return self.project.store.absolute(path)

    def coverage(self) -> tuple[int, int] | None:
        """How many commits, merges left out, have a record, and how many there are; None without git."""
        if self.project.git() is None:
            return None
        try:
            commits = commit_log(self.project)
        except GitError:  # no commit yet
            return None
        count = sum(len(commit.parents) < 2 for commit in commits)
        return count_recorded(self.project, self.graph, commits), count


def stamp_of(path: str) -> tuple[int, int] | None:
    """A file's size and time of change; None where it does not exist."""
    try:
        stat = os.stat(path)
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns


def is_shown_image(root: Root, path: str) -> bool:
    """Return whether a path names an image within the project that a page may show; SVG can hold scripts."""
    if os.path.splitext(path)[1].lower() not in _IMAGES or any(
        part.startswith(".") for part in path.split("/")
    ):
        return False
    full = os.path.join(root.path, path)
    return root.contains(path) and os.path.isfile(full) and os.path.getsize(full) <= _LARGEST_IMAGE


def gather(project: Project) -> ProjectSite:
    """Read all records and ask git once for their history, once for its files.

    Raises:
        GitError: git is missing.
    """
    records = project.store.scan()
    documents = tuple(sorted(records, key=oldest_first))
    git = project.git()
    origin = origin_of(git)
    forge = find_forge(project.settings.site, origin)
    history: dict[str, list[FileVersion]] = {}
    tracked, head = frozenset[str](), ""
    if git is not None:
        head = head_commit(git)
        folders = sorted({os.path.dirname(record.path) for record in records})
        history = file_history(git, _outermost(folders)) if folders else {}
        if forge is not None:
            tracked = _with_folders(tracked_among(git))
    settings = project.settings.site
    title = settings.title or (forge.name if forge else "") or _plain_title(project, origin)
    pages = page_names(records)
    prefix = _prefix(project)
    catalog = Catalog(records)
    return ProjectSite(
        settings=settings, renderer=project.renderer, graph=catalog.graph, documents=documents, pages=pages,
        title=title, head=head, history=history, forge=forge,
        project=project, catalog=catalog, tracked=tracked, prefix=prefix,
    )  # fmt: skip


def _plain_title(project: Project, origin: str) -> str:
    """Derive a title from the remote, which is the same in every clone, else from the folder of the main work tree."""
    if project.location is None:
        return "Records"
    top, name = os.path.split(project.location.common_dir)
    if name == ".git":
        name = os.path.basename(top)
    elif not name.endswith(".git"):  # a submodule
        name = os.path.basename(project.location.root)
    clone_name = re.split(r"[/\\:]", origin.rstrip("/\\").removesuffix("/.git"))[-1]
    name = clean((clone_name or name).removesuffix(".git"))
    return f"{name}: records" if name else "Records"


def _prefix(project: Project) -> str:
    if project.location is None:
        return ""
    inner = os.path.relpath(os.path.realpath(project.root), project.location.root).replace(os.sep, "/")
    return "" if inner == "." else inner + "/"


def oldest_first(record: Record) -> tuple[str, tuple[str, str, int, str], str]:
    """What records are sorted by, so that the oldest is first."""
    return (record.date or "", record.sort_key, record.path)


def _outermost(folders: list[str]) -> list[str]:
    """Those of sorted folders that lie in no other of them."""
    outer_paths: list[str] = []
    for folder in folders:
        if not (outer_paths and (folder + "/").startswith(outer_paths[-1] + "/")):
            outer_paths.append(folder)
    return outer_paths


def _with_folders(files: list[str]) -> frozenset[str]:
    paths: set[str] = set()
    for path in files:
        while path and path not in paths:
            paths.add(path)
            path = path.rpartition("/")[0]
    return frozenset(paths)
