"""Where a file is to be written, and the folder that is open meanwhile: what is written lands in it.

A path is only a name: somebody else may put a link in place of one of its folders at any moment. So every file is
written by a name in a folder that is open. That folder is reached from one that is trusted, such as the root of the
project, through one folder after the other and through no link. Windows has no such calls: there each folder is
compared with its path when it is reached.
"""

from __future__ import annotations

import errno
import os

from records.dataclass import dataclass
from records.regular_file import read_bytes

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from types import TracebackType

_HAS_HANDLES = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
_SAFE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_FOLDER = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_SEARCH = getattr(os, "O_PATH", os.O_RDONLY) | _FOLDER  # where the system can, folders need not be readable
_IS_LINK = "a symbolic link is where a folder is needed"


@dataclass(frozen=True, slots=True)
class FolderPlace:
    """A folder that files are to be written in.

    Attributes:
        top: absolute path of the folder that is trusted; it is opened by this path.
        parts: the names of the folders below it that lead there; none of them may be a link.
    """

    top: str
    parts: tuple[str, ...] = ()

    @classmethod
    def below(cls, top: str, path: str) -> FolderPlace:
        """Return the place of a folder whose absolute path begins with that of *top*."""
        relative = os.path.relpath(path, top)
        return cls(top, () if relative == os.curdir else tuple(relative.split(os.sep)))

    @property
    def path(self) -> str:
        """Its absolute path."""
        return os.path.join(self.top, *self.parts)

    def inner(self, path: str) -> FolderPlace:
        """Return the place of a folder below this one, named by a POSIX path."""
        return FolderPlace(self.top, (*self.parts, *path.split("/"))) if path else self

    def file(self, name: str) -> Place:
        """Return the place of a file in this folder."""
        return Place(self, name)

    def open(self, *, is_made: bool = False, mode: int = 0o777) -> Folder:
        """Open the folder.

        Args:
            is_made: whether it and the folders that lead there are made where they are missing.
            mode: of folders that are made.

        Raises:
            OSError: it is not there, or cannot be opened; one of its parts is a link.
        """
        if is_made:
            _make_folders(self.top, mode)
        folder = Folder(self.top, os.open(self.top, _SEARCH) if _HAS_HANDLES else None)
        for part in self.parts:
            with folder:
                folder = folder.open_folder(part, is_made=is_made, mode=mode)
        return folder


@dataclass(frozen=True, slots=True)
class Place:
    """A file that is to be written.

    Attributes:
        folder: where its folder is.
        name: its name there.
    """

    folder: FolderPlace
    name: str

    @classmethod
    def named(cls, path: str) -> Place:
        """Return the place of a file that a person has named: links in the path are theirs, and followed."""
        folder, name = os.path.split(os.path.abspath(path))
        return cls(FolderPlace(folder), name)

    @classmethod
    def below(cls, top: str, path: str) -> Place:
        """Return the place of a file whose absolute path begins with that of *top*."""
        folder, name = os.path.split(path)
        return cls(FolderPlace.below(top, folder), name)

    @property
    def path(self) -> str:
        """Its absolute path."""
        return os.path.join(self.folder.path, self.name)


class Folder:
    """An open folder; a context manager that closes it. Names are those of its entries, and no link is followed.

    Every method raises `OSError` as the function of `os` does.

    Attributes:
        path: the absolute path that led there, for messages.
    """

    __slots__ = ("_handle", "path")

    def __init__(self, path: str, handle: int | None) -> None:
        self.path, self._handle = path, handle

    def __enter__(self) -> Folder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close it; a second time does nothing."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def open_folder(self, name: str, *, is_made: bool = False, mode: int = 0o777) -> Folder:
        """Open a folder in this one; it is made where it is missing and *is_made* says so."""
        path = os.path.join(self.path, name)
        for may_make in (is_made, False):
            try:
                return Folder(path, self._open_inner(name, path))
            except FileNotFoundError:
                if not may_make:
                    raise
                require_short(path)
                try:  # noqa: SIM105 — contextlib would have to be imported
                    os.mkdir(self._name(name), mode, dir_fd=self._handle)
                except FileExistsError:
                    pass  # another process has made it meanwhile
            except NotADirectoryError as error:
                if self.is_link(name):
                    raise OSError(errno.ELOOP, _IS_LINK, path) from error
                raise
        raise AssertionError("the second attempt returns or raises")

    def _open_inner(self, name: str, path: str) -> int | None:
        if self._handle is not None:
            return os.open(name, _SEARCH | os.O_NOFOLLOW, dir_fd=self._handle)
        if not os.path.isdir(path):
            raise OSError(errno.ENOTDIR if os.path.lexists(path) else errno.ENOENT, "not a folder", path)
        if os.path.normcase(os.path.realpath(path)) != os.path.normcase(
            os.path.join(os.path.realpath(self.path), name)
        ):
            raise OSError(errno.ELOOP, _IS_LINK, path)
        return None

    def open_file(self, name: str, flags: int, mode: int = 0o666) -> int:
        """Return the handle of a file that is opened as `os.open` does."""
        return os.open(self._name(name), flags | _SAFE, mode, dir_fd=self._handle)

    def create(self, name: str, data: bytes, mode: int = 0o666) -> os.stat_result:
        """Write a file that is not there yet, and return its status."""
        handle = self.open_file(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
            return os.fstat(handle)
        finally:
            os.close(handle)

    def read(self, name: str, limit: int = -1) -> bytes:
        """Return the bytes of a regular file, as `read_bytes` does."""
        return read_bytes(self._name(name), limit, follow_links=False, dir_fd=self._handle)

    def status(self, name: str) -> os.stat_result:
        """Return the status of an entry, of a link itself."""
        return os.stat(self._name(name), dir_fd=self._handle, follow_symlinks=False)

    def is_link(self, name: str) -> bool:
        """Whether an entry is a symbolic link."""
        try:
            return self.status(name).st_mode & 0o170000 == 0o120000
        except OSError:
            return False

    def names(self) -> list[tuple[str, bool]]:
        """Return the names of all entries, each with whether it is a folder."""
        if self._handle is None:
            with os.scandir(self.path) as entries:
                return [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
        handle = os.open(".", os.O_RDONLY | _FOLDER, dir_fd=self._handle)
        try:
            with os.scandir(handle) as entries:
                return [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
        finally:
            os.close(handle)

    def replace(self, old: str, new: str, folder: Folder | None = None) -> None:
        """Give an entry another name, in this folder or another one, in place of what had it."""
        target = folder or self
        os.replace(self._name(old), target._name(new), src_dir_fd=self._handle, dst_dir_fd=target._handle)

    def link(self, old: str, new: str) -> None:
        """Give a file a second name, which nothing has yet."""
        os.link(self._name(old), self._name(new), src_dir_fd=self._handle, dst_dir_fd=self._handle)

    def unlink(self, name: str) -> None:
        """Remove a file or a link."""
        os.unlink(self._name(name), dir_fd=self._handle)

    def rmdir(self, name: str) -> None:
        """Remove an empty folder."""
        os.rmdir(self._name(name), dir_fd=self._handle)

    def _name(self, name: str) -> str:
        return name if self._handle is not None else os.path.join(self.path, name)


def _make_folders(path: str, mode: int) -> None:
    """Make a folder and those that lead there; `os.makedirs` calls itself for each, and gives up at a thousand."""
    require_short(path)
    missing = []
    while path and not os.path.lexists(path):
        missing.append(path)
        path = os.path.dirname(path)
    for folder in reversed(missing):
        try:
            os.mkdir(folder, mode if folder == missing[0] else 0o777)
        except FileExistsError:
            if not os.path.isdir(folder):
                raise


def require_short(path: str) -> None:
    """Refuse a path that the system does not take: what is made there could not be read again by it.

    Raises:
        OSError: it is too long.
    """
    try:
        os.lstat(path)
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise
