"""Small things that a person would notice."""

import pytest

from paths import REPOSITORY
from records.errors import InvalidInput, WriteError
from records.git import Git
from records.project import files
from records.project.clock import today
from records.project.numbering import names_on_refs, next_number


def test_a_changed_prompt_is_found(run, repo):
    """prompt_sha256 proves that the prompt is the one that was given; converted line ends do not count."""
    run("phr", "new", "T", "--stage", "misc", "--prompt", "one\ntwo")
    path = "history/prompts/general/0001-t.misc.prompt.md"
    text = repo.read(path)
    repo.write(path, text.replace("\n", "\r\n"))
    assert "PHR017" not in run("check").out
    repo.write(path, text.replace("one\ntwo", "one\nthree"))
    assert "PHR017" in run("check", code=1).out


def test_the_clock_can_be_fixed(monkeypatch):
    monkeypatch.setenv("ADR_DATE", "1992-01-12")
    assert today() == "1992-01-12"
    monkeypatch.delenv("ADR_DATE")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert today() == "1970-01-02"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(InvalidInput, match="not a number of seconds"):
        today()
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert len(today()) == 10


def test_numbers_are_seen_on_many_branches(repo):
    """However many branches there are, every name of the folder is seen."""
    for number in range(1, 13):
        repo.git("checkout", "-q", "-B", f"b{number}", "main")
        repo.write(f"history/adr/{number:04d}-x.md", "# x\n")
        repo.commit(f"b{number}")
    repo.git("checkout", "-q", "main")
    names = names_on_refs(Git(str(repo.path)), "history/adr")
    assert names == {f"{number:04d}-x.md" for number in range(1, 13)}
    assert next_number(names) == (13, 4)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], (1, 4)),
        (["README.md", "notes.md"], (1, 4)),
        (["001-a.md", "002-b.md"], (3, 3)),
        (["1-a.md"], (2, 3)),
        (["0009-a.md", "PHR-0010-b.md", "010-c.md"], (11, 4)),
        (["20260101-a.md", "0003-b.md"], (4, 4)),
        (["0007-a.prompt.md.bak", ".0009-x.md"], (1, 4)),
    ],
)
def test_next_number(names, expected):
    assert next_number(names) == expected


def test_files_are_written_whole_or_not(tmp_path, monkeypatch):
    """Files are created exclusively, replaced with their permissions, and written only when they change."""
    path = str(tmp_path / "a" / "b.md")
    files.create_exclusively(path, "one")
    with pytest.raises(FileExistsError):
        files.create_exclusively(path, "two")
    (tmp_path / "a" / "b.md").chmod(0o600)
    files.replace(path, "three")
    assert (tmp_path / "a" / "b.md").stat().st_mode & 0o777 == 0o600
    assert files.write_if_changed(path, "three") is False
    assert files.write_if_changed(path, "four") is True
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["b.md"]


def test_file_systems_without_hard_links(tmp_path, monkeypatch):
    import errno
    import os

    def no_links(*_):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    path = str(tmp_path / "x.md")
    files.create_exclusively(path, "one")
    assert files.read_text(path) == "one"
    with pytest.raises((FileExistsError, WriteError)):
        files.create_exclusively(path, "two")
    assert files.read_text(path) == "one"
    assert [p.name for p in tmp_path.iterdir()] == ["x.md"]


def test_failing_writes_say_why(tmp_path, monkeypatch):
    import errno
    import os

    def fail(*_):
        raise OSError(errno.EROFS, "Read-only file system")

    path = str(tmp_path / "x.md")
    files.create_exclusively(path, "one")
    for name in ("replace", "link"):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, fail)
            write = files.replace if name == "replace" else files.create_exclusively
            with pytest.raises(WriteError) as told:
                write(path if name == "replace" else path + "2", "two")
            assert "read-only" in told.value.hint
    assert files.read_text(path) == "one"
    assert [p.name for p in tmp_path.iterdir()] == ["x.md"]


def test_nothing_of_the_project_is_hidden_from_git():
    """A file that git ignores works here and is missing in every clone and in the wheel."""
    import subprocess

    root = REPOSITORY
    asked = [
        "git",
        "ls-files",
        "--others",
        "--ignored",
        "--exclude-standard",
        "--",
        "src",
        "templates",
        "tests",
        "docs",
    ]
    listed = subprocess.run(asked, cwd=root, capture_output=True, text=True, check=False).stdout.splitlines()
    assert [name for name in listed if "__pycache__" not in name] == []


def test_a_failing_git_command_is_named(repo):
    from records.errors import GitError

    with pytest.raises(GitError, match="git rev-parse failed"):
        Git(str(repo.path)).run("-c", "color.ui=false", "rev-parse", "--verify", "nope")
