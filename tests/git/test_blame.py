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


def _text(subject, count=12):
    return "".join(f"the {subject} has a line of its own, with the number {n}\n" for n in range(count))


@pytest.fixture
def moved(repo):
    """A repository whose lines were moved within a file, into another file, with a rename, and were then changed."""
    repo.write("shop/cart.py", _text("cart") + _text("price"))
    repo.commit("open the shop")
    repo.write("shop/cart.py", _text("price") + _text("cart"))
    repo.commit("move within the file")
    repo.write("shop/cart.py", _text("cart"))
    repo.write("shop/price.py", _text("tax", 3) + _text("price"))
    repo.commit("move into another file")
    repo.git("mv", "shop/price.py", "shop/money.py")
    repo.commit("rename")
    repo.write("shop/money.py", _text("tax", 3) + _text("price").replace("number 4", "number four"))
    repo.commit("change a line")
    return repo


@pytest.mark.parametrize("ignored", [False, True])
@pytest.mark.parametrize("path", ["shop/cart.py", "shop/money.py"])
def test_one_line_is_blamed_as_it_is_in_the_whole_file(moved, path, ignored):
    """Whether a line was moved or not, and where commits are ignored, it has one author however it is asked for."""
    if ignored:
        moved.write(".git-blame-ignore-revs", moved.git("rev-parse", "HEAD") + "\n")
    git, top = Project.open(str(moved.path)).git(), str(moved.path)
    whole = blame(git, path, top=top)
    assert tuple(line for n in range(1, len(whole) + 1) for line in blame(git, path, n, n, top=top)) == whole
    assert blame(git, path, 2, 9, top=top) == whole[1:9]
    begin = moved.git("log", "--format=%H", "--grep=^open the shop$")
    assert begin in {line.commit for line in whole}


def test_a_line_that_is_moved_and_not_committed_keeps_its_author(moved):
    """It is in the work tree alone that it stands where it does."""
    moved.write("shop/cart.py", _text("cart", 4) + moved.read("shop/money.py"))
    git, top = Project.open(str(moved.path)).git(), str(moved.path)
    first = moved.git("log", "--format=%H", "--grep=^open the shop$")
    assert [line.commit for line in blame(git, "shop/cart.py", 3, 3, top=top)] == [first]
    assert {line.commit for line in blame(git, "shop/cart.py", 9, 10, top=top)} == {
        line.commit for line in blame(git, "shop/cart.py", top=top)[8:10]
    }


def test_a_line_that_was_copied_is_of_the_commit_that_copied_it(repo):
    """The licence is in the other file still; lines of a function that left it are not, but for some that any has."""
    licence = "# Licensed under the terms of the shop, which are in the file LICENSE\n\n"
    repo.write("shop/cart.py", licence + _text("cart") + "(\n" + _text("price") + ")\n")
    begin = repo.commit("open the shop")
    repo.write("shop/cart.py", licence + _text("cart") + "# nothing else\n" + _text("price", 2))
    repo.write("shop/price.py", licence + "(\n" + _text("price") + ")\n")
    split = repo.commit("split")
    git, top = Project.open(str(repo.path)).git(), str(repo.path)
    whole = [line.commit for line in blame(git, "shop/price.py", top=top)]
    assert whole == [split] * 2 + [begin] * 14
    assert [blame(git, "shop/price.py", n, n, top=top)[0].commit for n in range(1, 17)] == whole


def test_a_copy_at_the_end_of_another_path_is_of_the_commit_that_copied_it(repo):
    """`pkg/config.py` ends as `config.py` does; a list of ignored revisions that is malformed changes nothing."""
    repo.write("pkg/config.py", _text("cart"))
    repo.commit("open the shop")
    repo.write("pkg/config.py", _text("cart") + "# touched\n")
    repo.write("config.py", _text("cart"))
    copied = repo.commit("copy")
    git, top = Project.open(str(repo.path)).git(), str(repo.path)
    for _ in range(2):
        assert {line.commit for line in blame(git, "config.py", top=top)} == {copied}
        repo.write(".git-blame-ignore-revs", "deadbeef\n")


def test_a_function_that_was_moved_is_no_copy_of_one_like_it(repo):
    """The lines have to be together in the other file still."""
    body = "(path):\n    rows = read_rows(path)\n    rows.sort(key=by_name)\n    return rows\n"
    repo.write("a.py", f"def load_users{body}\n\ndef load_orders{body}")
    begin = repo.commit("open the shop")
    repo.write("a.py", f"def load_orders{body}")
    repo.write("b.py", f"def load_users{body}")
    repo.commit("move")
    git, top = Project.open(str(repo.path)).git(), str(repo.path)
    assert {line.commit for line in blame(git, "b.py", top=top)} == {begin}
    assert blame(git, "b.py", 3, 3, top=top)[0].commit == begin


def _line_by_line(repo, path):
    """The commits of a file's lines, asked one by one and all at once, which have to agree."""
    git, top = Project.open(str(repo.path)).git(), str(repo.path)
    whole = [line.commit for line in blame(git, path, top=top)]
    assert [blame(git, path, n, n, top=top)[0].commit for n in range(1, len(whole) + 1)] == whole
    return whole


def test_a_line_that_was_moved_and_then_copied_is_of_the_commit_that_copied_it(repo):
    """Each commit on the way is judged by what it left where it found the lines."""
    repo.write("a.py", _text("cart") + _text("price"))
    begin = repo.commit("open the shop")
    repo.write("a.py", _text("cart"))
    repo.write("b.py", _text("price"))
    repo.commit("move")
    repo.write("b.py", "# touched\n" + _text("price"))
    repo.write("c.py", _text("price"))
    copied = repo.commit("copy")
    assert _line_by_line(repo, "c.py") == [copied] * 12
    assert _line_by_line(repo, "b.py") == [copied] + [begin] * 12


def test_a_line_that_was_copied_and_then_moved_is_of_the_commit_that_copied_it(repo):
    """It is not of the one that wrote what was copied."""
    repo.write("a.py", _text("cart") + _text("price"))
    repo.commit("open the shop")
    repo.write("a.py", "# touched\n" + _text("cart") + _text("price"))
    repo.write("b.py", _text("tax") + _text("price"))
    copied = repo.commit("copy")
    repo.write("b.py", _text("tax"))
    repo.write("c.py", _text("price"))
    repo.commit("move")
    assert _line_by_line(repo, "c.py") == [copied] * 12


def test_a_line_that_was_copied_from_a_file_that_was_renamed_at_once_is_a_copy(repo):
    """The file has it still, under its new name."""
    repo.write("a.py", _text("cart", 30) + _text("price"))
    begin = repo.commit("open the shop")
    repo.git("mv", "a.py", "shop.py")
    repo.write("b.py", _text("price"))
    copied = repo.commit("rename and copy")
    assert _line_by_line(repo, "b.py") == [copied] * 12
    assert _line_by_line(repo, "shop.py") == [begin] * 42


def test_lines_of_many_commits_that_were_moved_keep_their_commits(repo):
    """Where a file has many authors, only the lines that git finds elsewhere are followed."""
    commits = []
    for number in range(6):
        repo.write("a.py", "".join(_text(f"part {n}", 5) for n in range(number + 1)))
        commits.append(repo.commit(f"part {number}"))
    repo.write("a.py", _text("part 0", 5))
    repo.write("b.py", "".join(_text(f"part {n}", 5) for n in range(1, 6)))
    repo.commit("move")
    assert _line_by_line(repo, "b.py") == [commit for commit in commits[1:] for _ in range(5)]


def test_a_test_that_was_copied_within_its_file_is_of_the_commit_that_copied_it(repo):
    """The original is beside it; one that changed its place is not."""
    repo.write("a.py", _text("cart") + _text("price"))
    begin = repo.commit("open the shop")
    repo.write(
        "a.py", _text("cart") + _text("price") + "# once more\n" + _text("cart").replace("number 7", "seven")
    )
    copied = repo.commit("copy")
    assert _line_by_line(repo, "a.py") == [begin] * 24 + [copied] * 13
    repo.write("a.py", "# once more\n" + _text("price") + _text("cart"))
    repo.commit("move")
    assert set(_line_by_line(repo, "a.py")[1:]) == {begin, copied}


def test_a_line_moved_within_a_file_that_was_renamed_at_once_is_no_copy(repo):
    """Its own place is no second one, whatever the file was called."""
    repo.write("a.py", _text("cart") + _text("price") + _text("tax"))
    begin = repo.commit("open the shop")
    repo.git("mv", "a.py", "b.py")
    repo.write("b.py", _text("tax") + _text("cart") + _text("price"))
    repo.commit("rename and reorder")
    assert _line_by_line(repo, "b.py") == [begin] * 36


def test_a_malformed_list_of_ignored_revisions_hides_no_move(repo):
    """It is done without wherever git is asked."""
    repo.write("a.py", _text("cart") + _text("price"))
    begin = repo.commit("open the shop")
    repo.write("a.py", _text("cart"))
    repo.write("c.py", _text("price"))
    repo.write(".git-blame-ignore-revs", "abc123 # x\n")
    repo.commit("move")
    assert _line_by_line(repo, "c.py") == [begin] * 12


def test_a_file_whose_lines_many_commits_moved_is_blamed_at_once(repo, monkeypatch):
    """Each commit is asked on its own only where they are few."""
    for number in range(8):
        parts = [_text(f"part {n}", 5) for n in range(number + 1)]
        repo.write("a.py", "".join(reversed(parts) if number % 2 else parts))
        repo.commit(f"part {number}")
    git, top = Project.open(str(repo.path)).git(), str(repo.path)
    monkeypatch.setattr("records.git.blame._MOST_PLACES", 0)
    monkeypatch.setattr("records.git.blame._origins", None)
    lines = blame(git, "a.py", top=top)
    assert [line.number for line in lines] == list(range(1, 41))
    assert None not in {line.commit for line in lines}
