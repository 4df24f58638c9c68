"""TOML front matter changes by one value; whatever else would change is refused."""

from __future__ import annotations

import pytest

from records.adr.dialects import read_adr
from records.adr.record_layout import AdrView
from records.adr.toml_front_matter import TomlBlock
from records.errors import EditError

TEXT = 'title = "T"\nstatus = "proposed" # for now\ndate = 2024-01-02\ntags = ["a", "b"]\n\n[extra]\nowner = "me"\n'


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("status", "accepted", 'status = "accepted" # for now'),
        ("date", "2024-02-03", "date = 2024-02-03"),
        ("extra.owner", "you", 'owner = "you"'),
        ("title", 'with "quotes"', 'title = "with \\"quotes\\""'),
    ],
)
def test_a_value_is_replaced_in_its_line(key, value, line):
    """Comments, order and the way of writing stay."""
    after = TomlBlock(TEXT).set(key, value).text.split("\n")
    before = TEXT.split("\n")
    assert [new for old, new in zip(before, after, strict=True) if old != new] == [line]


def test_a_new_key_stands_before_the_first_table():
    """At the end it would belong to that table; with the line ends of the text."""
    text = TomlBlock(TEXT.replace("\n", "\r\n")).set("decision-makers", "me").text
    assert text.index('decision-makers = "me"\r\n') == text.index("[extra]") - len(
        'decision-makers = "me"\r\n'
    )


def test_lists_grow_and_shrink_by_one_value():
    """A missing list is made; a value that is not there changes nothing."""
    block = TomlBlock(TEXT)
    assert 'tags = ["a", "b", "c"]' in block.append("tags", "c").text
    assert 'links = ["ADR-1"]' in block.append("links", "ADR-1").text
    assert 'tags = ["b"]' in block.discard("tags", "a").text
    assert block.discard("tags", "z") is block


@pytest.mark.parametrize(
    ("text", "change"),
    [
        (TEXT, lambda block: block.append("title", "x")),
        ('status = """\nproposed\n"""\n', lambda block: block.set("status", "accepted")),
        (TEXT, lambda block: block.set("other.owner", "you")),
        ("status = proposed\n", lambda block: block.set("status", "accepted")),
        ('a = """\nstatus = "x"\n"""\nstatus = "y"\n', lambda block: block.set("status", "accepted")),
    ],
)
def test_an_edit_that_is_not_safe_is_refused(text, change):
    """A value of another type or on several lines, a missing table, invalid TOML, and a line inside a text."""
    with pytest.raises(EditError):
        change(TomlBlock(text))


def test_values_of_every_type_are_texts() -> None:
    """A time is its day, a truth value and a number are as they are written."""
    text = '+++\ntitle = "Use tar"\ndate = 2026-01-02T10:00:00Z\nstatus = "accepted"\ndraft = true\nnumber = 7\n+++\n\n# Use tar\n'
    facts = read_adr(text, "0007-use-tar.md")
    assert (facts.date, facts.status, facts.title) == ("2026-01-02", "accepted", "Use tar")
    assert AdrView(text, "0007-use-tar.md").data["draft"] == "true"
