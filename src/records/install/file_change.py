"""One change to a file that other programs own: its text before and after, its diff, and how it is applied."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable

from records.dataclass import dataclass
from records.errors import WriteError
from records.project import files
from records.project.place import FolderPlace, Place
from records.project.root import is_within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.project.project import Project


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that an installation creates, changes or removes.

    Attributes:
        path: POSIX from the root; absolute for a file outside of it.
        before: the text now; None where there is no file.
        after: the text afterwards; None where the file is removed.
        is_executable: whether the file must be executable afterwards; otherwise its mode stays.
        location: the absolute path of a file that belongs to git, such as a hook; empty for one of the work tree.
        backup: the name, in the same folder, that an existing file gets before *after* is written, or that it comes
            back from when *after* is None. It may be a link or a program: its content is not read.
    """

    path: str
    before: str | None
    after: str | None
    is_executable: bool = False
    location: str = ""
    backup: str = ""

    def diff(self) -> str:
        """Return the change as a unified diff, with a line for a file that is moved."""
        lines = difflib.unified_diff(
            _lines(self.before),
            _lines(self.after),
            "/dev/null" if self.before is None else f"a/{self.path}",
            "/dev/null" if self.after is None else f"b/{self.path}",
        )
        return self._rename("rename {0} => {1}\n") + "".join(lines)

    def summary(self) -> str:
        """Return the change in one line: whether the file is new or removed, how many lines are added and removed."""
        lines = list(difflib.ndiff(_lines(self.before), _lines(self.after)))
        added, removed = (sum(line.startswith(sign) for line in lines) for sign in "+-")
        state = " (new file)" if self.before is None else " (removed)" if self.after is None else ""
        renamed = self._rename("; {0} is renamed to {1}")
        return f"{self.path}: +{added} -{removed} lines{state}{renamed}"

    def _rename(self, form: str) -> str:
        if not self.backup:
            return ""
        names = (os.path.basename(self.path), self.backup)
        return form.format(*(names if self.after is not None else reversed(names)))


def real_changes(changes: Iterable[FileChange]) -> list[FileChange]:
    """Return the changes that change anything."""
    return [change for change in changes if change.before != change.after or change.backup]


def read_file(project: Project, path: str) -> str | None:
    """Return the text of a file of the work tree, or None where there is no file.

    Raises:
        InvalidInput: the path leads out of the work tree.
    """
    try:
        return files.read_text(project.store.absolute(path))
    except FileNotFoundError:
        return None


def apply_changes(project: Project, changes: Iterable[FileChange]) -> None:
    """Write and remove the files, and remove folders of the work tree that are empty then.

    Raises:
        WriteError: a file cannot be written.
    """
    for change in changes:
        place = _place(project, change)
        try:
            _apply(change, place)
            if change.after is None and not change.location:
                files.remove_empty_folders(place.folder)
        except OSError as error:
            raise WriteError(f"could not change {change.path}: {error.strerror}") from error


def _place(project: Project, change: FileChange) -> Place:
    """Return where a file is written; hooks may be links, and lie in any folder that git's settings name."""
    root = project.store.checked_root
    if not change.location:
        return root.place(change.path)
    folder, name = os.path.split(change.location)
    real = os.path.realpath(folder)
    for top in map(os.path.realpath, root.git_dirs):
        if is_within(real, top):
            return FolderPlace.below(top, real).file(name)
    return (
        root.folder_place(folder).file(name) if is_within(folder, root.path) else Place.named(change.location)
    )


def _apply(change: FileChange, place: Place) -> None:
    if change.after is None:
        if change.backup:
            files.rename(place.folder.file(change.backup), place.name)
        else:
            files.remove(place)
        return
    if change.backup:
        files.rename(place, change.backup)
    files.replace(place, change.after, is_executable=change.is_executable)


def _lines(text: str | None) -> list[str]:
    """Split a text for a diff; a last line without an end gets one, and carriage returns are shown as git does."""
    return [line if line.endswith("\n") else line + "\n" for line in (text or "").splitlines(keepends=True)]
