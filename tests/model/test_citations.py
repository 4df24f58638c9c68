"""The words by which messages and code name records: trailers, mentions, markers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.model.citations import RecordMove, move_citations
from records.model.kind import Kind
from records.model.markers import markers
from records.model.trailers import (
    Trailer,
    authored_text,
    mentions,
    trailers,
    with_trailers,
    without_trailers,
)
from records.trace.governs.citations import cited_numbers

NEW = [Trailer(Kind.PHR, "general/0003-add-login.green"), Trailer(Kind.ADR, "0012-use-jwt")]
LINES = "PHR: general/0003-add-login.green\nADR: 0012-use-jwt\n"


def refs(message):
    return [(one.kind, one.ref) for one in trailers(message)]


def test_trailers_are_found_wherever_a_squash_leaves_them():
    """At the end, in the middle, several on a line, in any case, each once."""
    message = "Subject\n\nPHR: a/1, b/2\n\n* more\n\nadr: 12\nPHR: a/1\nnot PHR: x\n"
    assert refs(message) == [("phr", "a/1"), ("phr", "b/2"), ("adr", "12")]
    assert trailers("x\n\nADR: 4")[0].line == 3


def test_mentions_are_whole_names():
    """ADR-12 in prose counts; a path, a longer word, or a trailer does not."""
    message = "As ADR-0012 and (PHR-3) say, not docs/ADR-7.md, ADR-8x, xADR-9, ADR-10-title\n\nADR: ADR-11\n"
    assert [(one.kind, one.ref) for one in mentions(message)] == [("adr", "0012"), ("phr", "3")]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Follow ADR-3/ADR-4.", ["3", "4"]),
        ("Follow ADR-0003/ADR-0004/ADR-0010", ["0003", "0004", "0010"]),
        ("See docs/2024/ADR-3", []),
        ("See adr/ADR-3/x", []),
    ],
)
def test_names_with_a_slash_between_them_are_one_each(text, numbers):
    """In messages and in comments; a folder of a path is none. A renumbered one is renamed there too."""
    assert [one.ref for one in mentions(text)] == numbers
    assert cited_numbers(f"// {text}") == numbers
    moved = move_citations("Follow ADR-3/ADR-4.", RecordMove("ADR", "0004-x", "0007-x", 4, 7))
    assert moved.text == "Follow ADR-3/ADR-7."


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Subject\n", "Subject\n\n" + LINES),
        ("Subject", "Subject\n\n" + LINES),
        ("Subject\n\nBody text.\n", "Subject\n\nBody text.\n\n" + LINES),
        ("Subject\n\nSigned-off-by: A <a@b>\n", "Subject\n\nSigned-off-by: A <a@b>\n" + LINES),
        ("fix: a thing\n", "fix: a thing\n\n" + LINES),
        ("Subject\n\nNote: this\nis prose\n", "Subject\n\nNote: this\nis prose\n\n" + LINES),
        ("\n# Please enter\n# a message\n", "\n\n" + LINES + "\n# Please enter\n# a message\n"),
        ("Subject\n\n# Please\n#\n# more\n", "Subject\n\n" + LINES + "\n# Please\n#\n# more\n"),
        (
            "Subject\n# ------------------------ >8 ------------------------\ndiff --git a b\nPHR: x\n",
            "Subject\n\n" + LINES + "# ------------------------ >8 ------------------------\ndiff --git a b\nPHR: x\n",
        ),
    ],
)  # fmt: skip
def test_trailers_are_written_where_git_reads_them(message, expected):
    """Below the body, in one block with other trailers, above comments and scissors."""
    assert with_trailers(message, NEW) == expected


def test_nothing_new_changes_nothing():
    """A message that has the trailers already stays as it is."""
    message = "Subject\n\n" + LINES
    assert with_trailers(message, NEW) == message
    assert with_trailers("Subject", []) == "Subject"


words = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=60)


@settings(max_examples=150, deadline=None)
@given(words.filter(lambda text: ">8" not in text))
def test_writing_twice_is_writing_once(message):
    """Whatever the message: the trailers are there afterwards, once, and what was authored_text is still authored_text."""
    once = with_trailers(message, NEW)
    assert with_trailers(once, NEW) == once
    assert {(one.kind, one.ref) for one in NEW} <= set(refs(once))
    assert authored_text(once).split() == authored_text(message).split()


def test_said_is_what_a_person_wrote():
    """Comments, trailers of ours and the diff below the scissors are not."""
    assert authored_text("# c\nPHR: x\n") == ""
    assert authored_text("Hello\n\nPHR: x\n# c") == "Hello"
    assert without_trailers("a\n\nPHR: x\nb\n") == "a\n\nb\n"


@pytest.mark.parametrize(
    ("line", "path", "found"),
    [
        ("// §adr 0012", "a.ts", ["0012"]),
        ("# §adr 12, 13", "a.py", ["12", "13"]),
        ("# §adr 12 1234567", "a.py", ["12"]),
        (" * §adr ADR-0012", "a.java", ["ADR-0012"]),
        ("-- §adr 0012-use-jwt", "a.sql", ["0012-use-jwt"]),
        ("code()  # §adr 7", "a.py", ["7"]),
        ("§adr 7", "a.py", ["7"]),
        ("; §ADR 7", "a.lisp", ["7"]),
        ("<!-- §adr 7 -->", "a.html", ["7"]),
        ("<!-- §adr 7 -->", "a.md", ["7"]),
        ("# §adr 7", "a.md", []),
        ("see §adr 7 for more", "a.py", []),
        ("'§adr 7'", "a.py", []),
        ("# me§adr 7", "a.py", []),
        ("# §adr", "a.py", []),
        ("# §adr x", "a.py", []),
        ("# §adr 12/3", "a.py", []),
        ("# §adr 12abc", "a.py", []),
        ("# §adrs 12", "a.py", []),
    ],
)
def test_markers_are_comments_that_begin_with_the_mark(line, path, found):
    """In any language; prose, strings and longer words do not count; Markdown only in its own comments."""
    line = line.replace("§", "@")  # written so that this file bears no markers itself
    assert [one.ref for one in markers("x\n" + line + "\n", path)] == found


def test_fences_in_markdown_are_examples():
    """A marker in a code block of a document binds nothing."""
    text = "<!-- §adr 1 -->\n```html\n<!-- §adr 2 -->\n```\n<!-- §adr 3 -->\n".replace("§", "@")
    assert [(one.ref, one.line) for one in markers(text, "a.md")] == [("1", 1), ("3", 5)]
