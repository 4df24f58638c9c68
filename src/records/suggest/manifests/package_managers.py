"""Package managers, known by their lock files: which takes the place of which in a change."""

from __future__ import annotations

from collections.abc import Iterator

from records.git.diff_model import FileChange

_LOCKS = {
    "package-lock.json": ("js", "npm"),
    "npm-shrinkwrap.json": ("js", "npm"),
    "yarn.lock": ("js", "yarn"),
    "pnpm-lock.yaml": ("js", "pnpm"),
    "bun.lock": ("js", "bun"),
    "bun.lockb": ("js", "bun"),
    "poetry.lock": ("python", "poetry"),
    "pdm.lock": ("python", "pdm"),
    "uv.lock": ("python", "uv"),
    "pipfile.lock": ("python", "pipenv"),
}


def replaced_packagers(files: tuple[FileChange, ...]) -> Iterator[tuple[str, str, FileChange]]:
    """Yield each package manager that takes the place of another: the new, the old, and the new lock file.

    One lock file of a language comes and another goes; that a lock file only moves is no exchange.
    """
    came, old_ones = _of(files, new=True), _of(files, new=False)
    for language in sorted(came.keys() & old_ones.keys()):
        new, old = came[language], old_ones[language]
        fresh, dropped = sorted(new.keys() - old.keys()), sorted(old.keys() - new.keys())
        if fresh and dropped:
            yield fresh[0], dropped[0], new[fresh[0]]


def _of(files: tuple[FileChange, ...], *, new: bool) -> dict[str, dict[str, FileChange]]:
    """Return the package managers whose lock files come, or go, by language, each with the first such file."""
    out: dict[str, dict[str, FileChange]] = {}
    for file in files:
        path = file.path if new else file.old_path
        lock_kind = _LOCKS.get(path.rpartition("/")[2].lower())
        if lock_kind and (file.status == "renamed" or file.status == ("added" if new else "deleted")):
            out.setdefault(lock_kind[0], {}).setdefault(lock_kind[1], file)
    return out
