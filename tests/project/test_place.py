"""Files are written by their names in folders that are open: no link is followed on the way, and no path is too long."""

import os
import subprocess
import sys

import pytest

from records.errors import OutsideRoot
from records.project import place as place_module
from records.project.place import FolderPlace, Place
from records.project.root import Root
from records.project.stamp import move_state, read_state, remove_state, write_state

needs_handles = pytest.mark.skipif(
    sys.platform == "win32", reason="folders are compared with their paths there"
)


@pytest.fixture(params=["handles", "paths"])
def _system(request, monkeypatch):
    """A system on which folders are open, and one on which they are compared with their paths, as Windows."""
    if request.param == "paths":
        monkeypatch.setattr(place_module, "_HAS_HANDLES", False)


on_both_systems = pytest.mark.usefixtures("_system")


@pytest.fixture
def outside(tmp_path):
    """A folder in which nothing may appear."""
    folder = tmp_path / "outside"
    folder.mkdir()
    yield folder
    assert not list(folder.iterdir())


@on_both_systems
@pytest.mark.parametrize("depth", [1, 2, 3])
def test_no_part_of_the_way_may_be_a_link(tmp_path, outside, depth):
    """Whichever folder below the trusted one is a link: nothing is made behind it."""
    parts = ("a", "b", "c")
    folder = tmp_path.joinpath("top", *parts[: depth - 1])
    folder.mkdir(parents=True)
    (folder / parts[depth - 1]).symlink_to(outside)
    with pytest.raises(OSError, match="symbolic link"):
        FolderPlace(str(tmp_path / "top"), parts).open(is_made=True)


@on_both_systems
def test_folders_are_made_where_they_are_missing(tmp_path):
    """Those below the trusted folder, and that one itself; without being asked for, none is made."""
    place = FolderPlace(str(tmp_path / "top" / "inner")).inner("a/b")
    with pytest.raises(FileNotFoundError):
        place.open()
    with place.open(is_made=True) as folder:
        folder.create("file", b"text")
    assert (tmp_path / "top/inner/a/b/file").read_bytes() == b"text"


@on_both_systems
def test_a_file_in_the_way_is_no_folder(tmp_path):
    """It is left as it is, and no link is blamed."""
    (tmp_path / "a").write_bytes(b"a file")
    with pytest.raises(NotADirectoryError):
        FolderPlace(str(tmp_path), ("a", "b")).open(is_made=True)
    assert (tmp_path / "a").read_bytes() == b"a file"


@on_both_systems
def test_entries_of_an_open_folder_are_listed(tmp_path):
    """A link to a folder is none; what is not there is no link."""
    with FolderPlace(str(tmp_path), ("a",)).open(is_made=True) as folder:
        folder.create("file", b"1")
        folder.open_folder("inner", is_made=True).close()
        (tmp_path / "a/link").symlink_to("inner")
        assert sorted(folder.names()) == [("file", False), ("inner", True), ("link", False)]
        assert [folder.is_link(name) for name in ("link", "file", "inner", "nothing")] == [
            True,
            False,
            False,
            False,
        ]
        folder.close()
    assert (tmp_path / "a/file").read_bytes() == b"1"


@needs_handles
def test_what_is_written_follows_the_open_folder(tmp_path, outside):
    """A folder that is moved away while it is open has the file, and the link in its place leads to none."""
    with FolderPlace(str(tmp_path), ("a",)).open(is_made=True) as folder:
        (tmp_path / "a").rename(tmp_path / "moved")
        (tmp_path / "a").symlink_to(outside)
        folder.create("one", b"1")
        folder.link("one", "two")
        folder.replace("two", "three")
        assert folder.read("three") == b"1"
        folder.unlink("one")
        folder.open_folder("inner", is_made=True).close()
        assert sorted(folder.names()) == [("inner", True), ("three", False)]
        folder.rmdir("inner")
    assert [path.name for path in (tmp_path / "moved").iterdir()] == ["three"]


@needs_handles
def test_a_link_in_place_of_the_file_is_not_written_through(tmp_path, outside):
    """It is refused, or replaced itself."""
    (tmp_path / "name").symlink_to(outside / "target")
    with FolderPlace(str(tmp_path)).open() as folder:
        with pytest.raises(OSError, match="symbolic links"):
            folder.open_file("name", os.O_WRONLY | os.O_CREAT)
        with pytest.raises(FileExistsError):
            folder.create("name", b"text")
        folder.create("other", b"text")
        folder.replace("other", "name")
    assert (tmp_path / "name").read_bytes() == b"text"


def test_links_within_the_project_are_followed_when_the_place_is_looked_up(tmp_path):
    """The place is that of the folder they lead to; one that leads out, or into the git directory, is refused."""
    for name in ("real", ".git/hooks"):
        (tmp_path / "root" / name).mkdir(parents=True)
    (tmp_path / "root/inside").symlink_to("real")
    (tmp_path / "root/hooks").symlink_to(".git/hooks")
    (tmp_path / "root/out").symlink_to(tmp_path)
    root = Root(str(tmp_path / "root"))
    assert root.place("inside/new/a.md").path == os.path.realpath(tmp_path / "root/real/new/a.md")
    for name in ("hooks/a", "out/a", "../a", ".git/a"):
        with pytest.raises(OutsideRoot):
            root.place(name)
        with pytest.raises(OutsideRoot):
            root.folder_place(name)


def test_a_path_that_is_too_long_is_refused_before_anything_is_made(tmp_path):
    """By folders that are open, one could go deeper than any path reaches: nobody could read what lies there."""
    with pytest.raises(OSError, match="too long"):
        FolderPlace(str(tmp_path)).inner("/".join(["x" * 200] * 30)).open(is_made=True)
    deepest = max(len(folder) for folder, _, _ in os.walk(tmp_path))
    assert deepest < 4096
    with pytest.raises(OSError, match="too long"):
        FolderPlace(os.path.join(tmp_path, *["x" * 200] * 30)).open(is_made=True)


def test_a_path_of_many_folders_is_made_without_recursion(tmp_path):
    """More than a thousand of them, in a path that the system takes."""
    path = os.path.join(tmp_path, *["a"] * 1500)
    try:
        FolderPlace(path).open(is_made=True).close()
        assert os.path.isdir(path)
    finally:  # by a program that can: pytest would end with a RecursionError when it removes old folders
        subprocess.run(["rm", "-rf", tmp_path / "a"], check=True)


def test_state_lies_below_the_git_directory(tmp_path, outside):
    """A link in place of our folder there is refused; a state file is written whole, moved and removed."""
    state = tmp_path / ".git/records"
    write_state(state / "a", b"1")
    move_state(state / "a", state / "inner" / "b")
    assert read_state(state / "inner/b") == b"1"
    assert (state / "inner/b").stat().st_mode & 0o077 == 0
    remove_state(state / "inner/b")
    remove_state(state / "inner/b")
    assert not list((state / "inner").iterdir())
    (state / "inner").rmdir()
    state.rmdir()
    state.symlink_to(outside)
    with pytest.raises(OSError, match="symbolic link"):
        write_state(state / "a", b"1")


def test_a_file_that_a_person_names_may_lie_behind_a_link(tmp_path):
    """The links in such a path are theirs."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    with Place.named(str(tmp_path / "link" / "a")).folder.open() as folder:
        folder.create("a", b"text")
    assert (tmp_path / "real/a").read_bytes() == b"text"
