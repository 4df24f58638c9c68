"""The original bytes of the files that an installation changed, kept in the git directory until it is undone."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
from collections.abc import Iterable

from records.dataclass import dataclass
from records.digest import sha256
from records.encoding import decode_file, encode
from records.install.file_change import FileChange, apply_changes
from records.project import files
from records.project.stamp import make_state_folder, state_place
from records.regular_file import read_bytes
from records.text.data_text import parse_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from records.project.project import Project


@dataclass(frozen=True, slots=True)
class UndoLog:
    """The files that one feature changed in one work tree.

    Attributes:
        path: the log's file; empty outside a repository, where nothing can be kept.
        owner: the feature, such as `capture` or `agents`.
        content: for each owner and path the original text (None: there was no file) and the digest of the text that
            we wrote.
    """

    path: str
    owner: str
    content: dict[str, dict[str, Any]]

    @classmethod
    def load(cls, project: Project, owner: str) -> UndoLog:
        """Return the log of a feature; empty where there is none, or where it cannot be read."""
        if project.state_dir is None:
            return cls("", owner, {})
        root = os.path.realpath(project.root)
        key = hashlib.sha256(encode(root)).hexdigest()[:12]
        path = project.state_dir.undo_log(key)
        content: Any = {}
        with contextlib.suppress(OSError, ValueError):
            content = parse_json(read_bytes(path))
        return cls(path, owner, content if isinstance(content, dict) else {})

    @property
    def is_available(self) -> bool:
        """Whether originals can be kept."""
        return bool(self.path)

    def is_unchanged(self, path: str, text: str) -> bool:
        """Whether a file is exactly as we left it."""
        entry = self._entries.get(path)
        return isinstance(entry, dict) and entry.get("after") == sha256(text)

    def original(self, path: str) -> str | None:
        """Return what the file was before; None where there was none."""
        before = self._entries[path]["before"]
        return None if before is None else decode_file(base64.b64decode(before))

    def record(self, changes: Iterable[FileChange]) -> None:
        """Keep the originals of the files before the first change of ours."""
        if not self.is_available:
            return
        for change in changes:
            before = change.before
            if before is not None and self.is_unchanged(change.path, before):
                before = self.original(change.path)
            data = None if before is None else base64.b64encode(encode(before)).decode("ascii")
            self._entries[change.path] = {"before": data, "after": sha256(change.after or "")}
        self._save()

    def discard(self, paths: Iterable[str]) -> None:
        """Forget the originals of files that were restored, and remove what a killed process left beside the log."""
        for path in paths:
            self._entries.pop(path, None)
        if self.is_available and os.path.exists(self.path):
            self._save()

    @property
    def _entries(self) -> dict[str, Any]:
        entries = self.content.setdefault(self.owner, {})
        return entries if isinstance(entries, dict) else {}

    def _save(self) -> None:
        make_state_folder(self.path, 0o700)
        files.write_if_changed(state_place(self.path), json.dumps(self.content, sort_keys=True))


def apply_recorded(project: Project, owner: str, changes: Iterable[FileChange]) -> None:
    """Keep the originals of files for their owner, then change the files.

    Raises:
        WriteError: a file cannot be written.
    """
    changes = list(changes)
    UndoLog.load(project, owner).record(changes)
    apply_changes(project, changes)


def apply_restored(project: Project, owner: str, changes: Iterable[FileChange]) -> None:
    """Change files back, then forget the originals that were kept for their owner.

    Raises:
        WriteError: a file cannot be written.
    """
    changes = list(changes)
    apply_changes(project, changes)
    UndoLog.load(project, owner).discard(change.path for change in changes)
