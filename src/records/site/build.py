"""Build the site: plain files that open from disk, the same bytes for the same records and commit."""

from __future__ import annotations

import json
import os
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from records.dataclass import dataclass, replace
from records.project.redaction import refuse_secrets
from records.site import lists
from records.site.build_cache import BuildCache, cache_path, digest
from records.site.due import due_entries, due_items, due_page
from records.site.feeds import atom, llms, records_json
from records.site.gather import ProjectSite, gather
from records.site.graph_data import graph_data
from records.site.output import Output, require_own
from records.site.page_writer import PageWriter
from records.site.record_pages import RecordPages
from records.site.search_data import WordIndex, write_facets, write_results
from records.site.shards import script

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from records.project.project import Project
    from records.site.entries import Entry
    from records.site.lists import Row
    from records.site.site import Site
    from records.trace.due.item import DueItem


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did.

    Attributes:
        folder: absolute path of the site.
        records: how many records it shows.
        unreadable: how many of them cannot be read.
        made: how many records' pages were rebuilt.
        written: how many files changed on disk.
        removed: how many files of an earlier build went.
    """

    folder: str
    records: int
    unreadable: int
    made: int
    written: int
    removed: int


def build(
    project: Project,
    output: str = "",
    progress: Callable[[int, int], None] = lambda completed_pages, total: None,
) -> Built:
    """Build the site of a project.

    What an earlier build wrote and is still right stays as it is. Other files in the folder are left alone.

    Args:
        project: whose records.
        output: the folder, relative to the root or absolute; that of the settings by default.
        progress: called with the number of records that are done, and of all.

    Raises:
        WriteError: the folder holds something else, or cannot be written.
        ConfigError: the settings name a colour or a logo that cannot be used.
        TemplateError: a template of the repository's own does not render.
        GitError: git is missing.
    """
    folder = _folder(project, output)
    require_own(folder, project.root)
    site = gather(project)
    cache = cache_path(project, folder)
    return write_site(site, folder, cache, partial(_write_listed, site), project.clock(), progress)


def _folder(project: Project, output: str) -> str:
    """Return the absolute path of the output folder; only the caller may choose one outside the repository."""
    if not output:
        return project.store.checked_root.resolve(project.settings.site.output, "[site] output")
    folder = os.path.normpath(os.path.join(project.root, output))
    is_inside = f"{folder}{os.sep}".startswith(f"{project.root}{os.sep}")
    return project.store.checked_root.resolve(folder) if is_inside else folder


def write_site(
    site: Site,
    folder: str,
    cache_file: str,
    write_listed: Callable[[PageWriter, Output, list[Row], list[str]], None],
    day: str,
    progress: Callable[[int, int], None],
) -> Built:
    """Write the pages that are missing or changed, and store their fingerprints.

    Args:
        site: what is shown.
        folder: absolute path of the output.
        cache_file: what the last build of this folder left; empty for none.
        write_listed: writes every page and file about several records; given the rows and the names of the shards.
        day: the day by which those pages are made; empty where they are the same on every day.
        progress: called with the number of records that are done, and of all.
    """
    with closing(BuildCache(cache_file)) as cache:
        out = Output(folder, cache)
        writer = PageWriter(site, out)
        writer.assets()
        index = WordIndex(site, cache, out)
        pages = RecordPages(site, writer, out, cache, index)
        pages.make(progress)
        shards = index.write()
        inputs = digest(
            "\0".join((writer.print, repr(site.forge), site.head, day, *shards, *pages.fingerprints))
        )
        list_pages: list[str] = json.loads(cache.meta.get("listed", "[]"))
        if inputs != cache.meta.get("inputs") or not all(out.intact(path) for path in list_pages):
            before = set(out.kept_paths)
            write_listed(writer, out, lists.rows_of(site, pages.summaries), shards)
            list_pages = sorted(out.kept_paths - before)
        out.finish()
        cache.forget({path for path in cache.pages if path not in site.pages}, set())
        cache.save({"shards": json.dumps(shards), "inputs": inputs, "listed": json.dumps(list_pages)})
    unreadable = sum(1 for record in site.documents if not record.readable)
    return Built(folder, len(site.documents), unreadable, pages.count, out.files_written, out.removed)


def with_base(project: Project, base_url: str) -> Project:
    """Return the project with *base_url* as the address of its site; unchanged where that is empty."""
    refuse_secrets(project, "the address of the site", base_url)
    if not base_url:
        return project
    settings = project.settings
    return replace(project, settings=replace(settings, site=replace(settings.site, base_url=base_url)))


def _write_listed(
    site: ProjectSite, writer: PageWriter, output: Output, rows: list[Row], shards: list[str]
) -> None:
    """Write every page and file about several records of a project."""
    items = due_items(site)
    _write_lists(site, writer, rows, items)
    write_for_programs(site, writer, output, rows, shards, due_entries(site, items), graph_data(site, rows))


def _write_lists(site: ProjectSite, writer: PageWriter, rows: list[Row], items: list[DueItem]) -> None:
    features = lists.features(rows)
    for feature in features:
        writer.page(feature["url"], "feature.html.j2", {"root": "../", "feature": feature})
    brief = [{**feature, "entries": []} for feature in features]
    writer.page(
        "prompts.html",
        "prompts.html.j2",
        {"root": "", "features": brief, "count": sum(f["count"] for f in brief)},
    )
    writer.page("decisions.html", "decisions.html.j2", lists.decisions(rows))
    writer.page("repairs.html", "repairs.html.j2", {"root": "", **lists.repairs(site, rows)})
    writer.page("due.html", "due.html.j2", due_page(site, items))
    writer.page("index.html", "index.html.j2", lists.front(site, rows, items))


def write_for_programs(
    site: Site, writer: PageWriter, output: Output, rows: list[Row], shards: list[str], due: list[Entry],
    graph: dict[str, Any],
) -> None:  # fmt: skip
    """Write months, search, graph and feeds, which every site has.

    Args:
        site: the site.
        writer: renders the pages.
        output: takes the files.
        rows: all records, oldest first.
        shards: the names of the files of the search index.
        due: what is due, for the feed.
        graph: the data of the graph.
    """
    write_facets(site, rows, shards, output)
    write_results(rows, output)
    for url, values in lists.month_pages(rows).items():
        writer.page(url, "month.html.j2", values)
    writer.page("search.html", "search.html.j2", {"root": ""})
    writer.page("graph.html", "graph.html.j2", {"root": ""})
    output.write("data/graph.js", script("graph", graph))
    output.write("records.json", records_json(site, rows))
    output.write(".nojekyll", b"")
    writer.page("decisions.atom", "decisions.atom.j2", atom(site, rows, due))
    writer.page("llms.txt", "llms.txt.j2", llms(site, rows), html=False)
