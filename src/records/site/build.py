"""Build the site: plain files that open from disk, the same bytes for the same records and commit."""

from __future__ import annotations

import json
import os
from contextlib import closing
from functools import partial

from records.dataclass import dataclass, replace
from records.project.place import FolderPlace
from records.project.redaction import refuse_secrets
from records.project.root import is_within
from records.site.build_cache import BuildCache, cache_path, digest
from records.site.gather import ProjectSite, gather
from records.site.output import Output, require_own
from records.site.page_writer import PageWriter
from records.site.record_pages import RecordPages
from records.site.search_data import WordIndex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from records.project.project import Project
    from records.site.site import Site


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
    place = _place(project, output)
    require_own(place.path, project.root)
    site = gather(project)
    cache = cache_path(project, place.path)
    return write_site(site, place, cache, partial(_write_listed, site), project.clock(), progress)


def _place(project: Project, output: str) -> FolderPlace:
    """Return the place of the output folder; only the caller may choose one outside the repository."""
    root = project.store.checked_root
    if not output:
        return root.folder_place(project.settings.site.output, "[site] output")
    folder = os.path.normpath(os.path.join(project.root, output))
    return root.folder_place(folder) if is_within(folder, project.root) else FolderPlace(folder)


def write_site(
    site: Site,
    place: FolderPlace,
    cache_file: str,
    write_listed: Callable[[PageWriter, Output, dict[str, str], list[str]], None],
    day: str,
    progress: Callable[[int, int], None],
) -> Built:
    """Write the pages that are missing or changed, and store their fingerprints.

    Args:
        site: what is shown.
        place: of the output.
        cache_file: what the last build of this folder left; empty for none.
        write_listed: writes every page and file about several records; given the first words of each and the names
            of the shards.
        day: the day by which those pages are made; empty where they are the same on every day.
        progress: called with the number of records that are done, and of all.
    """
    with closing(BuildCache(cache_file)) as cache, Output(place, cache) as out:
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
            write_listed(writer, out, pages.summaries, shards)
            list_pages = sorted(out.kept_paths - before)
        out.finish()
        cache.forget({path for path in cache.pages if path not in site.pages}, set())
        cache.save({"shards": json.dumps(shards), "inputs": inputs, "listed": json.dumps(list_pages)})
    unreadable = sum(1 for record in site.documents if not record.readable)
    return Built(place.path, len(site.documents), unreadable, pages.count, out.files_written, out.removed)


def with_base(project: Project, base_url: str) -> Project:
    """Return the project with *base_url* as the address of its site; unchanged where that is empty."""
    refuse_secrets(project, "the address of the site", base_url)
    if not base_url:
        return project
    settings = project.settings
    return replace(project, settings=replace(settings, site=replace(settings.site, base_url=base_url)))


def _write_listed(
    site: ProjectSite, writer: PageWriter, output: Output, summaries: dict[str, str], shards: list[str]
) -> None:
    """Write every page and file about several records of a project; most builds need none of them."""
    from records.site.listed_pages import write_listed

    write_listed(site, writer, output, summaries, shards)
