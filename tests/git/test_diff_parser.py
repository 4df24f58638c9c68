"""Diffs of every kind are read: files, hunks, lines on both sides, and the message before them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.git.diff_parser import LONGEST, parse_diff, unquote
from suggest_help import file_diff


def only(text):
    files = parse_diff(text).files
    assert len(files) == 1
    return files[0]


def test_lines_are_numbered_on_both_sides():
    """Added and removed lines have the line numbers of their side."""
    change = only(
        "diff --git a/a.py b/a.py\nindex 1..2 100644\n--- a/a.py\n+++ b/a.py\n@@ -3,3 +3,4 @@ def f():\n"
        " one\n-two\n+TWO\n+three\n four\n@@ -20 +21 @@\n-x\n+y\n"
    )
    assert change.added == [(4, "TWO"), (5, "three"), (21, "y")]
    assert change.removed == [(4, "two"), (20, "x")]
    assert change.hunks[0].section == "def f():"
    assert list(change.hunks[0].side("+")) == [
        (3, "one", False),
        (4, "TWO", True),
        (5, "three", True),
        (6, "four", False),
    ]
    assert list(change.hunks[0].side("-")) == [(3, "one", False), (4, "two", True), (5, "four", False)]


def test_lines_that_look_like_headers_are_lines():
    """A removed `-- x` and an added `++ y` stand in the hunk as `--- x` and `+++ y`."""
    change = only(file_diff("a.sql", ["--- x", "+++ y", " z"]))
    assert (change.removed, change.added) == ([(1, "-- x")], [(1, "++ y")])


def test_renames_copies_modes_binaries_and_submodules():
    """Renames, copies, mode changes, binary files and submodules are recognised."""
    text = (
        "diff --git a/old name.py b/new name.py\nsimilarity index 100%\nrename from old name.py\n"
        "rename to new name.py\n"
        "diff --git a/c.py b/d.py\nsimilarity index 90%\ncopy from c.py\ncopy to d.py\n"
        "diff --git a/run.sh b/run.sh\nold mode 100644\nnew mode 100755\n"
        "diff --git a/logo.png b/logo.png\nindex 1..2 100644\nBinary files a/logo.png and b/logo.png differ\n"
        "diff --git a/blob.dat b/blob.dat\nnew file mode 100644\nindex 0..2\nGIT binary patch\nliteral 3\nKcmZ\n\n"
        "diff --git a/vendor/lib b/vendor/lib\nindex 1..2 160000\n--- a/vendor/lib\n+++ b/vendor/lib\n"
        "@@ -1 +1 @@\n-Subproject commit 1\n+Subproject commit 2\n"
        "diff --git a/empty.py b/empty.py\nnew file mode 100644\nindex 0..0\n"
    )
    got = {f.path: f for f in parse_diff(text).files}
    assert (got["new name.py"].status, got["new name.py"].old_path) == ("renamed", "old name.py")
    assert (got["d.py"].status, got["d.py"].old_path) == ("copied", "c.py")
    assert (got["run.sh"].old_mode, got["run.sh"].new_mode) == ("100644", "100755")
    assert got["logo.png"].binary
    assert got["blob.dat"].binary
    assert got["vendor/lib"].submodule
    assert got["empty.py"].status == "added"


def test_quoted_paths_and_paths_that_are_not_utf8():
    """Git's quoted paths are decoded, also where they are not UTF-8."""
    text = (
        'diff --git "a/\\303\\244 \\"b\\".py" "b/\\303\\244 \\"b\\".py"\n'
        '--- "a/\\303\\244 \\"b\\".py"\n+++ "b/\\303\\244 \\"b\\".py"\n@@ -1 +1 @@\n-a\n+b\n'
    )
    assert only(text).path == 'ä "b".py'
    assert unquote('"bad\\377.py"') == "bad\\xff.py"
    assert only('diff --git "a/\\351.sh" "b/\\351.sh"\nold mode 100644\nnew mode 100755\n').path == "\\xe9.sh"


def test_a_path_with_b_slash_inside():
    """A path that contains " b/" is read correctly."""
    assert only("diff --git a/x b/x b/x b/x\nold mode 100644\nnew mode 100755\n").path == "x b/x"


def test_carriage_returns_and_a_missing_last_line_break():
    """CRLF diffs and missing final newlines are read."""
    change = only(
        "diff --git a/a.txt b/a.txt\r\n--- a/a.txt\r\n+++ b/a.txt\r\n@@ -1,2 +1,2 @@\r\n one\r\n-two\r\n"
        "\\ No newline at end of file\r\n+TWO\r\n\\ No newline at end of file\r\n"
    )
    assert (change.path, change.removed, change.added) == ("a.txt", [(2, "two")], [(2, "TWO")])


def test_deleted_files_keep_their_name():
    """A deleted file keeps its path and its removed lines."""
    change = only(file_diff("gone.py", ["-a"], "deleted"))
    assert (change.path, change.status, change.removed) == ("gone.py", "deleted", [(1, "a")])


def test_a_combined_diff_of_a_merge():
    """Only lines that are new to every parent are added."""
    change = only(
        "diff --cc a.py\nindex 1,2..3\n--- a/a.py\n+++ b/a.py\n@@@ -1,2 -1,2 +1,3 @@@\n"
        "  one\n+ mine\n++both\n -theirs\n"
    )
    assert (change.path, change.added) == ("a.py", [(3, "both")])


def test_a_diff_without_git():
    """A plain unified diff without git headers is read."""
    change = only("--- old/a.py\t2026-01-01\n+++ new/a.py\t2026-01-02\n@@ -1 +1 @@\n-a\n+b\n")
    assert change.added == [(1, "b")]


def test_a_cut_hunk_is_read_as_far_as_it_goes():
    """A truncated hunk gives the lines that are there."""
    change = only("diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1,9 +1,9 @@\n one\n+two\n")
    assert change.added == [(2, "two")]


def test_a_broken_hunk_head_ends_nothing():
    """A malformed hunk header does not hide later files."""
    text = "diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ nonsense @@\n" + file_diff("b", ["+x"])
    assert [f.path for f in parse_diff(text).files] == ["a", "b"]


def test_very_long_lines_are_cut():
    """Lines longer than the limit are cut."""
    change = only(file_diff("a.js", ["+" + "x" * 9_000]))
    assert len(change.added[0][1]) == LONGEST - 1


def test_the_message_of_git_show():
    """The commit message is read from the output of `git show`."""
    text = "commit 123\nAuthor: A\nDate: now\n\n    Use Redis\n\n    It is fast.\n\n" + file_diff(
        "a.py", ["+x"]
    )
    assert parse_diff(text).message == "Use Redis\n\nIt is fast."


def test_the_message_of_format_patch():
    """The commit message is read from a patch of `git format-patch`."""
    head = "From 1 Mon Sep\nFrom: A\nDate: x\nSubject: [PATCH 1/2] Use\n Redis\n\nIt is fast.\n---\n a.py | 1 +\n\n"
    assert parse_diff(head + file_diff("a.py", ["+x"])).message == "Use Redis\n\nIt is fast."


def test_nothing_gives_nothing():
    """Text without a diff gives no files and no message."""
    assert parse_diff("").files == ()
    assert parse_diff("no diff at all\n").message == ""


@given(st.text(alphabet='+- @\\\ndifgt/ab"0123456789,', max_size=300))
def test_whatever_it_holds_nothing_is_raised(text):
    """The parser raises for no input."""
    parse_diff("diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n" + text)
    parse_diff(text)


@given(
    st.lists(
        st.tuples(st.sampled_from("+- "), st.text(alphabet="abc -+@", max_size=8)), min_size=1, max_size=20
    )
)
def test_what_is_written_is_read(lines):
    """Added and removed lines come back in order, with the numbers that counting gives."""
    change = only(file_diff("a.txt", [mark + text for mark, text in lines]))
    new = [(mark, text) for mark, text in lines if mark != "-"]
    old = [(mark, text) for mark, text in lines if mark != "+"]
    assert change.added == [(n, text) for n, (mark, text) in enumerate(new, 1) if mark == "+"]
    assert change.removed == [(n, text) for n, (mark, text) in enumerate(old, 1) if mark == "-"]


@pytest.mark.parametrize(
    ("header", "path"),
    [
        ("diff --git run.sh run.sh", "run.sh"),
        ("diff --git a/run.sh a/run.sh", "a/run.sh"),
        ("diff --git my run my run", "my run"),
        ("diff --git i/run.sh w/run.sh", "run.sh"),
        ("diff --git before/run.sh b/run.sh", "run.sh"),
        ("diff --cc run.sh", "run.sh"),
        ('diff --combined "caf\\303\\251.sh"', "café.sh"),
    ],
)
def test_header_alone_names_the_file(header, path):
    """A changed mode or a binary file has no other line with the name: `--no-prefix`, other prefixes, merges."""
    change = only(f"{header}\nold mode 100644\nnew mode 100755\n")
    assert (change.path, change.old_path) == (path, path)


@pytest.mark.parametrize(
    "following", ["diff --git a/b.py b/b.py\n--- a/b.py\n+++ b/b.py\n@@ -1 +1 @@\n", "@@ -1 +1 @@\n"]
)
def test_hunk_that_was_cut_ends_where_the_next_begins(following):
    """Fewer lines than the hunk announces do not swallow the next hunk, or the next file."""
    files = parse_diff(
        "diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1,9 +1,9 @@\n one\n+two\n"
        + following
        + "-x\n+y\n"
    ).files
    assert files[0].hunks[0].added == ((2, "two"),)
    assert files[-1].hunks[-1].added == ((1, "y"),)


def test_combined_diff_may_end_without_a_newline():
    """The last line of a merge's diff counts, as what a program passes on may be stripped."""
    change = only(
        "diff --cc a.py\nindex 1,2..3\n--- a/a.py\n+++ b/a.py\n@@@ -1,1 -1,1 +1,2 @@@\n  one\n++two"
    )
    assert change.added == [(2, "two")]
