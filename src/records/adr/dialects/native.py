"""Native records: `status`, `title`, and one list of stems for each relation, in front matter."""

from __future__ import annotations

from records.adr.dialect import Dialect, link_key, marked_beside, status_value, stem
from records.adr.stated_fields import AdrReader


def _recognise(reading: AdrReader) -> bool:
    keys = reading.view.keys
    return "status" in keys and bool(
        keys & {"title", "id", "labels", "affects", "supersedes", "superseded-by"}
    )


_LINK = link_key(stem)
DIALECT = Dialect(
    name="native",
    label="records",
    recognise=_recognise,
    write_status=marked_beside(status_value(None), _LINK),
    write_link=_LINK,
    marks_in_status=False,
)
