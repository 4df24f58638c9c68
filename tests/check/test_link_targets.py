"""Where links of a decision lead, as far as that is plain without reading its Markdown."""

from __future__ import annotations

import pytest

from records.check.link_targets import link_targets, linked_path


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("No link at all.", ()),
        (
            "See [2](0002-b.md), [again](0002-b.md) and [code](../../src/app.py).",
            ("doc/adr/0002-b.md", "src/app.py"),
        ),
        ("An [address](https://example.org/a_b?c=1#d).", ()),
        ("A [link](0002-b.md 'with a title').", None),
        ("`a](b` and [2](<0002 b.md>)", None),
        ("[section](#context)", None),
    ],
)
def test_plain_targets_are_listed_once(text, targets):
    """Relative paths are from the root; a target that Markdown has to be read for makes all of them unknown."""
    assert link_targets(text, "doc/adr") == targets


def test_a_target_is_relative_to_its_folder():
    """Blanks may be written as %20, and the folder above is left."""
    assert linked_path("doc/adr", "../a%20b.md") == "doc/a b.md"
