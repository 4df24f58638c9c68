"""Native records: `status`, `title`, and one list of stems for each relation, in front matter."""

from __future__ import annotations

from records.adr.dialect import Dialect, link_key, marked_beside, status_value
from records.adr.facts import Target
from records.adr.reader import AdrReader


def _recognise(reading: AdrReader) -> bool:
    keys = reading.view.keys
    return "status" in keys and bool(
        keys & {"title", "id", "labels", "affects", "supersedes", "superseded-by"}
    )


def _stem(target: Target) -> str:
    return target.stem


_LINK = link_key(_stem)
DIALECT = Dialect(
    name="native",
    label="records",
    recognise=_recognise,
    write_status=marked_beside(status_value(None), _LINK),
    write_link=_LINK,
    marks_in_status=False,
)
