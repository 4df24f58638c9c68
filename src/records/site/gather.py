"""Collect, once, the data that more than one page needs."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from records.dataclass import dataclass, field
from records.git.file_history import file_history
from records.git.refs import head_commit
from records.git.work_tree import tracked_among
from records.model.record import Adr
from records.project.catalog import Catalog
from records.site.forge import Forge, find_forge, origin_of
from records.site.names import page_names
from records.text.escape import clean

if TYPE_CHECKING:
    from records.git.file_history import FileVersion
    from records.model.record import Record
    from records.project.project import Project
    from records.project.root import Root

_IMAGES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp"))
_LARGEST_IMAGE = 8_000_000


@dataclass(frozen=True, slots=True)
class Site:
    """A log prepared for display.

    Attributes:
        project: where it comes from.
        catalog: the records and their links.
        documents: all records, oldest first; a record's place in this list is its number in the search data.
        pages: the address of each record's page, by the record's path.
        history: the commits of each record's file, newest first.
        forge: where files and commits can be seen.
        tracked: the files that git tracks, relative to the project's root.
        prefix: the way from the top of the work tree to the project's root; empty or ending in a slash.
        title: what is at the head of every page.
        head: the current commit; empty before the first.
    """

    project: Project
    catalog: Catalog
    documents: tuple[Record, ...]
    pages: dict[str, str]
    history: dict[str, list[FileVersion]]
    forge: Forge | None
    tracked: frozenset[str]
    prefix: str
    title: str
    head: str
    _by_number: dict[int, Record | None] = field(default_factory=dict)
    _answers: dict[str, str] = field(default_factory=dict)

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

    def target(self, key: str) -> Record | None:
        """The record of an identity."""
        return self.catalog.graph.references.get(key)

    def answer(self, question: str) -> str:
        """What a reference asks of the site: `adr:7`, `page:PATH`, `file:PATH`, `image:PATH`; empty for no.

        A page is rebuilt when the answer to one of its questions changes.
        """
        answer = self._answers.get(question)
        if answer is None:
            answer = self._answers[question] = self._look_up(*question.split(":", 1))
        return answer

    def _look_up(self, about: str, name: str) -> str:
        if about == "adr":
            record = self.adr(int(name))
            return self.pages[record.path] if record else ""
        if about == "page":
            return self.pages.get(name, "")
        if about == "file":
            return "yes" if name in self.tracked else ""
        return "yes" if is_shown_image(self.project.store.checked_root, name) else ""

    def url(self, record: Record) -> str:
        """The address of a record's page from the site's root."""
        return self.pages[record.path]


def is_shown_image(root: Root, path: str) -> bool:
    """Return whether a path names an image within the project that a page may show; SVG can hold scripts."""
    if os.path.splitext(path)[1].lower() not in _IMAGES or any(
        part.startswith(".") for part in path.split("/")
    ):
        return False
    full = os.path.join(root.path, path)
    return root.contains(path) and os.path.isfile(full) and os.path.getsize(full) <= _LARGEST_IMAGE


def gather(project: Project) -> Site:
    """Read all records and ask git once for their history, once for its files.

    Raises:
        GitError: git is missing.
    """
    records = project.store.scan()
    documents = tuple(sorted(records, key=_oldest_first))
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
    return Site(project, Catalog(records), documents, pages, history, forge, tracked, prefix, title, head)


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


def _oldest_first(record: Record) -> tuple[str, tuple[str, str, int, str], str]:
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
