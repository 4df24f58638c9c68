"""All records of the repositories that may be shown, and what a link of one means in another."""

from __future__ import annotations

import json
import os
import posixpath
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

import records.regex as re
from records.dataclass import dataclass
from records.git.forge_pages import paths_of_page
from records.git.remotes import RemoteAddress
from records.model.reference import ReferenceIndex
from records.org.schema import ORG, RECORDS
from records.org.search import record_of

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from records.model.record import Record

_REFERENCE = re.compile(r"([\w.+-]+(?:/[\w.+-]+)*)/(?:ADR[-_ ]?\d{1,9}|(?:adr|phr)/\S+)\Z")
_NUMBER = re.compile(r"(?:ADR[-_ ]?)?(\d{1,9})\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A record, with its repository and its status.

    Attributes:
        repo_id: the key of its repository.
        record_id: its number in that.
        repository: the name of that.
        is_central: whether that binds others.
        record: the record as its repository has it.
        status: of a decision, else empty.
        data: its JSON object.
    """

    repo_id: int
    record_id: int
    repository: str
    is_central: bool
    record: Record
    status: str
    data: dict[str, Any]

    @property
    def name(self) -> str:
        """The short name behind that of the repository: `architecture/ADR-0012`."""
        return f"{self.repository}/{self.record.ref}"


class World:
    """All records that are visible, by repository, with the links between them.

    Args:
        connection: to the index.
        visible: the repositories.
    """

    def __init__(self, connection: Connection, visible: dict[int, Row[Any]]) -> None:
        self.visible = visible
        self.entries: dict[int, dict[int, Entry]] = {repo_id: {} for repo_id in visible}
        records = RECORDS.c
        query = select(records.repo_id, records.record_id, records.folder, records.status, records.data)
        own = (records.org_id == ORG, records.repo_id.in_(sorted(visible)))
        for row in connection.execute(query.where(*own).order_by(records.repo_id, records.record_id)):
            repository, data = visible[row.repo_id], json.loads(row.data)
            self.entries[row.repo_id][row.record_id] = Entry(
                row.repo_id, row.record_id, repository.name, repository.is_central, record_of(data, row.folder),
                row.status, data,
            )  # fmt: skip
        self._indexes: dict[int, ReferenceIndex] = {}
        self._paths: dict[int, dict[str, Entry]] = {}
        self._by_name = {row.name.casefold(): repo_id for repo_id, row in visible.items()}
        self._by_path = {os.path.realpath(row.place): repo_id for repo_id, row in visible.items()}
        self._remotes = {repo_id: _address(row.remote) for repo_id, row in visible.items()}

    def find(self, repo_id: int, ref: str) -> Entry | None:
        """The one record of a repository that a reference means."""
        if repo_id not in self._indexes:
            self._indexes[repo_id] = ReferenceIndex(entry.record for entry in self.entries[repo_id].values())
        matches = self._indexes[repo_id].matches(ref, None)
        if number := _NUMBER.match(ref):  # `ADR-7` is no part of the name `adr-71-use-tls`
            matches = [record for record in matches if record.number == int(number[1])]
        return self._records_by_path(repo_id)[matches[0].path] if len(matches) == 1 else None

    def named(self, text: str) -> Entry | None:
        """The record that `architecture/ADR-0012` means, seen from anywhere."""
        repo_id, ref = self._split(text)
        return self.find(repo_id, ref) if repo_id is not None else None

    def _split(self, text: str) -> tuple[int | None, str]:
        """The repository with whose name a text begins, and the rest of that."""
        parts = text.split("/")
        for end in range(len(parts) - 1, 0, -1):
            repo_id = self._by_name.get("/".join(parts[:end]).casefold())
            if repo_id is not None:
                return repo_id, "/".join(parts[end:])
        return None, ""

    def _records_by_path(self, repo_id: int) -> dict[str, Entry]:
        if repo_id not in self._paths:
            self._paths[repo_id] = {entry.record.path: entry for entry in self.entries[repo_id].values()}
        return self._paths[repo_id]

    def target(self, source: Entry, text: str) -> tuple[Entry | None, str]:
        """What a link leads to in another repository, else why it leads nowhere; neither where it leads elsewhere."""
        for reading in (self._by_reference, self._by_page, self._by_relative_path):
            entry, problem = reading(source, text)
            if entry or problem:
                return entry, problem
        return None, ""

    def _by_reference(self, source: Entry, text: str) -> tuple[Entry | None, str]:
        """`architecture/ADR-0012`."""
        if text.startswith((".", "/")) or "://" in text:
            return None, ""
        repo_id, ref = self._split(text)
        if repo_id is not None:
            entry = self.find(repo_id, ref)
            return entry, "" if entry else f"{self.visible[repo_id].name} has no record {ref}"
        match = _REFERENCE.match(text)
        if match and not self._is_folder(source, match[1]):
            return None, f"no repository is called {match[1]}"
        return None, ""

    def _is_folder(self, source: Entry, name: str) -> bool:
        """Whether a name is that of a folder of the own records, so that the link is one of the repository itself."""
        return any(f"/{name}/" in f"/{entry.record.path}" for entry in self.entries[source.repo_id].values())

    def _by_page(self, source: Entry, text: str) -> tuple[Entry | None, str]:
        """A page of a forge that shows a record."""
        if "://" not in text:
            return None, ""
        for repo_id, address in self._remotes.items():
            paths = paths_of_page(text, [address]) if address and repo_id != source.repo_id else []
            if paths:
                return self._by_paths(repo_id, paths)
        return None, ""

    def _by_relative_path(self, source: Entry, text: str) -> tuple[Entry | None, str]:
        """`../../../architecture/history/adr/0012-use-tls.md`, seen from the record."""
        path = posixpath.normpath(
            posixpath.join(posixpath.dirname(source.record.path), text.partition("#")[0])
        )
        if not path.startswith("../"):
            return None, ""
        full = os.path.normpath(os.path.join(self.visible[source.repo_id].place, path))
        for folder, repo_id in self._by_path.items():
            if full.startswith(folder + os.sep):
                return self._by_paths(repo_id, [os.path.relpath(full, folder).replace(os.sep, "/")])
        return None, ""

    def _by_paths(self, repo_id: int, paths: list[str]) -> tuple[Entry | None, str]:
        """The record at the first of some paths that is one; a missing file beside records is a problem."""
        by_path = self._records_by_path(repo_id)
        folders = {path.rpartition("/")[0] for path in by_path}
        for path in paths:
            if path in by_path:
                return by_path[path], ""
        missing = next(
            (path for path in paths if path.rpartition("/")[0] in folders and path.endswith(".md")), ""
        )
        return None, f"{self.visible[repo_id].name} has no record {missing}" if missing else ""


def _address(text: str) -> RemoteAddress | None:
    host, _, path = text.partition("/")
    return RemoteAddress(host, tuple(path.split("/"))) if path else None
