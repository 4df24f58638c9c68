"""Open a project as a commit of any repository has it: settings and records are read from git's objects.

Neither a work tree nor a checkout is needed, so bare clones and repositories that belong to other people can be read.
"""

from __future__ import annotations

import posixpath
from bisect import bisect_left

from records.encoding import decode, decode_file
from records.errors import ConfigError, RecordsError
from records.git.objects import list_tree, read_objects
from records.git.run import Git
from records.git.snapshot import Snapshot
from records.model.kind import Kind
from records.project.foreign_config import DOC_ADR, logs_named_in
from records.project.project import Project, record_roots
from records.project.revision_store import RevisionStore
from records.project.settings import CONFIG_PATH, Settings, parse
from records.project.templates import Renderer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.git.location import Location


_MOST_LINKED = 10_000
"""Files that links to folders may stand for."""


def open_committed(location: Location, commit: str) -> tuple[Project, str]:
    """Return the project at the top of a commit, and what is wrong with its settings; defaults then take their place.

    Files whose objects are missing or damaged are unreadable records.

    Args:
        location: the repository.
        commit: full id.

    Raises:
        GitError: git is missing or refuses the repository, or the commit cannot be read.
    """
    files = _snapshot(location, commit)
    settings, problem = _settings(files)
    foreign = logs_named_in(files.blobs, files.read)
    has_own = any(path.startswith("history/adr/") for path in files.blobs)
    has_doc_adr = not has_own and any(path.startswith(f"{DOC_ADR}/") for path in files.blobs)
    log = foreign[0].directory if foreign else DOC_ADR if has_doc_adr else ""
    store = RevisionStore(
        location.root,
        location,
        record_roots(settings, log, foreign),
        use_cache=False,
        files=files,
        is_partial=True,
    )
    renderer = Renderer(store.checked_root)
    return Project(location.root, settings, store, location, renderer, log=log, revision=commit), problem


def _snapshot(location: Location, commit: str) -> Snapshot:
    """Return the files of a commit; a link stands for the file, or the files of the folder, that it leads to."""
    git = Git.at(location)
    entries = list_tree(git, commit)
    blobs = {entry.path: entry.id for entry in entries if entry.is_file}
    links = [entry for entry in entries if entry.is_link]
    if not links:
        return Snapshot(location, commit, "", blobs)
    paths, linked_blobs, lost_links = sorted(blobs), dict[str, str](), set[str]()
    contents = read_objects(git, [entry.id for entry in links], check=False)
    for entry, content in zip(links, contents, strict=False):
        target = decode(content.data) if content else "/"
        place = posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), target))
        inside = paths[
            bisect_left(paths, f"{place}/") : bisect_left(paths, f"{place}0")
        ]  # 0 comes after the slash
        if place in blobs:
            linked_blobs[entry.path] = blobs[place]
        elif inside and _leads_to_a_log(entry.path) and len(linked_blobs) + len(inside) <= _MOST_LINKED:
            linked_blobs.update((entry.path + path[len(place) :], blobs[path]) for path in inside)
        elif not inside:
            lost_links.add(entry.path)
    return Snapshot(location, commit, "", {**linked_blobs, **blobs}, frozenset(lost_links))


def _leads_to_a_log(path: str) -> bool:
    """Return whether a folder may be that of a log, or hold it; within a log links to folders are not followed."""
    return any(f"{root}/".startswith(f"{path}/") for kind in Kind for root in kind.roots)


def _settings(files: Snapshot) -> tuple[Settings, str]:
    if CONFIG_PATH not in files.blobs:
        return Settings(), ""
    try:
        return parse(decode_file(files.read(CONFIG_PATH))), ""
    except ConfigError as error:
        return Settings(), error.message
    except RecordsError as error:
        return Settings(), f"{CONFIG_PATH} cannot be read: {error.message}"
