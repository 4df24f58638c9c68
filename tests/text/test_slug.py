"""File names of titles: readable, short enough for every file system, and never empty where there are words."""

from __future__ import annotations

import pytest

from records.text.slug import slug


@pytest.mark.parametrize("letter", ["値", "x", "𠀀"])
def test_one_long_word_is_cut_to_what_a_file_name_may_hold(letter: str) -> None:
    """In bytes, whatever its letters take."""
    name = slug(letter * 400)
    assert len(name.encode()) <= 180
    assert set(name) <= {letter}
