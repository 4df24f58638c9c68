"""Read the history of a record's status: each change with its commit, from the versions in git."""

from __future__ import annotations

from records.dataclass import dataclass
from records.encoding import decode_file
from records.errors import GitError
from records.git.file_history import read_versions, versions_of
from records.project.codec import parse_record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from records.git.file_history import FileVersion
    from records.model.answer import StatusChangeAnswer
    from records.model.record import Record
    from records.project.project import Project


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A record's status (of a PHR its stage) before and after a commit."""

    before: str | None
    after: str | None
    commit: str
    author: str
    date: str
    subject: str
    path: str

    def as_json(self) -> StatusChangeAnswer:
        """Return the change as one JSON object."""
        return {
            "from": self.before, "to": self.after, "commit": self.commit, "author": self.author, "date": self.date,
            "subject": self.subject, "path": self.path,
        }  # fmt: skip


def status_history(project: Project, record: Record) -> tuple[StatusChange, ...]:
    """Return each change of a record's status, oldest first, the first one being its creation; renames are followed.

    Raises:
        GitError: the project is in no repository.
    """
    git = project.git()
    if git is None:
        raise GitError(f"{project.root} is in no git repository", "only a repository has a past")
    versions = versions_of(git, record.path, project.revision)
    return status_changes(project, record, versions, read_versions(git, versions))


def status_changes(
    project: Project, record: Record, versions: Iterable[FileVersion], contents: Mapping[str, bytes]
) -> tuple[StatusChange, ...]:
    """Return each change of a record's status, oldest first, the first one being its creation.

    Args:
        project: where the record is.
        record: as it is today.
        versions: of its file, newest first.
        contents: the bytes of the versions' blobs; a version without content is passed over.
    """
    changes: list[StatusChange] = []
    before: str | None = None
    for version in reversed(list(versions)):
        if version.blob not in contents:
            continue
        text = decode_file(contents[version.blob])
        after = parse_record(record.kind, text, version.path, record.folder).state
        if after != before or not changes:
            commit = version.commit
            changes.append(
                StatusChange(
                    before, after, commit.id, commit.author, commit.date, commit.subject, version.path
                )
            )
        before = after
    return tuple(changes)
