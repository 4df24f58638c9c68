"""Structure: folders and packages that appear, move or go, and how far a change reaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from records.suggest.change import Change
from records.suggest.evidence import NO_PLACE, Evidence
from records.suggest.paths import kind_of, module_of

SIGNALS = (
    "structure.top",
    "structure.package",
    "structure.folder",
    "structure.removed",
    "structure.moved",
    "structure.deleted",
    "structure.modules",
    "structure.concerns",
)
_TOPIC = "structure"
_QUIET = frozenset({"test", "translation", "style", "data", "sample"})


def find(change: Change) -> Iterator[Evidence]:
    """Yield new, moved and removed areas of the code, and the spread of the change."""
    yield from _folders(change)
    yield from _removed(change)
    moves = [
        f for f in change.files
        if f.status == "renamed" and f.path.rpartition("/")[0] != f.old_path.rpartition("/")[0]
    ]  # fmt: skip
    if len(moves) >= 3:
        first = moves[0]
        target = first.path.rpartition("/")[0]
        why = f"{len(moves)} files moved, the first to {target or 'the repository root'}"
        yield Evidence("structure.moved", first.path, 1, why, "scope", _TOPIC, target)
    yield from _spread(change)


def _folders(change: Change) -> Iterator[Evidence]:
    """Yield folders that are new, the outermost of each branch of the tree only."""
    outer_folders: list[str] = []
    for folder, file in sorted(change.new_directories.items()):
        if any(folder.startswith(f"{outer}/") for outer in outer_folders):
            continue
        if kind_of(file.path) in _QUIET:
            continue
        outer_folders.append(folder)
        if file.status == "renamed" and folder.rpartition("/")[2] in file.old_path.split("/")[:-1]:
            continue  # a folder that moves as a whole, reported below
        if folder in change.usual_packages:
            continue  # one more beside several of its kind
        depth = folder.count("/")
        signal = ("structure.top", "structure.package")[depth] if depth < 2 else "structure.folder"
        noun = ("top-level folder", "package")[depth] if depth < 2 else "folder"
        yield Evidence(signal, file.path, 1, f"new {noun} {folder}", "impact", _TOPIC, folder)


def _removed(change: Change) -> Iterator[Evidence]:
    deletions = [f for f in change.files if f.status == "deleted"]
    alive = {f.path.rpartition("/")[0] for f in change.files if f.status in {"modified", "added"}}
    folders = Counter(f.path.rpartition("/")[0] for f in deletions)
    whole = [d for d, n in sorted(folders.items()) if n >= 3 and d not in alive]
    for folder in whole:
        first = next(f for f in deletions if f.path.rpartition("/")[0] == folder)
        why = f"{folders[folder]} files removed from {folder or 'the repository root'}"
        yield Evidence("structure.removed", first.path, 1, why, "alternatives", _TOPIC, folder, "old")
    for file in deletions:
        if file.path.rpartition("/")[0] in whole or kind_of(file.path) in _QUIET:
            continue
        why = f"{file.path.rpartition('/')[2]} removed"
        yield Evidence("structure.deleted", file.path, 1, why, "alternatives", _TOPIC, file.path, "old")


_CONCERN = {
    "manifest": "dependencies",
    "pipeline": "pipelines",
    "container": "containers",
    "infra": "infrastructure",
    "tool": "tools",
    "settings": "settings",
    "migration": "migrations",
    "code": "code",
}


def _spread(change: Change) -> Iterator[Evidence]:
    """Yield how many areas, and how many kinds of file, the change touches."""
    modules = Counter(module_of(f.path) for f in change.code)
    if len(modules) >= 4:
        first = change.code[0]
        busiest = sorted(modules, key=lambda m: (-modules[m], m))[:4]
        names = ", ".join(module or "repository root" for module in busiest)
        why = f"touches {len(modules)} areas: {names}" + (", …" if len(modules) > 4 else "")
        yield from (
            Evidence("structure.modules", first.path, 1, why, "scope", _TOPIC, module)
            for module in sorted(modules)
        )
    concerns = sorted({_CONCERN[kind] for kind in change.kinds if kind in _CONCERN})
    if len(concerns) >= 3:
        why = f"touches {', '.join(concerns[:-1])} and {concerns[-1]}"
        yield from (
            Evidence("structure.concerns", NO_PLACE, 0, why, "scope", _TOPIC, concern) for concern in concerns
        )
