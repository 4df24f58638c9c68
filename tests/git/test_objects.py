"""Objects are read in the order in which they were named, whatever their names hold."""

from __future__ import annotations

import pytest

from records.git.objects import find_objects, list_tree, names_in_folder, read_objects, tree_entries
from records.project.project import Project


@pytest.fixture
def git(repo):
    """Git in a repository with one commit of a file and a folder."""
    repo.write("a.txt", "one\n")
    repo.write("docs/b c.md", "two\n\n")
    repo.write("docs/empty.md", "")
    repo.commit("begin")
    return Project.open(str(repo.path)).git()


def test_objects_come_in_the_order_of_their_names(git):
    """A missing object, an empty one and one with line breaks do not shift those after them."""
    names = ["HEAD:docs/empty.md", "HEAD:nothing here 5", "HEAD:docs/b c.md", "HEAD:docs", "HEAD", ":a.txt"]
    objects = read_objects(git, names)
    assert [found and found.kind for found in objects] == ["blob", None, "blob", "tree", "commit", "blob"]
    assert [objects[number].text for number in (0, 2, 5)] == ["", "two\n\n", "one\n"]
    assert read_objects(git, []) == []


@pytest.mark.parametrize("name", ["HEAD:a\nb", "", "HEAD:a blob 5", "--batch", "HEAD\nHEAD"])
def test_a_name_is_one_name(git, name):
    """A name with a line break, an option or the words of an answer in it names nothing and asks nothing else."""
    objects = read_objects(git, [name, "HEAD:a.txt"])
    assert objects[0] is None
    assert objects[1].text == "one\n"
    assert find_objects(git, [name, "HEAD:a.txt"]) == [None, ("blob", objects[1].id)]


def test_a_tree_lists_its_entries(git):
    """Modes, names and ids are read from the binary form, in git's order."""
    (tree,) = read_objects(git, ["HEAD:"])
    entries = list(tree_entries(tree))
    assert [(entry.mode, entry.path) for entry in entries][-2:] == [("100644", "a.txt"), ("40000", "docs")]
    assert entries[-1].is_folder
    assert find_objects(git, [entries[-1].id]) == [("tree", entries[-1].id)]


def test_a_listing_takes_its_folder_literally(git, repo):
    """Glob characters in the name of a folder match only themselves."""
    repo.write("d*/x.md", "")
    repo.commit("star")
    (head,) = [found[1] for found in find_objects(git, ["HEAD"])]
    assert [entry.path for entry in list_tree(git, head, "d*")] == ["d*/x.md"]
    assert {entry.path for entry in list_tree(git, head)} >= {"a.txt", "docs/b c.md", "d*/x.md"}


def test_a_damaged_object_counts_as_missing(git, repo):
    """A damaged object does not hide the ones after it."""
    (blob,) = find_objects(git, ["HEAD:a.txt"])
    path = repo.path / ".git/objects" / blob[1][:2] / blob[1][2:]
    path.chmod(0o644)
    path.write_bytes(b"garbage")
    damaged, whole = read_objects(git, [blob[1], "HEAD:docs/b c.md"])
    assert damaged is None
    assert whole.text == "two\n\n"
    head = repo.git("rev-parse", "HEAD").strip()
    assert names_in_folder(git, [head], "docs", lambda name: False) == {"b c.md", "empty.md"}
