"""Write the site's files: each only when its bytes differ, none outside the output folder."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os

from records.errors import WriteError
from records.project.built_files import MARK_LIMIT, has_mark, is_own
from records.project.fingerprint import in_64_bits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.project.place import Folder, FolderPlace
    from records.site.build_cache import BuildCache

OWN_FOLDERS = ("adr", "phr", "repositories", "features", "time", "data", "assets", "images")


class Output:
    """The output folder; a context manager that closes what it has opened.

    Attributes:
        kept_paths: the paths of this build's files.
        files_written: how many files changed on disk.
        removed: how many files of an earlier build went.
    """

    def __init__(self, place: FolderPlace, cache: BuildCache) -> None:
        self.files_written = 0
        self.removed = 0
        self.kept_paths: set[str] = set()
        self._place, self._cache = place, cache
        self._path = place.path
        self._last: tuple[str, Folder] | None = None

    def __enter__(self) -> Output:
        return self

    def __exit__(self, *_: object) -> None:
        if self._last is not None:
            self._last[1].close()
            self._last = None

    def intact(self, path: str, digest: str = "") -> bool:
        """Return whether a file is there just as the last build left it, with these contents; it then stays."""
        last_build = self._cache.files.get(path)
        if last_build is None or (digest and last_build[0] != digest):
            return False
        try:
            stat = os.lstat(f"{self._path}/{path}")
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
        inner, _, name = path.rpartition("/")
        try:
            stat = self._put(self._opened(inner, is_made=True), name, data)
        except OSError as error:
            raise _write_error(f"{self._path}/{path}", error) from error
        self._cache.keep_file(path, digest, stat.st_size, in_64_bits(stat.st_mtime_ns))

    def drop(self, path: str) -> None:
        """Mark a file of an earlier build for removal."""
        self.kept_paths.discard(path)

    def read(self, path: str) -> bytes | None:
        """The bytes of a file that an earlier build wrote; None when it is not there."""
        inner, _, name = path.rpartition("/")
        try:
            return self._opened(inner).read(name)
        except OSError:
            return None

    def finish(self) -> None:
        """Remove what earlier builds wrote into the site's own folders and this one did not."""
        removed_paths: set[str] = set()
        pending, emptied = list(OWN_FOLDERS), set()
        while pending:
            inner = pending.pop()
            with contextlib.suppress(OSError):
                folder = self._opened(inner)
                entries = folder.names()
                pending += [f"{inner}/{name}" for name, is_folder in entries if is_folder]
                count = self._clear(
                    folder, inner, [name for name, is_folder in entries if not is_folder], removed_paths
                )
                if count == len(entries):
                    emptied.add(inner)
        for inner in sorted(emptied - {*OWN_FOLDERS}, reverse=True):
            self._remove_folders(inner)
        self._cache.forget(set(), removed_paths)

    def _clear(self, folder: Folder, inner: str, names: list[str], removed_paths: set[str]) -> int:
        """Remove those files of a folder that are no longer of the site; return how many went."""
        before = self.removed
        for name in names:
            path = f"{inner}/{name}"
            if path not in self.kept_paths and self._is_ours(folder, name, path):
                removed_paths.add(path)
                with contextlib.suppress(OSError):
                    folder.unlink(name)
                    self.removed += 1
        return self.removed - before

    def _remove_folders(self, inner: str) -> None:
        """Remove a folder of the site, and those that it lies in, as long as they are empty."""
        with contextlib.suppress(OSError):
            while "/" in inner:
                inner, _, name = inner.rpartition("/")
                folder = self._opened(inner)
                folder.rmdir(name)

    def _is_ours(self, folder: Folder, name: str, path: str) -> bool:
        """Return whether an earlier build wrote a file: by the cache, or by the mark in the file."""
        if path in self._cache.files:
            return True
        try:
            return has_mark(folder.read(name, MARK_LIMIT))
        except OSError:
            return False

    def _opened(self, inner: str, *, is_made: bool = False) -> Folder:
        """Return a folder of the site; it stays open for what is done there, or below it, next."""
        path, folder = self._last or ("", None)
        if folder is None or path != inner:
            self._last = None
            if folder is not None and inner.startswith(f"{path}/"):
                for name in inner[len(path) + 1 :].split("/"):
                    with folder:
                        folder = folder.open_folder(name, is_made=is_made)
            else:
                if folder is not None:
                    folder.close()
                folder = self._place.inner(inner).open(is_made=is_made)
            self._last = inner, folder
        return folder

    def _put(self, folder: Folder, name: str, data: bytes) -> os.stat_result:
        """Replace a file atomically with *data*, unless it holds the same bytes."""
        with contextlib.suppress(OSError):  # it is not there, or no file
            status = folder.status(name)
            if status.st_size == len(data) and folder.read(name) == data:
                return status
        beside = f"{name}.new"
        try:
            stat = folder.create(beside, data)
        except FileExistsError:  # a build that was stopped left it
            folder.unlink(beside)
            stat = folder.create(beside, data)
        folder.replace(beside, name)
        self.files_written += 1
        return stat


def _write_error(path: str, error: OSError) -> WriteError:
    if error.errno == errno.ELOOP:
        return WriteError(
            f"{error.filename or path} is a link that leads elsewhere",
            "remove it, or choose another folder with -o",
        )
    return WriteError(f"could not write {path}: {error.strerror}", "choose another folder with -o")


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
        raise _write_error(folder, error) from error
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
