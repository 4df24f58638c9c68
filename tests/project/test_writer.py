"""Files are created whole and under names of their own; what cannot be done is said and changes nothing."""

import pytest

from records.errors import WriteError
from records.project.project import Project


def test_a_file_that_exists_is_never_written_over(repo):
    """Creating and moving to a taken name are refused; the old file stays."""
    repo.write("history/adr/0001-a.md", "# 1. A\n")
    repo.write("history/adr/0002-b.md", "# 2. B\n")
    writer = Project.open(str(repo.path)).writer
    with pytest.raises(WriteError, match=r"there is a file history/adr/0002-b\.md already"):
        writer.create("history/adr/0002-b.md", "new")
    with pytest.raises(WriteError):
        writer.move("history/adr/0001-a.md", "history/adr/0002-b.md", "new")
    assert repo.read("history/adr/0001-a.md") == "# 1. A\n"
    assert repo.read("history/adr/0002-b.md") == "# 2. B\n"


def test_a_file_that_cannot_be_removed_is_named(repo):
    """It is gone already, or is a directory."""
    (repo.path / "history/adr").mkdir(parents=True)
    writer = Project.open(str(repo.path)).writer
    with pytest.raises(WriteError, match=r"could not remove history/adr/0001-a\.md"):
        writer.remove(["history/adr/0001-a.md"])
