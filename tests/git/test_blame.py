"""Lines are blamed in incomplete clones too."""

from __future__ import annotations

import pytest

from records.errors import GitError
from records.git.blame import blame
from records.project.project import Project
from records.trace.why.engine import why


@pytest.fixture
def incomplete(repo):
    """A repository in which the content of a file, which changed with another one, is missing, as in a partial clone."""
    repo.write(
        "a.txt", "".join(f"a line that is long enough to be looked for, number {n}\n" for n in range(30))
    )
    repo.write("other.txt", "".join(f"another line, number {n}\n" for n in range(30)))
    repo.commit("begin")
    missing = repo.git("rev-parse", "HEAD:other.txt").strip()
    repo.write("other.txt", "changed\n")
    repo.write("a.txt", "".join(f"new text of a line, number {n}\n" for n in range(30)))
    repo.commit("change both")
    path = repo.path / ".git" / "objects" / missing[:2] / missing[2:]
    path.unlink()
    return repo


def test_a_missing_object_of_another_file_costs_only_moved_lines(incomplete):
    """The search for moved lines reads other files; without them the line's own commit is still found."""
    project = Project.open(str(incomplete.path))
    lines = blame(project.git(), "a.txt", 3, 4, top=str(incomplete.path))
    head = incomplete.git("rev-parse", "HEAD").strip()
    assert [line.commit for line in lines] == [head, head]


def test_a_committed_line_is_never_said_to_be_uncommitted(incomplete):
    """When git cannot blame a committed file at all, that is an error with git's reason."""
    missing = incomplete.git("rev-parse", "HEAD~1:a.txt").strip()
    (incomplete.path / ".git" / "objects" / missing[:2] / missing[2:]).unlink()
    with pytest.raises(GitError, match="cannot tell who wrote"):
        why(Project.open(str(incomplete.path)), "a.txt", 3)
