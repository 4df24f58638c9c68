"""Find the files that can hold records, by name and place alone: none is opened."""

from __future__ import annotations

import os
import stat
from operator import attrgetter

from records.model.file_name import is_decision_name, is_numbered_name, is_record_name, parse_name
from records.model.kind import Kind
from records.model.record_paths import (
    MARKDOWN,
    OTHER_MARKUPS,
    RECORD_LEAVES,
    TOP,
    directory_name,
    file_name_of,
    is_folder_page,
    is_numbered_directory,
    log_directory,
)
from records.project.fingerprint import SKIPPED_FOLDERS, changed_at
from records.static_types import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from records.project.root import Root

# Roots in which other things live too: only files that are named like a PHR count there.
_LOOSE = frozenset(("history", "docs/prompts"))
_NAME = attrgetter("name")
_NO_FILE = "not a regular file"
_LEAVES = tuple(f"/{word}.{ending}" for word in RECORD_LEAVES for ending in ("md", "mdx"))
_DIGITS = frozenset("0123456789")
_NAME_TESTS = {Kind.ADR: is_decision_name, Kind.PHR: is_record_name}


class Candidate(NamedTuple):
    """One file that can hold a record.

    Attributes:
        kind: what the file is read as.
        path: POSIX path from the root.
        folder: the folder below the kind's root, POSIX.
        size: bytes.
        mtime: when it last changed, in nanoseconds.
        problem: why it must not be opened; empty where it may be.
    """

    kind: Kind
    path: str
    folder: str
    size: int
    mtime: int
    problem: str = ""


def discover(
    root: Root, roots: dict[Kind, tuple[str, ...]] | None = None, tracked: Iterable[str] = ()
) -> Iterator[Candidate]:
    """Walk the places where records live; then those tracked files that are named like a PHR, wherever they are.

    Args:
        root: the project's root.
        roots: folder patterns for each kind; the built-in ones by default.
        tracked: POSIX paths of tracked files whose names end like a PHR's.
    """
    root_folders = expand_roots(root, roots)
    root_paths = {path for path, _ in root_folders}
    paths = set()
    for top, kind in root_folders:
        if top == TOP:
            files = _walk_top(root, kind)
        elif problem := root.problem(top):
            files = [_unreadable(kind, top, "", problem)]
        else:
            files = _walk(root, top, "", kind, root_paths)
        for candidate in files:
            if top not in _LOOSE or _named_like_a_record(candidate):
                paths.add(candidate.path)
                yield candidate
    for path in tracked:
        if path not in paths and _numbered_prompt(path) and (elsewhere := _elsewhere(root, path)):
            yield elsewhere


def elsewhere_of(
    root: Root, roots: dict[Kind, tuple[str, ...]] | None, tracked: Iterable[str]
) -> tuple[str, ...]:
    """Return those tracked files that `discover` looks at outside the folders of records."""
    paths = list(tracked)
    folders = tuple(f"{path}/" for path, _ in expand_roots(root, roots)) if paths else ()
    return tuple(path for path in paths if not path.startswith(folders) and _numbered_prompt(path))


def _numbered_prompt(path: str) -> bool:
    """Return whether a file outside the usual places is named like a PHR; editors' prompt files are not numbered."""
    *folders, name = path.split("/")
    own = "/history/prompts/" in f"/{path}"
    is_named = (
        own
        or (name[:1].isdigit() and parse_name(name).date is None)
        or (name.lower().endswith(".phr.md") and not _DIGITS.isdisjoint(name))
    )
    return is_named and is_record_name(name) and not any(part.startswith(".") for part in folders)


def _elsewhere(root: Root, path: str) -> Candidate | None:
    full = os.path.join(root.path, path)
    folder = f"/{path}".rpartition("/")[0].replace("/history/prompts", "").strip("/")
    try:
        status = os.lstat(full)
    except OSError:
        return None
    if stat.S_ISLNK(status.st_mode):
        return None
    if not stat.S_ISREG(status.st_mode):
        return _unreadable(Kind.PHR, path, folder, _NO_FILE)
    if problem := root.problem(path):  # a folder above it is a link
        return _unreadable(Kind.PHR, path, folder, problem)
    return Candidate(Kind.PHR, path, folder, status.st_size, changed_at(status))


def _unreadable(kind: Kind, path: str, folder: str, problem: str) -> Candidate:
    """Return a file, or a whole folder, that is listed and must not be opened."""
    return Candidate(kind, path, folder, 0, 0, problem)


def discover_among(
    paths: Iterable[str], roots: dict[Kind, tuple[str, ...]] | None = None
) -> Iterator[Candidate]:
    """Choose from a list of POSIX paths (the files of a commit) those that can hold records, as `discover` would."""
    by_head: dict[str, list[tuple[list[str], bool, Kind]]] = {}
    for kind in Kind:
        for pattern in (roots or {}).get(kind, kind.roots):
            pieces = pattern.strip("/").split("/")
            by_head.setdefault(pieces[0], []).append((pieces, pattern.strip("/") in _LOOSE, kind))
    anywhere = (*by_head.pop("*", ()), *by_head.get(TOP, ()))
    paths = list(paths)
    directories = {
        path.rpartition("/")[0] for path in paths if path.endswith(_LEAVES) and directory_name(path)
    }
    several = _folders_of_several(paths)
    for path in paths:
        parts = path.split("/")
        if path.rpartition("/")[0] in several and directory_name(path) and not is_numbered_directory(path):
            continue  # the page of a folder with several records
        if is_folder_page(parts[-1]) and path.rpartition("/")[0] in directories:
            continue  # the directory's record is another file
        fits = [row for row in (*by_head.get(parts[0], ()), *anywhere) if _lies_in(parts, row[0])]
        if not fits:
            continue
        pattern, loose, kind = max(fits, key=lambda row: (row[0] != [TOP], len(row[0])))
        if not _NAME_TESTS[kind](parts[-1]) and not (kind is Kind.ADR and directory_name(path)):
            continue
        if pattern == [TOP] and not _is_at_top(path, kind):
            continue
        inner = parts[len(pattern) : -1] if pattern != [TOP] else []
        if inner and kind is Kind.ADR and directory_name(path):
            inner.pop()
        if any(part.startswith(".") or part.lower() in SKIPPED_FOLDERS for part in inner):
            continue
        candidate = Candidate(kind, path, "/".join(inner), 0, 0)
        if not loose or _named_like_a_record(candidate):
            yield candidate


def _folders_of_several(paths: list[str]) -> set[str]:
    """The folders that a name does not show to be records, and that hold more than the text of one."""
    leaves = {path for path in paths if directory_name(path) and not is_numbered_directory(path)}
    folders = {path.rpartition("/")[0] for path in leaves}
    several = set()
    for path in paths if folders else ():
        folder, _, name = path.rpartition("/")
        if path not in leaves and _is_text(name):
            several.update({folder, folder.rpartition("/")[0]} & folders)
    return several | {folder.rpartition("/")[0] for folder in folders} & folders


def _lies_in(parts: list[str], pattern: list[str]) -> bool:
    if pattern == [TOP]:
        return True
    return len(parts) > len(pattern) and all(
        expected == part or (expected == "*" and not part.startswith("."))
        for expected, part in zip(pattern, parts, strict=False)
    )


def expand_roots(root: Root, roots: dict[Kind, tuple[str, ...]] | None = None) -> list[tuple[str, Kind]]:
    """The folders that exist among the patterns, as (POSIX path, kind)."""
    out: dict[str, Kind] = {}
    for kind in Kind:
        for pattern in (roots or {}).get(kind, kind.roots):
            for path in _expand(root, pattern.strip("/").split("/")):
                out.setdefault(path, kind)
    return list(out.items())


def _expand(root: Root, parts: list[str], prefix: str = "") -> Iterable[str]:
    if not parts:
        return [prefix] if prefix else []
    head, rest = parts[0], parts[1:]
    parent = os.path.join(root.path, prefix) if prefix else root.path
    if head == "..":
        return []
    if head != "*":
        if not os.path.isdir(os.path.join(parent, head)):
            return []
        return _expand(root, rest, f"{prefix}/{head}" if prefix else head)
    if prefix and not root.contains(prefix):
        return []
    names = sorted(name for name in _names(parent) if not name.startswith("."))
    return [path for name in names for path in _expand(root, [name, *rest], prefix)]


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _walk(root: Root, top: str, folder: str, kind: Kind, root_paths: set[str]) -> list[Candidate]:
    """What a folder and those below it hold, however deep they are.

    A list, because ten thousand steps through generators are felt.
    """
    candidates: list[Candidate] = []
    is_named = _NAME_TESTS[kind]
    pending = [(folder, iter(_entries(root, top, folder, kind, candidates)))]
    while pending:
        folder, entries = pending[-1]
        place = f"{top}/{folder}" if folder else top
        for entry in entries:
            name = entry.name
            if name[0] == ".":
                continue
            if entry.is_dir(follow_symlinks=False):
                if f"{place}/{name}" not in root_paths and name.lower() not in SKIPPED_FOLDERS:
                    inner = f"{folder}/{name}" if folder else name
                    pending.append((inner, iter(_entries(root, top, inner, kind, candidates))))
                    break
            # a number before `.md` is neither a README nor, without that word, a template; most names are such
            elif (name[0] in _DIGITS and name.endswith(".md") and "template" not in name) or is_named(name):
                candidates.append(_file(root, entry, kind, f"{place}/{name}", folder))
        else:
            pending.pop()
    return candidates


def _entries(
    root: Root, top: str, folder: str, kind: Kind, candidates: list[Candidate]
) -> list[os.DirEntry[str]]:
    """The entries of a folder by name; none where it is a candidate itself: a record, or one that is unreadable."""
    place = f"{top}/{folder}" if folder else top
    try:
        entries = sorted(os.scandir(os.path.join(root.path, place)), key=_NAME)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        candidates.append(_unreadable(kind, place, folder, f"cannot be listed: {error.strerror}"))
        return []
    if kind is Kind.ADR and folder and (leaf := _record_leaf(place, entries)):
        if leaf.name[0] != ".":
            outer = folder.rpartition("/")[0]
            candidates.append(_file(root, leaf, kind, f"{place}/{leaf.name}", outer))
        return []
    return entries


def _walk_top(root: Root, kind: Kind) -> list[Candidate]:
    """The records in the root itself, where other things live too: files and directories that are numbered."""
    candidates = []
    for name in sorted(_names(root.path)):
        leaf = name
        if os.path.isdir(os.path.join(root.path, name)) and not os.path.islink(os.path.join(root.path, name)):
            leaf = next((f"{name}/{file}" for file in _names(os.path.join(root.path, name))
                         if kind is Kind.ADR and directory_name(f"{name}/{file}")), "")  # fmt: skip
        if leaf and _is_at_top(leaf, kind):
            folder, _, file = leaf.rpartition("/")
            with os.scandir(os.path.join(root.path, folder)) as entries:
                candidates += [_file(root, entry, kind, leaf, "") for entry in entries if entry.name == file]
    return candidates


def _is_at_top(path: str, kind: Kind) -> bool:
    """Return whether a file of this path is a record where records are in the root itself."""
    name = file_name_of(path)
    return log_directory(path) == TOP and _NAME_TESTS[kind](name) and is_numbered_name(name)


def _file(root: Root, entry: os.DirEntry[str], kind: Kind, path: str, folder: str) -> Candidate:
    if entry.is_symlink() and (problem := root.problem(path)):
        return _unreadable(kind, path, folder, problem)
    try:
        status = entry.stat()
    except OSError as error:
        return _unreadable(kind, path, folder, f"cannot be opened: {error.strerror}")
    if not stat.S_ISREG(status.st_mode):
        return _unreadable(kind, path, folder, _NO_FILE)
    return Candidate(kind, path, folder, status.st_size, changed_at(status))


def _record_leaf(place: str, entries: list[os.DirEntry[str]]) -> os.DirEntry[str] | None:
    """The file that holds the text of a record where the folder *place* is one; a page of the folder only without."""
    leaves = [entry for entry in entries if directory_name(f"{place}/{entry.name}") and entry.is_file()]
    if leaves and not is_numbered_directory(f"{place}/{leaves[0].name}") and _holds_more(entries, leaves):
        return None
    return min(leaves, key=lambda entry: is_folder_page(entry.name), default=None)


def _holds_more(entries: list[os.DirEntry[str]], leaves: list[os.DirEntry[str]]) -> bool:
    """Whether a folder holds other texts, there or one folder below: then it is no single record."""
    names = {entry.name for entry in entries} - {leaf.name for leaf in leaves}
    folders = [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
    return any(map(_is_text, (*names, *(name for folder in folders for name in _names(folder)))))


def _is_text(name: str) -> bool:
    return name.lower().endswith((*MARKDOWN, *OTHER_MARKUPS))


def _named_like_a_record(candidate: Candidate) -> bool:
    lower = candidate.path.lower()
    words = candidate.folder.lower()
    return lower.endswith((".prompt.md", ".phr.md")) or "phr" in words or "prompt" in words
