"""The targets of links that are addresses of a site, and those that name a record somewhere else."""

from __future__ import annotations

import pytest

from records.model.record import Adr
from records.model.reference import ReferenceIndex

RECORDS = [
    Adr(f"docs/adr/000{number}-{words}.md", "", f"000{number}-{words}", number, f"000{number}", words)
    for number, words in ((1, "use-rest"), (2, "use-redis"))
]


@pytest.mark.parametrize("text", ["/adr/2", "../use-redis/", "./use-redis", "use-redis/", "/adr/0002/"])
def test_address_of_a_page_leads_to_its_record(text):
    """It begins with a dot or a slash, or ends with a slash."""
    record = ReferenceIndex(RECORDS).link_target(text, RECORDS[0])
    assert record is RECORDS[1]


@pytest.mark.parametrize(
    "text", ["architecture/ADR-2", "team/architecture/ADR-0002", "general/0002", "other/use-redis"]
)
def test_name_of_a_record_elsewhere_leads_to_none_of_ours(text):
    """A repository or a feature before a number is not that record's number here."""
    assert ReferenceIndex(RECORDS).link_target(text, RECORDS[0]) is None
