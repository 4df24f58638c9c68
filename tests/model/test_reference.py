"""References to records by what people call them."""

from __future__ import annotations

import pytest

from records.dataclass import replace
from records.errors import Ambiguous, NotFound
from records.model.record import Adr
from records.model.reference import ReferenceIndex

TITLES = ("Use  Postgres for billing", "Straße zuerst", "Twice", "twice")


def _record(number: int, title: str) -> Adr:
    stem = f"{number:04d}-x"
    return Adr(
        path=f"doc/adr/{stem}.md", stem=stem, number=number, id=f"{number:04d}", title=title, folder="doc/adr"
    )


@pytest.fixture
def references() -> ReferenceIndex:
    return ReferenceIndex([_record(number, title) for number, title in enumerate(TITLES, start=1)])


@pytest.mark.parametrize(
    ("ref", "number"),
    [("use postgres for billing", 1), (" Use Postgres  for Billing", 1), ("STRASSE ZUERST", 2)],
)
def test_a_title_names_its_record_whatever_case_and_blanks(references, ref, number):
    """As a person reads it in a list and types it again."""
    assert references.resolve(ref).number == number


def test_a_title_of_two_records_names_both(references):
    """The error lists them."""
    with pytest.raises(Ambiguous):
        references.resolve("TWICE")


def test_part_of_a_title_names_nothing(references):
    """Words are searched with `records search`."""
    with pytest.raises(NotFound):
        references.resolve("postgres for")


def test_a_title_counts_before_a_part_of_a_name():
    """A decision called `C` is meant, although every name has that letter."""
    records = [_record(1, "C"), _record(2, "Cache"), _record(3, "C++")]
    records[1] = replace(records[1], stem="0002-cache", path="doc/adr/0002-cache.md")
    references = ReferenceIndex(records)
    assert references.resolve("c").number == 1
    assert references.resolve("cach").number == 2
