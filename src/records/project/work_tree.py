"""The files of a project, without what git ignores: all, those below a folder, their texts and their places."""

from __future__ import annotations

import os

from records.errors import GitError, RecordsError
from records.git.work_tree import files_by_word as _files_by_word
from records.git.work_tree import files_holding as _files_holding
from records.git.work_tree import grep, tracked
from records.regular_file import read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from records.project.project import Project

LARGEST = 2_000_000
_LARGEST_SOURCE = 1_000_000
_MOST_FILES = 50_000
_SKIPPED = frozenset((".git", "node_modules", ".venv", "venv", "__pycache__", ".tox", "dist", "build"))


def text_files(project: Project) -> Iterator[str]:
    """POSIX paths from the root, sorted: tracked files and new ones that git does not ignore; small and not binary."""
    for path in sorted(set(tree_files(project))):
        full = os.path.join(project.root, path)
        try:
            if os.path.islink(full) or not os.path.isfile(full) or os.path.getsize(full) > LARGEST:
                continue
            if b"\0" not in read_bytes(full, 8192):
                yield path
        except OSError:
            continue


def tree_files(project: Project) -> list[str]:
    """POSIX paths from the root of all files, without those that git ignores; at a revision the files of that one.

    Without git a folder may be a whole home directory: there the first 50,000 files are listed.
    """
    if project.revision is not None:
        return files_below(project, ".")
    git = project.git()
    if git is not None:
        try:
            return tracked(git)
        except GitError:
            pass
    paths = []
    for folder, folders, names in os.walk(project.root):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED)
        inner = os.path.relpath(folder, project.root).replace(os.sep, "/")
        paths += [name if inner == "." else f"{inner}/{name}" for name in names]
        if len(paths) > _MOST_FILES:
            break
    return paths[:_MOST_FILES]


def files_below(project: Project, folder: str) -> list[str]:
    """The files below a folder that git keeps or may keep; POSIX from the root."""
    snapshot = getattr(project.store, "files", None)
    git = project.git()
    if snapshot is not None:
        paths = snapshot.paths
    elif git is not None:
        inner = project.prefix
        paths = [path for tracked_path in tracked(git) if (path := inner_path(inner, tracked_path))]
    else:
        return []
    return [path for path in paths if folder == "." or path.startswith(folder + "/")]


def lines_with_adr(project: Project) -> list[tuple[str, int, str]]:
    """Return the lines of text files that may name a decision: path from the top of the work tree, number, text.

    git is asked once for each project that is opened: markers and citations are both found in these lines.
    """
    git = project.git()
    if git is None:
        return []
    return project.store.derive("lines with adr", lambda: grep(git, "adr", project.revision))


def files_holding(project: Project, words: Iterable[str], folders: Iterable[str]) -> frozenset[str]:
    """Return the text files of some folders that hold one of the words, ignored ones too; none without git.

    Args:
        project: at a revision the files of that one are looked at.
        words: plain texts.
        folders: POSIX from the root, which is the empty text.
    """
    git = project.git()
    if git is None:
        return frozenset()
    paths = _files_holding(git, sorted(words), project.revision, sorted(folder or "." for folder in folders))
    return _inner_paths(project, paths)


def files_by_word(project: Project, words: Iterable[str], suffix: str) -> dict[str, frozenset[str]]:
    """Return for each of some words the tracked text files with a suffix that hold it, POSIX from the root."""
    git = project.git()
    found = _files_by_word(git, words, project.revision, suffix) if git is not None else {}
    return {word: _inner_paths(project, paths) for word, paths in found.items()}


def _inner_paths(project: Project, paths: frozenset[str]) -> frozenset[str]:
    """Return those of some paths from the top of the work tree that are in the project, from its root."""
    return frozenset(path for top_path in paths if (path := inner_path(project.prefix, top_path)))


def is_folder(project: Project, path: str) -> bool:
    """Return whether a path is a folder, in the work tree or at the project's revision."""
    snapshot = getattr(project.store, "files", None)
    if snapshot is not None:
        return path == "." or any(file.startswith(path + "/") for file in snapshot.paths)
    return os.path.isdir(os.path.join(project.root, path))


def source(project: Project, path: str) -> str:
    """The text of a source file; empty where it is none, is too large, or lies outside."""
    if project.revision is None:
        full = os.path.join(project.root, path)
        if not os.path.isfile(full) or os.path.getsize(full) > _LARGEST_SOURCE:
            return ""
    try:
        text = project.store.text(path)
    except RecordsError:
        return ""
    return "" if "\0" in text[:8000] else text


def inner_path(inner: str, path: str) -> str | None:
    """A path from the top of the work tree as one from the project's root; None where it lies outside."""
    if not inner:
        return path
    return path.removeprefix(inner + "/") if path.startswith(inner + "/") else None


def outer_path(inner: str, path: str) -> str:
    """A path from the project's root as one from the top of the work tree: the inverse of `inner_path`."""
    return f"{inner}/{path}" if inner else path
