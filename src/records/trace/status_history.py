"""How a decision came to its status: each change with its commit, read from one `git log`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.errors import GitError
from records.git.log import versions
from records.project.codec import parse_record

if TYPE_CHECKING:
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

    def as_json(self) -> dict[str, Any]:
        """The change as one JSON object."""
        return {
            "from": self.before, "to": self.after, "commit": self.commit, "author": self.author, "date": self.date,
            "subject": self.subject, "path": self.path,
        }  # fmt: skip


def status_history(project: Project, record: Record) -> tuple[StatusChange, ...]:
    """Each change of a record's status, oldest first, the first one being its birth; renames are followed.

    Raises:
        GitError: the project is in no repository.
    """
    git = project.git()
    if git is None:
        raise GitError(f"{project.root} is in no git repository", "only a repository has a past")
    changes: list[StatusChange] = []
    before: str | None = None
    for version in versions(git, record.path, project.revision):
        read = parse_record(record.kind, version.text, version.path, record.folder)
        after = read.state
        if after != before or not changes:
            commit = version.commit
            changes.append(
                StatusChange(
                    before, after, commit.id, commit.author, commit.date, commit.subject, version.path
                )
            )
        before = after
    return tuple(changes)
