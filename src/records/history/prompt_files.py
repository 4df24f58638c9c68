"""Which changed files are a prompt's work: no records, settings, index page or built site."""

from __future__ import annotations

import os

from records.git.objects import read_objects
from records.history.index_page import index_page_among
from records.model.kind import Kind
from records.project.built_files import MARKED, has_mark, is_own
from records.project.work_tree import outer_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from records.project.project import Project

_HISTORY = "history/"
_SETTINGS = ".records/"
_KINDS = ("adr", "prompts")


def work(
    project: Project, changed: Iterable[str], exclude: Iterable[str] = (), revisions: Iterable[str] = ("HEAD",),
    environment: Mapping[str, str] | None = None,
) -> tuple[str, ...]:  # fmt: skip
    """The changed paths that are somebody's work, as seen from the root.

    Records, what else is in `history/`, settings, the index page and a built site are left out: the records, or come
    from them; those of other projects in the repository too.

    Args:
        project: where.
        changed: POSIX paths from the top of the work tree.
        exclude: further paths from the root to leave out.
        revisions: commits or trees that have what was removed.
        environment: names the object store that has them, where it is not the repository's.
    """
    inner = project.prefix
    if inner:
        changed = (os.path.relpath(path, inner).replace(os.sep, "/") for path in changed)
    paths = list(changed)
    left_out = set(exclude)
    homes = (_HISTORY, *(f"{project.directory(kind)}/" for kind in Kind))
    folders = (*homes, *_other_homes(project, paths), *built_sites(project, paths, revisions, environment))
    work_paths = [path for path in paths if path not in left_out and not path.startswith(folders)]
    index = index_page_among(project, work_paths)
    return tuple(sorted(path for path in work_paths if path != index))


def _other_homes(project: Project, paths: Iterable[str]) -> set[str]:
    """The folders of settings, and those of records of other projects in the same repository."""
    homes: set[str] = set()
    for folder in {path.rpartition("/")[0] + "/" for path in paths}:
        top, settings, _ = folder.partition(_SETTINGS)
        if settings and (not top or top.endswith("/")):
            homes.add(top + settings)
            continue
        top, history, _ = folder.partition(f"/{_HISTORY}")
        if history and any(os.path.isdir(os.path.join(project.root, top + history, kind)) for kind in _KINDS):
            homes.add(top + history)
    return homes


def built_sites(
    project: Project,
    paths: Iterable[str],
    revisions: Iterable[str] = (),
    environment: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """The folders of sites that we have built: that of the settings, and those that files among *paths* lie in.

    Args:
        project: where.
        paths: POSIX paths from the root.
        revisions: commits or trees, so that a site counts that one of them has and the work tree has not.
        environment: names the object store that has them, where it is not the repository's.
    """
    paths, output = list(paths), project.settings.site.output.strip("/")
    folders = {output} if any(path.startswith(f"{output}/") for path in paths) else set()
    for path in paths:
        folder, _, name = path.rpartition("/")
        if folder and name == "index.html":
            folders.add(folder)
    tops: list[str] = []
    for folder in sorted(folders - {""}):
        if any(folder.startswith(top) for top in tops):
            continue
        if is_own(os.path.join(project.root, folder)) or _was_own(project, folder, revisions, environment):
            tops.append(folder + "/")
    return tuple(tops)


def _was_own(
    project: Project, folder: str, revisions: Iterable[str], environment: Mapping[str, str] | None
) -> bool:
    """Whether a folder that is gone held a site that we have built."""
    git = project.git()
    if git is None or os.path.lexists(os.path.join(project.root, folder, MARKED[0])):
        return False
    top_folder = outer_path(project.prefix, folder)
    names = [f"{revision}:{top_folder}/{name}" for revision in revisions for name in MARKED]
    blobs = read_objects(git, names, check=False, environment=environment)
    return any(blob and has_mark(blob.data[:4096]) for blob in blobs)
