"""Remember in the git directory what files were before an installation, so that their bytes can be given back."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.project import files

if TYPE_CHECKING:
    from records.install.agent_hooks import Change
    from records.project.project import Project


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of a work tree.

    Attributes:
        path: the file that holds it; empty outside a repository, where nothing is remembered.
        known: for each path the old text (None: there was no file) and the digest of the text we wrote.
    """

    path: str
    known: dict[str, dict[str, Any]]

    @classmethod
    def of(cls, project: Project) -> Memory:
        """The memory of a project; empty where there is none, or where it cannot be read."""
        if project.location is None:
            return cls("", {})
        key = hashlib.sha256(os.path.realpath(project.root).encode("utf-8", "surrogateescape")).hexdigest()[
            :12
        ]
        path = os.path.join(project.location.git_dir, "records", f"agents-{key}.json")
        known: Any = {}
        with contextlib.suppress(OSError, ValueError), open(path, encoding="utf-8") as file:
            known = json.load(file)
        return cls(path, known if isinstance(known, dict) else {})

    @property
    def works(self) -> bool:
        """Whether anything can be remembered."""
        return bool(self.path)

    def is_ours(self, path: str, text: str) -> bool:
        """Whether a file is exactly as we left it."""
        row = self.known.get(path)
        return isinstance(row, dict) and row.get("after") == _digest(text)

    def before(self, path: str) -> str | None:
        """What the file was before; None where there was none."""
        old = self.known[path]["before"]
        return None if old is None else files.decode(base64.b64decode(old))

    def keep(self, changes: Iterable[Change]) -> None:
        """Remember what the files of some changes were before the first of them."""
        if not self.works:
            return
        for change in changes:
            old = (
                None
                if change.before is None
                else base64.b64encode(files.encode(change.before)).decode("ascii")
            )
            if change.before is not None and self.is_ours(change.path, change.before):
                old = self.known[change.path]["before"]
            self.known[change.path] = {"before": old, "after": _digest(change.after or "")}
        self._save()

    def forget(self, paths: Iterable[str]) -> None:
        """Remember no more what some files were."""
        for path in paths:
            self.known.pop(path, None)
        if self.works:
            self._save()

    def _save(self) -> None:
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        files.replace(self.path, json.dumps(self.known, sort_keys=True))


def _digest(text: str) -> str:
    return hashlib.sha256(files.encode(text)).hexdigest()
