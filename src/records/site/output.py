"""Write the site's files: each only when its bytes differ, none outside the output folder."""

from __future__ import annotations

import contextlib
import hashlib
import os
from typing import TYPE_CHECKING

from records.errors import WriteError
from records.project.derived import begins_with_mark, is_own
from records.project.fingerprint import in_64_bits
from records.regular_file import read_bytes

if TYPE_CHECKING:
    from records.site.build_cache import BuildCache

OWN_FOLDERS = ("adr", "phr", "repositories", "features", "time", "data", "assets", "images")


class Output:
    """The output folder.

    Attributes:
        kept_paths: the paths of this build's files.
        files_written: how many files changed on disk.
        removed: how many files of an earlier build went.
    """

    def __init__(self, folder: str, cache: BuildCache) -> None:
        self.folder = folder
        self.files_written = 0
        self.removed = 0
        self._cache = cache
        self.kept_paths: set[str] = set()
        self._made_folders: set[str] = set()

    def intact(self, path: str, digest: str = "") -> bool:
        """Return whether a file is there just as the last build left it, with these contents; it then stays."""
        last_build = self._cache.files.get(path)
        if last_build is None or (digest and last_build[0] != digest):
            return False
        try:
            stat = os.lstat(f"{self.folder}/{path}")
        except OSError:
            return False
        if (stat.st_size, in_64_bits(stat.st_mtime_ns)) != last_build[1:]:
            return False
        self.kept_paths.add(path)
        return True

    def write(self, path: str, data: bytes, digest: str = "") -> None:
        """Give a file these bytes.

        Args:
            path: POSIX path from the output folder.
            data: its contents.
            digest: what to remember it by; a hash of *data* by default.

        Raises:
            WriteError: it cannot be written, or a link leads out of the output folder.
        """
        digest = digest or hashlib.blake2b(data, digest_size=16).hexdigest()
        self.kept_paths.add(path)
        if self.intact(path, digest):
            return
        full = f"{self.folder}/{path}"
        try:
            self._make(os.path.dirname(full))
            stat = self._put(full, data)
        except OSError as error:
            raise WriteError(
                f"could not write {full}: {error.strerror}", "choose another folder with -o"
            ) from error
        self._cache.keep_file(path, digest, stat.st_size, in_64_bits(stat.st_mtime_ns))

    def drop(self, path: str) -> None:
        """Mark a file of an earlier build for removal."""
        self.kept_paths.discard(path)

    def read(self, path: str) -> bytes | None:
        """The bytes of a file that an earlier build wrote; None when it is not there."""
        try:
            return read_bytes(os.path.join(self.folder, path))
        except OSError:
            return None

    def finish(self) -> None:
        """Remove what earlier builds wrote into the site's own folders and this one did not."""
        removed_paths: set[str] = set()
        for name in OWN_FOLDERS:
            for place, folders, files in os.walk(os.path.join(self.folder, name), topdown=False):
                inner = os.path.relpath(place, self.folder).replace(os.sep, "/")
                for file in files:
                    if f"{inner}/{file}" not in self.kept_paths and self._is_ours(f"{inner}/{file}"):
                        removed_paths.add(f"{inner}/{file}")
                        with contextlib.suppress(OSError):
                            os.unlink(os.path.join(place, file))
                            self.removed += 1
                for folder in folders:
                    with contextlib.suppress(OSError):
                        os.rmdir(os.path.join(place, folder))
        self._cache.forget(set(), removed_paths)

    def _is_ours(self, path: str) -> bool:
        """Return whether an earlier build wrote a file: by the cache, or by the mark in the file."""
        return path in self._cache.files or begins_with_mark(f"{self.folder}/{path}")

    def _make(self, folder: str) -> None:
        if folder in self._made_folders:
            return
        os.makedirs(folder, exist_ok=True)
        inner = os.path.relpath(folder, self.folder)
        if os.path.realpath(folder) != os.path.normpath(os.path.join(os.path.realpath(self.folder), inner)):
            raise WriteError(
                f"{folder} is a link that leads elsewhere", "remove it, or choose another folder with -o"
            )
        self._made_folders.add(folder)

    def _put(self, full: str, data: bytes) -> os.stat_result:
        """Replace a file atomically with *data*, unless it holds the same bytes."""
        with contextlib.suppress(OSError):  # it is not there, or no file
            if not os.path.islink(full) and read_bytes(full) == data:
                return os.stat(full)
        beside = f"{full}.new"
        try:
            stat = _create(beside, data)
        except FileExistsError:  # a build that was stopped left it
            os.unlink(beside)
            stat = _create(beside, data)
        os.replace(beside, full)
        self.files_written += 1
        return stat


def _create(full: str, data: bytes) -> os.stat_result:
    """Write a file that is not there yet; without a buffer, which would cost more than the writing."""
    with open(full, "xb", buffering=0) as file:
        rest = memoryview(data)
        while rest:
            rest = rest[file.write(rest) :]
        return os.fstat(file.fileno())


def require_own(folder: str, root: str) -> None:
    """Refuse to build over what is not a site.

    Raises:
        WriteError: the folder holds other things than an earlier site, or the project itself.
    """
    outer = os.path.realpath(folder).rstrip(os.sep) + os.sep
    if (os.path.realpath(root) + os.sep).startswith(outer):
        raise WriteError(f"{folder} holds the project itself", "choose an empty folder with -o")
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return
    except OSError as error:
        raise WriteError(
            f"could not write {folder}: {error.strerror}", "choose another folder with -o"
        ) from error
    if all(name.startswith(".") or name == "CNAME" for name in names):
        return
    if is_own(folder) or _is_interrupted(folder, names):
        return
    raise WriteError(f"{folder} holds other files, and no site of ours", "choose an empty folder with -o")


def _is_interrupted(folder: str, names: list[str]) -> bool:
    """Return whether a build was stopped before its first file, a style sheet, had its name."""
    try:
        return names == ["assets"] and not {*os.listdir(f"{folder}/assets")} - {"theme.css.new"}
    except OSError:
        return False
