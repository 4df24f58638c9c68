"""When a decision took each of its statuses, read from the versions of its file that git keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.model.record import Adr
from records.project.codec import parse_adr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from records.git.file_history import Version
    from records.model.record import Record
    from records.site.gather import Site


def blobs_of(site: Site, records: Iterable[Record]) -> dict[str, bytes]:
    """The earlier versions of decisions, asked of git in one call.

    Raises:
        GitError: git is missing.
    """
    git = site.project.git()
    if git is None:
        return {}
    from records.git.file_history import read_blobs

    return read_blobs(
        git,
        (
            commit.blob
            for record in records
            if isinstance(record, Adr) and len(site.history.get(record.path, ())) > 1
            for commit in site.history[record.path]
            if commit.blob
        ),
    )


def status_history(site: Site, record: Adr, blobs: Mapping[str, bytes]) -> list[tuple[str, Version]]:
    """Each status that a decision had, with the commit that gave it, oldest first."""
    from records.project.files import decode

    commits = site.history.get(record.path, [])
    if len(commits) == 1 and record.status:
        return [(record.status, commits[0])]
    found: list[tuple[str, Version]] = []
    for commit in reversed(commits):
        data = blobs.get(commit.blob)
        if data is None:
            continue
        status = parse_adr(decode(data), commit.path, record.folder).status
        if status and (not found or found[-1][0] != status):
            found.append((status, commit))
    return found
