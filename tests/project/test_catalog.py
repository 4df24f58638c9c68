"""Which records meet conditions."""

from __future__ import annotations

import pytest

from records.model.record import Adr
from records.project.catalog import Filter


@pytest.mark.parametrize("text", [",", " ", " , ,"])
@pytest.mark.parametrize("name", ["kind", "stage", "status", "feature", "label"])
def test_a_condition_without_a_word_is_none(name: str, text: str) -> None:
    """As an empty one."""
    record = Adr(path="history/adr/0001-a.md", folder="", stem="0001-a", number=1, id="0001", title="A")
    conditions: dict[str, str] = {name: text}
    assert Filter(**conditions).accepts(record)  # type: ignore[arg-type]
