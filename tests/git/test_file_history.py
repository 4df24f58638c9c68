"""The versions of files that git keeps, from one log."""

from __future__ import annotations

from records.git import Git
from records.git.file_history import file_history, former_names, read_blobs, versions_of


def test_one_log_tells_every_version_through_renames(repo):
    """Renames are followed, and each version has its commit and its content."""
    repo.write("log/ä b.md", "one\n" * 9)
    first = repo.commit("Begin — ✓")
    repo.git("mv", "log/ä b.md", "log/c.md")
    repo.commit("Move")
    repo.write("log/c.md", "one\n" * 9 + "two\n")
    last = repo.commit("Change")
    repo.write("other.md", "x")
    repo.commit("Elsewhere")
    history = file_history(Git(str(repo.path)), ["log"])
    assert list(history) == ["log/c.md"]
    versions = history["log/c.md"]
    assert [one.commit.subject for one in versions] == ["Change", "Move", "Begin — ✓"]
    assert (versions[0].commit.id, versions[-1].commit.id, versions[-1].path) == (last, first, "log/ä b.md")
    assert versions[0].commit.author == "Ada"
    assert len(versions[0].commit.day) == 10
    blobs = read_blobs(Git(str(repo.path)), [one.blob for one in versions])
    assert blobs[versions[0].blob].endswith(b"two\n")
    assert len(blobs) == 2, "the move changed nothing"


def test_a_file_that_came_back_under_an_old_name_has_its_own_versions(repo):
    """A later file of an earlier name is not mixed up with the renamed one."""
    repo.write("a.md", "first\n" * 5)
    repo.commit("one")
    repo.git("mv", "a.md", "b.md")
    repo.commit("two")
    repo.write("a.md", "quite another text\n")
    repo.commit("three")
    repo.git("rm", "-q", "a.md")
    repo.commit("four")
    history = file_history(Git(str(repo.path)), [])
    assert [one.commit.subject for one in history["b.md"]] == ["two", "one"]
    assert [(one.commit.subject, bool(one.blob)) for one in history["a.md"]] == [
        ("four", False),
        ("three", True),
    ]


def test_outside_a_repository_there_is_no_history(tmp_path):
    """There is no error either."""
    assert file_history(Git(str(tmp_path)), []) == {}
    assert read_blobs(Git(str(tmp_path)), []) == {}


def test_blobs_that_git_does_not_know_are_left_out(repo):
    """A missing blob is no error."""
    assert read_blobs(Git(str(repo.path)), ["0" * 40]) == {}


def test_the_former_names_of_a_file_are_those_that_the_whole_history_tells(repo):
    """Renamed twice, on a branch, out of a folder, and staged; another file that came under an old name is not it."""
    text = "".join(f"line {n} of the text\n" for n in range(20))
    repo.write("log/a.md", text)
    repo.commit("one")
    main = repo.git("branch", "--show-current")
    repo.git("checkout", "-q", "-b", "move")
    repo.git("mv", "log/a.md", "log/b.md")
    repo.commit("two")
    repo.git("checkout", "-q", main)
    repo.write("other.txt", "x\n")
    repo.commit("three")
    repo.git("merge", "-q", "--no-ff", "-m", "merge", "move")
    repo.git("mv", "log/b.md", "c.md")
    repo.commit("four")
    repo.write("log/a.md", "quite another text\n")
    repo.commit("five")
    git = Git(str(repo.path))
    names = tuple(dict.fromkeys(version.path for version in versions_of(git, "c.md")))
    assert former_names(git, "c.md") == names[1:] == ("log/b.md", "log/a.md")
    assert former_names(git, "log/a.md") == ()
    assert former_names(git, "c.md", repo.git("rev-parse", "HEAD~1")) == ("log/b.md", "log/a.md")
    repo.git("mv", "c.md", "d.md")
    assert former_names(git, "d.md") == ("c.md", "log/b.md", "log/a.md")
