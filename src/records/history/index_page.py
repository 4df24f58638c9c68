"""Write one Markdown page that lists every record: one line each, no clock, the same records give the same bytes."""

from __future__ import annotations

import os
import posixpath
from collections import Counter

import records.regex as re
from records.dataclass import dataclass
from records.encoding import encode
from records.errors import ConfigError, InvalidInput
from records.model.kind import Kind
from records.model.link import relation_text
from records.model.record import Adr
from records.model.record_paths import ENDINGS, TOP, log_directory, path_in
from records.project.catalog import Catalog
from records.project.left_out import describe_left_out, records_left_out
from records.project.settings import CONFIG_PATH, IndexSettings
from records.text.lines import newline_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from records.model.link import Link
    from records.model.record import Record
    from records.project.project import Project, WorkTreeProject

BEGIN = "<!-- records:begin -->"
END = "<!-- records:end -->"
_PAGES = ("README.md", "index.md", "decisions.md")
"""The names that an index page beside a log may have; the first that no page of its author's competes with."""
_PAGE_ENDINGS = tuple(ending for ending in ENDINGS if ending.count(".") == 1)
_CONFLICT = re.compile(r"^<{7} ", re.M)
_MARKUP = re.compile(r"([\\`*_\[\]<>|~])")


@dataclass(frozen=True, slots=True)
class IndexResult:
    """What was done.

    Attributes:
        path: of the page, POSIX from the root.
        changed: whether it differs from what was there.
        records: how many records it lists.
        resolved: whether it had a merge conflict that is no longer in it.
    """

    path: str
    changed: bool
    records: int
    resolved: bool = False


def index(project: WorkTreeProject, *, check: bool = False) -> IndexResult:
    """Bring the index page up to date.

    What is around the two markers belongs to the author and stays; a page without markers gets them at its end.

    Args:
        project: where.
        check: only report whether the page would change.

    Raises:
        ConfigError: the settings name a file that is not Markdown.
        InvalidInput: git's sparse checkout leaves out records, which the page would lose.
        NotFound: the page is there and cannot be read.
        WriteError: the page cannot be written.
    """
    records = project.store.scan()
    path = index_path(project)
    old = _old_text(project, path)
    if not path.lower().endswith((".md", ".markdown")):
        raise ConfigError(f"{CONFIG_PATH}: index.path is {path!r}, no Markdown file", "end it in .md")
    if missing := records_left_out(project):
        message, hint = describe_left_out(missing)
        raise InvalidInput(f"{message}: the page would lose them", hint)
    text = page(project, old)
    if check or old == text:
        return IndexResult(path, old != text, len(records))
    project.writer.save({path: text})
    return IndexResult(
        path, True, len(records), bool(_CONFLICT.search(old or "")) and not _CONFLICT.search(text)
    )


def refresh(project: WorkTreeProject) -> bool:
    """Bring the index page up to date where the project keeps one; returns whether it changed.

    Raises:
        NotFound: the page is there and cannot be read.
        WriteError: the page cannot be written.
    """
    return _is_index(_old_text(project, index_path(project))) and index(project).changed


def index_path(project: Project) -> str:
    """The path of the index page: that of the settings; in a repository of decisions alone a page beside their log.

    A page beside the log stays the index when prompts are recorded too, until one is written at the default path.
    """
    path = project.settings.index.path
    if path != IndexSettings().path or _is_index(_old_text(project, path)):
        return path
    records = project.store.scan()
    logs = Counter(log_directory(record.path) for record in records if isinstance(record, Adr))
    if not logs:
        return path
    folder = max(sorted(logs), key=lambda name: logs[name])
    pages = [path_in(folder, name) for name in _PAGES]
    existing = next((page for page in pages if _is_index(_old_text(project, page))), "")
    if (
        existing
        or len(records) > logs.total()
        or os.path.isdir(project.store.absolute(posixpath.dirname(path)))
    ):
        return existing or path
    own = _own_pages(project, folder)
    return next(
        page
        for page, stems in zip(pages, ({"readme", "index"}, {"index"}, set()), strict=True)
        if not own & stems
    )


def index_page_among(project: Project, paths: Iterable[str]) -> str:
    """Return the path of the index page where it may be one of some paths, for which all records are read; else ""."""
    own = project.settings.index.path
    may_be = any(path == own or posixpath.basename(path) in _PAGES for path in paths)
    return index_path(project) if may_be else ""


def has_own_page(project: Project, path: str) -> bool:
    """Return whether the folder of an index page has one for a site generator already: `_index.md`, `index.mdx`."""
    return "index" in _own_pages(project, posixpath.dirname(path) or TOP)


def _own_pages(project: Project, folder: str) -> set[str]:
    """Which pages a folder has that its author wrote: `readme`, `index`."""
    return {
        stem.lower().lstrip("_")
        for stem in ("README", "readme", "index", "_index")
        for ending in _PAGE_ENDINGS
        if os.path.exists(project.store.absolute(path_in(folder, stem + ending)))
    }


def _is_index(text: str | None) -> bool:
    return text is not None and BEGIN in text


def page(project: Project, old: str | None) -> str:
    """The whole text of the page, given what it was."""
    listing = f"{BEGIN}\n{_listing(project).rstrip()}\n{END}\n"
    if old is None:
        return f"# {project.settings.index.title}\n\n{listing}"
    newline = newline_of(old)
    listing = listing.replace("\n", newline)
    begin = old.find(BEGIN)
    end = old.find(END, begin) if begin >= 0 else -1
    if begin < 0 or end < 0:
        gap = (
            "" if old.endswith(newline * 2) or not old else newline if old.endswith(newline) else newline * 2
        )
        return old + gap + listing
    after = end + len(END)
    return old[:begin] + listing.rstrip("\r\n") + old[after:]


def _old_text(project: Project, path: str) -> str | None:
    return project.store.text(path) if os.path.exists(project.store.absolute(path)) else None


def _listing(project: Project) -> str:
    catalog = Catalog(project.store.scan())
    directory = posixpath.dirname(index_path(project))
    rows = [_row(catalog, record, directory) for record in catalog.records if record.readable]
    values = {
        "decisions": [row for row in rows if row["kind"] == Kind.ADR],
        "features": _by_feature(rows),
        "broken": [
            _repair(record, directory) for record in catalog.records if not record.readable or record.repairs
        ],
    }
    return project.renderer.render("index.md.j2", values)


def _by_feature(rows: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    features: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["kind"] == Kind.PHR:
            features.setdefault(row["folder"] or "(top)", []).append(row)
    return sorted(features.items())


def _row(catalog: Catalog, record: Record, directory: str) -> dict[str, Any]:
    graph = catalog.graph
    edges = graph.neighbours(record)
    return {
        "kind": record.kind,
        "folder": record.folder,
        "ref": cell(record.ref),
        "title": cell(record.title),
        "path": _url(posixpath.relpath(record.path, directory or ".")),
        "date": record.date or "",
        "state": cell(record.state),
        "links": ", ".join(text for edge in edges if (text := _edge(catalog, edge, directory))),
    }


def _edge(catalog: Catalog, edge: Link, directory: str) -> str:
    """A link as the page shows it; what names no record is not shown here."""
    target = catalog.graph.references.get(edge.target)
    if target is None:
        return ""
    path = _url(posixpath.relpath(target.path, directory or "."))
    return f"{cell(relation_text(edge.relation))} [{cell(target.ref)}]({path})"


def _repair(record: Record, directory: str) -> dict[str, str]:
    return {
        "path": cell(record.path),
        "url": _url(posixpath.relpath(record.path, directory or ".")),
        "problem": cell(record.problem or ", ".join(record.repairs)),
    }


def cell(text: str | None) -> str:
    """A text that is in a cell of a Markdown table as itself, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join((text or "").split()))


def _url(path: str) -> str:
    from urllib.parse import quote

    return quote(encode(path), safe="/._-~")
