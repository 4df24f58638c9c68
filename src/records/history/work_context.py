"""Ask git for the context of a new prompt record: branch, commit, user, and changed files."""

from __future__ import annotations

from records.dataclass import dataclass, field
from records.errors import GitError
from records.history.prompt_files import work
from records.model.field_content import NO_TEXT, PATH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.project.project import Project

MOST_FILES = 500


@dataclass(frozen=True, slots=True)
class WorkContext:
    """The context of a new record as git reports it; empty without git, and the notes say so.

    Attributes:
        branch: its name; None when detached or unknown.
        commit: the full id of HEAD; None before the first commit.
        user: the name that git would write into a commit.
        files: POSIX paths from the root, sorted.
        notes: messages for the caller.
    """

    branch: str | None = None
    commit: str | None = field(default=None, metadata=NO_TEXT)
    user: str | None = None
    files: tuple[str, ...] = field(default=(), metadata=PATH)
    notes: tuple[str, ...] = ()


def work_context(
    project: Project,
    files: tuple[str, ...] | None = None,
    since: str | None = None,
    exclude: Iterable[str] = (),
) -> WorkContext:
    """Return the current context.

    Args:
        project: where.
        files: what the caller says has changed; None asks git.
        since: a revision to compare with; HEAD where it is None.
        exclude: paths from the root that are no work, as the file that holds the prompt.

    Raises:
        GitError: `since` names no revision, or there is no repository to ask for it.
    """
    git = project.git()
    if git is None:
        if since:
            raise GitError(f"--since {since}: {project.root} is not in a git repository")
        note = "not in a git repository: branch, commit and files are not known"
        return WorkContext(files=files or (), notes=() if files else (note,))
    from records.git.work_tree import changed_since, work_tree_state

    try:
        state = work_tree_state(git)
        changed = changed_since(git, since) if since else state.changed
    except GitError as error:
        if since:
            raise
        return WorkContext(files=files or (), notes=(f"{error.message}: git facts are left out",))
    notes: tuple[str, ...] = ()
    if files is None:
        paths = work(project, changed, exclude, (since or "HEAD",))
        files = paths[:MOST_FILES]
        if len(paths) > MOST_FILES:
            notes = (f"{len(paths)} files changed; the first {MOST_FILES} are listed",)
    return WorkContext(state.branch, state.commit, state.user, files, notes)
