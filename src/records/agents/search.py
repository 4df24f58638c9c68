"""Find the files of agents below a person's home, and remember everywhere that was looked.

What was looked at decides later whether there is anything new: see `records.capture.checkpoint`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

MISSING = -1
"""The time of a folder or file that does not exist."""


class Search:
    """One look at a home folder and the environment.

    Attributes:
        places: each folder that was listed, and each file that was missing, with its time of change before the look.
        variables: each environment variable that was read, with its value.
    """

    def __init__(self, home: Path, environment: Mapping[str, str]) -> None:
        self._home, self._environment = home, environment
        self._names: dict[str, list[str]] = {}
        self.places: dict[str, int] = {}
        self.variables: dict[str, str] = {}

    @classmethod
    def of_user(cls) -> Search:
        """Return a search in the home and with the environment of this process."""
        return cls(Path(os.path.expanduser("~")), os.environ)

    def folder(self, variable: str, default: str) -> Path:
        """Return the folder that an environment variable names, else the default one below the home."""
        value = self.variables[variable] = self._environment.get(variable, "")
        return Path(value) if value else self._home / default

    def files(self, base: Path, *patterns: str) -> list[Path]:
        """Return what matches a glob pattern below a folder, sorted; `**` stands for folders of any depth."""
        paths = {path for pattern in patterns for path in self._matches(base, pattern.split("/"))}
        return sorted(paths)

    def folders(self, base: Path) -> list[Path]:
        """Return the folders in a folder, sorted."""
        return [path for name in sorted(self._list(base)) if (path := base / name).is_dir()]

    def has(self, path: Path) -> bool:
        """Return whether a file exists."""
        if path.is_file():
            return True
        self.places[str(path)] = MISSING
        return False

    def _matches(self, folder: Path, parts: list[str]) -> Iterator[Path]:
        first, rest = parts[0], parts[1:]
        if first == "**":
            yield from self._matches(folder, rest)
            for inner in self.folders(folder):
                if not inner.is_symlink():
                    yield from self._matches(inner, parts)
        elif not rest:
            yield from (folder / name for name in self._list(folder) if fnmatchcase(name, first))
        elif "*" not in first:
            yield from self._matches(folder / first, rest)
        else:
            for inner in self.folders(folder):
                if fnmatchcase(inner.name, first):
                    yield from self._matches(inner, rest)

    def _list(self, folder: Path) -> list[str]:
        """Return the names in a folder; none for one that cannot be read."""
        path = str(folder)
        if path not in self._names:
            self.places[path] = changed_at(path)
            try:
                self._names[path] = os.listdir(path)
            except OSError:
                self._names[path] = []
        return self._names[path]


def changed_at(path: str) -> int:
    """Return when a folder or file was last changed, in nanoseconds."""
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return MISSING
